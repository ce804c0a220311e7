import type { TenantTransaction } from '../database/tenant.server.ts';
import type { ForecastRow } from './forecast-row.ts';

const BATCH = 2_000;

/** What is expected of every customer who has a forecast, in the order of their ids, a batch in memory at a time. */
export async function* walkForecasts(tx: TenantTransaction): AsyncGenerator<ForecastRow, void> {
  for (let after = -1; ; ) {
    const { rows } = await tx.query<ForecastRow>(
      `SELECT customer_id AS "customerId", clv_12m AS "clv12m", clv_low AS "clvLow", clv_high AS "clvHigh", expected_spend_90d AS "expectedSpend90d",
              expected_purchases_12m AS "expectedPurchases12m", p_alive AS "pAlive", p_buy AS "pBuy", p_buy_90d AS "pBuy90d", next_order_day AS "nextOrderDay", churn_band AS "churnBand"
         FROM customer_forecasts WHERE shop_id = $1 AND customer_id > $2 ORDER BY customer_id LIMIT $3`,
      [tx.shopId, after, BATCH],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    yield* rows;
    after = last.customerId;
  }
}
