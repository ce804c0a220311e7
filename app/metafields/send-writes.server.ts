import { withTenant } from '../database/tenant.server.ts';
import type { AdminClient } from '../shopify/admin-client.server.ts';
import { callsOf, type UnderWay } from './field-ledger.ts';
import { giveUpAnswers, settleWrites } from './ledger-store.server.ts';
import { askForWrites, fieldUndefined } from './metafield-mutations.server.ts';
import { sendMetafieldBatch } from './send-metafield-batch.server.ts';
import { judgeAnswer, type JudgedAnswer } from './settlement.ts';
import type { MetafieldContext } from './write-step.ts';

/** More calls than these go as a bulk mutation. */
const FEW_CALLS = 50;

/**
 * Writes what is marked as under way: first values are set, then others taken off. What Shopify refused together goes once
 * more one by one. Who has no answer in the end is noted anew.
 * @throws as the Admin client; RetryableError when a definition is gone, or Shopify does nothing at all
 */
export async function sendWrites(context: MetafieldContext<AdminClient>, writes: readonly UnderWay[]): Promise<void> {
  const left = new Map(writes.map((write) => [write.customerId, write]));
  for (const action of ['set', 'delete'] as const) {
    const unanswered = new Set<number>();
    let asked: UnderWay[] = [...left.values()];
    for (const alone of [false, true]) {
      const calls = callsOf(asked, action, alone);
      for (const { customerId } of calls.flat()) unanswered.add(customerId);
      asked = [];
      await sendAll(context, action, calls, ({ settlements, again }) => {
        for (const { customerId, kind } of settlements) {
          unanswered.delete(customerId);
          if (kind !== 'set') left.delete(customerId);
        }
        asked.push(...again);
      });
      if (asked.length === 0) break;
    }
    for (const customerId of unanswered) left.delete(customerId);
  }
  await withTenant(context.shopId, (tx) => giveUpAnswers(tx, { batch: null, customerIds: writes.map((write) => write.customerId) }));
}

async function sendAll(context: MetafieldContext<AdminClient>, action: 'set' | 'delete', calls: readonly UnderWay[][], onJudged: (judged: JudgedAnswer) => void): Promise<void> {
  if (calls.length > FEW_CALLS) return sendMetafieldBatch(context, action, calls, onJudged);
  for (const call of calls) await sendCall(context, action, call, onJudged);
}

async function sendCall({ shopId, client, signal, onStep }: MetafieldContext<AdminClient>, action: 'set' | 'delete', call: readonly UnderWay[], onJudged: (judged: JudgedAnswer) => void): Promise<void> {
  signal.throwIfAborted();
  const answer = await askForWrites(client, action, call, signal);
  await onStep('asked');
  if (answer === null) return;
  const judged = judgeAnswer(call, action, answer);
  if (judged.undefinedField) await fieldUndefined(shopId);
  await withTenant(shopId, (tx) => settleWrites(tx, judged.settlements));
  onJudged(judged);
  await onStep('settled');
}
