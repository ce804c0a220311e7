import type { TenantTransaction } from '../database/tenant.server.ts';
import type { CustomerView, OrderView } from './customer-view.ts';

const ORDERS_A_PAGE = 20;
/** Lines shown of an order; a wholesale order can have hundreds. */
const LINES_AN_ORDER = 20;

interface OrderRow extends Omit<OrderView, 'processedAt' | 'refunds'> {
  processedAt: Date;
  refunds: { at: string; amount: number }[] | null;
  atMs: number;
}

/**
 * A page of a customer's orders, the newest first, counted or not, each with its lines and refunds. Paged by instant and
 * id (several can be placed in the same millisecond). A cursor that is none is ignored.
 */
export async function loadOrders(
  tx: TenantTransaction,
  options: { customerId: number; now: number; countedStatuses: readonly string[]; after?: string; before?: string },
): Promise<Pick<CustomerView, 'orders' | 'previous' | 'next'>> {
  const after = readCursor(options.after);
  const before = after === null ? readCursor(options.before) : null;
  const from = after ?? before;
  const way = before === null ? 'DESC' : 'ASC';
  const { rows } = await tx.query<OrderRow & Record<string, unknown>>(
    `SELECT o.id::text, o.name, o.processed_at AS "processedAt", (extract(epoch FROM o.processed_at) * 1000)::bigint AS "atMs", o.financial_status AS status,
            o.cancelled_at IS NOT NULL AS cancelled, o.test, o.currency_code AS "currencyCode",
            NOT o.test AND o.cancelled_at IS NULL AND o.processed_at <= $3 AND coalesce(o.financial_status = ANY ($4::text[]), false) AS counted,
            greatest(coalesce(line.net, 0) - coalesce(refund.uncarried, 0), 0)::bigint AS "netValue",
            coalesce(line.shown, '[]') AS lines, greatest(coalesce(line.count, 0) - $5::integer, 0)::integer AS "moreLines", coalesce(refund.list, '[]') AS refunds
       FROM (
         SELECT * FROM orders
          WHERE shop_id = $1 AND customer_id = $2 ${from === null ? '' : `AND (processed_at, id) ${before === null ? '<' : '>'} ($7, $8)`}
          ORDER BY processed_at ${way}, id ${way} LIMIT $6
       ) o
       LEFT JOIN LATERAL (
         SELECT sum(net_amount) FILTER (WHERE NOT is_gift_card) AS net, count(*) AS count,
                json_agg(json_build_object('title', title, 'quantity', quantity, 'netAmount', net_amount, 'giftCard', is_gift_card) ORDER BY place)
                  FILTER (WHERE place <= $5) AS shown
           FROM (SELECT *, row_number() OVER (ORDER BY id) AS place FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.id) numbered
       ) line ON true
       LEFT JOIN LATERAL (
         SELECT sum(uncarried_amount) AS uncarried,
                json_agg(json_build_object('at', to_char(coalesce(processed_at, created_at, o.processed_at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'amount', total_refunded) ORDER BY id) AS list
           FROM refunds r WHERE r.shop_id = o.shop_id AND r.order_id = o.id
       ) refund ON true
      ORDER BY o.processed_at ${way}, o.id ${way}`,
    [tx.shopId, options.customerId, new Date(options.now), options.countedStatuses, LINES_AN_ORDER, ORDERS_A_PAGE + 1, ...(from === null ? [] : [new Date(from.atMs), from.id])],
  );
  const shown = rows.slice(0, ORDERS_A_PAGE);
  const more = rows.length > ORDERS_A_PAGE;
  if (before !== null) shown.reverse();
  const cursor = (row: OrderRow | undefined): string | null => (row === undefined ? null : `${row.atMs}-${row.id}`);
  return {
    orders: shown.map(({ atMs: _, ...row }) => ({ ...row, processedAt: row.processedAt.toISOString(), refunds: row.refunds ?? [] })),
    previous: (before === null ? after !== null : more) ? cursor(shown[0]) : null,
    next: (before === null ? more : true) ? cursor(shown.at(-1)) : null,
  };
}

function readCursor(word: string | undefined): { atMs: number; id: number } | null {
  const match = /^(-?\d{1,15})-(\d{1,16})$/.exec(word ?? '');
  if (match === null) return null;
  const [atMs, id] = [Number(match[1]), Number(match[2])];
  return Number.isSafeInteger(id) && !Number.isNaN(new Date(atMs).getTime()) ? { atMs, id } : null;
}
