import type { TenantTransaction } from '../database/tenant.server.ts';
import { loadRiskLine } from '../shops/shop-store.server.ts';
import type { RiskEvent } from './risk-event.ts';
import { DEFAULT_RISK_LINE } from './risk-line.ts';

/** Rows of risk_events: read and written here alone, but for a customer's timeline. */

/**
 * An INSERT of an event for each row of `source` (SQL with FORECAST_DEFINITIONS) that has just crossed the line. `shop` and `at`:
 * their parameters; `cause`: SQL over a row `n`.
 */
export function recordCrossingsSql(source: string, shop: string, at: string, cause: string): string {
  return `INSERT INTO risk_events (shop_id, customer_id, happened_at, risk_before, risk_after, line, cause)
  SELECT ${shop}::integer, n.customer_id, ${at}::timestamptz, round((1 - n.crossed_from)::numeric, 6), round((1 - n.p_buy)::numeric, 6), n.risk_line, ${cause}
    FROM ${source} n WHERE n.crossed_from IS NOT NULL ORDER BY n.customer_id`;
}

/**
 * The next events of a shop, for whoever acts on them: up to `limit` of those with a number above `after`, in the order of their
 * numbers. A shop's events are written by one transaction after the other (an event's turn holds the tags' lock, a fit the
 * rebuild's), so none with a smaller number appears later: who keeps the last number that they have seen misses none and sees none twice.
 * What a retention has removed is not told any more.
 * @param options.after 0: from the beginning
 */
export async function readRiskEvents(tx: TenantTransaction, options: { after: number; limit: number }): Promise<RiskEvent[]> {
  const { rows } = await tx.query<RiskEvent & Record<string, unknown>>(
    `SELECT id, customer_id AS "customerId", happened_at AS "happenedAt", risk_before AS "riskBefore", risk_after AS "riskAfter", line, cause
       FROM risk_events WHERE shop_id = $1 AND id > $2 ORDER BY id LIMIT $3`,
    [tx.shopId, options.after, options.limit],
  );
  return rows;
}

/** How many customers with a forecast stand past each of some lines, in percent; null where the shop shows no forecast. One pass over the forecasts. */
export async function countPastLine(tx: TenantTransaction, lines: readonly number[]): Promise<number[] | null> {
  const { rows } = await tx.query<{ line: number; customers: number }>(
    `SELECT l.line, count(f.customer_id)::integer AS customers
       FROM unnest($2::integer[]) AS l (line)
       LEFT JOIN customer_forecasts f ON f.shop_id = $1 AND 1000000 - round(f.p_buy * 1000000) > l.line * 10000
      WHERE EXISTS (SELECT FROM customer_forecasts WHERE shop_id = $1)
      GROUP BY l.line`,
    [tx.shopId, [...new Set(lines)]],
  );
  if (rows.length === 0) return null;
  const of = new Map(rows.map((row) => [row.line, row.customers]));
  return lines.map((line) => of.get(line) ?? 0);
}

/** The merchant's line, in percent. */
export async function currentRiskLine(tx: TenantTransaction): Promise<number> {
  return (await loadRiskLine(tx)) ?? DEFAULT_RISK_LINE;
}

/** The events of a customer who was merged into another follow that one, each with whose it was. @returns how many */
export async function moveRiskEvents(tx: TenantTransaction, merge: { goneId: number; keptId: number }): Promise<number> {
  const { rowCount } = await tx.query(
    'UPDATE risk_events SET customer_id = $3, merged_from = coalesce(merged_from, $2) WHERE shop_id = $1 AND customer_id = $2', [tx.shopId, merge.goneId, merge.keptId],
  );
  return rowCount ?? 0;
}

/** Removes events of before an instant. @returns how many */
export async function forgetOldRiskEvents(tx: TenantTransaction, options: { before: Date }): Promise<number> {
  const { rowCount } = await tx.query('DELETE FROM risk_events WHERE shop_id = $1 AND happened_at < $2', [tx.shopId, options.before]);
  return rowCount ?? 0;
}
