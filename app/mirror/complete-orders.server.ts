import { withTenant } from '../database/tenant.server.ts';
import { log } from '../runtime/log.server.ts';
import { adminClient, type AdminClient } from '../shopify/admin-client.server.ts';
import { installedShop } from '../shops/shop-store.server.ts';
import { applyFullOrders } from './apply-full.server.ts';
import { reportChanged } from './customer-changes.server.ts';
import { fetchFullOrders } from './fetch-full.server.ts';
import { fetchOrderDetails } from './fetch-order-details.server.ts';
import { pendingOrders, saveOrderDetails } from './refund-store.server.ts';

/** Orders read in full, and orders whose details are asked for, between two commits. */
const ORDERS_A_STEP = 50;

/**
 * Reads what payloads could not say of orders with refunds, returns or edits: the orders in full, then the lines of their
 * refunds and the reasons of their returns. Orders that have been read are reported as changed, so that their customers' profiles
 * follow; done again it asks only for what is left.
 * @param options.client for tests; the shop's own otherwise
 * @returns how many orders were read
 * @throws as the Admin client; TerminalError when the app is not installed any more
 */
export async function completeOrders(options: { shopId: number; signal?: AbortSignal; client?: AdminClient }): Promise<{ orders: number; details: number }> {
  const { shopId } = options;
  const signal = options.signal ?? new AbortController().signal;
  const client = options.client ?? adminClient((await installedShop(shopId)).domain);
  const read = await readPartial(client, shopId, signal);
  const details = await readDetails(client, shopId, read, signal);
  return { orders: read.length, details };
}

/** Orders that only payloads have told. @returns ids of those that were read */
async function readPartial(client: AdminClient, shopId: number, signal: AbortSignal): Promise<string[]> {
  const read: string[] = [];
  for (let afterId = '0'; ;) {
    signal.throwIfAborted();
    const wanted = await withTenant(shopId, async (tx) => {
      const { rows } = await tx.query<{ id: string; version: string; children: number }>(
        `SELECT o.id::text AS id, o.updated_at::text AS version, (SELECT count(*) FROM order_lines l WHERE l.shop_id = $1 AND l.order_id = o.id)::integer AS children
           FROM orders o WHERE o.shop_id = $1 AND o.details_pending AND o.partial AND o.import_run_id IS NULL AND o.id > $2 ORDER BY o.id LIMIT $3`,
        [shopId, afterId, ORDERS_A_STEP],
      );
      return rows;
    });
    const last = wanted.at(-1);
    if (last === undefined) return read;
    afterId = last.id;
    const answer = await fetchFullOrders({ client, wanted, signal });
    const unanswered = new Set([...answer.missing, ...answer.rejected.map((one) => one.id)]);
    for (const { id, code } of answer.rejected) log.warn({ shop: client.shopDomain, order: id, code }, 'an order that was read by its id cannot be taken over');
    const left = wanted.filter((one) => unanswered.has(one.id));
    await withTenant(shopId, async (tx) => {
      await applyFullOrders(tx, answer.found, { moment: answer.moment });
      // Gone since, or hidden from the app: asking again would bring nothing. Whether it was deleted is for the event or the sweep to say.
      await tx.query(
        'UPDATE orders o SET details_pending = false FROM unnest($2::bigint[], $3::timestamptz[]) AS n(id, version) WHERE o.shop_id = $1 AND o.id = n.id AND o.updated_at = n.version AND o.partial',
        [shopId, left.map((one) => one.id), left.map((one) => one.version)],
      );
    });
    read.push(...answer.found.map((one) => one.id));
  }
}

/** Refunds and returns of orders that have been read in full. @returns of how many orders */
async function readDetails(client: AdminClient, shopId: number, justRead: readonly string[], signal: AbortSignal): Promise<number> {
  let count = 0;
  for (let afterId = '0'; ;) {
    signal.throwIfAborted();
    const orders = await withTenant(shopId, (tx) => pendingOrders(tx, { afterId, limit: ORDERS_A_STEP, written: { orRead: justRead } }));
    const last = orders.at(-1);
    if (last === undefined) return count;
    afterId = last.id;
    const details = await fetchOrderDetails(client, orders, signal);
    for (const { code, reason } of details.rejected) log.warn({ shop: client.shopDomain, code, reason }, 'refunds or returns that were read cannot be taken over');
    await withTenant(shopId, async (tx) => {
      await saveOrderDetails(tx, orders, details);
      const { rows } = await tx.query<{ customer: string | null }>('SELECT DISTINCT customer_id::text AS customer FROM orders WHERE shop_id = $1 AND id = ANY ($2::bigint[])', [shopId, orders.map((one) => one.id)]);
      await reportChanged(tx, rows.map((row) => row.customer));
    });
    count += orders.length;
  }
}
