import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { activeRun } from './import-run.server.ts';
import { hasImported } from './load-import-progress.server.ts';
import { reconcileShopJob } from './reconcile-shop.job.server.ts';
import { activeReconciliation, createReconciliation, lastSweep, widenReconciliation, type ReconcileCause, type Reconciliation } from './reconcile-store.server.ts';

/** Deleted customers and orders are told by events alone; the ids of everything are looked over once in so long, and after any gap. */
export const SWEEP_EVERY_MS = 23 * 60 * 60 * 1000;
/** A look without a sign of life for this long has lost its worker; asking for one puts its job in the queue again. */
export const LOOK_STALLED_AFTER_MS = 60_000;

export interface ReconcileWish {
  cause: ReconcileCause;
  /** The session token's `sub`; null: the app itself. */
  requestedBy?: string | null;
}

/**
 * The look that waits or works, else a new one. While an import is at work there is none: it reads everything. Before the first
 * has ended there is nothing to compare.
 * @param gapAt when a time ended in which nobody was there to hear of deletions: the first look after it goes over all ids
 */
export async function openReconciliation(tx: TenantTransaction, wish: ReconcileWish, gapAt: Date | null = null): Promise<Reconciliation | null> {
  if ((await activeRun(tx)) !== null || !(await hasImported(tx))) return null;
  const sweep = wish.cause !== 'hourly' || await sweepIsDue(tx, gapAt);
  const active = await activeReconciliation(tx);
  if (active === null) return createReconciliation(tx, { cause: wish.cause, sweep, requestedBy: wish.requestedBy ?? null });
  if (sweep && !active.sweep) await widenReconciliation(tx, active.id);
  return active;
}

async function sweepIsDue(tx: TenantTransaction, gapAt: Date | null): Promise<boolean> {
  const last = await lastSweep(tx);
  return last === null || machineNow() - last.finishedAt.getTime() > SWEEP_EVERY_MS || (gapAt !== null && last.requestedAt < gapAt);
}

/**
 * Has Shopify looked at soon, or tells of the look that is under way. The look and its job commit together.
 * @returns false where there can be none now: an import is at work or none has ever ended
 */
export async function startReconciliation(options: { shopId: number; wish: ReconcileWish }): Promise<boolean> {
  const { shopId, wish } = options;
  return withTenant(shopId, async (tx) => {
    const look = await openReconciliation(tx, wish);
    if (look === null) return false;
    await enqueue(reconcileShopJob, { shopId, cause: wish.cause }, { tx });
    return true;
  });
}
