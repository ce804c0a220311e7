import { expectedValue, fitGammaGamma, type GammaGamma } from '../math/gamma-gamma.ts';
import type { PurchaseView } from './order-histories.ts';

const WEEKS = 52;
const MOST_CUSTOMERS = 60_000;
/** A season of fewer purchases than this is half taken at its word. */
const PURCHASES_FOR_HALF = 100;

/** What a customer's purchases have been worth: how many had a value, and their mean. */
export interface ValueFacts {
  purchases: number;
  mean: number;
}

export function valueFacts(view: PurchaseView, i: number): ValueFacts {
  let sum = 0;
  let purchases = 0;
  for (let k = view.starts[i] as number; k < (view.starts[i + 1] as number); k += 1) {
    const value = view.values[k] as number;
    if (value > 0) {
      sum += value;
      purchases += 1;
    }
  }
  return { purchases, mean: purchases === 0 ? 0 : sum / purchases };
}

/**
 * What a purchase day of a customer will be worth: Gamma-Gamma over all of a customer's purchase days (the first too: with
 * the repeats alone most customers would have none), and the shop's season of values. Null parameters: the shop's mean.
 */
export interface PurchaseValue {
  gammaGamma: GammaGamma | null;
  /** Mean value of the shop's purchase days. */
  shopMean: number;
  /**
   * By weeks back from the last known day: value of repeat purchases, and what was expected of just these before they
   * were made. A quotient above 1 says that baskets are larger then than these customers' usual.
   */
  actual: number[];
  expected: number[];
  purchases: number[];
}

export function fitPurchaseValue(view: PurchaseView): PurchaseValue {
  const stride = Math.max(1, Math.ceil(view.size / MOST_CUSTOMERS));
  const size = Math.ceil(view.size / stride);
  const frequency = new Float64Array(size);
  const meanValue = new Float64Array(size);
  let [sum, count] = [0, 0];
  for (let row = 0; row < size; row += 1) {
    const facts = valueFacts(view, row * stride);
    frequency[row] = facts.purchases;
    meanValue[row] = facts.mean;
    sum += facts.purchases * facts.mean;
    count += facts.purchases;
  }
  const fit = fitGammaGamma({ size, frequency, meanValue });
  const usable = fit.converged && fit.parameters.p + fit.parameters.q > 1;
  const value: PurchaseValue = { gammaGamma: usable ? fit.parameters : null, shopMean: count === 0 ? 0 : sum / count, actual: [], expected: [], purchases: [] };
  measureSeason(view, value, stride);
  return value;
}

/** Expected value of a purchase day, without the season. */
export function expectedPurchaseValue({ gammaGamma, shopMean }: PurchaseValue, { purchases, mean }: ValueFacts): number {
  if (gammaGamma === null) return purchases === 0 ? shopMean : mean;
  const value = expectedValue(gammaGamma, purchases, mean);
  return Number.isFinite(value) ? value : shopMean;
}

function measureSeason(view: PurchaseView, value: PurchaseValue, stride: number): void {
  const { actual, expected, purchases } = value;
  for (let i = 0; i < view.size; i += stride) {
    let [sum, count] = [0, 0];
    for (let k = view.starts[i] as number; k < (view.starts[i + 1] as number); k += 1) {
      const worth = view.values[k] as number;
      if (!(worth > 0)) continue;
      if (count > 0) {
        const back = Math.floor((view.throughDay - (view.days[k] as number)) / 7);
        while (actual.length <= back) {
          actual.push(0);
          expected.push(0);
          purchases.push(0);
        }
        actual[back] = (actual[back] as number) + worth;
        expected[back] = (expected[back] as number) + expectedPurchaseValue(value, { purchases: count, mean: sum / count });
        purchases[back] = (purchases[back] as number) + 1;
      }
      sum += worth;
      count += 1;
    }
  }
}

/** Weeks before and after the same days a year ago that tell of their season too. */
const MARGIN_WEEKS = 6;

/**
 * How values will stand against customers' usual in the `horizon` days ahead: as around the same days a year before,
 * drawn to the whole last year's where there were few purchases then.
 */
export function valueAhead(value: PurchaseValue, horizon: number): number {
  const year = over(value, 0, WEEKS);
  const season = over(value, Math.max(0, WEEKS - MARGIN_WEEKS - Math.round(horizon / 7)), WEEKS + MARGIN_WEEKS);
  const trust = value.actual.length < WEEKS ? 0 : season.purchases / (season.purchases + PURCHASES_FOR_HALF);
  return season.ratio ** trust * year.ratio ** (1 - trust);
}

function over({ actual, expected, purchases }: PurchaseValue, from: number, to: number): { ratio: number; purchases: number } {
  let [worth, hoped, count] = [0, 0, 0];
  for (let back = Math.max(0, from); back < Math.min(to, actual.length); back += 1) {
    worth += actual[back] as number;
    hoped += expected[back] as number;
    count += purchases[back] as number;
  }
  return { ratio: hoped > 0 && worth > 0 ? worth / hoped : 1, purchases: count };
}
