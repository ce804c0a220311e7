import type { TenantTransaction } from '../database/tenant.server.ts';
import type { ForecastForAction } from '../profiles/next-action.ts';

/** What the forecast says of these customers, for what to do about them next; of nobody where the shop's forecast is not shown. */
export async function loadActionForecasts(tx: TenantTransaction, customerIds: readonly number[]): Promise<Map<number, ForecastForAction>> {
  const { rows } = await tx.query<ForecastForAction & { id: number }>(
    `SELECT f.customer_id AS id, f.churn_band AS "churnBand", f.p_buy AS chance, m.horizon_days AS "horizonDays", f.next_order_day AS "nextOrderDay"
       FROM customer_forecasts f JOIN forecast_models m ON m.shop_id = f.shop_id AND m.horizon_days IS NOT NULL
        AND m.version = (SELECT max(version) FROM forecast_models WHERE shop_id = $1)
      WHERE f.shop_id = $1 AND f.customer_id = ANY ($2::bigint[])`,
    [tx.shopId, customerIds],
  );
  return new Map(rows.map(({ id, ...forecast }) => [id, forecast]));
}
