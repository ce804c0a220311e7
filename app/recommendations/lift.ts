import { normalQuantile } from '../math/normal-quantile.ts';
import { studentQuantile } from '../math/student-t.ts';

/** One arm of the experiment: whoever came to a place where lists stand, and what they did from then on. */
export interface Arm {
  shoppers: number;
  /** Of them, who bought anything. */
  buyers: number;
  /** Net value of all that they bought, in minor units, and the sum of its squares over shoppers. */
  value: number;
  valueSquares: number;
}

/** A figure of those who are shown lists less that of those who are not, with a 95% interval. */
export interface Difference {
  shown: number;
  heldOut: number;
  difference: number;
  low: number;
  high: number;
  /** The first divided by the second, with its interval; null where the second is 0. */
  ratio: { value: number; low: number; high: number } | null;
  /** `cannot-tell` while the interval holds 0. */
  verdict: 'higher' | 'lower' | 'cannot-tell';
}

export type Lift =
  /** Nobody came by yet, or too few for an interval to be believed. */
  | { state: 'too-few'; shown: Arm; heldOut: Arm }
  | { state: 'measured'; shown: Arm; heldOut: Arm; value: Difference; buying: Difference };

/** Below so many shoppers, or buyers, in either arm nothing is said: a mean over fewer hangs on single orders. */
export const LEAST_SHOPPERS = 100;
export const LEAST_BUYERS = 10;
const CONFIDENCE = 0.95;

/**
 * What lists earn, by intention to treat: shoppers are compared by the arm that was drawn for them, whether or not they
 * looked. Value by shopper: Welch's interval (Welch 1947) and, for the ratio, the delta method on its logarithm. Share
 * that bought: Newcombe's hybrid score interval (Newcombe 1998, method 10) and, for the ratio, Katz's (Katz et al. 1978).
 *
 * The intervals hold for one look at a moment that was chosen beforehand; who looks every day and stops at the first
 * "higher" finds one by chance more often than once in twenty.
 */
export function liftOf(shown: Arm, heldOut: Arm): Lift {
  if (Math.min(shown.shoppers, heldOut.shoppers) < LEAST_SHOPPERS || Math.min(shown.buyers, heldOut.buyers) < LEAST_BUYERS) return { state: 'too-few', shown, heldOut };
  return { state: 'measured', shown, heldOut, value: valueDifference(shown, heldOut), buying: buyingDifference(shown, heldOut) };
}

interface Mean {
  mean: number;
  /** Of the mean: variance of the shoppers by their number. */
  variance: number;
  shoppers: number;
}

function meanOf({ shoppers, value, valueSquares }: Arm): Mean {
  const mean = value / shoppers;
  return { mean, variance: Math.max(0, valueSquares - value * mean) / (shoppers - 1) / shoppers, shoppers };
}

function valueDifference(shown: Arm, heldOut: Arm): Difference {
  const [a, b] = [meanOf(shown), meanOf(heldOut)];
  const variance = a.variance + b.variance;
  const freedom = variance === 0 ? a.shoppers + b.shoppers - 2 : variance ** 2 / (a.variance ** 2 / (a.shoppers - 1) + b.variance ** 2 / (b.shoppers - 1));
  const half = studentQuantile((1 + CONFIDENCE) / 2, freedom) * Math.sqrt(variance);
  const difference = a.mean - b.mean;
  const spread = Math.sqrt(a.variance / a.mean ** 2 + b.variance / b.mean ** 2);
  return judged({ shown: a.mean, heldOut: b.mean, difference, low: difference - half, high: difference + half, ratio: ratioOf(a.mean, b.mean, spread) });
}

function buyingDifference(shown: Arm, heldOut: Arm): Difference {
  const [p, q] = [shown.buyers / shown.shoppers, heldOut.buyers / heldOut.shoppers];
  const [a, b] = [wilson(shown), wilson(heldOut)];
  const difference = p - q;
  const spread = Math.sqrt((1 - p) / shown.buyers + (1 - q) / heldOut.buyers);
  return judged({
    shown: p, heldOut: q, difference, ratio: ratioOf(p, q, spread),
    low: difference - Math.hypot(p - a.low, b.high - q), high: difference + Math.hypot(a.high - p, q - b.low),
  });
}

/** Wilson's score interval of a share (Wilson 1927). */
function wilson({ shoppers, buyers }: Arm): { low: number; high: number } {
  const z = normalQuantile((1 + CONFIDENCE) / 2);
  const p = buyers / shoppers;
  const centre = p + (z * z) / (2 * shoppers);
  const half = z * Math.sqrt((p * (1 - p)) / shoppers + (z * z) / (4 * shoppers ** 2));
  const scale = 1 + (z * z) / shoppers;
  return { low: Math.max(0, (centre - half) / scale), high: Math.min(1, (centre + half) / scale) };
}

/** @param spread standard error of the ratio's logarithm */
function ratioOf(above: number, below: number, spread: number): Difference['ratio'] {
  if (!(above > 0 && below > 0)) return null;
  const value = above / below;
  const by = Math.exp(normalQuantile((1 + CONFIDENCE) / 2) * spread);
  return { value, low: value / by, high: value * by };
}

function judged(measured: Omit<Difference, 'verdict'>): Difference {
  return { ...measured, verdict: measured.low > 0 ? 'higher' : measured.high < 0 ? 'lower' : 'cannot-tell' };
}
