import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pipeline } from 'node:stream/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { to as copyTo } from 'pg-copy-streams';
import type { BenchDatabase } from '../bench-database.ts';
import { asRole } from '../bench-shop.ts';
import type { AggregateInput } from './plain-aggregate.ts';

const TABLES = {
  customers: 'id, first_name, last_name, email',
  orders: 'id, customer_id, processed_at, total_discounts, currency_code, channel_name, app_name, source_name, test, cancelled_at, financial_status',
  order_lines: 'order_id, id, product_id, net_amount, quantity, current_quantity, is_gift_card',
  refunds: 'order_id, uncarried_amount',
  refund_lines: 'order_id, line_id, quantity, subtotal',
} as const;

/**
 * The same facts by DuckDB, a column store in this process with a thread a core, from the same rows to tables of its own.
 * Getting the rows there is not counted.
 * @returns seconds
 */
export async function duckdbAggregate(database: BenchDatabase, directory: string, input: AggregateInput): Promise<number> {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(availableParallelism()) });
  const connection = await instance.connect();
  try {
    await connection.run("SET TimeZone = 'UTC'");
    for (const [table, columns] of Object.entries(TABLES)) {
      const file = join(directory, `${table}.csv`);
      await asRole(database.superuserUrl, (client) => pipeline(client.query(copyTo(`COPY (SELECT ${columns} FROM ${table} WHERE shop_id = ${input.shopId}) TO STDOUT (FORMAT csv, HEADER)`)), createWriteStream(file)));
      await connection.run(`CREATE TABLE ${table} AS SELECT * FROM read_csv('${file}', sample_size = -1)`);
      await rm(file);
    }
    const began = performance.now();
    for (const statement of statements(input)) await connection.run(statement);
    return (performance.now() - began) / 1000;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function statements({ now, timeZone, currencyCode, windowStartDay, lastYearStartDay }: AggregateInput): string[] {
  return [
    `CREATE TABLE counted AS
     SELECT o.id, o.customer_id, o.processed_at, o.total_discounts > 0 AS discounted, o.currency_code = '${currencyCode}' AS in_currency, coalesce(o.channel_name, o.app_name, o.source_name, 'Unknown') AS channel,
            date_diff('day', DATE '1970-01-01', (o.processed_at AT TIME ZONE '${timeZone}')::date) AS day,
            (isodow(o.processed_at AT TIME ZONE '${timeZone}') - 1) * 24 + hour(o.processed_at AT TIME ZONE '${timeZone}') AS hour_of_week,
            coalesce(l.units, 0) AS units, greatest(coalesce(l.net, 0) - coalesce(r.uncarried, 0), 0) AS value, least(coalesce(rl.units, 0), coalesce(l.units, 0)) AS units_refunded, coalesce(rl.value, 0) + coalesce(r.uncarried, 0) AS refunded_value
       FROM orders o
       LEFT JOIN (SELECT order_id, sum(net_amount) AS net, sum(quantity) AS units FROM order_lines WHERE NOT is_gift_card GROUP BY order_id) l ON l.order_id = o.id
       LEFT JOIN (SELECT order_id, sum(uncarried_amount) AS uncarried FROM refunds GROUP BY order_id) r ON r.order_id = o.id
       LEFT JOIN (SELECT r.order_id, sum(r.quantity) AS units, sum(r.subtotal) AS value FROM refund_lines r JOIN order_lines l ON l.order_id = r.order_id AND l.id = r.line_id WHERE NOT l.is_gift_card GROUP BY r.order_id) rl ON rl.order_id = o.id
      WHERE NOT o.test AND o.cancelled_at IS NULL AND o.processed_at <= TIMESTAMPTZ '${now}' AND o.financial_status IN ('PAID', 'PARTIALLY_PAID', 'PARTIALLY_REFUNDED', 'REFUNDED') AND o.customer_id IS NOT NULL`,
    `CREATE TABLE products AS
     SELECT customer_id, list(product_id ORDER BY product_id), list(orders ORDER BY product_id), list(units ORDER BY product_id), list(kept ORDER BY product_id), list(last_day ORDER BY product_id)
       FROM (SELECT o.customer_id, l.product_id, count(DISTINCT o.id) AS orders, sum(l.quantity) AS units, sum(l.current_quantity) AS kept, max(o.day) AS last_day
               FROM counted o JOIN order_lines l ON l.order_id = o.id WHERE l.product_id IS NOT NULL AND NOT l.is_gift_card GROUP BY ALL) GROUP BY customer_id`,
    `CREATE TABLE facts AS
     SELECT c.id, left(lower(coalesce(nullif(concat_ws(' ', c.first_name, c.last_name), ''), c.email, '')), 200) AS sort_name, f.*, g.*
       FROM customers c LEFT JOIN (
         SELECT customer_id, count(*) AS orders, count(*) FILTER (discounted) AS discounted_orders, min(day) AS first_order_day, sum(units) AS units_bought, sum(units_refunded) AS units_refunded, sum(refunded_value) FILTER (in_currency) AS refunded_value,
                list(day ORDER BY day, processed_at, id) FILTER (value > 0) AS purchase_days, list(CASE WHEN in_currency THEN value ELSE 0 END ORDER BY day, processed_at, id) FILTER (value > 0) AS purchase_values,
                list(hour_of_week ORDER BY day, processed_at, id) AS order_hours, histogram(channel) AS order_channels, count(*) FILTER (value > 0) AS purchases, count(*) FILTER (value > 0 AND in_currency) AS valued_purchases,
                min(day) FILTER (value > 0) AS first_purchase_day, max(day) FILTER (value > 0) AS last_purchase_day, sum(value) FILTER (in_currency) AS net_spend, count(*) FILTER (value > 0 AND day >= ${windowStartDay}) AS purchases_in_window,
                sum(value) FILTER (in_currency AND day >= ${windowStartDay}) AS spend_in_window, sum(value) FILTER (in_currency AND day >= ${lastYearStartDay}) AS spend_last_year
           FROM counted GROUP BY customer_id) f ON f.customer_id = c.id
       LEFT JOIN (
         SELECT customer_id, count(*) AS gap_count, 2 * median(gap) AS gap_median_doubled, max(gap) FILTER (is_last) AS last_gap, 2 * median(gap) FILTER (NOT is_last) AS prior_gap_median_doubled
           FROM (SELECT customer_id, day - lag(day) OVER w AS gap, lead(day) OVER w IS NULL AS is_last FROM (SELECT DISTINCT customer_id, day FROM counted WHERE value > 0) WINDOW w AS (PARTITION BY customer_id ORDER BY day))
          WHERE gap IS NOT NULL GROUP BY customer_id) g ON g.customer_id = c.id`,
  ];
}
