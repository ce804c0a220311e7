import { withTenant } from '../database/tenant.server.ts';
import type { GoneCustomer } from './customer-view.ts';

/**
 * What became of a customer whom the mirror does not hold: merged into another, or gone from Shopify, as the history that
 * they left here tells. Null where nothing was ever known of them.
 */
export async function loadGoneCustomer(options: { shopId: number; customerId: number }): Promise<GoneCustomer | null> {
  const { shopId, customerId } = options;
  if (!Number.isSafeInteger(customerId) || customerId <= 0) return null;
  return withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<NonNullable<GoneCustomer['mergedInto']> & Record<string, unknown>>(
      `SELECT m.kept_id::text AS id, nullif(concat_ws(' ', c.first_name, c.last_name), '') AS name, c.email
         FROM customer_merges m JOIN customers c ON c.shop_id = m.shop_id AND c.id = m.kept_id WHERE m.shop_id = $1 AND m.gone_id = $2`,
      [tx.shopId, customerId],
    );
    if (rows[0] !== undefined) return { id: String(customerId), mergedInto: rows[0] };
    const { rows: traces } = await tx.query<{ known: boolean }>(
      `SELECT EXISTS (SELECT FROM profiles WHERE shop_id = $1 AND customer_id = $2) OR EXISTS (SELECT FROM tier_changes WHERE shop_id = $1 AND customer_id = $2)
           OR EXISTS (SELECT FROM tag_changes WHERE shop_id = $1 AND customer_id = $2) OR EXISTS (SELECT FROM tag_ledger WHERE shop_id = $1 AND customer_id = $2) AS known`,
      [tx.shopId, customerId],
    );
    return rows.length === 0 && traces[0]?.known === true ? { id: String(customerId), mergedInto: null } : null;
  });
}
