import { randomUUID } from 'node:crypto';
import { withTenantRepeated, type TenantTransaction } from '../database/tenant.server.ts';
import { machineNow, now } from '../runtime/clock.server.ts';
import { RetryableError } from '../runtime/errors.ts';
import type { AdminClient } from '../shopify/admin-client.server.ts';
import { loadPlannedChanges, markPlannedAgain, markSent } from './change-store.server.ts';
import { FEW_CALLS } from './few-calls.ts';
import { lockTags } from './ledger-store.server.ts';
import { decideCalls, type TagCall } from './prepare-writes.server.ts';
import { proposeForCustomers } from './propose-tags.server.ts';
import { readCustomerTags } from './read-customer-tags.server.ts';
import { askShopify, settlementsOf, type TagsAnswer } from './send-calls.server.ts';
import { countSettled, settleChangesIn } from './settle-changes.server.ts';
import type { IntendedChange } from './write-decision.ts';
import type { WriteStep } from './write-step.ts';
import { loadWriting } from './writing-store.server.ts';

/** The run is this writer's for so long; it gives up well before (`LIMIT_MS`), so the lease need not be renewed. */
const LEASE_MS = 20_000;
const LIMIT_MS = 10_000;
/** Calls under way at once. */
const CALLS_AT_ONCE = 4;

interface FewOptions {
  shopId: number;
  client: AdminClient;
  signal: AbortSignal;
  /** As for writeTags. */
  onStep?: (step: WriteStep) => void | Promise<void>;
}

/**
 * Writes runs of few changes that were approved by themselves, right after their approval and without a job: an event is
 * to be seen as a tag within seconds. It keeps to what writeTags keeps to (tags read just before, an intent before each
 * call, its answer after it), in two short transactions a run. What it cannot finish (a long run, an undo, a run that
 * another left behind, Shopify refusing or silent) it leaves as a writer that died would, for the job.
 * @returns whether all that is due is written; false: the job is needed
 * @throws as the Admin client, or when it took too long: the job is needed then too
 */
export async function writeFewTags(options: FewOptions): Promise<boolean> {
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(LIMIT_MS)]);
  const worker = randomUUID();
  let taken = await withTenantRepeated(options.shopId, async (tx) => {
    await lockTags(tx);
    return takeRun(tx, worker);
  });
  for (;;) {
    if (taken === 'none') return true;
    if (taken === 'not few') return false;
    const run: TakenRun = taken;
    let next: Taken | null = null;
    try {
      next = await writeRun({ ...options, signal }, run, worker);
      if (next === null) return false;
    } finally {
      // Who takes it up need not wait for the end of the lease.
      if (next === null) await withTenantRepeated(options.shopId, (tx) => tx.query('UPDATE tag_runs SET worker = NULL, lease_until = NULL WHERE shop_id = $1 AND id = $2 AND worker = $3', [tx.shopId, run.id, worker]));
    }
    taken = next;
  }
}

type Taken = TakenRun | 'none' | 'not few';

interface TakenRun {
  id: number;
  changes: IntendedChange[];
}

/** The oldest run that is due, if it is one of few changes and nobody has begun it. The caller holds `lockTags`. */
async function takeRun(tx: TenantTransaction, worker: string): Promise<Taken> {
  if ((await loadWriting(tx)).paused !== null) return 'none';
  const { rows } = await tx.query<{ id: number; few: boolean }>(
    `SELECT id, state = 'approved' AND kind = 'apply' AND automatic AND released_through IS NULL AND stop_requested IS NULL AND adds + removes <= $2
            AND (worker IS NULL OR lease_until < $3) AS few
       FROM tag_runs WHERE shop_id = $1 AND state IN ('approved', 'running') ORDER BY id LIMIT 1`,
    [tx.shopId, FEW_CALLS, new Date(machineNow())],
  );
  const run = rows[0];
  if (run === undefined) return 'none';
  if (!run.few) return 'not few';
  await tx.query(
    "UPDATE tag_runs SET worker = $3, lease_until = $4, state = 'running', started_at = coalesce(started_at, $5), error_code = NULL, error_message = NULL WHERE shop_id = $1 AND id = $2",
    [tx.shopId, run.id, worker, new Date(machineNow() + LEASE_MS), new Date(now())],
  );
  return { id: run.id, changes: await loadPlannedChanges(tx, run.id, FEW_CALLS) };
}

/** @returns what is to be written next; null: this one is not at its end. */
async function writeRun({ shopId, client, signal, onStep = () => {} }: FewOptions, run: TakenRun, worker: string): Promise<Taken | null> {
  const customerIds = [...new Set(run.changes.map((change) => change.customerId))];
  await onStep('run held');
  const fresh = await readCustomerTags(shopId, client, customerIds, { signal });
  await onStep('tags read');
  signal.throwIfAborted();
  const calls = await withTenantRepeated(shopId, async (tx) => {
    await lockTags(tx);
    // The lock may have been long in coming: a whole proposal holds it.
    if (!(await stillOurs(tx, run.id, worker))) throw new RetryableError('tag-run-lost', `Run ${run.id} of shop ${shopId} was taken over by another worker.`);
    const decided = await decideCalls(tx, run.id, run.changes, fresh);
    await markSent(tx, decided.flatMap((call) => call.changes.map((change) => ({ ...change, batch: null, line: null }))));
    return decided;
  });
  await onStep('sent');
  const answers: Answers = [];
  let failure: { error: unknown } | null = null;
  // Removals make room for additions.
  for (const action of ['remove', 'add'] as const) failure ??= await askInParallel(calls.filter((call) => call.action === action), { client, signal, answers });
  await onStep('answered');
  const { settlements, again } = settlementsOf(answers);
  const settled = await withTenantRepeated(shopId, async (tx) => {
    await lockTags(tx);
    const counts = await settleChangesIn(tx, run.id, settlements);
    if (again.length > 0) await markPlannedAgain(tx, again, { alone: true });
    if (again.length > 0 || failure !== null) return { counts, next: null };
    await tx.query("UPDATE tag_runs SET state = 'done', finished_at = $3, worker = NULL, lease_until = NULL, next_batch_at = NULL, stop_requested = NULL WHERE shop_id = $1 AND id = $2", [shopId, run.id, new Date(now())]);
    // What was proposed while these tags were on their way knew nothing of them.
    await proposeForCustomers(tx, customerIds);
    return { counts, next: await takeRun(tx, worker) };
  });
  countSettled(settled.counts);
  await onStep('settled');
  if (failure !== null) throw failure.error;
  return settled.next;
}

async function stillOurs(tx: TenantTransaction, runId: number, worker: string): Promise<boolean> {
  const { rowCount } = await tx.query('SELECT FROM tag_runs WHERE shop_id = $1 AND id = $2 AND worker = $3 AND lease_until > $4', [tx.shopId, runId, worker, new Date(machineNow())]);
  return rowCount === 1;
}

type Answers = { changeIds: number[]; answer: TagsAnswer | null }[];

/** @returns the first failure, after all calls that were under way have ended: what they were answered is kept. */
async function askInParallel(calls: readonly TagCall[], { client, signal, answers }: { client: AdminClient; signal: AbortSignal; answers: Answers }): Promise<{ error: unknown } | null> {
  const left = [...calls];
  let failure: { error: unknown } | null = null;
  const lane = async (): Promise<void> => {
    for (let call = left.shift(); call !== undefined && failure === null; call = left.shift()) {
      try {
        signal.throwIfAborted();
        answers.push({ changeIds: call.changes.map((change) => change.id), answer: await askShopify(client, call, signal) });
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(CALLS_AT_ONCE, calls.length) }, lane));
  return failure;
}
