import type { TenantTransaction } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { writeFullCustomers } from './apply-customers.server.ts';
import { writeFullOrders } from './apply-orders.server.ts';
import { writeFullProducts } from './apply-products.server.ts';
import { completeOrdersJob, COMPLETE_AFTER_SECONDS } from './complete-orders.job.server.ts';
import { reportChanged } from './customer-changes.server.ts';
import { hasHealed, type FullOutcome } from './full-outcome.ts';
import type { FullRow } from './full-rows.ts';
import type { ReadMoment } from './read-moment.ts';

/**
 * Objects that were read in full, by id (fetch-full.server.ts) or in bulk, in the caller's transaction: written where they are newer than
 * what stands, complete a partial row of their version, and set right what differs. Changes of customers are reported to the rooms
 * after this one; refunds and returns of orders are read by a job that is enqueued with them.
 * @param options.moment how sure the read is
 * @returns what became of each, by id
 */
export async function applyFullOrders(tx: TenantTransaction, orders: readonly FullRow[], options: { moment: ReadMoment }): Promise<Map<string, FullOutcome>> {
  const { outcomes, customers, pending } = await writeFullOrders(tx, orders, options);
  await reportChanged(tx, customers);
  if (pending) await enqueue(completeOrdersJob, { shopId: tx.shopId }, { tx, startAfterSeconds: COMPLETE_AFTER_SECONDS });
  return outcomes;
}

export async function applyFullCustomers(tx: TenantTransaction, customers: readonly FullRow[], options: { moment: ReadMoment }): Promise<Map<string, FullOutcome>> {
  const outcomes = await writeFullCustomers(tx, customers, options);
  await reportChanged(tx, [...outcomes].flatMap(([id, outcome]) => (hasHealed(outcome) ? [id] : [])));
  return outcomes;
}

export async function applyFullProducts(tx: TenantTransaction, products: readonly FullRow[], options: { moment: ReadMoment }): Promise<Map<string, FullOutcome>> {
  return writeFullProducts(tx, products, options);
}

/** Rows that are to be read in full, by id after `afterId`, with how many children they have now. */
export async function partialRows(tx: TenantTransaction, kind: 'orders' | 'customers' | 'products', options: { afterId: string; limit: number }): Promise<{ id: string; children: number }[]> {
  const children = { orders: '(SELECT count(*) FROM order_lines l WHERE l.shop_id = $1 AND l.order_id = r.id)', customers: '0', products: '(SELECT count(*) FROM product_variants v WHERE v.shop_id = $1 AND v.product_id = r.id)' }[kind];
  const { rows } = await tx.query<{ id: string; children: number }>(
    `SELECT r.id::text AS id, ${children}::integer AS children FROM ${kind} r WHERE r.shop_id = $1 AND r.partial AND r.id > $2 ORDER BY r.id LIMIT $3`,
    [tx.shopId, options.afterId, options.limit],
  );
  return rows;
}
