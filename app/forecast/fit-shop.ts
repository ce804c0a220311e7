import { backTest, type BackTest } from './back-test.ts';
import { COMPARED_HORIZON, fitForecast, learnable, type ForecastModel } from './fit-forecast.ts';
import type { ForecastProgress } from './forecast-floor.ts';
import { FORECAST_SETTINGS, type ForecastSettings } from './forecast-settings.ts';
import type { ForecastState } from './forecast-state.ts';
import { createForecaster, LAGS } from './forecaster.ts';
import { purchasesThrough, type OrderHistories } from './order-histories.ts';
import { firstDayOf, LEARNING } from './raw-forecast.ts';

/** Cut-offs of the back-test: months apart, back from the last whose window is over. */
const CUT_OFFS = 6;
const DAYS_BETWEEN = 30;

/**
 * Forecasts that a fit with its back-test makes at most. Of today at two horizons, each with those that its level is learnt
 * from; and those of the cut-offs, of which the level's of today are some.
 */
const FORECASTS_MADE = (() => {
  const levels = (day: number): number[] => [day, ...LAGS.map((lag) => day - COMPARED_HORIZON - lag)];
  const cutOffs = Array.from({ length: CUT_OFFS }, (_, back) => -COMPARED_HORIZON - DAYS_BETWEEN * back);
  return new Set([0, ...cutOffs].flatMap(levels)).size + 1 + LAGS.length;
})();

/** A shop's forecast with its proof, or why there is none. */
export interface ShopFit {
  state: ForecastState;
  progress: ForecastProgress;
  model: ForecastModel | null;
  accuracy: BackTest | null;
}

/** The days at whose end the shop's past is forecast and held against the ninety days after: the oldest first. */
export function backTestCutOffs(firstDay: number, throughDay: number): number[] {
  return Array.from({ length: CUT_OFFS }, (_, back) => throughDay - COMPARED_HORIZON - DAYS_BETWEEN * back).filter((day) => day >= firstDay + LEARNING.warmUp).reverse();
}

/**
 * Fits a shop's forecast to its orders up to the end of a day, and tests it on the past before that.
 * @param options.settings what lifetime value is taken with
 * @param options.onProgress told how much is done, 0 to 1: by the forecasts of past days that it takes, each about as long as another
 */
export function fitShop(histories: OrderHistories, throughDay: number, { settings = FORECAST_SETTINGS, onProgress = () => {} }: { settings?: ForecastSettings; onProgress?: (share: number) => void } = {}): ShopFit {
  const sample = learnable(histories);
  let made = 0;
  const forecaster = createForecaster(sample, LEARNING, () => {
    made += 1;
    onProgress(Math.min(1, made / FORECASTS_MADE));
  });
  const fitted = fitForecast(histories, throughDay, settings, forecaster);
  const { progress } = fitted;
  if (!fitted.made) return { state: fitted.reason, progress, model: null, accuracy: null };
  const firstDay = firstDayOf(purchasesThrough(sample, throughDay));
  const accuracy = backTest(sample, forecaster, { cutOffs: backTestCutOffs(firstDay, throughDay), horizon: COMPARED_HORIZON, knownThroughDay: throughDay });
  const state = accuracy.rows.length === 0 ? 'unproven' : accuracy.shown ? 'shown' : 'loses';
  return { state, progress, model: fitted.model, accuracy };
}
