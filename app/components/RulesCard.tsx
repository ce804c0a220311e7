import { Form } from '@remix-run/react';
import { Button, Card, Select, Text, TextField } from '@shopify/polaris';
import { useState } from 'react';
import type { RecommendationsPage, RuleView } from '../recommendations/recommendations-page.ts';
import { RecordTable } from './RecordTable.tsx';
import type { Rules } from './use-rules.ts';
import { useWords } from './words/WordsProvider.tsx';

/** Rules in force with their undo, those that were undone, and a form for boosts of whole groups. */
export function RulesCard({ page, rules }: { page: RecommendationsPage; rules: Rules }) {
  const { rules: words, preview } = useWords().recommendations;
  const say = useSentence();
  const undo = (view: RuleView) => (
    <Button size="slim" disabled={rules.busy} accessibilityLabel={preview.named(words.undo, say(view))} onClick={() => rules.send({ intent: 'undo', id: String(view.rule.id) }, preview.undone)}>{words.undo}</Button>
  );
  return (
    <Card padding="0">
      <div className="rg-card-head"><Text as="h2" variant="headingMd">{words.title}</Text></div>
      {page.inForce.length === 0 ? <div className="rg-card-body"><Text as="p" tone="subdued">{words.none}</Text></div> : (
        <RecordTable
          caption={words.caption}
          busy={rules.busy}
          columns={[{ key: 'what', heading: words.what }, { key: 'who', heading: words.who }, { key: 'undo', heading: words.undo, nowrap: true }]}
          rows={page.inForce.map((view) => ({ key: String(view.rule.id), cells: { what: <bdi>{say(view)}</bdi>, who: words.at(view.madeBy, view.madeAt), undo: undo(view) } }))}
        />
      )}
      <div className="rg-card-body rg-card-end"><GroupBoost rules={rules} /></div>
      {page.undone.length === 0 ? null : (
        <details className="rg-details rg-card-body">
          <summary>{words.history}</summary>
          <RecordTable
            caption={words.historyCaption}
            columns={[{ key: 'what', heading: words.what }, { key: 'who', heading: words.who }, { key: 'undone', heading: words.undoneBy }]}
            rows={page.undone.map((view) => ({ key: String(view.rule.id), cells: { what: <bdi>{say(view)}</bdi>, who: words.at(view.madeBy, view.madeAt), undone: words.at(view.undoneBy ?? '', view.undoneAt ?? view.madeAt) } }))}
          />
        </details>
      )}
    </Card>
  );
}

/** A rule as a sentence. */
function useSentence(): (view: RuleView) => string {
  const { rules: words, block } = useWords().recommendations;
  return ({ rule, product, shownWith }) => {
    const title = product ?? words.gone;
    switch (rule.kind) {
      case 'pin':
        return rule.shownWith === null ? words.pin(title, block[rule.block]) : words.pinBeside(title, block[rule.block], shownWith ?? words.gone);
      case 'exclude':
        return words.exclude(title);
      case 'boost':
        return rule.by === 'product' ? words.boost(title, rule.factor) : words.boostAll(words.group[rule.by], rule.value, rule.factor);
    }
  };
}

const GROUPS = ['product-type', 'vendor', 'tag'] as const;
const FACTORS = [4, 2, 0.5, 0.25] as const;

function GroupBoost({ rules }: { rules: Rules }) {
  const words = useWords().recommendations.rules;
  const [by, setBy] = useState<string>('product-type');
  const [value, setValue] = useState('');
  const [factor, setFactor] = useState('2');
  return (
    <details className="rg-details">
      <summary>{words.add}</summary>
      <Form onSubmit={(event) => {
        event.preventDefault();
        if (value.trim() === '' || rules.busy) return;
        rules.send({ intent: 'boost', by, value: value.trim(), factor }, words.addDone);
        setValue('');
      }}>
        <div className="rg-filters">
          <Select label={words.by} options={GROUPS.map((one) => ({ value: one, label: words.group[one] }))} value={by} onChange={setBy} />
          <TextField label={words.value} value={value} onChange={setValue} autoComplete="off" maxLength={255} />
          <Select label={words.factor} options={FACTORS.map((one) => ({ value: String(one), label: words.factors[one] }))} value={factor} onChange={setFactor} />
          <Button submit disabled={value.trim() === ''} loading={rules.busy}>{words.addAction}</Button>
        </div>
      </Form>
    </details>
  );
}
