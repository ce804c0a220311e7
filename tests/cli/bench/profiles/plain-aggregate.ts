import { performance } from 'node:perf_hooks';
import type { BenchDatabase } from '../bench-database.ts';
import { asRole } from '../bench-shop.ts';

/**
 * All the facts that a profile holds, by one plain SQL statement over the mirror into two tables with their primary
 * keys: what a person at a database would write. Per customer: orders, discounted orders, first order's day, units and
 * value bought and refunded, purchases with days and values as lists, spend (all, in the window, last year), hours and
 * channels, the name to sort by, and the four gap facts; and per customer the products with orders, units, units kept
 * and last day. No score, stage or tier: those are no facts.
 */
export interface AggregateInput {
  shopId: number;
  now: string;
  timeZone: string;
  currencyCode: string;
  /** As the scoring model has them, which the aggregate cannot know. */
  windowStartDay: number;
  lastYearStartDay: number;
}

export const BENCH_TABLES = `
  DROP TABLE IF EXISTS bench_facts, bench_products;
  CREATE TABLE bench_facts (shop_id integer, customer_id bigint, orders integer, discounted_orders integer, first_order_day integer, units_bought bigint, units_refunded bigint, refunded_value bigint,
    purchase_days integer[], purchase_values bigint[], order_hours smallint[], order_channels jsonb, sort_name text COLLATE "C", purchases integer, valued_purchases integer, first_purchase_day integer, last_purchase_day integer,
    net_spend bigint, first_purchase_value bigint, purchases_in_window integer, spend_in_window bigint, spend_last_year bigint, gap_count integer, gap_median_doubled integer, last_gap integer, prior_gap_median_doubled integer,
    PRIMARY KEY (shop_id, customer_id));
  CREATE TABLE bench_products (shop_id integer, customer_id bigint, product_ids bigint[], orders integer[], units bigint[], units_kept bigint[], last_days integer[], PRIMARY KEY (shop_id, customer_id));`;

export function aggregateSql({ shopId, now, timeZone, currencyCode, windowStartDay, lastYearStartDay }: AggregateInput): string {
  return `
WITH line_sums AS (
  SELECT order_id, sum(net_amount) AS net, sum(quantity) AS units FROM order_lines WHERE shop_id = ${shopId} AND NOT is_gift_card GROUP BY order_id
), refund_sums AS (
  SELECT order_id, sum(uncarried_amount) AS uncarried FROM refunds WHERE shop_id = ${shopId} GROUP BY order_id
), refund_line_sums AS (
  SELECT r.order_id, sum(r.quantity) AS units, sum(r.subtotal) AS value
    FROM refund_lines r JOIN order_lines l ON l.shop_id = r.shop_id AND l.order_id = r.order_id AND l.id = r.line_id
   WHERE r.shop_id = ${shopId} AND NOT l.is_gift_card GROUP BY r.order_id
), counted AS MATERIALIZED (
  SELECT o.id, o.customer_id, o.processed_at, o.total_discounts > 0 AS discounted, o.currency_code = '${currencyCode}' AS in_currency,
         coalesce(o.channel_name, o.app_name, o.source_name, 'Unknown') AS channel,
         (o.processed_at AT TIME ZONE '${timeZone}')::date - DATE '1970-01-01' AS day,
         ((date_part('isodow', o.processed_at AT TIME ZONE '${timeZone}') - 1) * 24 + date_part('hour', o.processed_at AT TIME ZONE '${timeZone}'))::smallint AS hour_of_week,
         coalesce(l.units, 0) AS units, greatest(coalesce(l.net, 0) - coalesce(r.uncarried, 0), 0)::bigint AS value,
         least(coalesce(rl.units, 0), coalesce(l.units, 0)) AS units_refunded, coalesce(rl.value, 0) + coalesce(r.uncarried, 0) AS refunded_value
    FROM orders o LEFT JOIN line_sums l ON l.order_id = o.id LEFT JOIN refund_sums r ON r.order_id = o.id LEFT JOIN refund_line_sums rl ON rl.order_id = o.id
   WHERE o.shop_id = ${shopId} AND NOT o.test AND o.cancelled_at IS NULL AND o.processed_at <= '${now}'
     AND o.financial_status IN ('PAID', 'PARTIALLY_PAID', 'PARTIALLY_REFUNDED', 'REFUNDED') AND o.customer_id IS NOT NULL
), products AS (
  INSERT INTO bench_products
  SELECT ${shopId}, customer_id, array_agg(product_id ORDER BY product_id), array_agg(orders ORDER BY product_id), array_agg(units ORDER BY product_id), array_agg(kept ORDER BY product_id), array_agg(last_day ORDER BY product_id)
    FROM (SELECT o.customer_id, l.product_id, count(DISTINCT o.id)::integer AS orders, sum(l.quantity)::bigint AS units, sum(l.current_quantity)::bigint AS kept, max(o.day) AS last_day
            FROM counted o JOIN order_lines l ON l.shop_id = ${shopId} AND l.order_id = o.id WHERE l.product_id IS NOT NULL AND NOT l.is_gift_card GROUP BY o.customer_id, l.product_id) b
   GROUP BY customer_id
), sums AS (
  SELECT customer_id, count(*) AS orders, count(*) FILTER (WHERE discounted) AS discounted_orders, min(day) AS first_order_day, sum(units) AS units_bought, sum(units_refunded) AS units_refunded,
         sum(refunded_value) FILTER (WHERE in_currency) AS refunded_value,
         array_agg(day ORDER BY day, processed_at, id) FILTER (WHERE value > 0) AS purchase_days,
         array_agg(CASE WHEN in_currency THEN value ELSE 0 END ORDER BY day, processed_at, id) FILTER (WHERE value > 0) AS purchase_values,
         array_agg(hour_of_week ORDER BY day, processed_at, id) AS order_hours,
         count(*) FILTER (WHERE value > 0) AS purchases, count(*) FILTER (WHERE value > 0 AND in_currency) AS valued_purchases,
         min(day) FILTER (WHERE value > 0) AS first_purchase_day, max(day) FILTER (WHERE value > 0) AS last_purchase_day,
         sum(value) FILTER (WHERE in_currency) AS net_spend, count(*) FILTER (WHERE value > 0 AND day >= ${windowStartDay}) AS purchases_in_window,
         sum(value) FILTER (WHERE in_currency AND day >= ${windowStartDay}) AS spend_in_window, sum(value) FILTER (WHERE in_currency AND day >= ${lastYearStartDay}) AS spend_last_year
    FROM counted GROUP BY customer_id
), channels AS (
  SELECT customer_id, jsonb_object_agg(channel, orders) AS orders FROM (SELECT customer_id, channel, count(*) AS orders FROM counted GROUP BY 1, 2) n GROUP BY customer_id
), gaps AS (
  SELECT customer_id, count(*) AS gap_count, (2 * percentile_cont(0.5) WITHIN GROUP (ORDER BY gap))::integer AS median, max(gap) FILTER (WHERE is_last) AS last_gap,
         (2 * percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) FILTER (WHERE NOT is_last))::integer AS prior_median
    FROM (SELECT customer_id, day - lag(day) OVER w AS gap, lead(day) OVER w IS NULL AS is_last
            FROM (SELECT DISTINCT customer_id, day FROM counted WHERE value > 0) days WINDOW w AS (PARTITION BY customer_id ORDER BY day)) steps
   WHERE gap IS NOT NULL GROUP BY customer_id
)
INSERT INTO bench_facts
SELECT ${shopId}, c.id, coalesce(f.orders, 0), coalesce(f.discounted_orders, 0), f.first_order_day, coalesce(f.units_bought, 0), coalesce(f.units_refunded, 0), coalesce(f.refunded_value, 0),
       coalesce(f.purchase_days, '{}'), coalesce(f.purchase_values, '{}'), coalesce(f.order_hours, '{}'), coalesce(ch.orders, '{}'),
       left(lower(coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.email, '')), 200),
       coalesce(f.purchases, 0), coalesce(f.valued_purchases, 0), f.first_purchase_day, f.last_purchase_day, coalesce(f.net_spend, 0), coalesce(f.purchase_values[1], 0), coalesce(f.purchases_in_window, 0),
       coalesce(f.spend_in_window, 0), coalesce(f.spend_last_year, 0), coalesce(g.gap_count, 0), g.median, g.last_gap, g.prior_median
  FROM customers c LEFT JOIN sums f ON f.customer_id = c.id LEFT JOIN channels ch ON ch.customer_id = c.id LEFT JOIN gaps g ON g.customer_id = c.id
 WHERE c.shop_id = ${shopId}`;
}

/** The settings of a rebuild, so that neither has memory or plans that the other has not. */
const SETTINGS = "SET work_mem = '128MB'; SET jit = off; SET enable_nestloop = off";

/** @returns seconds of the statement, as a role that row-level security does not hold up */
export async function plainAggregate(database: BenchDatabase, input: AggregateInput): Promise<number> {
  return asRole(database.superuserUrl, async (client) => {
    await client.query(BENCH_TABLES);
    await client.query('CHECKPOINT');
    await client.query(SETTINGS);
    const began = performance.now();
    await client.query(aggregateSql(input));
    return (performance.now() - began) / 1000;
  });
}

const FACTS = `orders, discounted_orders, first_order_day, units_bought, units_refunded, refunded_value, purchase_days, purchase_values, order_hours, order_channels, sort_name, purchases, valued_purchases, first_purchase_day,
  last_purchase_day, net_spend, first_purchase_value, purchases_in_window, spend_in_window, spend_last_year, gap_count, gap_median_doubled, last_gap, prior_gap_median_doubled`;

/** How many customers the aggregate and the profiles disagree about: unless it is none, the two did not do the same work. */
export async function disagreements(database: BenchDatabase): Promise<number> {
  return asRole(database.superuserUrl, async (client) => {
    const differing = (mine: string, theirs: string, columns: string): string => `(SELECT count(*) FROM (SELECT shop_id, customer_id, ${columns} FROM ${mine} EXCEPT SELECT shop_id, customer_id, ${columns} FROM ${theirs}) d)`;
    const products = 'product_ids, orders, units, units_kept, last_days';
    const { rows } = await client.query<{ count: string }>(
      `SELECT ${differing('bench_facts', 'profiles', FACTS)} + ${differing('profiles', 'bench_facts', FACTS)} + ${differing('bench_products', 'profile_products', products)} + ${differing('profile_products', 'bench_products', products)} AS count`,
    );
    return Number(rows[0]?.count);
  });
}
