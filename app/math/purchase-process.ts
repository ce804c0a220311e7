import { chancesBeyondX, type BetaGeometric } from './beta-geometric.ts';

/**
 * The purchases to come of a customer who is alive now, in both models: a rate of buying ~ gamma(shape, rate) and a probability of
 * dropping out at each purchase ~ beta(drop, stay), both as they are known after what the customer has done.
 *
 * Of the purchases N that they would make in the time t if nothing made them leave (negative binomial), the first n happen when they
 * outlast the n - 1 chances between them, and the two are independent:
 *
 *     P(Y >= n) = S(n - 1) P(N >= n),  S(k) = B(drop, stay + k) / B(drop, stay) = the product over i < k of (stay + i) / (drop + stay + i)
 *     E(Y) = the sum over n >= 1 of P(Y >= n)
 *
 * It is the conditional expectation of Fader, Hardie & Lee 2005, eq. 10 (expand their Gaussian hypergeometric function and integrate it
 * term by term), as a sum of terms that are all positive: their own form divides two small differences at a near 1 and loses all
 * digits, and 2F1 has to be summed in one of several ways. Tests hold one against the other.
 */
export interface LivingCustomer {
  /** r + x. */
  shape: number;
  /** alpha + T. */
  rate: number;
  /** a. */
  drop: number;
  /** b + the chances so far. */
  stay: number;
}

/** P(alive at T), as `probabilityAlive` explains it; without an object, for the columns. */
export function probabilityAliveOf({ model, r, alpha, a, b }: BetaGeometric, x: number, tx: number, T: number): number {
  const chances = x + chancesBeyondX(model);
  if (chances === 0) return 1;
  return 1 / (1 + (a / (b + chances - 1)) * Math.exp((r + x) * Math.log1p((T - tx) / (alpha + tx))));
}

/** Below its logarithm a probability is walked through by logarithms. */
const SMALLEST_LOG = -700;
/** The sum ends where what is left of it is less than this part of it ... */
const PRECISION = 1e-13;
/** ... or after so many purchases, which no customer makes. */
const MOST_PURCHASES = 1 << 20;

/** Expected purchases of a living customer in a time. */
export function expectedOfLiving(shape: number, rate: number, drop: number, stay: number, time: number): number {
  const mean = (shape * time) / rate;
  if (!(mean > 0)) return 0;
  const share = time / (rate + time);
  const logNone = -shape * Math.log1p(time / rate);
  if (logNone < SMALLEST_LOG) return walkedByLogarithms({ shape, rate, drop, stay }, time);
  let exactly = Math.exp(logNone);
  let more = -Math.expm1(logNone);
  let survives = 1;
  let sum = 0;
  let counted = 0;
  for (let k = 0; k < MOST_PURCHASES && more > 0; k += 1) {
    sum += survives * more;
    counted += more;
    survives *= (stay + k) / (drop + stay + k);
    // E(N) is known, so that what is left has a bound that needs no guess.
    if (survives * (mean - counted) <= PRECISION * sum) break;
    exactly *= ((shape + k) / (k + 1)) * share;
    more -= exactly;
  }
  return Math.min(sum, mean);
}

/** The same where P(N = 0) is too small for a number: the distribution of N is built from its logarithm. */
function walkedByLogarithms({ shape, rate, drop, stay }: LivingCustomer, time: number): number {
  let sum = 0;
  for (const { survives, more } of tailOfLiving({ shape, rate, drop, stay }, time)) {
    const term = survives * more;
    sum += term;
    if (term <= PRECISION * sum * 1e-3) break;
  }
  return sum;
}

/** One step of the distribution: exactly k purchases without dropping out, more than k, and outlasting k chances. */
export interface Step {
  k: number;
  exactly: number;
  more: number;
  survives: number;
  /** Outlasting k chances and not one more. */
  leaves: number;
}

/** P(N = k), P(N > k) and S(k) for k = 0, 1, 2, ..., until N > k is impossible to working precision. */
export function* tailOfLiving({ shape, rate, drop, stay }: LivingCustomer, time: number): Generator<Step> {
  const share = time / (rate + time);
  let logExactly = -shape * Math.log1p(time / rate);
  let exactly = Math.exp(logExactly);
  let more = -Math.expm1(logExactly);
  let survives = 1;
  for (let k = 0; k < MOST_PURCHASES; k += 1) {
    const leaves = (survives * drop) / (drop + stay + k);
    yield { k, exactly, more, survives, leaves };
    if (!(more > 0)) return;
    survives *= (stay + k) / (drop + stay + k);
    const factor = ((shape + k) / (k + 1)) * share;
    if (logExactly < SMALLEST_LOG) {
      logExactly += Math.log(factor);
      exactly = Math.exp(logExactly);
    } else exactly *= factor;
    more = Math.max(0, more - exactly);
  }
}

/** The fewest purchases that a living customer exceeds with a probability of `above` at most. */
export function quantileOfLiving(shape: number, rate: number, drop: number, stay: number, time: number, above: number): number {
  if (above >= 1) return 0;
  const logNone = -shape * Math.log1p(time / rate);
  if (logNone < SMALLEST_LOG) {
    for (const { k, more, survives } of tailOfLiving({ shape, rate, drop, stay }, time)) if (survives * more <= above) return k;
    return MOST_PURCHASES;
  }
  const share = time / (rate + time);
  let exactly = Math.exp(logNone);
  let more = -Math.expm1(logNone);
  let survives = 1;
  let k = 0;
  // More than k purchases: outlasting the k chances between them, and wanting more than k.
  for (; survives * more > above && k < MOST_PURCHASES; k += 1) {
    survives *= (stay + k) / (drop + stay + k);
    exactly *= ((shape + k) / (k + 1)) * share;
    more -= exactly;
  }
  return k;
}
