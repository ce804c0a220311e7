import type { TenantTransaction } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import type { FieldRunCause, FieldRunKind } from './run-cause.ts';

/** Rows of product_field_runs: written here alone. */

export interface ActiveFieldRun {
  id: number;
  kind: FieldRunKind;
  exact: boolean;
  backTo: number | null;
  /** Products up to this number have been looked at. */
  through: number;
}

/** Runs that are kept, with what they changed: as far back as something can be undone. */
const KEPT = 30;

/** Puts a run in, unless one of its kind waits already: that one will see what this one would, and every difference if either is to. */
export async function addFieldRun(tx: TenantTransaction, run: { kind: FieldRunKind; cause: FieldRunCause; by: string; exact: boolean; backTo?: number }): Promise<void> {
  const { rowCount } = await tx.query(
    `UPDATE product_field_runs SET exact = exact OR $3, back_to = least(back_to, $4::integer), cause = CASE WHEN $3 AND NOT exact THEN $5 ELSE cause END WHERE shop_id = $1 AND kind = $2 AND state = 'waiting'`,
    [tx.shopId, run.kind, run.exact, run.backTo ?? null, run.cause],
  );
  if (rowCount !== 0) return;
  await tx.query(
    `INSERT INTO product_field_runs (shop_id, kind, cause, exact, back_to, state, requested_at, requested_by) VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7)`,
    [tx.shopId, run.kind, run.cause, run.exact, run.backTo ?? null, new Date(now()), run.by],
  );
  await tx.query('DELETE FROM product_field_runs WHERE shop_id = $1 AND id <= (SELECT id FROM product_field_runs WHERE shop_id = $1 ORDER BY id DESC OFFSET $2 LIMIT 1)', [tx.shopId, KEPT]);
  await tx.query('DELETE FROM product_field_changes c WHERE c.shop_id = $1 AND c.run_id < (SELECT min(id) FROM product_field_runs WHERE shop_id = $1)', [tx.shopId]);
}

/** Ends runs of these kinds that are not at their end. */
export async function cancelFieldRuns(tx: TenantTransaction, kinds: readonly FieldRunKind[]): Promise<void> {
  await tx.query("UPDATE product_field_runs SET state = 'cancelled', finished_at = $3 WHERE shop_id = $1 AND kind = ANY ($2::text[]) AND state IN ('waiting', 'running')", [tx.shopId, kinds, new Date(now())]);
}

/** The oldest run of a kind that is not at its end, begun if it waited; null: there is none. @param products how many there are to look at */
export async function currentFieldRun(tx: TenantTransaction, kind: FieldRunKind, products: (tx: TenantTransaction, run: ActiveFieldRun) => Promise<number>): Promise<ActiveFieldRun | null> {
  const { rows: [row] } = await tx.query<ActiveFieldRun & { state: string } & Record<string, unknown>>(
    `SELECT id, kind, exact, back_to AS "backTo", through, state FROM product_field_runs WHERE shop_id = $1 AND kind = $2 AND state IN ('waiting', 'running') ORDER BY id LIMIT 1`, [tx.shopId, kind],
  );
  if (row === undefined) return null;
  const run = { id: row.id, kind: row.kind, exact: row.exact, backTo: row.backTo, through: row.through };
  if (row.state === 'waiting') {
    await tx.query("UPDATE product_field_runs SET state = 'running', started_at = $3, products = $4 WHERE shop_id = $1 AND id = $2", [tx.shopId, run.id, new Date(now()), await products(tx, run)]);
  }
  return run;
}

/** Notes how far a run has looked. */
export async function advanceFieldRun(tx: TenantTransaction, runId: number, step: { through: number; looked: number }): Promise<void> {
  await tx.query('UPDATE product_field_runs SET through = $3, looked = looked + $4 WHERE shop_id = $1 AND id = $2', [tx.shopId, runId, step.through, step.looked]);
}

export async function endFieldRun(tx: TenantTransaction, runId: number): Promise<void> {
  await tx.query("UPDATE product_field_runs SET state = 'done', finished_at = $3 WHERE shop_id = $1 AND id = $2 AND state = 'running'", [tx.shopId, runId, new Date(now())]);
}

/** Adds to what runs have come to, in fields. */
export async function countFields(tx: TenantTransaction, counts: ReadonlyMap<number, { written: number; theirs: number; failed: number }>): Promise<void> {
  for (const [runId, { written, theirs, failed }] of counts) {
    await tx.query('UPDATE product_field_runs SET written = written + $3, theirs = theirs + $4, failed = failed + $5 WHERE shop_id = $1 AND id = $2', [tx.shopId, runId, written, theirs, failed]);
  }
}
