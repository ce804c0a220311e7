import { Card, Text } from '@shopify/polaris';
import type { MetafieldsRun } from '../insights/metafields-page.ts';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** The last runs over all customers, the newest first. */
export function MetafieldRuns({ runs }: { runs: readonly MetafieldsRun[] }) {
  const { metafields: { runs: words }, tagWriting } = useWords();
  const { instant, number } = useFormats();
  return (
    <Card padding="0">
      <div className="rg-card-head"><Text as="h2" variant="headingMd">{words.title}</Text></div>
      {runs.length === 0 ? <div className="rg-card-body"><Text as="p" tone="subdued">{words.none}</Text></div> : (
        <RecordTable
          caption={words.title}
          columns={[
            { key: 'when', heading: words.when }, { key: 'what', heading: words.what, wide: true }, { key: 'looked', heading: words.looked, numeric: true }, { key: 'written', heading: words.written, numeric: true },
            { key: 'failed', heading: words.failed, numeric: true }, { key: 'who', heading: words.who },
          ]}
          rows={runs.map((run) => ({
            key: String(run.id),
            cells: {
              when: instant(run.at), what: `${run.kind === 'write' ? words.write(run.cause) : words.remove}${run.state === 'cancelled' ? ` (${words.cancelled})` : ''}`,
              looked: number(run.looked), written: number(run.written), failed: number(run.failed), who: run.cause === 'sorted' || run.cause === 'fields-gone' ? 'Regulars' : tagWriting.staff(run.by.id, run.by.name),
            },
          }))}
        />
      )}
    </Card>
  );
}
