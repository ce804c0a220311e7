import { Button, Card, Text } from '@shopify/polaris';
import { useState } from 'react';
import type { FieldsRun } from '../insights/product-fields-page.ts';
import { Dialog } from './Dialog.tsx';
import { RecordTable } from './RecordTable.tsx';
import { RefusalBanner } from './RefusalBanner.tsx';
import { useSubmission } from './use-submission.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** The last runs over products, the newest first, each with the way back to before it. */
export function ProductFieldRuns({ runs }: { runs: readonly FieldsRun[] }) {
  const { productFields: { runs: words }, tagWriting } = useWords();
  const { instant, number } = useFormats();
  const [asked, setAsked] = useState<FieldsRun | null>(null);
  const undo = useSubmission<{ done: 'undo' }>('/app/recommendations/fields-switch', () => words.undoing);
  const by = (run: FieldsRun): string => (run.cause === 'asked' || run.cause === 'resumed' ? tagWriting.staff(run.by.id, run.by.name) : 'Regulars');
  const what = (run: FieldsRun): string => [run.kind === 'write' ? words.write(run.cause) : words.kind[run.kind], ...(run.state === 'cancelled' ? [words.cancelled] : []), ...(run.undone ? [words.undone] : [])].join(', ');
  return (
    <Card padding="0">
      <div className="rg-card-head"><Text as="h2" variant="headingMd">{words.title}</Text></div>
      <div className="rg-card-body"><RefusalBanner refusal={undo.refusal} onDismiss={undo.dismiss} /></div>
      {runs.length === 0 ? <div className="rg-card-body"><Text as="p" tone="subdued">{words.none}</Text></div> : (
        <RecordTable
          caption={words.title}
          columns={[
            { key: 'when', heading: words.when }, { key: 'what', heading: words.what, wide: true }, { key: 'looked', heading: words.looked, numeric: true }, { key: 'written', heading: words.written, numeric: true },
            { key: 'theirs', heading: words.theirs, numeric: true }, { key: 'failed', heading: words.failed, numeric: true }, { key: 'who', heading: words.who }, { key: 'back', heading: words.back },
          ]}
          rows={runs.map((run) => ({
            key: String(run.id),
            cells: {
              when: instant(run.at), what: what(run), looked: number(run.looked), written: number(run.written), theirs: number(run.theirs), failed: number(run.failed), who: by(run),
              back: run.undoable ? <Button size="slim" loading={undo.busy} accessibilityLabel={words.undoOf(instant(run.at))} onClick={() => setAsked(run)}>{words.undo}</Button> : null,
            },
          }))}
        />
      )}
      <Dialog
        id="product-fields-undo" open={asked !== null} title={words.ask(asked === null ? '' : instant(asked.at))} confirm={words.undo} critical busy={undo.busy} onClose={() => setAsked(null)}
        onConfirm={() => {
          if (asked !== null) undo.submit({ intent: 'undo', run: String(asked.id) });
          setAsked(null);
        }}
      >
        <p>{words.askWhat}</p>
        <p>{words.askHeld}</p>
      </Dialog>
    </Card>
  );
}
