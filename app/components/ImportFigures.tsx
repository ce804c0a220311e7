import { BlockStack, Box, Card, Text } from '@shopify/polaris';
import type { ImportSummary } from '../insights/data-page.ts';
import { OutcomeBadge, Who } from './LastRuns.tsx';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** How an import is called in the lists: one that left rows out is incomplete. */
export function importOutcome(run: ImportSummary) {
  return run.status === 'queued' ? 'waiting' as const : run.status === 'succeeded' && run.rejected > 0 ? 'partly' as const : run.status;
}

/** What an import read, and what became of it, kind by kind. */
export function ImportFigures({ run }: { run: ImportSummary }) {
  const { dataPage: { run: words, runs } } = useWords();
  const { number, instant } = useFormats();
  const columns = ['read', 'inserted', 'updated', 'stale', 'rejected', 'removed'] as const;
  return (
    <Card padding="0">
      <Box padding="400">
        <BlockStack gap="200">
          <Text as="h2" variant="headingMd">{words.figures}</Text>
          <div className="rg-tags">
            <OutcomeBadge outcome={importOutcome(run)} />
            <span>{[instant(run.startedAt ?? run.requestedAt), run.seconds === null ? null : runs.took(run.seconds)].filter((one) => one !== null).join(' · ')}</span>
            <span>{'· '}<Who who={run.who} /></span>
          </div>
          <Text as="p" tone="subdued">{words.sum}</Text>
        </BlockStack>
      </Box>
      <RecordTable
        caption={words.caption}
        columns={[{ key: 'kind', heading: words.columns.kind }, ...columns.map((key) => ({ key, heading: words.columns[key], numeric: true }))]}
        rows={run.parts.map((part) => ({ key: part.kind, cells: { kind: words.kinds[part.kind] ?? part.kind, ...Object.fromEntries(columns.map((key) => [key, number(part[key])])) } }))}
      />
    </Card>
  );
}
