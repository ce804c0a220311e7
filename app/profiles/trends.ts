import { hypergeometricUpperTail, mannKendall } from '../math/exact-tests.ts';
import { medianDoubled } from '../math/median.ts';

/**
 * Whether a customer's habits have been changing, by their own history alone. A trend is told when so clear an order would come about by
 * chance at most once in twenty, and the change is large enough to matter: tests by ranks, which one odd purchase does not move.
 */
export interface Trend {
  /** Values looked at: the latest, up to twelve. */
  count: number;
  /** Twice the median of the first half of them and of the second. For discounts: discounted orders of the half. */
  before: number;
  after: number;
  /** Orders of each half; for discounts alone. */
  ofBefore?: number;
  ofAfter?: number;
  chance: number;
}

const LATEST = 12;
/** One in twenty, and the last digits of a sum of logarithms. */
const CHANCE_ALLOWED = 0.05 + 1e-9;

function halves<Value>(values: readonly Value[]): [Value[], Value[]] {
  const half = Math.floor(values.length / 2);
  return [values.slice(0, half), values.slice(values.length - half)];
}

const middle = (values: readonly number[]): number => medianDoubled(Float64Array.from(values).sort()) ?? 0;

/** Gaps that grow: Mann-Kendall, and the median of the later half a quarter above that of the earlier. At least four gaps. */
export function lengtheningGaps(gaps: readonly number[]): Trend | null {
  return rising(gaps, (before, after) => 4 * after >= 5 * before);
}

/** Baskets that shrink: the same downwards, the later median a fifth below the earlier. */
export function shrinkingBasket(values: readonly number[]): Trend | null {
  const found = rising(values.map((value) => -value), (before, after) => 5 * -after <= 4 * -before);
  return found === null ? null : { ...found, before: -found.before, after: -found.after };
}

function rising(values: readonly number[], matters: (before: number, after: number) => boolean): Trend | null {
  const latest = values.slice(-LATEST);
  if (latest.length < 4) return null;
  const { chance } = mannKendall(latest);
  const [before, after] = halves(latest).map(middle) as [number, number];
  return chance <= CHANCE_ALLOWED && matters(before, after) ? { count: latest.length, before, after, chance } : null;
}

/** More orders at a discount than before: Fisher's exact test of the later half of the orders against the earlier, at least six orders. */
export function risingDiscounts(discounted: readonly boolean[]): Trend | null {
  const latest = discounted.slice(-LATEST);
  if (latest.length < 6) return null;
  const [earlier, later] = halves(latest);
  const before = earlier.filter(Boolean).length;
  const after = later.filter(Boolean).length;
  const chance = hypergeometricUpperTail(earlier.length + later.length, before + after, later.length, after);
  return chance <= CHANCE_ALLOWED && after > before ? { count: latest.length, before, after, ofBefore: earlier.length, ofAfter: later.length, chance } : null;
}
