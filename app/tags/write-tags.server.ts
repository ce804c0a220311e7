import { isRetryable } from '../runtime/errors.ts';
import { adminClient, type AdminClient } from '../shopify/admin-client.server.ts';
import { installedShop } from '../shops/shop-store.server.ts';
import { FEW_CALLS } from './few-calls.ts';
import { prepareWrites } from './prepare-writes.server.ts';
import { endOrWait, endRun, failRun, holdRun, nextRun, restRun, stopRequested, type ActiveRun } from './run-store.server.ts';
import { resumeBatches, sendBatch } from './send-batch.server.ts';
import { sendCalls, settleByReading } from './send-calls.server.ts';
import type { WriterContext, WriteStep } from './write-step.ts';

/**
 * Writes the approved runs of a shop, the oldest first, until none is left that may be written now: a run in daily batches
 * then waits for its next, and while the merchant has paused writing nothing is done.
 *
 * Each change is an intent in the database before Shopify is asked and a result after it. Just before, the customers'
 * tags are read at Shopify, so that a tag which the merchant wrote meanwhile is never taken for ours. Few calls are made
 * one by one, many as a bulk mutation. Whoever takes a run up after a crash first settles what was under way: bulk
 * operations are found again and followed, single calls looked up at Shopify.
 * @param options.client for tests; the shop's own otherwise
 * @param options.onStep called between any two effects; what it throws stops the writer as a crash there would
 * @throws TerminalError when the run cannot go on as things stand (it is then `failed`, with the reason, and can be
 *   resumed); RetryableError for something passing (the run goes on at the next try)
 */
export async function writeTags(options: { shopId: number; signal?: AbortSignal; client?: AdminClient; onStep?: (step: WriteStep) => void | Promise<void> }): Promise<void> {
  const { shopId, onStep = () => {} } = options;
  const client = options.client ?? adminClient((await installedShop(shopId)).domain);
  for (let run = await nextRun(shopId); run !== null; run = await nextRun(shopId)) {
    const { id: runId } = run;
    await holdRun(shopId, runId, options.signal, (signal) => writeRun({ shopId, runId, client, signal, onStep }, run as ActiveRun));
  }
}

async function writeRun(context: WriterContext<AdminClient>, run: ActiveRun): Promise<void> {
  const { shopId, signal, onStep } = context;
  try {
    await onStep('run held');
    await resumeBatches(context);
    await settleByReading(context, null);
    await onStep('leftovers settled');
    for (;;) {
      signal.throwIfAborted();
      const stop = await stopRequested(shopId, run.id);
      if (stop === 'rest') {
        await restRun(shopId, run.id);
        break;
      }
      if (stop !== null) {
        await endRun(shopId, run.id, stop === 'pause' ? 'paused' : 'cancelled');
        break;
      }
      const calls = await prepareWrites(context);
      if (calls === null) {
        await endOrWait(shopId, run.id);
        break;
      }
      for (const action of ['remove', 'add'] as const) {
        const ofAction = calls.filter((call) => call.action === action);
        if (ofAction.length > FEW_CALLS) await sendBatch(context, action, ofAction);
        else await sendCalls(context, ofAction);
      }
    }
    await onStep('run ended');
  } catch (error) {
    if (!isRetryable(error)) await failRun(shopId, run.id);
    throw error;
  }
}
