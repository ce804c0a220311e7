/**
 * Facts from the mirror, by definitions' rules: which orders count, what each is worth, which of them are purchases.
 * One statement text serves one customer and all of them, so that an increment cannot differ from a rebuild.
 */

/** What the facts are asked for. */
export interface FactsScope {
  shopId: number;
  /** Null: all customers of the shop. */
  customerIds: readonly number[] | null;
  now: Date;
  timeZone: string;
  currencyCode: string;
  /** Excluded tags as customers carry them, letter for letter (excluded-tags.server.ts finds them). */
  excludedTags: readonly string[];
}

/** The parameters of CUSTOMER_HISTORIES_SQL; GUEST_ORDERS_SQL takes the first five, CUSTOMER_PRODUCTS_SQL the first four. */
export function factsParameters(scope: FactsScope): unknown[] {
  return [scope.shopId, scope.now, scope.timeZone, scope.customerIds, scope.currencyCode, scope.excludedTags];
}

/** Counted order: not test, not cancelled, paid at least in part, not after now. */
const COUNTED = `o.shop_id = $1 AND NOT o.test AND o.cancelled_at IS NULL AND o.processed_at <= $2::timestamptz
      AND o.financial_status IN ('PAID', 'PARTIALLY_PAID', 'PARTIALLY_REFUNDED', 'REFUNDED')`;

const OF_CUSTOMERS = `o.customer_id IS NOT NULL AND ($4::bigint[] IS NULL OR o.customer_id = ANY ($4::bigint[]))`;

/** An order whose customer the mirror does not hold (yet, or any more) is a guest's as far as profiles go. */
const OF_GUESTS = `(o.customer_id IS NULL OR NOT EXISTS (SELECT FROM customers c WHERE c.shop_id = $1 AND c.id = o.customer_id))`;

/**
 * One row per counted order. `value` is its net value in minor units of its own currency; an order in a currency that
 * the shop has left is judged in that currency: with value it is a purchase (R, F), and has no part in M.
 * Refunds are looked up only for orders that have any: probing them for all orders doubled the time of a rebuild.
 */
function orderFacts(whose: string): string {
  return `
  SELECT g.customer_id, g.id, g.processed_at, g.local_time, g.discounted, g.in_currency, g.units,
         g.local_time::date - DATE '1970-01-01' AS day,
         greatest(g.net - coalesce(refund.uncarried, 0), 0)::bigint AS value,
         least(coalesce(gone.units, 0), g.units) AS units_refunded,
         (coalesce(gone.value, 0) + coalesce(refund.uncarried, 0))::bigint AS refunded_value
    FROM (
      SELECT o.id, o.customer_id, o.processed_at, o.total_refunded,
             o.processed_at AT TIME ZONE $3::text AS local_time,
             o.total_discounts > 0 AS discounted,
             o.currency_code = $5::text AS in_currency,
             coalesce(sum(l.net_amount) FILTER (WHERE NOT l.is_gift_card), 0) AS net,
             coalesce(sum(l.quantity) FILTER (WHERE NOT l.is_gift_card), 0) AS units,
             coalesce(sum(l.quantity - l.current_quantity), 0) > 0 AS units_gone
        FROM orders o
        LEFT JOIN order_lines l ON l.shop_id = $1 AND l.order_id = o.id
       WHERE ${COUNTED}
         AND ${whose}
       GROUP BY o.shop_id, o.id
    ) g
    LEFT JOIN LATERAL (
      SELECT sum(r.uncarried_amount) AS uncarried
        FROM refunds r WHERE g.total_refunded > 0 AND r.shop_id = $1 AND r.order_id = g.id
    ) refund ON true
    LEFT JOIN LATERAL (
      SELECT sum(rl.quantity) AS units, sum(rl.subtotal) AS value
        FROM refund_lines rl JOIN order_lines l ON l.shop_id = $1 AND l.order_id = g.id AND l.id = rl.line_id
       WHERE (g.units_gone OR g.total_refunded > 0) AND rl.shop_id = $1 AND rl.order_id = g.id AND NOT l.is_gift_card
    ) gone ON true`;
}

/** What the statement gives of a customer, with the SQL type of each: the columns of a profile that need no model. */
export const HISTORY_COLUMNS = {
  customer_id: 'bigint',
  excluded: 'boolean',
  orders: 'integer',
  discounted_orders: 'integer',
  first_order_day: 'integer',
  units_bought: 'bigint',
  units_refunded: 'bigint',
  refunded_value: 'bigint',
  purchase_days: 'integer[]',
  purchase_values: 'bigint[]',
  order_hours: 'smallint[]',
  order_channels: 'jsonb',
  sort_name: 'text',
  search_text: 'text',
} as const;

/** A row of CUSTOMER_HISTORIES_SQL as JSON has it. */
export interface HistoryRow {
  customer_id: number;
  excluded: boolean;
  orders: number;
  discounted_orders: number;
  first_order_day: number | null;
  units_bought: number;
  units_refunded: number;
  refunded_value: number;
  purchase_days: number[];
  purchase_values: number[];
  order_hours: number[];
  order_channels: Record<string, number>;
  sort_name: string;
  search_text: string;
}

/**
 * One row per customer of the mirror, those without an order too. `order_hours` has the hour of the week of each
 * counted order (0 is Monday 0:00 in the shop's zone); values in another currency are 0 in `purchase_values`.
 * Purchases are ordered by day first: where clocks went back just after midnight (St. John's until 2011) a later
 * instant can have the earlier day.
 */
export const CUSTOMER_HISTORIES_SQL = `
SELECT c.id AS customer_id,
       coalesce(c.tags && $6::text[], false) AS excluded,
       coalesce(f.orders, 0)::integer AS orders,
       coalesce(f.discounted_orders, 0)::integer AS discounted_orders,
       f.first_order_day,
       coalesce(f.units_bought, 0)::bigint AS units_bought,
       coalesce(f.units_refunded, 0)::bigint AS units_refunded,
       coalesce(f.refunded_value, 0)::bigint AS refunded_value,
       coalesce(f.purchase_days, '{}') AS purchase_days,
       coalesce(f.purchase_values, '{}') AS purchase_values,
       coalesce(f.order_hours, '{}') AS order_hours,
       coalesce(channel.orders, '{}') AS order_channels,
       left(lower(coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.email, '')), 200) AS sort_name,
       lower(concat_ws(E'\\n', nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.email, nullif(array_to_string(c.tags, E'\\n'), ''))) AS search_text
  FROM customers c
  LEFT JOIN (
    SELECT p.customer_id,
           count(*) AS orders,
           count(*) FILTER (WHERE p.discounted) AS discounted_orders,
           min(p.day) AS first_order_day,
           sum(p.units) AS units_bought,
           sum(p.units_refunded) AS units_refunded,
           sum(p.refunded_value) FILTER (WHERE p.in_currency) AS refunded_value,
           array_agg(p.day ORDER BY p.day, p.processed_at, p.id) FILTER (WHERE p.value > 0) AS purchase_days,
           array_agg(CASE WHEN p.in_currency THEN p.value ELSE 0 END ORDER BY p.day, p.processed_at, p.id) FILTER (WHERE p.value > 0) AS purchase_values,
           array_agg(((date_part('isodow', p.local_time) - 1) * 24 + date_part('hour', p.local_time))::smallint ORDER BY p.day, p.processed_at, p.id) AS order_hours
      FROM (${orderFacts(OF_CUSTOMERS)}
      ) p
     GROUP BY p.customer_id
  ) f ON f.customer_id = c.id
  LEFT JOIN (
    SELECT n.customer_id, jsonb_object_agg(n.channel, n.orders) AS orders
      FROM (
        SELECT o.customer_id, coalesce(o.channel_name, o.app_name, o.source_name, 'Unknown') AS channel, count(*) AS orders
          FROM orders o
         WHERE ${COUNTED}
           AND ${OF_CUSTOMERS}
         GROUP BY 1, 2
      ) n
     GROUP BY n.customer_id
  ) channel ON channel.customer_id = c.id
 WHERE c.shop_id = $1 AND ($4::bigint[] IS NULL OR c.id = ANY ($4::bigint[]))`;

/** What guests bought: one row. They have no profile, and count for the shop's first order's day and its revenue. */
export const GUEST_ORDERS_SQL = `
SELECT count(*)::integer AS orders,
       min(p.day) AS first_order_day,
       coalesce(sum(p.value) FILTER (WHERE p.in_currency), 0)::bigint AS net_revenue,
       count(*) FILTER (WHERE p.value > 0 AND NOT p.in_currency)::integer AS other_currency_purchases
  FROM (${orderFacts(OF_GUESTS)}
  ) p
 WHERE $4::bigint[] IS NULL`;

/**
 * Products of customers, one row each: per product the counted orders it was in, units as bought, units neither
 * refunded nor removed, and the last day. Lines without a product (custom sales, deleted products) have no part.
 */
export const CUSTOMER_PRODUCTS_SQL = `
SELECT b.customer_id,
       array_agg(b.product_id ORDER BY b.product_id) AS product_ids,
       array_agg(b.orders ORDER BY b.product_id) AS orders,
       array_agg(b.units ORDER BY b.product_id) AS units,
       array_agg(b.units_kept ORDER BY b.product_id) AS units_kept,
       array_agg(b.last_day ORDER BY b.product_id) AS last_days
  FROM (
    SELECT o.customer_id, l.product_id,
           count(DISTINCT o.id)::integer AS orders,
           sum(l.quantity)::bigint AS units,
           sum(l.current_quantity)::bigint AS units_kept,
           max((o.processed_at AT TIME ZONE $3::text)::date) - DATE '1970-01-01' AS last_day
      FROM orders o
      JOIN order_lines l ON l.shop_id = $1 AND l.order_id = o.id
     WHERE ${COUNTED}
       AND ${OF_CUSTOMERS}
       AND l.product_id IS NOT NULL AND NOT l.is_gift_card
       AND EXISTS (SELECT FROM customers c WHERE c.shop_id = $1 AND c.id = o.customer_id)
     GROUP BY o.customer_id, l.product_id
  ) b
 GROUP BY b.customer_id`;

export const PRODUCTS_COLUMNS = {
  customer_id: 'bigint',
  product_ids: 'bigint[]',
  orders: 'integer[]',
  units: 'bigint[]',
  units_kept: 'bigint[]',
  last_days: 'integer[]',
} as const;
