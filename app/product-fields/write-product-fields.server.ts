import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { holdLease, LEASE_MS } from '../jobs/hold-lease.server.ts';
import { machineNow, now } from '../runtime/clock.server.ts';
import { errorCode, errorMessage } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { adminClient, type AdminClient } from '../shopify/admin-client.server.ts';
import { installedShop } from '../shops/shop-store.server.ts';
import { defineProductFields, undefineProductFields } from './define-product-fields.server.ts';
import { countChangedSince, countWithLists, forgetAllFields, forgetGoneProducts, forgetTheirs, loadFieldsUnderWay } from './ledger-store.server.ts';
import { lookAtFields } from './look-at-fields.server.ts';
import { countShown } from './load-wanted.server.ts';
import { planRemovals, planUndo, planWrites, type PlannedField, type PlannedStep } from './plan-fields.server.ts';
import { currentFieldRun, endFieldRun, type ActiveFieldRun } from './run-store.server.ts';
import { sendFields } from './send-fields.server.ts';
import type { ProductFieldContext, ProductFieldStep } from './write-step.ts';
import { loadFieldWriting, lockProductFields, saveFieldState, saveFieldStop, type ProductFieldWriting } from './writing-store.server.ts';

/** Fields that are marked before they are sent: bounds memory and what a crash leaves to look at, and fills calls of 25. */
const FIELDS_AT_ONCE = 400;

/**
 * Works through the runs of a shop until none is left that may go on now: puts back what stood before something, writes what
 * has changed, looks at what stands, or takes all off. Each field is marked before Shopify is asked and settled by what it
 * answers; whoever takes it up after a crash looks at Shopify for what became of those that are marked.
 * @param options.held whether the merchant has stopped all writing elsewhere
 * @param options.client for tests; the shop's own otherwise
 * @param options.onStep called between any two effects; what it throws stops the writer as a crash there would
 * @throws as the Admin client; RetryableError for something passing; TerminalError when it cannot go on as things stand. What it was is kept for the screen
 */
export async function writeProductFields(options: {
  shopId: number; signal?: AbortSignal; held?: (tx: TenantTransaction) => Promise<boolean>; client?: AdminClient; onStep?: (step: ProductFieldStep) => void | Promise<void>;
}): Promise<void> {
  const { shopId, held = () => Promise.resolve(false), onStep = () => {} } = options;
  const writing = () => withTenant(shopId, async (tx) => {
    const found = await loadFieldWriting(tx);
    return found !== null && found.pausedAt === null && !(await held(tx)) ? found : null;
  });
  const first = await writing();
  if (first === null) return;
  const client = options.client ?? adminClient((await installedShop(shopId)).domain);
  await holdLease(leaseOf(shopId), options.signal, async (signal) => {
    try {
      await onStep('held');
      for (let next = await writing(); next !== null; next = await writing()) {
        signal.throwIfAborted();
        if (!(await workOn({ shopId, client, target: next.target, signal, onStep }, next))) break;
      }
      await withTenant(shopId, (tx) => saveFieldStop(tx, null));
    } catch (error) {
      await withTenant(shopId, (tx) => saveFieldStop(tx, { code: errorCode(error) ?? null, message: errorMessage(error) }))
        .catch((other: unknown) => log.warn({ shopId, reason: errorMessage(other) }, 'what stopped the writing of product fields could not be kept'));
      throw error;
    }
  });
}

/** @returns whether there may be more to do */
async function workOn(context: ProductFieldContext<AdminClient>, writing: ProductFieldWriting): Promise<boolean> {
  await settleLeftovers(context);
  if (writing.state === 'removing') return takeOff(context, writing);
  if (writing.state !== 'off') {
    await defineProductFields(context);
    const undo = await begin(context, ['on', 'held'], 'undo', (tx, run) => countChangedSince(tx, run.backTo ?? run.id));
    if (undo !== null) return walk(context, undo, planUndo);
    const write = await begin(context, ['on'], 'write', countShown);
    if (write !== null) return walk(context, write, planWrites);
  }
  const look = await begin(context, ['off', 'on', 'held'], 'look', countShown);
  return look !== null && lookAtFields(context, look, writing);
}

async function begin({ shopId }: ProductFieldContext<AdminClient>, states: readonly ProductFieldWriting['state'][], kind: ActiveFieldRun['kind'], products: (tx: TenantTransaction, run: ActiveFieldRun) => Promise<number>): Promise<ActiveFieldRun | null> {
  return withTenant(shopId, async (tx) => {
    await lockProductFields(tx);
    const writing = await loadFieldWriting(tx);
    return writing !== null && states.includes(writing.state) ? currentFieldRun(tx, kind, products) : null;
  });
}

/** Finds out what became of writes that another writer left behind. Those of a run that goes on are written yet; of others what did not reach Shopify is given up. */
async function settleLeftovers(context: ProductFieldContext<AdminClient>): Promise<void> {
  const { shopId, onStep } = context;
  for (;;) {
    const left = await withTenant(shopId, (tx) => loadFieldsUnderWay(tx, FIELDS_AT_ONCE));
    if (left.length === 0) return;
    const goesOn = new Set(left.filter((row) => row.goesOn).map(({ productId, field }) => `${productId} ${field}`));
    await sendFields(context, left, { goOn: ({ productId, field }) => goesOn.has(`${productId} ${field}`) });
    await onStep('leftovers settled');
  }
}

/** Some more of a run; ends it once it has seen all. */
async function walk(context: ProductFieldContext<AdminClient>, run: ActiveFieldRun, plan: (tx: TenantTransaction, run: ActiveFieldRun) => Promise<PlannedStep | null>): Promise<true> {
  const { shopId, onStep } = context;
  const { fields, ended } = await planSome(context, run, plan);
  await sendFields(context, fields);
  if (ended) {
    await withTenant(shopId, async (tx) => {
      await forgetGoneProducts(tx);
      await endFieldRun(tx, run.id);
    });
    await onStep('walked');
  }
  return true;
}

async function planSome({ shopId, signal, onStep }: ProductFieldContext<AdminClient>, run: ActiveFieldRun, plan: (tx: TenantTransaction, run: ActiveFieldRun) => Promise<PlannedStep | null>): Promise<{ fields: PlannedField[]; ended: boolean }> {
  const fields: PlannedField[] = [];
  for (let { through } = run; fields.length < FIELDS_AT_ONCE; ) {
    signal.throwIfAborted();
    const step = await withTenant(shopId, async (tx) => {
      await lockProductFields(tx);
      // A run that was cancelled meanwhile plans nothing more.
      const { rows } = await tx.query<{ goes: boolean }>("SELECT state = 'running' AS goes FROM product_field_runs WHERE shop_id = $1 AND id = $2", [shopId, run.id]);
      return rows[0]?.goes === true ? plan(tx, { ...run, through }) : null;
    });
    if (step === null) {
      await onStep('planned');
      return { fields, ended: true };
    }
    through = step.through;
    fields.push(...step.fields);
  }
  await onStep('planned');
  return { fields, ended: false };
}

/** Takes all of ours off: with the app's own definitions in one go, or field by field. Switches off when nothing is left. */
async function takeOff(context: ProductFieldContext<AdminClient>, writing: ProductFieldWriting): Promise<boolean> {
  const { shopId, target } = context;
  const run = await begin(context, ['removing'], 'remove', countWithLists);
  if (run === null) return endRemoval(shopId, writing, null);
  if (target === 'own' && writing.definitionsGo) {
    await undefineProductFields(context);
    return endRemoval(shopId, writing, run.id);
  }
  const { fields, ended } = await planSome(context, run, planRemovals);
  await sendFields(context, fields);
  return ended ? endRemoval(shopId, writing, run.id) : true;
}

async function endRemoval(shopId: number, { target, definitionsGo, by }: ProductFieldWriting, runId: number | null): Promise<false> {
  await withTenant(shopId, async (tx) => {
    await lockProductFields(tx);
    if (target === 'own' && definitionsGo) {
      const gone = await forgetAllFields(tx);
      if (runId !== null) await tx.query('UPDATE product_field_runs SET looked = products, written = $3 WHERE shop_id = $1 AND id = $2', [shopId, runId, gone]);
    }
    await forgetTheirs(tx);
    if (runId !== null) await endFieldRun(tx, runId);
    await tx.query('UPDATE product_field_writing SET looked_at = NULL, defined_at = CASE WHEN definitions_go THEN NULL ELSE defined_at END WHERE shop_id = $1', [shopId]);
    await saveFieldState(tx, { state: 'off', target, at: new Date(now()), by });
    // What was taken off is no place to go back to.
    await tx.query('DELETE FROM product_field_changes WHERE shop_id = $1', [shopId]);
  });
  return false;
}

function leaseOf(shopId: number) {
  return {
    what: `the product fields of shop ${shopId}`, code: 'product-fields',
    take: (worker: string) => withTenant(shopId, async (tx) => {
      const { rowCount } = await tx.query(
        'UPDATE product_field_writing SET worker = $2, lease_until = $4 WHERE shop_id = $1 AND (worker IS NULL OR worker = $2 OR lease_until < $3)', [shopId, worker, new Date(machineNow()), new Date(machineNow() + LEASE_MS)],
      );
      return rowCount === 1;
    }),
    giveBack: async (worker: string) => void (await withTenant(shopId, (tx) => tx.query('UPDATE product_field_writing SET worker = NULL, lease_until = NULL WHERE shop_id = $1 AND worker = $2', [shopId, worker]))),
  };
}
