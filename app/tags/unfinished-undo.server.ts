import type { TenantTransaction } from '../database/tenant.server.ts';

const UNFINISHED = `SELECT u.id FROM tag_runs u WHERE u.shop_id = $1 AND u.kind = 'undo' AND u.state IN ('approved', 'running', 'waiting', 'paused', 'failed')`;
const YET_TO_WRITE = `SELECT FROM tag_changes w LEFT JOIN tag_changes o ON o.shop_id = w.shop_id AND o.id = w.undoes
  WHERE w.shop_id = u.shop_id AND w.run_id = u.id AND w.state IN ('planned', 'sent')`;

/** Undos of a run, or of a tag that it wrote, that have not come to their end: what they are yet to take back would be taken back twice. @param run SQL of its id */
export function undosUnderWay(run: string): string {
  return `${UNFINISHED} AND (u.undo_of = ${run} OR (u.undo_rule IS NOT NULL AND EXISTS (${YET_TO_WRITE} AND o.run_id = ${run})))`;
}

/** Null: no undo of this run is under way. */
export async function undoUnderWayOfRun(tx: TenantTransaction, runId: number): Promise<number | null> {
  return firstId(tx, undosUnderWay('$2'), runId);
}

/** Null: no undo that is under way has this tag yet to write. */
export async function undoUnderWayOfTag(tx: TenantTransaction, rule: string): Promise<number | null> {
  return firstId(tx, `${UNFINISHED} AND EXISTS (${YET_TO_WRITE} AND w.rule = $2)`, rule);
}

/** Null: no undo at all is under way. */
export async function anyUndoUnderWay(tx: TenantTransaction): Promise<number | null> {
  return firstId(tx, UNFINISHED);
}

async function firstId(tx: TenantTransaction, sql: string, ...values: unknown[]): Promise<number | null> {
  const { rows } = await tx.query<{ id: number }>(`${sql} ORDER BY u.id LIMIT 1`, [tx.shopId, ...values]);
  return rows[0]?.id ?? null;
}
