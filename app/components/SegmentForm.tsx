import { Form } from '@remix-run/react';
import { BlockStack, Box, Button, Card, Select, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import type { SegmentKey } from '../segments/segment-catalogue.ts';
import { SEGMENT_NAME_MAX, segmentNameProblem } from '../segments/segment-query.ts';
import type { SegmentChoice } from '../segments/segment-view.ts';
import { useWords } from './words/WordsProvider.tsx';

interface SegmentFormProps {
  choices: readonly SegmentChoice[];
  busy: boolean;
  onCreate: (key: SegmentKey, name: string) => void;
}

/** Choose a tag, give the segment a name, see what Shopify will look for. */
export function SegmentForm({ choices, busy, onCreate }: SegmentFormProps) {
  const all = useWords();
  const words = all.segmentsPage.create;
  const possible = choices.filter((choice) => choice.barrier === null);
  const [chosen, setChosen] = useState<SegmentKey | null>(null);
  /** As typed; null while it is the tag's own name. */
  const [typed, setTyped] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const choice = possible.find((one) => one.key === chosen) ?? possible[0];
  if (choice === undefined) return <Card><BlockStack gap="200"><Text as="h2" variant="headingMd">{words.title}</Text><Text as="p" tone="subdued">{words.all}</Text><Impossible choices={choices} /></BlockStack></Card>;
  const label = (one: SegmentChoice): string => (one.tags.length > 1 ? words.both(one.tags.map((tag) => tag.name)) : one.tags[0]?.name ?? '');
  const name = typed ?? label(choice);
  const problem = segmentNameProblem(name);
  const [first] = choice.tags;
  return (
    <Card>
      <Form onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (problem !== null || busy) return;
        onCreate(choice.key, name.trim());
        setTyped(null);
        setTried(false);
      }}>
        <BlockStack gap="300">
          <Text as="h2" variant="headingMd">{words.title}</Text>
          <div className="rg-two">
            <Select
              label={words.who}
              options={possible.map((one) => ({ value: one.key, label: words.choice(label(one), one.customers) }))}
              value={choice.key}
              helpText={choice.tags.length > 1 ? words.meaningBoth : first === undefined ? '' : words.meaning[first.rule]}
              onChange={(value) => {
                setChosen(value as SegmentKey);
                setTyped(null);
              }}
            />
            <TextField label={words.name} value={name} onChange={setTyped} autoComplete="off" maxLength={SEGMENT_NAME_MAX} error={tried && problem !== null ? words.nameProblem(problem) : undefined} />
          </div>
          <p className="rg-small">{words.asks} <code className="rg-code">{choice.query}</code> {words.follows}</p>
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
