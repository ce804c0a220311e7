import { midrankScores } from '../math/midrank.ts';
import type { PurchaseView } from './order-histories.ts';

/** What anybody could say without a model. A model that does not beat them on a shop's own past is not shown there. */
export interface NaiveForecasts {
  /** The day of the last purchase: who came last comes first. */
  recency: Float64Array;
  /** R + F + M, each the midrank in five steps. */
  rfm: Float64Array;
  /** Purchase days of as many days as the horizon has: what they bought is what they will buy. */
  lastWindow: Float64Array;
  /** What they spent in these days. */
  lastWindowSpend: Float64Array;
}

const STEPS = 5;

export function naiveForecasts(view: PurchaseView, horizon: number): NaiveForecasts {
  const { size, starts, days, values, throughDay } = view;
  const [recency, frequency, spend, lastWindow, lastWindowSpend] = [new Float64Array(size), new Float64Array(size), new Float64Array(size), new Float64Array(size), new Float64Array(size)];
  for (let i = 0; i < size; i += 1) {
    const from = starts[i] as number;
    const to = starts[i + 1] as number;
    recency[i] = days[to - 1] as number;
    frequency[i] = to - from;
    for (let k = from; k < to; k += 1) {
      spend[i] = (spend[i] as number) + (values[k] as number);
      if ((days[k] as number) > throughDay - horizon) {
        lastWindow[i] = (lastWindow[i] as number) + 1;
        lastWindowSpend[i] = (lastWindowSpend[i] as number) + (values[k] as number);
      }
    }
  }
  const [r, f, m] = [midrankScores(recency, STEPS), midrankScores(frequency, STEPS), midrankScores(spend, STEPS)];
  return { recency, rfm: recency.map((_, i) => (r[i] as number) + (f[i] as number) + (m[i] as number)), lastWindow, lastWindowSpend };
}
