import type { TenantTransaction } from '../database/tenant.server.ts';
import { DUE_DAYS } from '../profiles/replenishment.ts';
import type { DueProduct } from './due-orders.ts';
import type { ForecastProgress } from './forecast-floor.ts';
import type { ForecastState } from './forecast-state.ts';
import type { ShopOutlook } from './outlook.ts';

/** Rows of forecast_outlooks and due_orders: written here alone, but for whoever orders (refresh-forecasts.server.ts). */

/**
 * $1 shop, $2 today, $3 to $6 due products: customers, products, days, last purchases. An order is due within the week by
 * the forecast, or because a product is needed again; never of whoever most likely does not buy. A product whose customer
 * has ordered since it was read is left out, and so is that of somebody late by their own rhythm, who is to be won back first.
 */
const WRITE_DUE = `
WITH found AS (
       SELECT f.customer_id, greatest(f.next_order_day, $2::integer) AS due_day, NULL::bigint AS product_id, p.last_purchase_day
         FROM customer_forecasts f JOIN profiles p ON p.shop_id = f.shop_id AND p.customer_id = f.customer_id
        WHERE f.shop_id = $1 AND f.churn_band <> 'high' AND f.next_order_day < $2::integer + ${DUE_DAYS}
       UNION ALL
       SELECT d.customer_id, d.due_day, d.product_id, d.last_day
         FROM unnest($3::bigint[], $4::bigint[], $5::integer[], $6::integer[]) AS d (customer_id, product_id, due_day, last_day)
         JOIN customer_forecasts f ON f.shop_id = $1 AND f.customer_id = d.customer_id AND f.churn_band <> 'high'
         JOIN profiles p ON p.shop_id = $1 AND p.customer_id = d.customer_id AND p.last_purchase_day = d.last_day AND p.stage NOT IN ('At risk', 'Lapsed')
        WHERE d.due_day >= $2::integer AND d.due_day < $2::integer + ${DUE_DAYS}),
     due AS (SELECT DISTINCT ON (customer_id) * FROM found ORDER BY customer_id, due_day, product_id),
     gone AS (DELETE FROM due_orders o WHERE o.shop_id = $1 AND NOT EXISTS (SELECT FROM due WHERE due.customer_id = o.customer_id))
INSERT INTO due_orders AS o (shop_id, customer_id, due_day, product_id, last_purchase_day) SELECT $1, customer_id, due_day, product_id, last_purchase_day FROM due
ON CONFLICT (shop_id, customer_id) DO UPDATE SET due_day = EXCLUDED.due_day, product_id = EXCLUDED.product_id, last_purchase_day = EXCLUDED.last_purchase_day
 WHERE (o.due_day, o.product_id, o.last_purchase_day) IS DISTINCT FROM (EXCLUDED.due_day, EXCLUDED.product_id, EXCLUDED.last_purchase_day)`;

const WRITE_OUTLOOK = `
INSERT INTO forecast_outlooks (shop_id, for_day, expected_spend, at_risk_customers, at_risk_spend, lapsed_customers, lapsed_spend)
SELECT $1, $2, coalesce(sum(f.expected_spend_90d), 0)::bigint,
       count(*) FILTER (WHERE p.stage = 'At risk'), coalesce(sum(f.expected_spend_90d) FILTER (WHERE p.stage = 'At risk'), 0)::bigint,
       count(*) FILTER (WHERE p.stage = 'Lapsed'), coalesce(sum(f.expected_spend_90d) FILTER (WHERE p.stage = 'Lapsed'), 0)::bigint
  FROM customer_forecasts f JOIN profiles p ON p.shop_id = f.shop_id AND p.customer_id = f.customer_id
 WHERE f.shop_id = $1
ON CONFLICT (shop_id) DO UPDATE SET for_day = EXCLUDED.for_day, expected_spend = EXCLUDED.expected_spend, at_risk_customers = EXCLUDED.at_risk_customers,
  at_risk_spend = EXCLUDED.at_risk_spend, lapsed_customers = EXCLUDED.lapsed_customers, lapsed_spend = EXCLUDED.lapsed_spend`;

/** Adds up what the forecasts that have just been written say, and notes whose order is due: in the transaction that wrote them. */
export async function writeOutlook(tx: TenantTransaction, day: number, products: readonly DueProduct[]): Promise<void> {
  await tx.query(WRITE_OUTLOOK, [tx.shopId, day]);
  await tx.query(WRITE_DUE, [tx.shopId, day, products.map((one) => one.customerId), products.map((one) => one.productId), products.map((one) => one.dueDay), products.map((one) => one.lastPurchaseDay)]);
}

/** Without a forecast that is shown there is nothing to expect. */
export async function forgetOutlook(tx: TenantTransaction): Promise<void> {
  await tx.query('DELETE FROM due_orders WHERE shop_id = $1', [tx.shopId]);
  await tx.query('DELETE FROM forecast_outlooks WHERE shop_id = $1', [tx.shopId]);
}

type OutlookRow = { state: ForecastState; progress: ForecastProgress; due: number } & (
  | { forDay: number; expectedSpend: number; atRiskCustomers: number; atRiskSpend: number; lapsedCustomers: number; lapsedSpend: number }
  | { forDay: null }
);

/** What the shop can expect, or why nothing is said. It reads two rows and counts those whose order is due, by the key of their table. */
export async function loadOutlook(tx: TenantTransaction): Promise<ShopOutlook> {
  const { rows: [row] } = await tx.query<OutlookRow>(
    `SELECT m.state, m.progress, o.for_day AS "forDay", o.expected_spend AS "expectedSpend", o.at_risk_customers AS "atRiskCustomers", o.at_risk_spend AS "atRiskSpend",
            o.lapsed_customers AS "lapsedCustomers", o.lapsed_spend AS "lapsedSpend", (SELECT count(*)::integer FROM due_orders d WHERE d.shop_id = $1) AS due
       FROM (SELECT state, progress FROM forecast_models WHERE shop_id = $1 ORDER BY version DESC LIMIT 1) m LEFT JOIN forecast_outlooks o ON o.shop_id = $1`,
    [tx.shopId],
  );
  if (row === undefined) return { shown: false, reason: 'not-yet', progress: null };
  const { state, progress } = row;
  if (state !== 'shown') return { shown: false, reason: state, progress };
  if (row.forDay === null) return { shown: false, reason: 'not-yet', progress };
  return {
    shown: true, forDay: row.forDay, expectedSpend: row.expectedSpend, due: row.due,
    atRisk: { customers: row.atRiskCustomers, spend: row.atRiskSpend }, lapsed: { customers: row.lapsedCustomers, spend: row.lapsedSpend },
  };
}
