import { withTenant } from '../database/tenant.server.ts';

/** The last run that undid this one, or null. */
export async function findUndoOf(options: { shopId: number; runId: number }): Promise<number | null> {
  return withTenant(options.shopId, async (tx) => {
    const { rows } = await tx.query<{ id: number }>('SELECT id FROM tag_runs WHERE shop_id = $1 AND undo_of = $2 ORDER BY id DESC LIMIT 1', [tx.shopId, options.runId]);
    return rows[0]?.id ?? null;
  });
}
