import { withTenant } from '../database/tenant.server.ts';
import { log } from '../runtime/log.server.ts';
import { adminClient, type AdminClient } from '../shopify/admin-client.server.ts';
import { OrderCustomersDocument } from '../shopify/generated/order-customers.ts';
import { installedShop } from '../shops/shop-store.server.ts';
import type { CustomerMerge } from './customer-merges.server.ts';

/** Most ids that Shopify takes in one call of `nodes`. */
const IDS_A_CALL = 250;

/**
 * Merges that no webhook told of, after an import: Shopify lists none, but orders go over to the one who stays. Of each
 * customer whom the import did not find any more, either an order came back as somebody else's (order_moves), or the
 * mirror still has one of theirs, and Shopify is asked whose it is now. Orders that went to several people, or to nobody,
 * are no merge: that customer was deleted.
 */
export async function findMerges(options: { shopId: number; client?: AdminClient; signal?: AbortSignal }): Promise<CustomerMerge[]> {
  const { shopId, signal } = options;
  const { moved, toAsk } = await withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<CustomerMerge & { several: boolean } & Record<string, unknown>>(
      `SELECT g.id AS "goneId", min(m.to_customer_id) AS "keptId", count(*) > 1 AS several FROM gone_customers g
         JOIN order_moves m ON m.shop_id = g.shop_id AND m.from_customer_id = g.id
         JOIN customers c ON c.shop_id = g.shop_id AND c.id = m.to_customer_id
        WHERE g.shop_id = $1 GROUP BY g.id`,
      [shopId],
    );
    const { rows: standing } = await tx.query<{ goneId: number; orderId: number }>(
      `SELECT g.id AS "goneId", (SELECT o.id FROM orders o WHERE o.shop_id = g.shop_id AND o.customer_id = g.id ORDER BY o.processed_at DESC LIMIT 1) AS "orderId"
         FROM gone_customers g WHERE g.shop_id = $1`,
      [shopId],
    );
    const known = new Set(rows.map((row) => row.goneId));
    return { moved: rows.filter((row) => !row.several), toAsk: standing.filter((row) => row.orderId !== null && !known.has(row.goneId)) };
  });
  const found: CustomerMerge[] = moved.map(({ goneId, keptId }) => ({ goneId, keptId }));
  if (toAsk.length > 0) found.push(...await askOwners(options.client ?? adminClient((await installedShop(shopId)).domain), toAsk, signal));
  if (found.length > 0) log.info({ shopId, merges: found.length }, 'found customers who were merged at Shopify');
  return found;
}

/** Whose these orders are at Shopify now, where it is somebody else than they were of. */
async function askOwners(client: AdminClient, toAsk: readonly { goneId: number; orderId: number }[], signal: AbortSignal | undefined): Promise<CustomerMerge[]> {
  const found: CustomerMerge[] = [];
  for (let from = 0; from < toAsk.length; from += IDS_A_CALL) {
    const part = toAsk.slice(from, from + IDS_A_CALL);
    const { nodes } = await client.request(OrderCustomersDocument, { ids: part.map(({ orderId }) => `gid://shopify/Order/${orderId}`) }, signal === undefined ? {} : { signal });
    const ownerOf = new Map(nodes.flatMap((node) => (node !== null && 'customer' in node && node.customer != null ? [[node.id, node.customer.id] as const] : [])));
    for (const { goneId, orderId } of part) {
      const keptId = Number(ownerOf.get(`gid://shopify/Order/${orderId}`)?.split('/').at(-1));
      if (Number.isSafeInteger(keptId) && keptId !== goneId) found.push({ goneId, keptId });
    }
  }
  return found;
}

/** After those who were merged have been followed, the others are known to be gone, and nothing of them is kept. */
export async function forgetGone(shopId: number): Promise<void> {
  await withTenant(shopId, (tx) => tx.query('DELETE FROM gone_customers WHERE shop_id = $1', [shopId]));
}
