import type { TenantTransaction } from '../database/tenant.server.ts';
import { FORECAST_DEFINITIONS, forecastCells, writeForecastsSql } from './forecast-columns.server.ts';
import { forecastRow, type ForecastRow } from './forecast-row.ts';
import { lastKnownForecast, loadCurrentForecast, type CurrentForecast } from './forecast-store.server.ts';
import { predictorOver } from './predict-customer.ts';
import { createProfileView, type ProfilePurchases } from './profile-purchases.ts';

/** A customer whose profile has just been worked out. */
export interface RefreshedCustomer extends ProfilePurchases {
  excluded: boolean;
}

/**
 * $1 shop, $2 customers, $3 version that the rows were worked out by, $4 rows, $5 day. Nothing is written where another
 * version is in force; which one is comes back, and no row before the first fit.
 */
const WRITE = `
WITH current AS (SELECT version FROM forecast_models WHERE shop_id = $1 ORDER BY version DESC LIMIT 1),
     given AS (SELECT x.* FROM json_to_recordset($4::json) AS x (${FORECAST_DEFINITIONS})),
     gone AS (
       DELETE FROM customer_forecasts f
        WHERE f.shop_id = $1 AND f.customer_id = ANY ($2::bigint[]) AND f.customer_id <> ALL (ARRAY(SELECT customer_id FROM given))
          AND (SELECT version FROM current) = $3::integer),
     written AS (${writeForecastsSql('(SELECT given.* FROM given WHERE (SELECT version FROM current) = $3::integer)', '$1', '$5')})
SELECT version FROM current`;

/**
 * Works out what is expected of some customers against the shop's stored model, in the caller's transaction, which has
 * just worked out their profiles and holds off a rebuild: one statement where the model is the one that this process
 * knows. The rows are those that a fit would write by the same model on that day.
 * @param options.customerIds all that were looked at; whoever has no forecast by `customers` loses theirs
 */
export async function refreshForecasts(tx: TenantTransaction, options: { customerIds: readonly number[]; customers: readonly RefreshedCustomer[]; day: number }): Promise<void> {
  const { customerIds, customers, day } = options;
  let by = lastKnownForecast(tx.shopId);
  for (;;) {
    const rows = by === null ? [] : forecastsBy(by, customers, day);
    const { rows: [current] } = await tx.query<{ version: number }>({
      name: 'refresh-forecasts', text: WRITE, values: [tx.shopId, customerIds, by?.version ?? 0, JSON.stringify(rows.map(forecastCells)), day],
    });
    if (current === undefined || current.version === by?.version) return;
    by = await loadCurrentForecast(tx);
  }
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
