import type { BackTest, BackTestMetric, BackTestRow } from './back-test.ts';
import type { ForecastProgress } from './forecast-floor.ts';
import type { ForecastState } from './forecast-state.ts';

/** Metrics in the order in which a page tells them: who buys, how often, how much. */
export const METRICS: readonly BackTestMetric[] = ['auc', 'brier', 'calibration-error', 'purchases-mae', 'purchases-rmse', 'purchases-bias', 'revenue-mae', 'revenue-bias', 'top-tenth'];
/** More is better: the others are errors, the biases judged by their size. */
const MORE_IS_BETTER: ReadonlySet<BackTestMetric> = new Set(['auc', 'top-tenth']);

/** A metric over all cut-offs. */
export interface MeanMetric {
  metric: BackTestMetric;
  /** Means over the cut-offs; of a bias the mean of its size. */
  model: number;
  naive: number | null;
  /** The naive forecast that was the best at most of the cut-offs. */
  naiveName: BackTestRow['naiveName'];
  /** Whether the model did at least as well; null where nothing naive says anything about it. */
  better: boolean | null;
}

/** How the shop's forecast held on its own past, for a page. Days are days since 1970-01-01. JSON. */
export interface AccuracyView {
  /** `not-yet`: no fit has come to its end. Numbers of customers are shown for `shown` alone. */
  state: ForecastState | 'not-yet';
  progress: ForecastProgress | null;
  /** The day that forecasts stand for, and when the fit was made (ISO). */
  forDay: number | null;
  fittedAt: string | null;
  /** Days that each cut-off was looked at for. */
  horizon: number | null;
  means: MeanMetric[];
  rows: BackTestRow[];
  curves: BackTest['curves'];
  leftOut: BackTest['leftOut'];
}

export const NO_ACCURACY: AccuracyView = { state: 'not-yet', progress: null, forDay: null, fittedAt: null, horizon: null, means: [], rows: [], curves: [], leftOut: [] };

/** The mean of every metric over the cut-offs at which it could be measured. */
export function meanMetrics(rows: readonly BackTestRow[]): MeanMetric[] {
  return METRICS.flatMap((metric) => {
    const of = rows.filter((row) => row.metric === metric && Number.isFinite(row.model));
    if (of.length === 0) return [];
    const size = (value: number): number => (metric.endsWith('-bias') ? Math.abs(value) : value);
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + size(value), 0) / values.length;
    const model = mean(of.map((row) => row.model));
    const naives = of.flatMap((row) => (row.naive === null ? [] : [row.naive]));
    const naive = naives.length < of.length ? null : mean(naives);
    return [{ metric, model, naive, naiveName: naive === null ? null : mostOften(of.map((row) => row.naiveName)), better: naive === null ? null : MORE_IS_BETTER.has(metric) ? model >= naive : model <= naive }];
  });
}

function mostOften(names: BackTestRow['naiveName'][]): BackTestRow['naiveName'] {
  const counts = new Map<BackTestRow['naiveName'], number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}
