import type { BetaGeometric } from './beta-geometric.ts';
import type { BtydRow } from './btyd-summary.ts';
import { expectedValue, type GammaGamma } from './gamma-gamma.ts';
import { discountedTimes } from './horizon.ts';
import { expectedPurchases, livingCustomer, probabilityOfBuying } from './predict-purchases.ts';
import { countsOfBuyers, knownValue, logSpendQuantile } from './spend-distribution.ts';

/**
 * What a customer will spend in a time to come: so many purchases (BG/NBD or MBG/NBD), each of so much (Gamma-Gamma), the two
 * independent, as Gamma-Gamma takes them to be.
 */
export interface ValuedCustomer {
  purchases: BtydRow;
  /** The purchases whose values are known, and their mean: as Gamma-Gamma was fitted, by its papers' convention the repeat ones. */
  known: { count: number; mean: number };
}

/** Expected spend in the horizon: expected purchases x expected value of one. Infinite where the values have no mean. */
export function expectedSpend(purchases: BetaGeometric, values: GammaGamma, customer: ValuedCustomer, horizon: number): number {
  return expectedPurchases(purchases, customer.purchases, horizon) * expectedValue(values, customer.known.count, customer.known.mean);
}

/** Expected purchases in the horizon, each counted as exp(-rate x its time): discounted at a continuous rate, ln(1.1) a year for 10%. */
export function discountedPurchases(parameters: BetaGeometric, row: BtydRow, horizon: number, rate: number): number {
  return discountedTimes(horizon, rate).reduce((sum, [time, weight]) => sum + weight * expectedPurchases(parameters, row, time), 0);
}

/**
 * The spend in the horizon that is not exceeded with this probability: 0 for whoever buys nothing with at least that probability, else
 * a quantile of the spend of those who buy (`spend-distribution.ts`).
 */
export function spendQuantile(purchases: BetaGeometric, values: GammaGamma, customer: ValuedCustomer, horizon: number, level: number): number {
  if (!(level >= 0 && level < 1)) throw new RangeError(`A quantile's level lies from 0 to below 1; it is ${level}.`);
  const buying = probabilityOfBuying(purchases, customer.purchases, horizon);
  // Of those who buy, this share spends more.
  const above = (1 - level) / buying;
  if (!(above < 1)) return 0;
  const { shape, scale } = knownValue(values, customer.known.count, customer.known.mean);
  return scale * Math.exp(logSpendQuantile({ counts: countsOfBuyers(livingCustomer(purchases, customer.purchases), horizon), p: values.p, shape }, above));
}

/** Spend that comes about with a probability of `level`, the tails alike: [low, high]. */
export function spendInterval(purchases: BetaGeometric, values: GammaGamma, customer: ValuedCustomer, horizon: number, level: number): [low: number, high: number] {
  return [spendQuantile(purchases, values, customer, horizon, (1 - level) / 2), spendQuantile(purchases, values, customer, horizon, (1 + level) / 2)];
}
