import { BlockStack, Button, Card, InlineStack, Text } from '@shopify/polaris';
import { useState } from 'react';
import type { Fault } from '../runtime/errors.ts';
import type { TagWritingView, WaitingRun } from '../tags/writing-view.ts';
import { Dialog } from './Dialog.tsx';
import { useSubmission } from './use-submission.ts';
import { RefusalBanner } from './RefusalBanner.tsx';
import { useWords } from './words/WordsProvider.tsx';

/** A run between two of its daily batches: how far it is, when it goes on, and how to have it otherwise. */
export function BatchProgress({ run, writing, watch }: { run: WaitingRun; writing: TagWritingView; watch?: string }) {
  const words = useWords();
  const { batch } = words.tagWriting;
  const [asking, setAsking] = useState(false);
  const next = useSubmission('/app/tags/write', () => batch.nextDone);
  const rest = useSubmission('/app/tags/write', () => batch.restDone);
  const stop = useSubmission('/app/tags/stop', () => words.tagsPage.run.cancelDone);
  const refused = [next, rest, stop].find((one): one is typeof one & { refusal: Fault } => one.refusal !== null);
  const runId = String(run.runId);
  const after = String(run.after);
  const when = writing.paused !== null ? batch.paused : writing.clockStands ? batch.stands(run.next) : batch.next(run.next, run.nextAt);
  return (
    <Card>
      <BlockStack gap="300">
        {refused === undefined ? null : <RefusalBanner refusal={refused.refusal} onDismiss={refused.dismiss} />}
        <Text as="h2" variant="headingMd">{batch.title(run.runId)}</Text>
        <progress className="rg-meter" max={Math.max(1, run.adds)} value={run.done} aria-label={words.tagsPage.progress.label} />
        <BlockStack gap="050">
          <p className="rg-numbers">{batch.status(run.done, run.adds)} {when}</p>
          <Text as="p" tone="subdued">{batch.left}</Text>
        </BlockStack>
        <InlineStack gap="200">
          <Button onClick={() => next.submit({ intent: 'next-batch', runId, after })} loading={next.busy} disabled={writing.paused !== null}>{batch.nextNow}</Button>
          <Button onClick={() => setAsking(true)} loading={rest.busy} disabled={writing.paused !== null}>{batch.restNow}</Button>
          <Button url="/app/tags/writing">{batch.change}</Button>
          <Button onClick={() => stop.submit({ runId, how: 'cancel' })} loading={stop.busy}>{batch.stop}</Button>
          {watch === undefined ? null : <Button url={watch}>{words.tagsPage.progress.watch}</Button>}
        </InlineStack>
      </BlockStack>
      <Dialog
        id={`rest-${runId}`}
        open={asking}
        title={batch.restTitle}
        confirm={batch.restConfirm}
        onClose={() => setAsking(false)}
        onConfirm={() => {
          setAsking(false);
          rest.submit({ intent: 'rest', runId, after });
        }}
      >
        <p>{batch.restWhat(run.adds - run.done)}</p>
      </Dialog>
    </Card>
  );
}
