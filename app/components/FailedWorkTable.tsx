import { Button, Card, InlineStack } from '@shopify/polaris';
import type { FailedWorkView } from '../insights/failed-work.ts';
import { RecordTable } from './RecordTable.tsx';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** Work that failed, each piece with why, and with what can be done. */
export function FailedWorkTable({ work, busy, onRetry, onLeaveOut }: { work: readonly FailedWorkView[]; busy: boolean; onRetry: (one: FailedWorkView) => void; onLeaveOut: (one: FailedWorkView) => void }) {
  const all = useWords();
  const words = all.failedWork;
  const { instant, number } = useFormats();
  const nameOf = (one: FailedWorkView): string => (one.source === 'job' ? words.jobs[one.kind] ?? words.otherJob : words.topics[one.kind] ?? words.otherTopic);
  return (
    <Card padding="0">
      <RecordTable
        caption={words.caption}
        columns={[
          { key: 'what', heading: words.columns.what }, { key: 'when', heading: words.columns.when }, { key: 'tries', heading: words.columns.tries, numeric: true },
          { key: 'why', heading: words.columns.why, wide: true }, { key: 'do', heading: words.columns.todo, wide: true },
        ]}
        rows={work.map((one) => ({
          key: one.key,
          cells: {
            what: nameOf(one),
            when: instant(one.at),
            tries: number(one.tries),
            why: one.reason === null ? words.unknown : all.fault({ code: one.code ?? '', message: one.reason }),
            do: (
              <InlineStack gap="200">
                <Button onClick={() => onRetry(one)} disabled={busy} accessibilityLabel={words.retryOne(nameOf(one), instant(one.at))}>{words.retry}</Button>
                <Button variant="tertiary" onClick={() => onLeaveOut(one)} disabled={busy} accessibilityLabel={words.leaveOutOne(nameOf(one), instant(one.at))}>{words.leaveOut}</Button>
              </InlineStack>
            ),
          },
        }))}
      />
    </Card>
  );
}
