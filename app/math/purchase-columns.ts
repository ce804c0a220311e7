import { chancesBeyondX, type BetaGeometric } from './beta-geometric.ts';
import { distinctValues, type BtydSummary } from './btyd-summary.ts';
import { checkHorizon, discountedTimes } from './horizon.ts';
import { expectedOfLiving, probabilityAliveOf, quantileOfLiving } from './purchase-process.ts';

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

/** Works all columns out in one pass. No row is checked: the fits and `checkSummary` do that. */
export function purchaseColumns(parameters: BetaGeometric, { size, frequency, recency, age }: BtydSummary, horizon: number): PurchaseColumns {
  checkHorizon(horizon);
  const columns: PurchaseColumns = { expected: new Float64Array(size), buying: new Float64Array(size), alive: new Float64Array(size), medianNext: new Float64Array(size) };
  const kinds = kindsOf(frequency, age, size);
  const ofLiving = { known: new Uint8Array(kinds.count), expected: new Float64Array(kinds.count), buying: new Float64Array(kinds.count), medianNext: new Float64Array(kinds.count) };
  for (let row = 0; row < size; row += 1) {
    const x = frequency[row] as number;
    const T = age[row] as number;
    const kind = kinds.of(row);
    if (ofLiving.known[kind] === 0) {
      const [shape, rate] = [parameters.r + x, parameters.alpha + T];
      ofLiving.known[kind] = 1;
      ofLiving.expected[kind] = expectedOfLiving(shape, rate, parameters.a, parameters.b + x + chancesBeyondX(parameters.model), horizon);
      ofLiving.buying[kind] = -Math.expm1(-shape * Math.log1p(horizon / rate));
      ofLiving.medianNext[kind] = rate * Math.expm1(Math.LN2 / shape);
    }
    const alive = probabilityAliveOf(parameters, x, recency[row] as number, T);
    columns.alive[row] = alive;
    columns.buying[row] = alive * (ofLiving.buying[kind] as number);
    columns.expected[row] = alive * (ofLiving.expected[kind] as number);
    columns.medianNext[row] = ofLiving.medianNext[kind] as number;
  }
  return columns;
}

/**
 * What a living customer will do depends on x and T alone, which very many share: worked out once for each of these kinds. Where the
 * table of all of them would be larger than the shop, each row is its own kind.
 */
function kindsOf(frequency: Float64Array, age: Float64Array, size: number): { count: number; of: (row: number) => number } {
  let most = 0;
  for (let row = 0; row < size; row += 1) most = Math.max(most, frequency[row] as number);
  const ages = distinctValues(age, size);
  const count = (most + 1) * ages.values.length;
  if (count > size) return { count: size, of: (row) => row };
  return { count, of: (row) => (frequency[row] as number) * ages.values.length + (ages.index[row] as number) };
}

/** P(at least one purchase in the horizon) alone, which takes a fraction of the time of all columns. */
export function buyingColumn(parameters: BetaGeometric, { size, frequency, recency, age }: BtydSummary, horizon: number): Float64Array {
  checkHorizon(horizon);
  const buying = new Float64Array(size);
  for (let row = 0; row < size; row += 1) {
    const x = frequency[row] as number;
    const T = age[row] as number;
    buying[row] = probabilityAliveOf(parameters, x, recency[row] as number, T) * -Math.expm1(-(parameters.r + x) * Math.log1p(horizon / (parameters.alpha + T)));
  }
  return buying;
}

/** Quantiles of the purchases in the horizon: a column for each level. */
export function purchaseQuantileColumns(parameters: BetaGeometric, { size, frequency, recency, age }: BtydSummary, horizon: number, levels: readonly number[]): Float64Array[] {
  checkHorizon(horizon);
  const { r, alpha, a, b } = parameters;
  const beyond = chancesBeyondX(parameters.model);
  return levels.map((level) => {
    if (!(level >= 0 && level < 1)) throw new RangeError(`A quantile's level lies from 0 to below 1; it is ${level}.`);
    const column = new Float64Array(size);
    for (let row = 0; row < size; row += 1) {
      const x = frequency[row] as number;
      const T = age[row] as number;
      const alive = probabilityAliveOf(parameters, x, recency[row] as number, T);
      column[row] = quantileOfLiving(r + x, alpha + T, a, b + x + beyond, horizon, (1 - level) / alive);
    }
    return column;
  });
}

/** What `discountedPurchases` says of one customer, of all. */
export function discountedColumn(parameters: BetaGeometric, summary: BtydSummary, horizon: number, rate: number): Float64Array {
  const column = new Float64Array(summary.size);
  for (const [time, weight] of discountedTimes(horizon, rate)) {
    const { expected } = purchaseColumns(parameters, summary, time);
    for (let row = 0; row < summary.size; row += 1) column[row] = (column[row] as number) + weight * (expected[row] as number);
  }
  return column;
}
