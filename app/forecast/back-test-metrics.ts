/** What is measured at a cut-off, in the order in which a page tells it: who buys, how often, how much. */
export const METRICS = ['auc', 'top-tenth-bought', 'brier', 'calibration-error', 'purchases-mae', 'purchases-rmse', 'purchases-bias', 'revenue-mae', 'revenue-bias', 'top-tenth'] as const;
export type BackTestMetric = (typeof METRICS)[number];

/** For which more is better. The others are errors, the biases judged by their size. */
export const MORE_IS_BETTER: ReadonlySet<BackTestMetric> = new Set(['auc', 'top-tenth-bought', 'top-tenth']);

/** What the model is judged by as a whole: who buys, with what chance, and how often. */
export const JUDGED: readonly BackTestMetric[] = ['auc', 'brier', 'purchases-rmse'];

/** What anybody could go by without a model: how long ago the last purchase was, how RFM sums up, how often somebody bought in the last window. */
export const NAIVE_NAMES = ['recency', 'rfm', 'last-window'] as const;
export type NaiveName = (typeof NAIVE_NAMES)[number];

export interface BackTestRow {
  /** The last day that the forecast knew. */
  cutOff: number;
  metric: BackTestMetric;
  model: number;
  /** Each naive forecast; one that can say nothing about it is left out. */
  naives: Partial<Record<NaiveName, number>>;
  /** The best of them; null where none can say anything. */
  naive: number | null;
  naiveName: NaiveName | null;
  /** False where the model loses to a naive forecast on this shop (over all cut-offs): then nothing of it is shown as a forecast. */
  shown: boolean;
}
