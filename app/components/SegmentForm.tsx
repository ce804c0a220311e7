import { Form } from '@remix-run/react';
import { BlockStack, Box, Button, Card, Select, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import type { SegmentKey } from '../segments/segment-catalogue.ts';
import { SEGMENT_NAME_MAX, segmentNameProblem } from '../segments/segment-query.ts';
import type { SegmentChoice } from '../segments/segment-view.ts';
import { useWords } from './words/WordsProvider.tsx';

/** No tag is chosen. */
const NONE = '';

interface SegmentFormProps {
  choices: readonly SegmentChoice[];
  busy: boolean;
  /** How many have been asked for since the screen was opened. */
  created: number;
  onCreate: (key: SegmentKey, name: string) => void;
}

/**
 * Choose a tag, give the segment a name, see what Shopify will look for. The first tag is chosen to begin with; once a
 * segment has been asked for, none is: what comes next in the list must not be created by a second click.
 */
export function SegmentForm({ choices, busy, created, onCreate }: SegmentFormProps) {
  const all = useWords();
  const words = all.segmentsPage.create;
  const possible = choices.filter((choice) => choice.barrier === null);
  const [chosen, setChosen] = useState<SegmentKey | typeof NONE | null>(null);
  /** As typed; null while it is the tag's own name. */
  const [typed, setTyped] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const [emptied, setEmptied] = useState(created);
  if (emptied !== created) {
    setEmptied(created);
    setChosen(NONE);
    setTyped(null);
    setTried(false);
  }
  const choice = chosen === null ? possible[0] : possible.find((one) => one.key === chosen);
  if (possible.length === 0) return <Card><BlockStack gap="200"><Text as="h2" variant="headingMd">{words.title}</Text><Text as="p" tone="subdued">{words.all}</Text><Impossible choices={choices} /></BlockStack></Card>;
  const label = (one: SegmentChoice): string => (one.tags.length > 1 ? words.both(one.tags.map((tag) => tag.name)) : one.tags[0]?.name ?? '');
  const name = typed ?? (choice === undefined ? '' : label(choice));
  const problem = segmentNameProblem(name);
  const [first] = choice?.tags ?? [];
  return (
    <Card>
      <Form onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (choice === undefined || problem !== null || busy) return;
        setChosen(choice.key);
        setTyped(name);
        onCreate(choice.key, name.trim());
      }}>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">{words.title}</Text>
          <div className="rg-two">
            <Select
              label={words.who}
              options={[...(choice === undefined ? [{ value: NONE, label: words.choose }] : []), ...possible.map((one) => ({ value: one.key, label: words.choice(label(one), one.customers) }))]}
              value={choice?.key ?? NONE}
              error={tried && choice === undefined ? words.chooseFirst : undefined}
              helpText={choice !== undefined && choice.tags.length > 1 ? words.meaningBoth : first === undefined ? '' : words.meaning[first.rule]}
              onChange={(value) => {
                setChosen(value as SegmentKey | typeof NONE);
                setTyped(null);
              }}
            />
            <TextField label={words.name} value={name} onChange={setTyped} autoComplete="off" maxLength={SEGMENT_NAME_MAX} error={tried && choice !== undefined && problem !== null ? words.nameProblem(problem) : undefined} />
          </div>
          {choice === undefined ? null : <p className="rg-small">{words.asks} <code className="rg-code">{choice.query}</code> {words.follows}</p>}
          {choice === undefined || choice.own === 0 ? null : <p className="rg-small">{words.alsoOwn(choice.customers - choice.own, choice.own)}</p>}
          <Box><Button submit variant="primary" loading={busy}>{words.action}</Button></Box>
          <Impossible choices={choices} />
        </BlockStack>
      </Form>
    </Card>
  );
}

/** Why the other tags have no segment to be made now. */
function Impossible({ choices }: { choices: readonly SegmentChoice[] }) {
  const words = useWords().segmentsPage;
  const others = choices.filter((one) => one.tags.length === 1 && (one.barrier === 'off' || one.barrier === 'not-written' || one.barrier === 'backslash'));
  if (others.length === 0) return null;
  return (
    <details className="rg-details">
      <summary>{words.missing}: {others.map((one) => one.tags[0]?.name).join(', ')}</summary>
      <ul className="rg-notes">{others.map((one) => <li key={one.key}>{one.tags[0]?.name}: {one.barrier === null ? null : words.barriers[one.barrier]}</li>)}</ul>
    </details>
  );
}
