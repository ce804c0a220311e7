import type { TenantTransaction } from '../database/tenant.server.ts';
import { FORECAST_DEFINITIONS, forecastCells, writeForecastsSql } from './forecast-columns.server.ts';
import { forecastRow, type ForecastRow, type WrittenForecast } from './forecast-row.ts';
import { lastKnownForecast, loadCurrentForecast, type CurrentForecast } from './forecast-store.server.ts';
import { predictorOver } from './predict-customer.ts';
import { createProfileView, type ProfilePurchases } from './profile-purchases.ts';
import { recordCrossingsSql } from './risk-event-store.server.ts';
import { DEFAULT_RISK_LINE, riskStep, type RiskStanding } from './risk-line.ts';

/** A customer whose profile has just been worked out. */
export interface RefreshedCustomer extends ProfilePurchases {
  excluded: boolean;
}

/** $1 shop, $2 customers, $3 the line where none was chosen: where these customers stand, as far as they have a forecast, and the merchant's risk line. */
const STOOD = `
SELECT coalesce((SELECT risk_line FROM shop_settings WHERE shop_id = $1), $3::smallint) AS "riskLine",
       (SELECT coalesce(json_agg(json_build_object('customerId', customer_id, 'pBuy', p_buy, 'pastLine', past_line, 'riskLine', risk_line)), '[]')
          FROM customer_forecasts WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])) AS stood`;

/**
 * $1 shop, $2 customers, $3 version that the rows were worked out by, $4 rows, $5 day, $6 now. Nothing is written where another
 * version is in force; which one is comes back, and no row before the first fit. A risk that rose past the line on the day
 * that it was last worked out for did so by what happened; else the days did it. Whatever the version: of whoever has
 * ordered since the night, no order is due any more.
 */
const WRITE = `
WITH current AS (SELECT version FROM forecast_models WHERE shop_id = $1 ORDER BY version DESC LIMIT 1),
     given AS (SELECT x.* FROM json_to_recordset($4::json) AS x (${FORECAST_DEFINITIONS})),
     gone AS (
       DELETE FROM customer_forecasts f
        WHERE f.shop_id = $1 AND f.customer_id = ANY ($2::bigint[]) AND f.customer_id <> ALL (ARRAY(SELECT customer_id FROM given))
          AND (SELECT version FROM current) = $3::integer),
     told AS (SELECT given.*, f.for_day AS stood_for FROM given LEFT JOIN customer_forecasts f ON f.shop_id = $1 AND f.customer_id = given.customer_id
               WHERE (SELECT version FROM current) = $3::integer),
     crossed AS (${recordCrossingsSql('told', '$1', '$6', "CASE WHEN n.stood_for < $5::integer THEN 'time' ELSE 'event' END")}),
     ordered AS (
       DELETE FROM due_orders o
        WHERE o.shop_id = $1 AND o.customer_id = ANY ($2::bigint[])
          AND NOT EXISTS (SELECT FROM profiles p WHERE p.shop_id = $1 AND p.customer_id = o.customer_id AND p.last_purchase_day = o.last_purchase_day AND NOT p.excluded)),
     written AS (${writeForecastsSql('told', '$1', '$5')})
SELECT version FROM current`;

/**
 * Works out what is expected of some customers against the shop's stored model, in the caller's transaction, which has
 * just worked out their profiles and holds off a rebuild: two statements where the model is the one that this process
 * knows. The numbers are those that a fit would write by the same model on that day. Whose risk has risen past the
 * merchant's line is an event, in the same statement.
 * @param options.now the business clock, ms since the epoch
 * @param options.customerIds all that were looked at; whoever has no forecast by `customers` loses theirs
 */
export async function refreshForecasts(tx: TenantTransaction, options: { customerIds: readonly number[]; customers: readonly RefreshedCustomer[]; day: number; now: number }): Promise<void> {
  const { customerIds, customers, day } = options;
  let by = lastKnownForecast(tx.shopId);
  for (;;) {
    const rows = by === null ? [] : await held(tx, forecastsBy(by, customers, day));
    const { rows: [current] } = await tx.query<{ version: number }>({
      name: 'refresh-forecasts', text: WRITE, values: [tx.shopId, customerIds, by?.version ?? 0, JSON.stringify(rows.map(forecastCells)), day, new Date(options.now)],
    });
    if (current === undefined || current.version === by?.version) return;
    by = await loadCurrentForecast(tx);
  }
}

/** Holds rows against the merchant's risk line, each from where its customer stood. By one model: what it says today is the row itself. */
async function held(tx: TenantTransaction, rows: readonly ForecastRow[]): Promise<WrittenForecast[]> {
  if (rows.length === 0) return [];
  const { rows: [read] } = await tx.query<{ riskLine: number; stood: (RiskStanding & { customerId: number })[] }>({
    name: 'risk-standing', text: STOOD, values: [tx.shopId, rows.map((row) => row.customerId), DEFAULT_RISK_LINE],
  });
  const stood = new Map(read?.stood.map((one) => [one.customerId, one]));
  return rows.map((row) => ({ ...row, ...riskStep(stood.get(row.customerId) ?? null, row.pBuy, read?.riskLine ?? DEFAULT_RISK_LINE, () => row.pBuy) }));
}

/** What is expected of customers by a model as of a day: of those who have bought and are not excluded. */
export function forecastsBy({ state, model }: Pick<CurrentForecast, 'state' | 'model'>, customers: readonly RefreshedCustomer[], day: number): ForecastRow[] {
  if (state !== 'shown' || model === null) return [];
  const builder = createProfileView(day);
  for (const customer of customers) if (!customer.excluded) builder.add(customer);
  const { view, customerIds } = builder.finish();
  const predict = predictorOver(model, view);
  return Array.from(customerIds, (customerId, i) => forecastRow(customerId, predict(i)));
}
