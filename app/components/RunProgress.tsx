import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import type { TagRunSummary } from '../tags/run-view.ts';
import { useFormats, useWords } from './words/WordsProvider.tsx';

/** How many changes of a run are through, of how many. */
export function runProgress(run: TagRunSummary): { done: number; total: number } {
  const total = run.adds + run.removes;
  return { done: Math.min(total, run.added + run.removed + run.skipped + run.failed + run.cancelled + run.underWay), total };
}

/** Whether tags are being written by it just now, or about to be. */
export function isUnderWay(run: TagRunSummary): boolean {
  return run.state === 'approved' || run.state === 'running';
}

/** A run that is being written. */
export function RunProgress({ run, watch, paused = false, onCancel, busy }: { run: TagRunSummary; watch?: string; paused?: boolean; onCancel: () => void; busy: boolean }) {
  const { tagsPage: words, tagWriting, fault } = useWords();
  const { percent } = useFormats();
  const { done, total } = runProgress(run);
  const title = run.undoRule !== null ? words.progress.undoTagTitle : run.kind === 'undo' ? words.progress.undoTitle : words.progress.title;
  const tenth = total === 0 ? 0 : Math.floor((done / total) * 10) / 10;
  return (
    <Card>
      <BlockStack gap="300">
        <Text as="h2" variant="headingMd">{title}</Text>
        <p className="rg-hidden" role="status">{title}: {percent(tenth)}</p>
        <progress className="rg-meter" max={Math.max(1, total)} value={done} aria-label={words.progress.label} />
        <InlineStack align="space-between" blockAlign="center" gap="200">
          <BlockStack gap="050">
            <p className="rg-numbers">{paused ? `${tagWriting.batch.paused} ` : ''}{run.state === 'approved' && done === 0 ? (paused ? '' : words.progress.waiting) : words.progress.of(done, total)}{run.failed > 0 ? ` · ${words.history.failed(run.failed)}` : ''}</p>
            {run.error === null ? null : <Text as="p" tone="critical">{fault(run.error)}</Text>}
            <Text as="p" tone="subdued">{words.progress.left}</Text>
          </BlockStack>
          <InlineStack gap="200">
            {watch === undefined ? null : <Button url={watch}>{words.progress.watch}</Button>}
            <Button onClick={onCancel} loading={busy} disabled={run.stopRequested !== null}>{words.run.cancel}</Button>
          </InlineStack>
        </InlineStack>
      </BlockStack>
    </Card>
  );
}
