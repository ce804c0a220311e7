import type { TenantTransaction } from '../database/tenant.server.ts';
import { currencyDecimals } from '../math/minor-units.ts';
import { loadCurrentModel } from '../profiles/profile-store.server.ts';
import { rhythmLimits } from '../profiles/stage.ts';
import type { CustomerForecastView } from './customer-forecast-view.ts';
import { FORECAST_SETTINGS } from './forecast-settings.ts';
import { loadBackTest } from './forecast-store.server.ts';
import { meanMetrics } from './mean-metrics.ts';

type Shown = Extract<CustomerForecastView, { shown: true }>;
type Row = Pick<Shown, 'clv12m' | 'clvLow' | 'clvHigh' | 'expectedPurchases12m' | 'expectedSpend90d' | 'pAlive' | 'pBuy' | 'pBuy90d' | 'nextOrderDay' | 'churnBand' | 'forDay'>;
interface ProfileRow {
  purchases: number;
  lastPurchaseDay: number | null;
  gapCount: number;
  gapMedianDoubled: number | null;
  excluded: boolean;
  forecast: Row | null;
}

/** What is expected of a customer with what it rests on, or why nothing is said; null for a customer without a profile. */
export async function loadCustomerForecast(tx: TenantTransaction, customerId: number): Promise<CustomerForecastView | null> {
  const { rows: [profile] } = await tx.query<ProfileRow>(
    `SELECT p.purchases, p.last_purchase_day AS "lastPurchaseDay", p.gap_count AS "gapCount", p.gap_median_doubled AS "gapMedianDoubled", p.excluded,
            CASE WHEN f.customer_id IS NOT NULL THEN json_build_object(
              'clv12m', f.clv_12m, 'clvLow', f.clv_low, 'clvHigh', f.clv_high, 'expectedPurchases12m', f.expected_purchases_12m, 'expectedSpend90d', f.expected_spend_90d,
              'pAlive', f.p_alive, 'pBuy', f.p_buy, 'pBuy90d', f.p_buy_90d, 'nextOrderDay', f.next_order_day, 'churnBand', f.churn_band, 'forDay', f.for_day) END AS forecast
       FROM profiles p LEFT JOIN customer_forecasts f ON f.shop_id = p.shop_id AND f.customer_id = p.customer_id
      WHERE p.shop_id = $1 AND p.customer_id = $2`,
    [tx.shopId, customerId],
  );
  if (profile === undefined) return null;
  const test = await loadBackTest(tx);
  const current = await loadCurrentModel(tx);
  if (test === null || current === null) return { shown: false, reason: 'not-yet', progress: null };
  if (test.state !== 'shown') return { shown: false, reason: test.state, progress: test.progress };
  if (profile.excluded) return { shown: false, reason: 'excluded', progress: null };
  if (profile.lastPurchaseDay === null) return { shown: false, reason: 'no-purchase', progress: null };
  if (profile.forecast === null) return { shown: false, reason: 'not-yet', progress: null };
  const auc = meanMetrics(test.accuracy?.rows ?? []).find(({ metric }) => metric === 'auc');
  const { doubled } = current.model.gap;
  const { gapCount, gapMedianDoubled } = profile;
  const { currencyCode } = current.figures;
  return {
    shown: true, ...profile.forecast, horizonDays: test.horizonDays ?? 90, settings: { ...FORECAST_SETTINGS, ...test.settings }, currencyCode, decimals: currencyDecimals(currencyCode) ?? 2,
    restsOn: {
      purchases: profile.purchases, lastPurchaseDay: profile.lastPurchaseDay,
      usualGap: rhythmLimits(gapCount, gapMedianDoubled, doubled, 'rhythm').usualDays,
      cutOffs: test.accuracy?.curves.length ?? 0, auc: auc?.model ?? null, naiveAuc: auc?.naive ?? null,
    },
  };
}
