import { withTenant } from '../database/tenant.server.ts';

/** The last run that undid this one or is about to, or null. */
export async function findUndoOf(options: { shopId: number; runId: number }): Promise<{ id: number; underWay: boolean } | null> {
  return withTenant(options.shopId, async (tx) => {
    const { rows } = await tx.query<{ id: number; underWay: boolean }>(`SELECT id, state NOT IN ('done', 'cancelled') AS "underWay" FROM tag_runs WHERE shop_id = $1 AND undo_of = $2 ORDER BY id DESC LIMIT 1`, [tx.shopId, options.runId]);
    return rows[0] ?? null;
  });
}
