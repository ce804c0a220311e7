import { randomBytes } from 'node:crypto';
import { withTenant } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import { RetryableError, TerminalError } from '../runtime/errors.ts';
import type { AdminClient } from '../shopify/admin-client.server.ts';
import { findBulkMutation, namedMutation, submitBulkMutation, uploadVariables, type MutationResultLine } from '../shopify/bulk-mutation.server.ts';
import { answeredLines, waitForMutation } from '../shopify/follow-mutation.server.ts';
import { deleteVariables, setVariables } from './call-variables.ts';
import type { UnderWay } from './field-ledger.ts';
import { giveUpAnswers, loadLines, putOnLines, settleWrites } from './ledger-store.server.ts';
import { documentOf, fieldUndefined } from './metafield-mutations.server.ts';
import { judgeAnswer, type JudgedAnswer, type MetafieldsAnswer } from './settlement.ts';
import type { MetafieldContext } from './write-step.ts';

/** Result lines that are recorded in one transaction. */
const LINES_A_TRANSACTION = 200;
/** Bulk operations that are kept when they are through. */
const KEPT = 20;

interface Batch {
  number: number;
  action: 'set' | 'delete';
  operationName: string;
  operationId: string | null;
}

/** Sends many calls as one bulk mutation, and follows it to its end. */
export async function sendMetafieldBatch(context: MetafieldContext<AdminClient>, action: 'set' | 'delete', calls: readonly UnderWay[][], onJudged: (judged: JudgedAnswer) => void): Promise<void> {
  const { shopId, client, signal, onStep } = context;
  signal.throwIfAborted();
  const batch = await withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<{ number: number }>('SELECT coalesce(max(number), 0) + 1 AS number FROM metafield_batches WHERE shop_id = $1', [shopId]);
    const number = rows[0]?.number ?? 1;
    // Numbers begin anew with a new database; the operations at Shopify do not.
    const operationName = `RegularsFields_${action}_${number}_${randomBytes(6).toString('hex')}`;
    await tx.query("INSERT INTO metafield_batches (shop_id, number, action, state, operation_name, lines, created_at) VALUES ($1, $2, $3, 'prepared', $4, $5, $6)", [shopId, number, action, operationName, calls.length, new Date(now())]);
    await tx.query("DELETE FROM metafield_batches WHERE shop_id = $1 AND number <= $2 AND state = 'done'", [shopId, number - KEPT]);
    await putOnLines(tx, number, calls);
    return { number, action, operationName, operationId: null };
  });
  await onStep('batch prepared');
  const lines = calls.map((call) => `${JSON.stringify(action === 'set' ? setVariables(call) : deleteVariables(call))}\n`);
  const stagedUploadPath = await uploadVariables(client, new Blob(lines), `${batch.operationName}.jsonl`, { signal });
  await onStep('uploaded');
  const operationId = await submitBulkMutation(client, { mutation: namedMutation(documentOf(action), batch.operationName), stagedUploadPath, name: batch.operationName, signal });
  await onStep('submitted');
  await keepOperation(shopId, batch.number, operationId);
  await onStep('batch running');
  await followBatch(context, { ...batch, operationId }, onJudged);
}

/**
 * Takes up the bulk operations that a writer before this one left behind: finds them at Shopify, by id or by name, and follows
 * those. Whoever has more to come, or was refused together with others, is left under way with no operation.
 */
export async function resumeMetafieldBatches(context: MetafieldContext<AdminClient>): Promise<void> {
  const { shopId, client, signal } = context;
  const left = await withTenant(shopId, async (tx) => (await tx.query<Batch & Record<string, unknown>>(
    `SELECT number, action, operation_name AS "operationName", operation_id AS "operationId" FROM metafield_batches WHERE shop_id = $1 AND state <> 'done' ORDER BY number`, [shopId],
  )).rows);
  for (const batch of left) {
    const operationId = batch.operationId ?? await findBulkMutation(client, batch.operationName, { signal });
    if (operationId === null) {
      await withTenant(shopId, async (tx) => {
        await giveUpAnswers(tx, { batch: batch.number, neverAsked: true });
        await tx.query("UPDATE metafield_batches SET state = 'done', finished_at = $3 WHERE shop_id = $1 AND number = $2", [shopId, batch.number, new Date(now())]);
      });
      continue;
    }
    if (batch.operationId === null) await keepOperation(shopId, batch.number, operationId);
    await followBatch(context, { ...batch, operationId }, () => {});
  }
}

async function keepOperation(shopId: number, number: number, operationId: string): Promise<void> {
  await withTenant(shopId, (tx) => tx.query("UPDATE metafield_batches SET state = 'running', operation_id = $3 WHERE shop_id = $1 AND number = $2", [shopId, number, operationId]));
}

async function followBatch(context: MetafieldContext<AdminClient>, batch: Batch & { operationId: string }, onJudged: (judged: JudgedAnswer) => void): Promise<void> {
  const { shopId, client, signal, onStep, unwanted, meanwhile } = context;
  const operation = await waitForMutation(client, batch.operationId, {
    signal,
    unwanted: () => unwanted(batch.action),
    onProgress: async (lines) => {
      await withTenant(shopId, (tx) => tx.query('UPDATE metafield_batches SET progress = $3 WHERE shop_id = $1 AND number = $2', [shopId, batch.number, lines]));
      await meanwhile();
    },
  });
  await onStep('operation ended');
  const sent = await withTenant(shopId, (tx) => loadLines(tx, batch.number));
  const result = { answered: 0, denied: null as string | null, undefinedField: false };
  const moreToCome: number[] = [];
  let judged: JudgedAnswer[] = [];
  const record = async (): Promise<void> => {
    const settlements = judged.flatMap((one) => one.settlements);
    if (settlements.length > 0) await withTenant(shopId, (tx) => settleWrites(tx, settlements));
    moreToCome.push(...settlements.flatMap((one) => (one.kind === 'set' ? [one.customerId] : [])), ...judged.flatMap((one) => one.again.map(({ customerId }) => customerId)));
    judged.forEach(onJudged);
    judged = [];
  };
  for await (const line of answeredLines(operation, { signal })) {
    result.answered += 1;
    result.denied ??= line.errors.find((error) => error.code === 'ACCESS_DENIED')?.message ?? null;
    const call = sent.get(line.line);
    const answer = answerOf(line, batch.action);
    if (call === undefined || answer === null) continue;
    const one = judgeAnswer(call, batch.action, answer);
    result.undefinedField ||= one.undefinedField;
    judged.push(one);
    if (judged.length >= LINES_A_TRANSACTION) await record();
  }
  await record();
  await onStep('lines settled');
  await withTenant(shopId, async (tx) => {
    await tx.query('UPDATE metafield_ledger SET batch = NULL, line = NULL WHERE shop_id = $1 AND batch = $2 AND customer_id = ANY ($3::bigint[])', [shopId, batch.number, moreToCome]);
    await giveUpAnswers(tx, { batch: batch.number });
    await tx.query("UPDATE metafield_batches SET state = 'done', finished_at = $3 WHERE shop_id = $1 AND number = $2", [shopId, batch.number, new Date(now())]);
  });
  await onStep('batch done');
  if (result.undefinedField) await fieldUndefined(shopId);
  if (result.denied !== null || operation?.errorCode === 'ACCESS_DENIED') {
    throw new TerminalError('access-denied', `Shopify denies access. Grant the app the scope write_customers${result.denied === null ? '.' : `: ${result.denied}`}`);
  }
  // Without this an operation that never does anything would be sent for ever.
  if (operation?.status !== 'CANCELED' && result.answered === 0) {
    throw new RetryableError('bulk-mutation', `Shopify ended the bulk mutation ${batch.operationName} without doing anything (${operation?.status ?? 'unknown'}${operation?.errorCode == null ? '' : `, ${operation.errorCode}`}).`);
  }
}

/** What a line was answered; null: nothing that says what became of it. */
function answerOf(line: MutationResultLine, action: 'set' | 'delete'): MetafieldsAnswer | null {
  if (line.errors.length > 0) return null;
  const payload = (line.data as Record<string, unknown> | null)?.[action === 'set' ? 'metafieldsSet' : 'metafieldsDelete'] as Partial<MetafieldsAnswer> | null | undefined;
  return Array.isArray(payload?.userErrors) ? { userErrors: payload.userErrors } : null;
}
