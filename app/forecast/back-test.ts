import { areaUnderCurve, brierScore, calibrationCurve, expectedCalibrationError, meanAbsoluteError, rootMeanSquaredError, topCapture, topRate, totalBias, type CalibrationBin } from '../math/accuracy.ts';
import { JUDGED, METRICS, MORE_IS_BETTER, NAIVE_NAMES, type BackTestMetric, type BackTestRow, type NaiveName } from './back-test-metrics.ts';
import { levelled } from './forecast-level.ts';
import type { ForecastAt, Forecaster } from './forecaster.ts';
import { meanMetrics } from './mean-metrics.ts';
import { naiveForecasts, type NaiveForecast } from './naive-forecasts.ts';
import { outcomesAfter, type OrderHistories } from './order-histories.ts';

export interface BackTest {
  horizon: number;
  rows: BackTestRow[];
  curves: { cutOff: number; bins: CalibrationBin[] }[];
  /** Cut-offs of which nothing could be said, with the reason. */
  leftOut: { cutOff: number; reason: 'no-model' | 'window-not-over' }[];
  shown: boolean;
}

/** What a forecast said of each customer of its view. */
export interface ForecastColumns {
  buying: Float64Array;
  purchases: Float64Array;
  revenue: Float64Array;
}

export function forecastColumns({ columns, level, view }: Pick<ForecastAt, 'columns' | 'level' | 'view'>): ForecastColumns {
  const said: ForecastColumns = { buying: new Float64Array(view.size), purchases: new Float64Array(view.size), revenue: new Float64Array(view.size) };
  for (let i = 0; i < view.size; i += 1) {
    const { buying, purchases } = levelled(level, { btydBuying: columns.btydBuying[i] as number, buying: columns.buying[i] as number, btydPurchases: columns.btydPurchases[i] as number, purchases: columns.purchases[i] as number });
    said.buying[i] = buying;
    said.purchases[i] = purchases;
    said.revenue[i] = purchases * (columns.value[i] as number);
  }
  return said;
}

/**
 * Forecasts made at cut-offs in the shop's past from what was known then, held against what happened. `knownThroughDay`
 * is the last day whose orders are all known.
 */
export function backTest(histories: OrderHistories, forecaster: Forecaster, options: { cutOffs: readonly number[]; horizon: number; knownThroughDay: number }): BackTest {
  const { horizon, knownThroughDay } = options;
  const test: BackTest = { horizon, rows: [], curves: [], leftOut: [], shown: false };
  for (const cutOff of options.cutOffs) {
    if (cutOff + horizon > knownThroughDay) {
      test.leftOut.push({ cutOff, reason: 'window-not-over' });
      continue;
    }
    const forecast = forecaster.at(cutOff, horizon);
    if (forecast === null) {
      test.leftOut.push({ cutOff, reason: 'no-model' });
      continue;
    }
    const { rows, bins } = rowsAt(histories, forecast, cutOff, horizon, knownThroughDay);
    test.rows.push(...rows);
    test.curves.push({ cutOff, bins });
  }
  const means = meanMetrics(test.rows);
  test.shown = JUDGED.every((metric) => means.some((one) => one.metric === metric && one.better === true));
  for (const row of test.rows) row.shown = test.shown;
  return test;
}

function rowsAt(histories: OrderHistories, forecast: ForecastAt, cutOff: number, horizon: number, knownThroughDay: number): { rows: BackTestRow[]; bins: CalibrationBin[] } {
  const { view } = forecast;
  const { purchases: bought, revenue } = outcomesAfter(histories, view, horizon, knownThroughDay);
  const model = forecastColumns(forecast);
  const naive = naiveForecasts(histories, view, horizon);
  const ranked = { score: model.buying, spendScore: model.revenue, said: model };
  const rows = METRICS.map((metric): BackTestRow => {
    const measure = MEASURES[metric];
    const naives: BackTestRow['naives'] = {};
    let naiveName: NaiveName | null = null;
    for (const name of NAIVE_NAMES) {
      const value = measure(naive[name], bought, revenue);
      if (value === null || !Number.isFinite(value)) continue;
      naives[name] = value;
      if (naiveName === null || badness(metric, value) < badness(metric, naives[naiveName] as number)) naiveName = name;
    }
    return { cutOff, metric, model: measure(ranked, bought, revenue) ?? Number.NaN, naives, naive: naiveName === null ? null : (naives[naiveName] as number), naiveName, shown: false };
  });
  return { rows, bins: calibrationCurve(model.buying, bought) };
}

type Measure = (forecast: NaiveForecast, bought: Float64Array, revenue: Float64Array) => number | null;
type Said = NonNullable<NaiveForecast['said']>;

const saying = (measure: (said: Said, bought: Float64Array, revenue: Float64Array) => number): Measure => ({ said }, bought, revenue) => (said === null ? null : measure(said, bought, revenue));

const MEASURES: Readonly<Record<BackTestMetric, Measure>> = {
  auc: ({ score }, bought) => areaUnderCurve(score, bought),
  'top-tenth-bought': ({ score }, bought) => topRate(score, bought),
  brier: saying(({ buying }, bought) => brierScore(buying, bought)),
  'calibration-error': saying(({ buying }, bought) => expectedCalibrationError(buying, bought)),
  'purchases-mae': saying(({ purchases }, bought) => meanAbsoluteError(purchases, bought)),
  'purchases-rmse': saying(({ purchases }, bought) => rootMeanSquaredError(purchases, bought)),
  'purchases-bias': saying(({ purchases }, bought) => totalBias(purchases, bought)),
  'revenue-mae': saying((said, _, revenue) => meanAbsoluteError(said.revenue, revenue)),
  'revenue-bias': saying((said, _, revenue) => totalBias(said.revenue, revenue)),
  'top-tenth': ({ spendScore }, _, revenue) => topCapture(spendScore, revenue),
};

const badness = (metric: BackTestMetric, value: number): number => (MORE_IS_BETTER.has(metric) ? -value : Math.abs(value));
