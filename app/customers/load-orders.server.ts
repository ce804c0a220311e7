import type { TenantTransaction } from '../database/tenant.server.ts';
import { COUNTED_STATUSES } from '../profiles/facts-sql.server.ts';
import type { OrderView } from './order-view.ts';

/** Lines shown of an order; a wholesale order can have hundreds. */
const LINES_AN_ORDER = 20;

/**
 * Orders by their ids, counted or not, each with its lines. One that the mirror does not hold is not in the map.
 * @param options.now later orders do not count yet
 */
export async function loadOrders(tx: TenantTransaction, options: { orderIds: readonly number[]; now: number }): Promise<Map<number, OrderView>> {
  if (options.orderIds.length === 0) return new Map();
  const { rows } = await tx.query<OrderView & Record<string, unknown>>(
    `SELECT o.id::text, o.name, o.financial_status AS status, o.cancelled_at IS NOT NULL AS cancelled, o.test, o.currency_code AS "currencyCode",
            NOT o.test AND o.cancelled_at IS NULL AND o.processed_at <= $3 AND coalesce(o.financial_status = ANY ($4::text[]), false) AS counted,
            greatest(coalesce(line.net, 0) - coalesce(refund.uncarried, 0), 0)::bigint AS "netValue",
            coalesce(line.shown, '[]') AS lines, greatest(coalesce(line.count, 0) - $5::integer, 0)::integer AS "moreLines"
       FROM orders o
       LEFT JOIN LATERAL (
         SELECT sum(net_amount) FILTER (WHERE NOT is_gift_card) AS net, count(*) AS count,
                json_agg(json_build_object('title', title, 'quantity', quantity, 'netAmount', net_amount, 'giftCard', is_gift_card) ORDER BY place)
                  FILTER (WHERE place <= $5) AS shown
           FROM (SELECT *, row_number() OVER (ORDER BY id) AS place FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.id) numbered
       ) line ON true
       LEFT JOIN LATERAL (SELECT sum(uncarried_amount) AS uncarried FROM refunds r WHERE r.shop_id = o.shop_id AND r.order_id = o.id) refund ON true
      WHERE o.shop_id = $1 AND o.id = ANY ($2::bigint[])`,
    [tx.shopId, options.orderIds, new Date(options.now), COUNTED_STATUSES, LINES_AN_ORDER],
  );
  return new Map(rows.map((row) => [Number(row.id), row]));
}
