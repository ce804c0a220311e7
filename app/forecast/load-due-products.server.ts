import { to as copyTo } from 'pg-copy-streams';
import type { TenantTransaction } from '../database/tenant.server.ts';
import { HABIT_PURCHASES, type ProductReturnRate } from '../profiles/replenishment.ts';
import { createDueProducts, type DueProduct } from './due-orders.ts';
import { numbersOf } from './order-lines.ts';

/**
 * Products that customers are due to need again this week, one a customer: by their own orders and by how the shop's
 * customers come back for each product, as of the last rebuild; nothing of which they sent back every unit. Needs the temporary
 * table of `loadShopHistories`, in whose transaction it reads all order lines once more; what is held is the figures of products
 * and whoever is due.
 */
export async function loadDueProducts(tx: TenantTransaction, today: number): Promise<DueProduct[]> {
  const { rows } = await tx.query<{ productId: string } & ProductReturnRate>(
    `SELECT product_id::text AS "productId", sampled_buyers AS buyers, repeat_buyers AS "repeatBuyers", gaps, gap_median_doubled AS "gapMedianDoubled" FROM product_figures WHERE shop_id = $1`,
    [tx.shopId],
  );
  const figures = new Map(rows.map(({ productId, ...rate }) => [productId, rate]));
  const due = createDueProducts(today);
  let rest = '';
  // The shop's id is an integer, checked by withTenant; COPY takes no parameters.
  const lines = tx.client.query(copyTo(
    `COPY (SELECT d.customer_id, d.product_id, array_agg(d.day ORDER BY d.day), p.last_purchase_day
             FROM (SELECT o.customer_id, l.product_id, o.day, sum(l.quantity - CASE WHEN o.units_refunded = 0 THEN 0 ELSE least(l.quantity, (
                            SELECT coalesce(sum(r.quantity), 0) FROM refund_lines r
                             WHERE r.shop_id = ${Number(tx.shopId)} AND r.order_id = o.id AND r.line_id = l.id AND r.quantity > 0)) END) AS kept
                     FROM counted_orders o JOIN order_lines l ON l.shop_id = ${Number(tx.shopId)} AND l.order_id = o.id
                    WHERE o.customer_id IS NOT NULL AND o.value > 0 AND l.product_id IS NOT NULL AND NOT l.is_gift_card
                    GROUP BY 1, 2, 3) d
             JOIN profiles p ON p.shop_id = ${Number(tx.shopId)} AND p.customer_id = d.customer_id AND NOT p.excluded
            GROUP BY d.customer_id, d.product_id, p.last_purchase_day HAVING count(*) >= ${HABIT_PURCHASES} AND sum(d.kept) > 0) TO STDOUT`,
  ));
  for await (const chunk of lines) {
    const cut = (rest + (chunk as Buffer).toString('latin1')).split('\n');
    rest = cut.pop() as string;
    for (const line of cut) {
      const [customerId, productId, days, lastPurchaseDay] = line.split('\t') as [string, string, string, string];
      due.add(Number(customerId), productId, numbersOf(days), figures.get(productId) ?? null, Number(lastPurchaseDay));
    }
  }
  return due.finish();
}
