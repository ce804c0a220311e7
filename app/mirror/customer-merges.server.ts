import type { TenantTransaction } from '../database/tenant.server.ts';
import { redactedAmong } from './redactions.server.ts';

/** One customer who was merged into another at Shopify. */
export interface CustomerMerge {
  goneId: number;
  keptId: number;
}

/** Whom each of these customers was merged into; who was not is not in the map. */
export async function mergedInto(tx: TenantTransaction, customerIds: readonly number[]): Promise<Map<number, number>> {
  if (customerIds.length === 0) return new Map();
  const { rows } = await tx.query<CustomerMerge & Record<string, unknown>>(
    'SELECT gone_id AS "goneId", kept_id AS "keptId" FROM customer_merges WHERE shop_id = $1 AND gone_id = ANY ($2::bigint[])', [tx.shopId, customerIds],
  );
  return new Map(rows.map(({ goneId, keptId }) => [goneId, keptId]));
}

/**
 * Keeps that a merge took place. Whoever was merged into the one who goes now is merged into the one who stays, so that
 * a look always ends at somebody who is there, in whatever order merges are heard of.
 * @returns the merge as it stands: one that was kept before wins; null when the two are one already, or one of them was redacted
 */
export async function recordMerge(tx: TenantTransaction, merge: CustomerMerge & { mergedAt: Date }): Promise<CustomerMerge | null> {
  if ((await redactedAmong(tx, [merge.goneId, merge.keptId])).size > 0) return null;
  const known = await mergedInto(tx, [merge.goneId, merge.keptId]);
  const keptId = known.get(merge.goneId) ?? known.get(merge.keptId) ?? merge.keptId;
  if (keptId === merge.goneId) return null;
  await tx.query(
    'INSERT INTO customer_merges (shop_id, gone_id, kept_id, merged_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
    [tx.shopId, merge.goneId, keptId, merge.mergedAt],
  );
  await tx.query('UPDATE customer_merges SET kept_id = $3 WHERE shop_id = $1 AND kept_id = $2', [tx.shopId, merge.goneId, keptId]);
  return { goneId: merge.goneId, keptId };
}

/** The mirror after a merge: orders belong to the one who stays, the other is gone. Orders are locked as an import writes them, in the order of their ids. */
export async function moveOrdersOfMerged(tx: TenantTransaction, { goneId, keptId }: CustomerMerge): Promise<number> {
  await tx.query('SELECT FROM orders WHERE shop_id = $1 AND customer_id = $2 ORDER BY id FOR UPDATE', [tx.shopId, goneId]);
  const { rowCount } = await tx.query('UPDATE orders SET customer_id = $3 WHERE shop_id = $1 AND customer_id = $2', [tx.shopId, goneId, keptId]);
  await tx.query('DELETE FROM customers WHERE shop_id = $1 AND id = $2', [tx.shopId, goneId]);
  await tx.query('DELETE FROM order_moves WHERE shop_id = $1 AND from_customer_id = $2', [tx.shopId, goneId]);
  await tx.query('DELETE FROM gone_customers WHERE shop_id = $1 AND id = $2', [tx.shopId, goneId]);
  return rowCount ?? 0;
}

/** The tags that a customer had when an import removed them; null when none did, or it was looked into already. */
export async function tagsOfGone(tx: TenantTransaction, customerId: number): Promise<string[] | null> {
  const { rows } = await tx.query<{ tags: string[] | null }>('SELECT tags FROM gone_customers WHERE shop_id = $1 AND id = $2', [tx.shopId, customerId]);
  return rows[0] === undefined ? null : rows[0].tags ?? [];
}
