import type { TenantTransaction } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import type { RunCause } from './run-cause.ts';

/** Rows of metafield_runs: written here alone. */

export interface ActiveMetafieldRun {
  id: number;
  kind: 'write' | 'remove';
  /** Customers up to this number have been looked at. */
  through: number;
}

/** Runs that are kept. */
const KEPT = 60;

/** Puts a run in, unless one of its kind waits already: that one will see what this one would. */
export async function addRun(tx: TenantTransaction, run: { kind: 'write' | 'remove'; cause: RunCause; by: string }): Promise<void> {
  await tx.query(
    `INSERT INTO metafield_runs (shop_id, kind, cause, state, requested_at, requested_by)
     SELECT $1, $2, $3, 'waiting', $4, $5 WHERE NOT EXISTS (SELECT FROM metafield_runs WHERE shop_id = $1 AND kind = $2 AND state = 'waiting')`,
    [tx.shopId, run.kind, run.cause, new Date(now()), run.by],
  );
  await tx.query('DELETE FROM metafield_runs WHERE shop_id = $1 AND id <= (SELECT id FROM metafield_runs WHERE shop_id = $1 ORDER BY id DESC OFFSET $2 LIMIT 1)', [tx.shopId, KEPT]);
}

/** Ends all runs that are not at their end, other than of one kind. */
export async function cancelRuns(tx: TenantTransaction, kind: 'write' | 'remove'): Promise<void> {
  await tx.query("UPDATE metafield_runs SET state = 'cancelled', finished_at = $3 WHERE shop_id = $1 AND kind = $2 AND state IN ('waiting', 'running')", [tx.shopId, kind, new Date(now())]);
}

/** The oldest run of a kind that is not at its end, begun if it waited; null: there is none. @param customers how many there are to look at */
export async function currentRun(tx: TenantTransaction, kind: 'write' | 'remove', customers: (tx: TenantTransaction) => Promise<number>): Promise<ActiveMetafieldRun | null> {
  const { rows: [run] } = await tx.query<ActiveMetafieldRun & { state: string } & Record<string, unknown>>(
    "SELECT id, kind, through, state FROM metafield_runs WHERE shop_id = $1 AND kind = $2 AND state IN ('waiting', 'running') ORDER BY id LIMIT 1", [tx.shopId, kind],
  );
  if (run === undefined) return null;
  if (run.state === 'waiting') {
    await tx.query("UPDATE metafield_runs SET state = 'running', started_at = $3, customers = $4 WHERE shop_id = $1 AND id = $2", [tx.shopId, run.id, new Date(now()), await customers(tx)]);
  }
  return { id: run.id, kind: run.kind, through: run.through };
}

/** Notes how far a run has looked. */
export async function advanceRun(tx: TenantTransaction, runId: number, step: { through: number; looked: number }): Promise<void> {
  await tx.query('UPDATE metafield_runs SET through = $3, looked = looked + $4 WHERE shop_id = $1 AND id = $2', [tx.shopId, runId, step.through, step.looked]);
}

export async function endMetafieldRun(tx: TenantTransaction, runId: number): Promise<void> {
  await tx.query("UPDATE metafield_runs SET state = 'done', finished_at = $3 WHERE shop_id = $1 AND id = $2 AND state = 'running'", [tx.shopId, runId, new Date(now())]);
}

/** Adds to what runs have come to; of nobody's run: what was followed because something happened. */
export async function countSettled(tx: TenantTransaction, counts: ReadonlyMap<number | null, { written: number; failed: number }>): Promise<void> {
  for (const [runId, { written, failed }] of counts) {
    if (runId !== null) await tx.query('UPDATE metafield_runs SET written = written + $3, failed = failed + $4 WHERE shop_id = $1 AND id = $2', [tx.shopId, runId, written, failed]);
    else if (written > 0) await tx.query('UPDATE metafield_writing SET followed = followed + $2, followed_at = $3 WHERE shop_id = $1', [tx.shopId, written, new Date(now())]);
  }
}
