import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { holdLease, LEASE_MS } from '../jobs/hold-lease.server.ts';
import { machineNow, now } from '../runtime/clock.server.ts';
import { RetryableError, errorCode, errorMessage } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { adminClient, type AdminClient } from '../shopify/admin-client.server.ts';
import { installedShop } from '../shops/shop-store.server.ts';
import { defineFields, undefineFields } from './define-fields.server.ts';
import type { UnderWay } from './field-ledger.ts';
import { countWithValues, forgetAllValues, forgetGone, forgetQueued, giveUpAnswers } from './ledger-store.server.ts';
import { planQueued, planRemovals, planStep } from './plan-writes.server.ts';
import { currentRun, endMetafieldRun, type ActiveMetafieldRun } from './run-store.server.ts';
import { resumeMetafieldBatches } from './send-metafield-batch.server.ts';
import { sendWrites } from './send-writes.server.ts';
import type { MetafieldContext, MetafieldStep } from './write-step.ts';
import { isWriting, loadMetafieldWriting, lockMetafields, saveMetafieldState, saveStop, type MetafieldWriting } from './writing-store.server.ts';

/** Customers written together: bounds memory, a bulk file (some 25 MB of the 100 that Shopify takes) and the time until what happens to one is seen. */
const CUSTOMERS_AT_ONCE = 20_000;
/** Notes taken up at once; and while a bulk operation is waited for, so that its progress is seen. */
const QUEUED_AT_ONCE = 5_000;
const QUEUED_MEANWHILE = 60;

/**
 * Writes what has changed of customers' fields, until nothing is left that may be written now: whoever something happened to
 * first, then the runs over all; or takes all values off. Each write is marked as under way before Shopify is asked and settled
 * by its answer. Whoever takes it up after a crash follows bulk operations to their end, and writes anew what has no answer.
 * @param options.held whether the merchant has stopped all writing elsewhere
 * @param options.client for tests; the shop's own otherwise
 * @param options.onStep called between any two effects; what it throws stops the writer as a crash there would
 * @throws as the Admin client; RetryableError for something passing; TerminalError when it cannot go on as things stand. What it was is kept for the screen
 */
export async function writeMetafields(options: {
  shopId: number; signal?: AbortSignal; held?: (tx: TenantTransaction) => Promise<boolean>; client?: AdminClient; onStep?: (step: MetafieldStep) => void | Promise<void>;
}): Promise<void> {
  const { shopId, held = () => Promise.resolve(false), onStep = () => {} } = options;
  const writing = () => withTenant(shopId, async (tx) => {
    const found = await loadMetafieldWriting(tx);
    return isWriting(found) && !(await held(tx)) ? found : null;
  });
  if ((await writing()) === null) return;
  const client = options.client ?? adminClient((await installedShop(shopId)).domain);
  await holdLease(leaseOf(shopId), options.signal, async (signal) => {
    const context: MetafieldContext<AdminClient> = {
      shopId, client, signal, onStep, meanwhile: async () => {},
      unwanted: async (action) => action === 'set' && withTenant(shopId, async (tx) => (await loadMetafieldWriting(tx))?.state !== 'on'),
    };
    try {
      await onStep('held');
      await resumeMetafieldBatches(context);
      await withTenant(shopId, async (tx) => {
        await giveUpAnswers(tx, { batch: null });
        // A removal has passed by whoever was left without an answer; who has had one has no row any more.
        await beginRemovalAgain(tx);
      });
      await onStep('leftovers settled');
      for (let next = await writing(); next !== null && (await writeSome(context, next)); next = await writing()) signal.throwIfAborted();
      await withTenant(shopId, (tx) => saveStop(tx, null));
    } catch (error) {
      await withTenant(shopId, (tx) => saveStop(tx, { code: errorCode(error) ?? null, message: errorMessage(error) }))
        .catch((other: unknown) => log.warn({ shopId, reason: errorMessage(other) }, 'what stopped the writing of customer fields could not be kept'));
      throw error;
    }
  });
}

/** @returns whether there may be more to do */
async function writeSome(context: MetafieldContext<AdminClient>, writing: MetafieldWriting): Promise<boolean> {
  if (writing.state === 'removing') return removeSome(context, writing);
  await defineFields(context);
  const queued = await planAndSend(context, QUEUED_AT_ONCE);
  if (queued > 0) return true;
  const run = await withTenant(context.shopId, async (tx) => {
    await lockMetafields(tx);
    return (await loadMetafieldWriting(tx))?.state === 'on' ? currentRun(tx, 'write', countProfiles) : null;
  });
  return run !== null && walk(context, run);
}

/** Writes those to whom something happened. @returns how many notes were taken up */
async function planAndSend(context: MetafieldContext<AdminClient>, limit: number): Promise<number> {
  const { taken, writes } = await withTenant(context.shopId, async (tx) => {
    await lockMetafields(tx);
    return (await loadMetafieldWriting(tx))?.state === 'on' ? planQueued(tx, limit) : { taken: 0, writes: [] };
  });
  if (writes.length > 0) await context.onStep('planned');
  await sendWrites(context, writes);
  return taken;
}

/** Some more of a run over all customers; ends it once it has seen everybody. Who was noted meanwhile does not wait for it. */
async function walk(context: MetafieldContext<AdminClient>, run: ActiveMetafieldRun): Promise<true> {
  const { shopId, onStep, signal } = context;
  const writes: UnderWay[] = [];
  let ended = false;
  for (let { through } = run; writes.length < CUSTOMERS_AT_ONCE; ) {
    signal.throwIfAborted();
    const step = await withTenant(shopId, async (tx) => {
      await lockMetafields(tx);
      return (await loadMetafieldWriting(tx))?.state === 'on' ? planStep(tx, { ...run, through }) : null;
    });
    ended = step === null;
    if (step === null) break;
    through = step.through;
    writes.push(...step.writes);
    await planAndSend(context, QUEUED_MEANWHILE);
  }
  await onStep('planned');
  await sendWrites({ ...context, meanwhile: async () => void (await planAndSend(context, QUEUED_MEANWHILE)) }, writes);
  if (ended) {
    await withTenant(shopId, async (tx) => {
      await forgetGone(tx, null);
      await endMetafieldRun(tx, run.id);
    });
    await onStep('walked');
  }
  return true;
}

/** Takes values off: with their definitions in one go, or customer by customer. Switches the fields off when nothing is left. */
async function removeSome(context: MetafieldContext<AdminClient>, writing: MetafieldWriting): Promise<boolean> {
  const { shopId, onStep, signal } = context;
  const run = await withTenant(shopId, (tx) => currentRun(tx, 'remove', countWithValues));
  if (run === null) return endRemoval(shopId, writing, null);
  if (writing.definitionsGo) {
    await undefineFields(context);
    return endRemoval(shopId, writing, run.id);
  }
  const writes: UnderWay[] = [];
  let ended = false;
  for (let { through } = run; writes.length < CUSTOMERS_AT_ONCE; ) {
    signal.throwIfAborted();
    const step = await withTenant(shopId, (tx) => planRemovals(tx, { ...run, through }));
    ended = step === null;
    if (step === null) break;
    through = step.through;
    writes.push(...step.writes);
  }
  await onStep('planned');
  await sendWrites(context, writes);
  if (!ended) return true;
  const left = await withTenant(shopId, countLeft);
  if (left > 0) await withTenant(shopId, beginRemovalAgain);
  if (left > 0) throw new RetryableError('metafields-left', `Shopify has not said of ${left} customers that their fields were taken off. They are asked for again.`);
  return endRemoval(shopId, writing, run.id);
}

/** Customers of whom it is not known that nothing stands, and Shopify has not refused to take it off. */
async function countLeft(tx: TenantTransaction): Promise<number> {
  const { rows } = await tx.query<{ left: number }>("SELECT count(*)::integer AS left FROM metafield_ledger WHERE shop_id = $1 AND refused IS NULL AND (unsure OR stands <> '{}')", [tx.shopId]);
  return rows[0]?.left ?? 0;
}

async function beginRemovalAgain(tx: TenantTransaction): Promise<void> {
  await tx.query("UPDATE metafield_runs SET through = -1 WHERE shop_id = $1 AND kind = 'remove' AND state = 'running'", [tx.shopId]);
}

async function endRemoval(shopId: number, { definitionsGo, by }: MetafieldWriting, runId: number | null): Promise<false> {
  await withTenant(shopId, async (tx) => {
    await lockMetafields(tx);
    if (definitionsGo) {
      const gone = await forgetAllValues(tx);
      if (runId !== null) await tx.query('UPDATE metafield_runs SET looked = customers, written = $3 WHERE shop_id = $1 AND id = $2', [shopId, runId, gone]);
      await tx.query('UPDATE metafield_writing SET defined_at = NULL WHERE shop_id = $1', [shopId]);
    }
    await forgetQueued(tx);
    if (runId !== null) await endMetafieldRun(tx, runId);
    await saveMetafieldState(tx, { state: 'off', at: new Date(now()), by });
  });
  return false;
}

async function countProfiles(tx: TenantTransaction): Promise<number> {
  const { rows } = await tx.query<{ count: number }>('SELECT count(*)::integer AS count FROM profiles WHERE shop_id = $1', [tx.shopId]);
  return rows[0]?.count ?? 0;
}

function leaseOf(shopId: number) {
  return {
    what: `the customer fields of shop ${shopId}`, code: 'metafields',
    take: (worker: string) => withTenant(shopId, async (tx) => {
      const { rowCount } = await tx.query(
        'UPDATE metafield_writing SET worker = $2, lease_until = $4 WHERE shop_id = $1 AND (worker IS NULL OR worker = $2 OR lease_until < $3)', [shopId, worker, new Date(machineNow()), new Date(machineNow() + LEASE_MS)],
      );
      return rowCount === 1;
    }),
    giveBack: async (worker: string) => void (await withTenant(shopId, (tx) => tx.query('UPDATE metafield_writing SET worker = NULL, lease_until = NULL WHERE shop_id = $1 AND worker = $2', [shopId, worker]))),
  };
}
