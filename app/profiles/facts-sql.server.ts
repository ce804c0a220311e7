/**
 * Facts from the mirror, by definitions' rules: which orders count, what each is worth, which of them are purchases.
 * Every statement reads the relation `counted_orders`: a temporary table in a rebuild, a common table expression over a
 * few customers in an increment. The texts are the same, so that an increment cannot differ from a rebuild.
 */

/** What the facts are asked for; the statements name these as :shop, :customers and so on. */
export interface FactsScope {
  shopId: number;
  /** Null: all customers of the shop, and its guests. */
  customerIds: readonly number[] | null;
  now: Date;
  timeZone: string;
  currencyCode: string;
  /** Excluded tags as customers carry them, letter for letter (excluded-tags.server.ts finds them). */
  excludedTags: readonly string[];
}

/** What a statement says of the scope where all customers may be meant. A plan that is kept for either could not go by their ids. */
const ANY_CUSTOMERS = /\(:customers::bigint\[\] IS NULL OR ([a-z_.]+) = ANY \(:customers::bigint\[\]\)\)/g;

/** The same for some customers, under a name by which a connection plans it once: planning takes longer than running it for a few. */
export function bindCustomers(name: string, text: string, scope: FactsScope & { customerIds: readonly number[] }): { name: string; text: string; values: unknown[] } {
  return { name, ...bindScope(text.replaceAll(ANY_CUSTOMERS, '$1 = ANY (:customers::bigint[])'), scope) };
}

/** A statement with its named parameters numbered as `pg` wants them: only those that it uses. */
export function bindScope(text: string, scope: FactsScope): { text: string; values: unknown[] } {
  const named: Record<string, unknown> = {
    shop: scope.shopId, customers: scope.customerIds, now: scope.now, zone: scope.timeZone, currency: scope.currencyCode, tags: scope.excludedTags,
  };
  const used: string[] = [];
  const bound = text.replace(/(?<!:):([a-z]+)/g, (_, name: string) => {
    if (!(name in named)) throw new RangeError(`The facts have no parameter ":${name}".`);
    if (!used.includes(name)) used.push(name);
    return `$${used.indexOf(name) + 1}`;
  });
  return { text: bound, values: used.map((name) => named[name]) };
}

/** Financial statuses of counted orders: paid, at least in part, whatever was given back since. */
export const COUNTED_STATUSES = ['PAID', 'PARTIALLY_PAID', 'PARTIALLY_REFUNDED', 'REFUNDED'] as const;

/** Refunded lines of the order g, gift cards left out. */
const REFUND_LINES = `FROM refund_lines rl JOIN order_lines l ON l.shop_id = :shop AND l.order_id = g.id AND l.id = rl.line_id
            WHERE rl.shop_id = :shop AND rl.order_id = g.id AND NOT l.is_gift_card`;

/**
 * One row per counted order: not test, not cancelled, paid at least in part, not after now. `customer_id` is null for a
 * guest's, and for one whose customer the mirror does not hold (yet, or any more).
 * `value` is its net value in minor units of its own currency; an order in a currency that the shop has left is judged
 * in that currency: with value it is a purchase (R, F), and has no part in M. `hour_of_week` is 0 on Monday 0:00.
 * Refunds are looked up only for orders that have any: probing them for all orders doubled the time of a rebuild.
 */
export const COUNTED_ORDERS_SQL = countedOrdersSql();

/** The same of some orders only. @param condition a further one on the order `o`, beginning with AND; constant text */
export function countedOrdersSql(condition = ''): string {
  return `
  SELECT c.id AS customer_id, g.id, g.processed_at, g.discounted, g.in_currency, g.channel,
         g.local_time::date - DATE '1970-01-01' AS day,
         ((date_part('isodow', g.local_time) - 1) * 24 + date_part('hour', g.local_time))::smallint AS hour_of_week,
         g.units,
         greatest(g.net - g.uncarried, 0)::bigint AS value,
         CASE WHEN g.returned THEN least((SELECT coalesce(sum(rl.quantity), 0) ${REFUND_LINES}), g.units) ELSE 0 END AS units_refunded,
         CASE WHEN g.returned THEN (SELECT coalesce(sum(rl.subtotal), 0) ${REFUND_LINES}) + g.uncarried ELSE 0 END::bigint AS refunded_value
    FROM (
      SELECT o.id, o.customer_id, o.processed_at,
             o.processed_at AT TIME ZONE :zone::text AS local_time,
             o.total_discounts > 0 AS discounted,
             o.currency_code = :currency::text AS in_currency,
             coalesce(o.channel_name, o.app_name, o.source_name, 'Unknown') AS channel,
             coalesce(sum(l.net_amount) FILTER (WHERE NOT l.is_gift_card), 0) AS net,
             coalesce(sum(l.quantity) FILTER (WHERE NOT l.is_gift_card), 0) AS units,
             o.total_refunded > 0 OR coalesce(sum(l.quantity - l.current_quantity), 0) > 0 AS returned,
             CASE WHEN o.total_refunded > 0
                  THEN (SELECT coalesce(sum(r.uncarried_amount), 0) FROM refunds r WHERE r.shop_id = :shop AND r.order_id = o.id) ELSE 0 END AS uncarried
        FROM orders o
        LEFT JOIN order_lines l ON l.shop_id = :shop AND l.order_id = o.id
       WHERE o.shop_id = :shop AND NOT o.test AND o.cancelled_at IS NULL AND o.processed_at <= :now::timestamptz
         AND o.financial_status IN (${COUNTED_STATUSES.map((status) => `'${status}'`).join(', ')})
         AND (:customers::bigint[] IS NULL OR o.customer_id = ANY (:customers::bigint[]))
         ${condition}
       GROUP BY o.shop_id, o.id
    ) g
    LEFT JOIN customers c ON c.shop_id = :shop AND c.id = g.customer_id`;
}

/** `statement` over the counted orders of the scope's customers, worked out on the way. */
export function withCountedOrders(statement: string): string {
  return `WITH counted_orders AS MATERIALIZED (${COUNTED_ORDERS_SQL})\n${statement}`;
}

/** What CUSTOMER_HISTORIES_SQL gives of a customer, with the SQL type of each: the columns of a profile that need no model. */
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
} as const;

/** Such a row as JSON has it. */
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
}

/**
 * One row per customer of the mirror, those without an order too. Values in another currency are 0 in
 * `purchase_values`. Purchases are ordered by day first: where clocks went back just after midnight (St. John's until
 * 2011) a later instant can have the earlier day.
 */
export const CUSTOMER_HISTORIES_SQL = `
SELECT c.id AS customer_id,
       coalesce(c.tags && :tags::text[], false) AS excluded,
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
       left(lower(coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.email, '')), 200) AS sort_name
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
           array_agg(p.hour_of_week ORDER BY p.day, p.processed_at, p.id) AS order_hours
      FROM counted_orders p
     WHERE p.customer_id IS NOT NULL
     GROUP BY p.customer_id
  ) f ON f.customer_id = c.id
  LEFT JOIN (
    SELECT n.customer_id, jsonb_object_agg(n.channel, n.orders) AS orders
      FROM (SELECT customer_id, channel, count(*) AS orders FROM counted_orders WHERE customer_id IS NOT NULL GROUP BY 1, 2) n
     GROUP BY n.customer_id
  ) channel ON channel.customer_id = c.id
 WHERE c.shop_id = :shop AND (:customers::bigint[] IS NULL OR c.id = ANY (:customers::bigint[]))`;

/** What guests bought: one row. They have no profile, and count for the shop's first order's day and its revenue. */
export const GUEST_ORDERS_SQL = `
SELECT count(*)::integer AS orders,
       min(day) AS "firstOrderDay",
       coalesce(sum(value) FILTER (WHERE in_currency), 0)::bigint AS "netRevenue",
       count(*) FILTER (WHERE value > 0 AND NOT in_currency)::integer AS "otherCurrencyPurchases"
  FROM counted_orders
 WHERE customer_id IS NULL`;

/** Net value of guests' purchases by day, in the shop's currency. */
export const GUEST_DAYS_SQL = `
SELECT day, sum(value)::bigint AS value FROM counted_orders WHERE customer_id IS NULL AND in_currency AND value > 0 GROUP BY day`;

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
           max(o.day) AS last_day
      FROM counted_orders o
      JOIN order_lines l ON l.shop_id = :shop AND l.order_id = o.id
     WHERE o.customer_id IS NOT NULL AND l.product_id IS NOT NULL AND NOT l.is_gift_card
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
