import { randomBytes } from 'node:crypto';
import { withTenant } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import { RetryableError, TerminalError } from '../runtime/errors.ts';
import type { AdminClient } from '../shopify/admin-client.server.ts';
import { findBulkMutation, namedMutation, submitBulkMutation, uploadVariables, type MutationResultLine } from '../shopify/bulk-mutation.server.ts';
import type { BulkOperation } from '../shopify/bulk-query.server.ts';
import { customerGid } from '../shopify/customer-gid.ts';
import { answeredLines, waitForMutation } from '../shopify/follow-mutation.server.ts';
import { TagsAddDocument } from '../shopify/generated/tags-add.ts';
import { TagsRemoveDocument } from '../shopify/generated/tags-remove.ts';
import { loadSentChanges, markPlannedAgain, markSent } from './change-store.server.ts';
import type { TagCall } from './prepare-writes.server.ts';
import { stopRequested } from './run-store.server.ts';
import { settleAnswers, settleByReading, type TagsAnswer } from './send-calls.server.ts';
import type { WriterContext } from './write-step.ts';

/** Result lines that are recorded in one transaction. */
const LINES_A_TRANSACTION = 500;

interface Batch {
  number: number;
  action: 'add' | 'remove';
  operationName: string;
  operationId: string | null;
}

/** Sends many calls as one bulk mutation, and follows it to its end. All calls go the same way. */
export async function sendBatch(context: WriterContext<AdminClient>, action: 'add' | 'remove', calls: readonly TagCall[]): Promise<void> {
  const { shopId, runId, client, signal, onStep } = context;
  signal.throwIfAborted();
  const batch = await withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<{ number: number }>('SELECT coalesce(max(number), 0) + 1 AS number FROM tag_batches WHERE shop_id = $1 AND run_id = $2', [shopId, runId]);
    const number = rows[0]?.number ?? 1;
    // Run numbers begin anew with a new database; the operations at Shopify do not.
    const operationName = `RegularsTags_${action}_${runId}_${number}_${randomBytes(6).toString('hex')}`;
    await tx.query(
      "INSERT INTO tag_batches (shop_id, run_id, number, action, state, operation_name, lines, created_at) VALUES ($1, $2, $3, $4, 'prepared', $5, $6, $7)",
      [shopId, runId, number, action, operationName, calls.length, new Date(now())],
    );
    await markSent(tx, calls.flatMap((call, line) => call.changes.map((change) => ({ ...change, batch: number, line }))));
    return { number, action, operationName, operationId: null };
  });
  await onStep('batch prepared');
  const lines = calls.map((call) => `${JSON.stringify({ id: customerGid(call.customerId), tags: call.changes.map((change) => change.name) })}\n`);
  const stagedUploadPath = await uploadVariables(client, new Blob(lines), `${batch.operationName}.jsonl`, { signal });
  await onStep('uploaded');
  const mutation = namedMutation(action === 'add' ? TagsAddDocument : TagsRemoveDocument, batch.operationName);
  const operationId = await submitBulkMutation(client, { mutation, stagedUploadPath, name: batch.operationName, signal });
  await onStep('submitted');
  await keepOperation(context, batch.number, operationId);
  await onStep('batch running');
  await followBatch(context, { ...batch, operationId });
}

/** Takes up the batches that a writer before this one left behind: finds their operations at Shopify, by id or by name, and follows those. */
export async function resumeBatches(context: WriterContext<AdminClient>): Promise<void> {
  const { shopId, runId, client, signal } = context;
  const left = await withTenant(shopId, async (tx) => (await tx.query<Batch>(
    `SELECT number, action, operation_name AS "operationName", operation_id AS "operationId" FROM tag_batches
      WHERE shop_id = $1 AND run_id = $2 AND state <> 'done' ORDER BY number`,
    [shopId, runId],
  )).rows);
  for (const batch of left) {
    const operationId = batch.operationId ?? await findBulkMutation(client, batch.operationName, { signal });
    if (operationId === null) {
      // Shopify was never asked: what stands of these tags is not our work, so they are looked at afresh.
      await withTenant(shopId, async (tx) => {
        await markPlannedAgain(tx, (await loadSentChanges(tx, runId, batch.number)).map((change) => change.id));
        await endBatch(tx.shopId, runId, batch.number, (text, values) => tx.query(text, values));
      });
      continue;
    }
    if (batch.operationId === null) await keepOperation(context, batch.number, operationId);
    await followBatch(context, { ...batch, operationId });
  }
}

async function keepOperation({ shopId, runId }: WriterContext<AdminClient>, number: number, operationId: string): Promise<void> {
  await withTenant(shopId, (tx) => tx.query("UPDATE tag_batches SET state = 'running', operation_id = $4 WHERE shop_id = $1 AND run_id = $2 AND number = $3", [shopId, runId, number, operationId]));
}

async function followBatch(context: WriterContext<AdminClient>, batch: Batch & { operationId: string }): Promise<void> {
  const { shopId, runId, onStep } = context;
  const operation = await waitForEnd(context, batch);
  await onStep('operation ended');
  const result = await settleLines(context, batch, operation);
  await onStep('lines settled');
  const foundDone = await settleByReading(context, batch.number);
  await withTenant(shopId, (tx) => endBatch(shopId, runId, batch.number, (text, values) => tx.query(text, values)));
  await onStep('batch done');
  if (result.denied !== null || operation?.errorCode === 'ACCESS_DENIED') {
    throw new TerminalError('access-denied', `Shopify denies access. Grant the app the scope write_customers and resume the run${result.denied === null ? '.' : `: ${result.denied}`}`);
  }
  // Without this an operation that never does anything would be sent for ever.
  if (operation?.status !== 'CANCELED' && result.answered === 0 && foundDone === 0) {
    throw new RetryableError('bulk-mutation', `Shopify ended the bulk mutation ${batch.operationName} without doing anything (${operation?.status ?? 'unknown'}${operation?.errorCode == null ? '' : `, ${operation.errorCode}`}).`);
  }
}

async function endBatch(shopId: number, runId: number, number: number, query: (text: string, values: unknown[]) => Promise<unknown>): Promise<void> {
  await query("UPDATE tag_batches SET state = 'done', finished_at = $4 WHERE shop_id = $1 AND run_id = $2 AND number = $3", [shopId, runId, number, new Date(now())]);
}

/** Waits for the operation's end, keeps its progress for the screen, and cancels it when that was asked for. Null: Shopify does not know it any more. */
function waitForEnd({ shopId, runId, client, signal }: WriterContext<AdminClient>, batch: Batch & { operationId: string }): Promise<BulkOperation | null> {
  return waitForMutation(client, batch.operationId, {
    signal,
    onProgress: (lines) => withTenant(shopId, (tx) => tx.query('UPDATE tag_batches SET progress = $4 WHERE shop_id = $1 AND run_id = $2 AND number = $3', [shopId, runId, batch.number, lines])),
    unwanted: async () => (await stopRequested(shopId, runId)) === 'cancel',
  });
}

/** Reads the result line by line and records each. An address that has ended leaves the changes to a look at Shopify. */
async function settleLines(context: WriterContext<AdminClient>, batch: Batch, operation: BulkOperation | null): Promise<{ answered: number; denied: string | null }> {
  const result: { answered: number; denied: string | null } = { answered: 0, denied: null };
  const sent = await withTenant(context.shopId, (tx) => loadSentChanges(tx, context.runId, batch.number));
  const ofLine = Map.groupBy(sent, (change) => change.line);
  let answers: { changeIds: number[]; answer: TagsAnswer | null }[] = [];
  const record = async (): Promise<void> => {
    const denied = answers.filter(({ answer }) => answer !== null && isDenied(answer));
    if (denied.length > 0) await withTenant(context.shopId, (tx) => markPlannedAgain(tx, denied.flatMap(({ changeIds }) => changeIds)));
    await settleAnswers(context, answers.filter((one) => !denied.includes(one)));
    answers = [];
  };
  for await (const line of answeredLines(operation, { signal: context.signal })) {
    const changes = ofLine.get(line.line);
    result.answered += 1;
    const answer = answerOf(line, batch.action);
    if (isDenied(answer)) result.denied ??= answer.userErrors[0]?.message ?? null;
    if (changes !== undefined) answers.push({ changeIds: changes.map((change) => change.id), answer });
    if (answers.length >= LINES_A_TRANSACTION) await record();
  }
  await record();
  return result;
}

interface DeniedAnswer extends TagsAnswer {
  denied: true;
}

function isDenied(answer: TagsAnswer): answer is DeniedAnswer {
  return 'denied' in answer;
}

function answerOf(line: MutationResultLine, action: 'add' | 'remove'): TagsAnswer | DeniedAnswer {
  if (line.errors.length > 0) {
    const denied = line.errors.some((error) => error.code === 'ACCESS_DENIED');
    return { node: null, userErrors: line.errors, ...(denied ? { denied } : {}) };
  }
  const payload = (line.data as Record<string, unknown> | null)?.[action === 'add' ? 'tagsAdd' : 'tagsRemove'] as Partial<TagsAnswer> | null | undefined;
  return { node: payload?.node ?? null, userErrors: Array.isArray(payload?.userErrors) ? payload.userErrors : [] };
}
