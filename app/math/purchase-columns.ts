import { chancesBeyondX, type BetaGeometric } from './beta-geometric.ts';
import type { BtydSummary } from './btyd-summary.ts';
import { expectedOfLiving } from './purchase-process.ts';

/** What `predict-purchases.ts` says of one customer, of all of them: a column each, in the order of the summary's rows. */
export interface PurchaseColumns {
  /** Expected purchases in the horizon. */
  expected: Float64Array;
  /** P(at least one purchase in the horizon). */
  buying: Float64Array;
  alive: Float64Array;
  /** Median time to the next purchase, given alive. */
  medianNext: Float64Array;
}

/** Works all columns out in one pass. No row is checked: `fitBgNbd` and `checkSummary` do that. */
export function purchaseColumns({ model, r, alpha, a, b }: BetaGeometric, { size, frequency, recency, age }: BtydSummary, horizon: number): PurchaseColumns {
  if (!(horizon >= 0 && horizon < Number.POSITIVE_INFINITY)) throw new RangeError(`A horizon is a time of 0 or more; it is ${horizon}.`);
  const columns: PurchaseColumns = { expected: new Float64Array(size), buying: new Float64Array(size), alive: new Float64Array(size), medianNext: new Float64Array(size) };
  const beyond = chancesBeyondX(model);
  for (let row = 0; row < size; row += 1) {
    const x = frequency[row] as number;
    const tx = recency[row] as number;
    const T = age[row] as number;
    const shape = r + x;
    const rate = alpha + T;
    const chances = x + beyond;
    const alive = chances === 0 ? 1 : 1 / (1 + (a / (b + chances - 1)) * Math.exp(shape * Math.log1p((T - tx) / (alpha + tx))));
    columns.alive[row] = alive;
    columns.buying[row] = -alive * Math.expm1(-shape * Math.log1p(horizon / rate));
    columns.expected[row] = alive * expectedOfLiving(shape, rate, a, b + chances, horizon);
    columns.medianNext[row] = rate * Math.expm1(Math.LN2 / shape);
  }
  return columns;
}
