import type { TenantTransaction } from '../database/tenant.server.ts';

/**
 * Removes scoring models that nothing stands on: all but the one in force, the newest (the next rebuild is compared with it), and those made
 * since a moment. Versions are never given twice: the newest stays.
 * @returns how many
 */
export async function forgetOldModels(tx: TenantTransaction, options: { madeBefore: Date }): Promise<number> {
  const { rowCount } = await tx.query(
    `DELETE FROM scoring_models m WHERE m.shop_id = $1 AND m.created_at < $2
        AND m.version <> (SELECT max(version) FROM scoring_models WHERE shop_id = $1)
        AND NOT EXISTS (SELECT FROM shop_summaries s WHERE s.shop_id = $1 AND s.model_version = m.version)`,
    [tx.shopId, options.madeBefore],
  );
  return rowCount ?? 0;
}
