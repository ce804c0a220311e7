import type { TenantTransaction } from '../database/tenant.server.ts';
import { tagKey } from '../profiles/tag-key.ts';

/**
 * How many customers carry these tags, as our ledger knows it (ours, and those that the merchant put back): for each tag
 * alone, and for each pair asked for.
 */
export async function countTaggedCustomers(tx: TenantTransaction, names: readonly string[], pair: readonly [string, string]): Promise<{ alone: Map<string, number>; both: number }> {
  const { rows } = await tx.query<{ tag_key: string; customers: number }>(
    "SELECT tag_key, count(*)::int AS customers FROM tag_ledger WHERE shop_id = $1 AND tag_key = ANY ($2) AND state IN ('written', 'merchants') GROUP BY tag_key",
    [tx.shopId, names.map(tagKey)],
  );
  const byKey = new Map(rows.map((row) => [row.tag_key, row.customers]));
  const { rows: [found] } = await tx.query<{ customers: number }>(
    `SELECT count(*)::int AS customers FROM tag_ledger a JOIN tag_ledger b ON b.shop_id = a.shop_id AND b.customer_id = a.customer_id AND b.tag_key = $3 AND b.state IN ('written', 'merchants')
      WHERE a.shop_id = $1 AND a.tag_key = $2 AND a.state IN ('written', 'merchants')`,
    [tx.shopId, ...pair.map(tagKey)],
  );
  return { alone: new Map(names.map((name) => [name, byKey.get(tagKey(name)) ?? 0])), both: found?.customers ?? 0 };
}
