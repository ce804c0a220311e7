import type { TenantTransaction } from '../database/tenant.server.ts';
import type { ScoreRow } from './profile-columns.server.ts';
import { scoringModelSchema, type ScoringModel } from './scoring-model.ts';
import { tierChangeCause, type SortingBasis, type TierChangeCause } from './tier-change.ts';

const COLUMNS = 'shop_id, customer_id, day, changed_at, from_tier, to_tier, from_stage, to_stage, cause';
const MOVED = '(p.tier IS DISTINCT FROM n.tier OR p.stage IS DISTINCT FROM n.stage)';

/**
 * Keeps who moved to another tier or stage, before a rebuild overwrites where they stood. A first sorting moves nobody,
 * neither the shop's nor a customer's own; nor does one that follows a provisional sorting, or is one itself. Costs one
 * pass over the profiles, and a row for each who moved.
 * @param options.rebuilt a relation with customer_id, tier and stage of everybody
 */
export async function recordRebuiltTiers(
  tx: TenantTransaction,
  options: { model: ScoringModel; shop: { currencyCode: string; timeZone: string }; day: number; at: Date; rebuilt: string },
): Promise<void> {
  const before = await lastSorting(tx);
  if (before === null || before.provisional) return;
  const cause = tierChangeCause(before, { model: options.model, ...options.shop });
  await tx.query(
    `INSERT INTO tier_changes (${COLUMNS})
     SELECT $1::integer, p.customer_id, $2::integer, $3::timestamptz, p.tier, n.tier, p.stage, n.stage, $4::text
       FROM profiles p JOIN ${options.rebuilt} n ON n.customer_id = p.customer_id
      WHERE p.shop_id = $1 AND ${MOVED} ORDER BY p.customer_id`,
    [tx.shopId, options.day, options.at, cause],
  );
}

/** The same for a few customers who are scored against the model in force: what moves them is their own doing. */
export async function recordRefreshedTiers(
  tx: TenantTransaction, options: { rows: readonly Pick<ScoreRow, 'customer_id' | 'tier' | 'stage'>[]; day: number; at: Date },
): Promise<void> {
  const cause: TierChangeCause = 'customer';
  await tx.query(
    `INSERT INTO tier_changes (${COLUMNS})
     SELECT $1::integer, p.customer_id, $2::integer, $3::timestamptz, p.tier, n.tier, p.stage, n.stage, $5::text
       FROM profiles p JOIN json_to_recordset($4::json) AS n (customer_id bigint, tier text, stage text) ON n.customer_id = p.customer_id
      WHERE p.shop_id = $1 AND ${MOVED} AND EXISTS (SELECT FROM shop_summaries s WHERE s.shop_id = $1 AND NOT s.provisional)
      ORDER BY p.customer_id`,
    [tx.shopId, options.day, options.at, JSON.stringify(options.rows.map(({ customer_id, tier, stage }) => ({ customer_id, tier, stage }))), cause],
  );
}

async function lastSorting(tx: TenantTransaction): Promise<(SortingBasis & { provisional: boolean }) | null> {
  const { rows } = await tx.query<{ model: unknown; currencyCode: string; timeZone: string; provisional: boolean }>(
    `SELECT m.model, s.figures->>'currencyCode' AS "currencyCode", s.figures->>'timeZone' AS "timeZone", s.provisional
       FROM shop_summaries s JOIN scoring_models m ON m.shop_id = s.shop_id AND m.version = s.model_version WHERE s.shop_id = $1`,
    [tx.shopId],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const model = scoringModelSchema.safeParse(row.model);
  return { ...row, model: model.success ? model.data : null };
}

/**
 * The history of a customer who was merged into another follows that one, each change with whose it was.
 * @returns how many changes moved
 */
export async function moveTierChanges(tx: TenantTransaction, merge: { goneId: number; keptId: number }): Promise<number> {
  const { rowCount } = await tx.query(
    'UPDATE tier_changes SET customer_id = $3, merged_from = coalesce(merged_from, $2) WHERE shop_id = $1 AND customer_id = $2',
    [tx.shopId, merge.goneId, merge.keptId],
  );
  return rowCount ?? 0;
}
