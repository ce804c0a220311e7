import { chancesBeyondX, type BetaGeometric } from './beta-geometric.ts';
import type { BtydRow } from './btyd-summary.ts';
import { checkHorizon } from './horizon.ts';
import { expectedOfLiving, probabilityAliveOf, quantileOfLiving, tailOfLiving, type LivingCustomer } from './purchase-process.ts';

/**
 * What one customer will do, by fitted parameters of BG/NBD or MBG/NBD. Times are in the unit of the parameters; `horizon` is the time
 * from now on. A new customer is { x: 0, tx: 0, T: 0 }: what is conditional on that is what the papers call unconditional.
 */

/** The customer as they are if they are still one. */
export function livingCustomer({ model, r, alpha, a, b }: BetaGeometric, { x, T }: BtydRow): LivingCustomer {
  return { shape: r + x, rate: alpha + T, drop: a, stay: b + x + chancesBeyondX(model) };
}

/**
 * P(alive at T): 1 / (1 + e^u), u the log-odds of having dropped out (Fader, Hardie & Lee, "Computing P(alive) Using the BG/NBD Model",
 * 2008; Batislam et al. 2007, eq. 7). BG/NBD gives 1 to whoever bought once: they have had no chance to leave.
 */
export const probabilityAlive = (parameters: BetaGeometric, { x, tx, T }: BtydRow): number => probabilityAliveOf(parameters, x, tx, T);

/** E(purchases in the horizon | x, t_x, T) (Fader, Hardie & Lee 2005, eq. 10). */
export function expectedPurchases(parameters: BetaGeometric, row: BtydRow, horizon: number): number {
  const { shape, rate, drop, stay } = livingCustomer(parameters, row);
  return probabilityAlive(parameters, row) * expectedOfLiving(shape, rate, drop, stay, checkHorizon(horizon));
}

/** P(at least one purchase in the horizon | x, t_x, T). */
export function probabilityOfBuying(parameters: BetaGeometric, row: BtydRow, horizon: number): number {
  const { shape, rate } = livingCustomer(parameters, row);
  return -probabilityAlive(parameters, row) * Math.expm1(-shape * Math.log1p(checkHorizon(horizon) / rate));
}

/** P(exactly n purchases in the horizon | x, t_x, T): for n >= 1 P(alive) (P(N = n) S(n - 1) + P(N > n) (S(n - 1) - S(n))). */
export function probabilityOfPurchases(parameters: BetaGeometric, row: BtydRow, horizon: number, n: number): number {
  if (!(Number.isSafeInteger(n) && n >= 0)) throw new RangeError(`Purchases are counted in whole numbers from 0, not ${n}.`);
  if (n === 0) return 1 - probabilityOfBuying(parameters, row, horizon);
  let at = 0;
  for (const probability of distributionOfPurchases(parameters, row, horizon)) {
    if (at === n) return probability;
    at += 1;
  }
  return 0;
}

/** P(0), P(1), P(2), ... purchases in the horizon, until more is impossible to working precision. */
export function* distributionOfPurchases(parameters: BetaGeometric, row: BtydRow, horizon: number): Generator<number> {
  const alive = probabilityAlive(parameters, row);
  yield 1 - probabilityOfBuying(parameters, row, horizon);
  let survived = 1;
  let leaves = 0;
  for (const step of tailOfLiving(livingCustomer(parameters, row), checkHorizon(horizon))) {
    if (step.k > 0) yield alive * (survived * step.exactly + leaves * step.more);
    ({ survives: survived, leaves } = step);
  }
}

/** The fewest purchases that the customer makes at most with this probability: the quantile of the predictive distribution. */
export function purchaseQuantile(parameters: BetaGeometric, row: BtydRow, horizon: number, level: number): number {
  if (!(level >= 0 && level < 1)) throw new RangeError(`A quantile's level lies from 0 to below 1; it is ${level}.`);
  const { shape, rate, drop, stay } = livingCustomer(parameters, row);
  return quantileOfLiving(shape, rate, drop, stay, checkHorizon(horizon), (1 - level) / probabilityAlive(parameters, row));
}

/** Purchases that come about with a probability of `level`, the tails alike: [low, high]. */
export function purchaseInterval(parameters: BetaGeometric, row: BtydRow, horizon: number, level: number): [low: number, high: number] {
  return [purchaseQuantile(parameters, row, horizon, (1 - level) / 2), purchaseQuantile(parameters, row, horizon, (1 + level) / 2)];
}

/**
 * The time by which an alive customer has bought again with this probability (the median: 0.5): the next purchase comes after a time of
 * a Lomax distribution, P(later than t) = (rate / (rate + t))^shape, since nobody leaves between purchases.
 */
export function nextPurchaseQuantile(parameters: BetaGeometric, row: BtydRow, level: number): number {
  if (!(level >= 0 && level < 1)) throw new RangeError(`A quantile's level lies from 0 to below 1; it is ${level}.`);
  const { shape, rate } = livingCustomer(parameters, row);
  return rate * Math.expm1(-Math.log1p(-level) / shape);
}

/** Median time from now to the next purchase, given alive. */
export const medianNextPurchase = (parameters: BetaGeometric, row: BtydRow): number => nextPurchaseQuantile(parameters, row, 0.5);
