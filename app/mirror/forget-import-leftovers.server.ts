import type { TenantTransaction } from '../database/tenant.server.ts';

/**
 * Removes what imports leave that nobody needs any more: notes of imports that have ended (one that was killed at the wrong
 * moment may leave some), and the rejected rows of all but the newest imports that have any. What imports read, and how
 * many rows each rejected, stays.
 * @returns rows removed
 */
export async function forgetImportLeftovers(tx: TenantTransaction, options: { importsWithRejects: number }): Promise<number> {
  let removed = 0;
  for (const table of ['import_seen', 'import_held']) {
    const { rowCount } = await tx.query(
      `DELETE FROM ${table} l WHERE l.shop_id = $1 AND NOT EXISTS (SELECT FROM import_runs r WHERE r.shop_id = $1 AND r.id = l.run_id AND r.active)`,
      [tx.shopId],
    );
    removed += rowCount ?? 0;
  }
  const { rowCount } = await tx.query(
    `DELETE FROM import_rejects j WHERE j.shop_id = $1 AND j.run_id NOT IN (
       SELECT r.id FROM import_runs r WHERE r.shop_id = $1 AND EXISTS (SELECT FROM import_rejects k WHERE k.shop_id = $1 AND k.run_id = r.id) ORDER BY r.id DESC LIMIT $2)`,
    [tx.shopId, options.importsWithRejects],
  );
  return removed + (rowCount ?? 0);
}
