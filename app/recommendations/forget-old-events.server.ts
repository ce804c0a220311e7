import type { TenantTransaction } from '../database/tenant.server.ts';

/**
 * Removes what shoppers did before some instants. Counts by day stay for longer: they hold nobody.
 * @param before.rendered impressions, which nothing is joined with: they are kept to know a repetition
 * @returns how many events
 */
export async function forgetOldEvents(tx: TenantTransaction, before: { rendered: Date; events: Date; days: Date }): Promise<number> {
  const { rowCount } = await tx.query("DELETE FROM shopper_events WHERE shop_id = $1 AND (at < $2 OR (type = 'impression' AND at < $3))", [tx.shopId, before.events, before.rendered]);
  await tx.query('DELETE FROM shopper_sessions WHERE shop_id = $1 AND last_at < $2', [tx.shopId, before.events]);
  await tx.query('DELETE FROM recommendation_days WHERE shop_id = $1 AND day < $2::date', [tx.shopId, before.days]);
  return rowCount ?? 0;
}

/** Removes who came to a list's place before an instant. @returns how many */
export async function forgetOldExposures(tx: TenantTransaction, options: { before: Date }): Promise<number> {
  const { rowCount } = await tx.query('DELETE FROM holdout_exposures WHERE shop_id = $1 AND first_at < $2', [tx.shopId, options.before]);
  return rowCount ?? 0;
}
