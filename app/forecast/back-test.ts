import { areaUnderCurve, brierScore, calibrationCurve, expectedCalibrationError, meanAbsoluteError, rootMeanSquaredError, topCapture, totalBias, type CalibrationBin } from '../math/accuracy.ts';
import { levelled } from './forecast-level.ts';
import type { ForecastAt, Forecaster } from './forecaster.ts';
import { naiveForecasts } from './naive-forecasts.ts';
import { outcomesAfter, type OrderHistories } from './order-histories.ts';

/** What is measured at a cut-off. `auc` to `calibration-error` are about who buys, the others about how much. */
export type BackTestMetric = 'auc' | 'brier' | 'calibration-error' | 'purchases-mae' | 'purchases-rmse' | 'purchases-bias' | 'revenue-mae' | 'revenue-bias' | 'top-tenth';

export interface BackTestRow {
  /** The last day that the forecast knew. */
  cutOff: number;
  metric: BackTestMetric;
  model: number;
  /** The best of the naive forecasts that say anything about it; null where none does. */
  naive: number | null;
  naiveName: 'recency' | 'rfm' | 'last-window' | 'share-who-bought' | null;
  /** False where the model loses to a naive forecast on this shop (over all cut-offs): then nothing of it is shown as a forecast. */
  shown: boolean;
}

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

/** For which metrics more is better; the biases are judged by their size. */
const MORE_IS_BETTER: ReadonlySet<BackTestMetric> = new Set(['auc', 'top-tenth']);
/** What the model is judged by as a whole: who buys, how many, and where the best customers are. */
const JUDGED: readonly BackTestMetric[] = ['auc', 'brier', 'purchases-rmse'];

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
  test.shown = JUDGED.every((metric) => beatsNaive(test.rows, metric));
  for (const row of test.rows) row.shown = test.shown;
  return test;
}

function rowsAt(histories: OrderHistories, forecast: ForecastAt, cutOff: number, horizon: number, knownThroughDay: number): { rows: BackTestRow[]; bins: CalibrationBin[] } {
  const { view } = forecast;
  const outcomes = outcomesAfter(histories, view, horizon, knownThroughDay);
  const said = forecastColumns(forecast);
  const naive = naiveForecasts(view, horizon);
  const share = shareThatBought(forecast, horizon);
  const { purchases: bought, revenue } = outcomes;
  const rows: BackTestRow[] = [];
  const add = (metric: BackTestMetric, model: number, against: readonly (readonly [BackTestRow['naiveName'], number])[]): void => {
    let [naiveName, best]: [BackTestRow['naiveName'], number | null] = [null, null];
    for (const [name, value] of against) if (Number.isFinite(value) && (best === null || badness(metric, value) < badness(metric, best))) [naiveName, best] = [name, value];
    rows.push({ cutOff, metric, model, naive: best, naiveName, shown: false });
  };
  const of = (name: keyof typeof naive, measure: (column: Float64Array) => number): number => measure(naive[name]);
  const ranked = (measure: (column: Float64Array) => number) => [['recency', of('recency', measure)], ['rfm', of('rfm', measure)], ['last-window', of('lastWindow', measure)]] as const;
  add('auc', areaUnderCurve(said.buying, bought), ranked((column) => areaUnderCurve(column, bought)));
  const constant = new Float64Array(view.size).fill(share);
  add('brier', brierScore(said.buying, bought), [['share-who-bought', brierScore(constant, bought)]]);
  add('calibration-error', expectedCalibrationError(said.buying, bought), []);
  add('purchases-mae', meanAbsoluteError(said.purchases, bought), [['last-window', of('lastWindow', (column) => meanAbsoluteError(column, bought))]]);
  add('purchases-rmse', rootMeanSquaredError(said.purchases, bought), [['last-window', of('lastWindow', (column) => rootMeanSquaredError(column, bought))]]);
  add('purchases-bias', totalBias(said.purchases, bought), [['last-window', of('lastWindow', (column) => totalBias(column, bought))]]);
  add('revenue-mae', meanAbsoluteError(said.revenue, revenue), [['last-window', of('lastWindowSpend', (column) => meanAbsoluteError(column, revenue))]]);
  add('revenue-bias', totalBias(said.revenue, revenue), [['last-window', of('lastWindowSpend', (column) => totalBias(column, revenue))]]);
  add('top-tenth', topCapture(said.revenue, revenue), [['rfm', of('rfm', (column) => topCapture(column, revenue))], ['last-window', of('lastWindowSpend', (column) => topCapture(column, revenue))]]);
  return { rows, bins: calibrationCurve(said.buying, bought) };
}

/** The share of customers who bought in the last window that was over at the cut-off: what to say of everybody without a model. */
function shareThatBought({ view }: ForecastAt, horizon: number): number {
  const naive = naiveForecasts(view, horizon).lastWindow;
  let [bought, known] = [0, 0];
  const from = view.throughDay - horizon;
  for (let i = 0; i < view.size; i += 1) {
    if ((view.days[view.starts[i] as number] as number) > from) continue;
    known += 1;
    if ((naive[i] as number) > 0) bought += 1;
  }
  return known === 0 ? 0.5 : bought / known;
}

const badness = (metric: BackTestMetric, value: number): number => (MORE_IS_BETTER.has(metric) ? -value : Math.abs(value));

/** Whether the model is at least as good as the best naive forecast on the mean of the cut-offs. False where nothing was measured. */
function beatsNaive(rows: readonly BackTestRow[], metric: BackTestMetric): boolean {
  let [model, naive, count] = [0, 0, 0];
  for (const row of rows) {
    if (row.metric !== metric || row.naive === null || !Number.isFinite(row.model)) continue;
    model += badness(metric, row.model);
    naive += badness(metric, row.naive);
    count += 1;
  }
  return count > 0 && model <= naive;
}
