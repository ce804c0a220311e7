import type { TenantTransaction } from '../database/tenant.server.ts';
import { takeTagsRead } from './customer-state.ts';
import { loadKnownCustomers, saveTagMarks, saveTags } from './known-customers.server.ts';

/** A customer's tags as Shopify gave them, and the version (Shopify's updatedAt) they belong to. */
export interface CustomerTagsVersion {
  customerId: number;
  tags: string[];
  updatedAt: Date;
}

/**
 * Takes over tags that Shopify showed in an answer about tags alone. The row's own updated_at stays: the other fields of
 * that version have not been read, and the next import must still bring them. Tags that were read later stay, and events that are
 * later than the answer are laid over it.
 */
export async function recordCustomerTags(tx: TenantTransaction, rows: readonly CustomerTagsVersion[]): Promise<void> {
  if (rows.length === 0) return;
  const known = await loadKnownCustomers(tx, [...new Set(rows.map((row) => String(row.customerId)))]);
  const taken = rows.flatMap((row) => {
    const one = known.get(String(row.customerId));
    return one !== undefined && takeTagsRead(one, { tags: row.tags, updatedAt: row.updatedAt.getTime() }) ? [one] : [];
  });
  if (taken.length === 0) return;
  await saveTags(tx, taken);
  await saveTagMarks(tx, taken);
}

/** How many customers the mirror has, estimated cheaply enough for a choice of method. */
export async function countCustomers(tx: TenantTransaction): Promise<number> {
  const { rows } = await tx.query<{ count: number }>('SELECT count(*) AS count FROM customers WHERE shop_id = $1', [tx.shopId]);
  return rows[0]?.count ?? 0;
}
