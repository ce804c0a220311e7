import type { TenantTransaction } from '../database/tenant.server.ts';

/** A customer's tags as Shopify gave them, and the version (Shopify's updatedAt) they belong to. */
export interface CustomerTagsVersion {
  customerId: number;
  tags: string[];
  updatedAt: Date;
}

/**
 * Takes over tags that Shopify showed in an answer about tags alone. The row's own updated_at stays: the other fields of
 * that version have not been read, and the next import must still bring them. A row that is newer keeps its tags.
 */
export async function recordCustomerTags(tx: TenantTransaction, rows: readonly CustomerTagsVersion[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `UPDATE customers c SET tags = n.tags
       FROM jsonb_to_recordset($2::jsonb) AS n (customer_id bigint, tags text[], updated_at timestamptz)
      WHERE c.shop_id = $1 AND c.id = n.customer_id AND c.updated_at <= n.updated_at AND c.tags IS DISTINCT FROM n.tags`,
    [tx.shopId, JSON.stringify(rows.map((row) => ({ customer_id: row.customerId, tags: row.tags, updated_at: row.updatedAt })))],
  );
}

/** How many customers the mirror has, estimated cheaply enough for a choice of method. */
export async function countCustomers(tx: TenantTransaction): Promise<number> {
  const { rows } = await tx.query<{ count: number }>('SELECT count(*) AS count FROM customers WHERE shop_id = $1', [tx.shopId]);
  return rows[0]?.count ?? 0;
}
