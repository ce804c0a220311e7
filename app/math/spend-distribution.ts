import type { GammaGamma } from './gamma-gamma.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import { tailOfLiving, type LivingCustomer } from './purchase-process.ts';

/**
 * What those spend in a time who buy in it at all. Given a customer's history the sum of n purchases is a beta prime: with q' = q + p c
 * and v' = v + c m for c known values of mean m, sum / (sum + v') ~ beta(p n, q'), since the purchases are gamma(p n, nu) and nu is
 * gamma(q', v') (Fader & Hardie, "The Gamma-Gamma Model of Monetary Value", 2013, eqs. 3 and 4). The spend is the mixture of that over n.
 */
export interface SpendOfBuyers {
  counts: Counts;
  /** Gamma-Gamma's p. */
  p: number;
  /** q'. */
  shape: number;
}

/** How many purchases with which probability, given one at least. Beyond 32 several counts stand together as their mean. */
export interface Counts {
  size: number;
  purchases: Float64Array;
  probability: Float64Array;
}

/** q' and v' of a customer with so many known values of this mean. */
export function knownValue({ p, q, v }: GammaGamma, count: number, mean: number): { shape: number; scale: number } {
  return count > 0 ? { shape: q + p * count, scale: v + count * mean } : { shape: q, scale: v };
}

/** Counts less likely than this, all together, move no quantile that anyone looks at. */
const NEGLECTED = 1e-9;
const EACH_COUNT = 32;
/** A group of counts is so wide, in parts of its first: far narrower than a spend of so many purchases is uncertain. */
const WIDTH = 0.05;
const MOST_COUNTS = 512;

/** The purchases of a living customer who buys in this time. */
export function countsOfBuyers(customer: LivingCustomer, time: number): Counts {
  const purchases = new Float64Array(MOST_COUNTS);
  const probability = new Float64Array(MOST_COUNTS);
  let size = 0;
  let first = 1;
  let survived = 1;
  let leaves = 0;
  let buying = 0;
  for (const step of tailOfLiving(customer, time)) {
    if (step.k === 0) buying = step.more;
    else {
      const chance = (survived * step.exactly + leaves * step.more) / buying;
      if (size === 0 || (step.k > EACH_COUNT && size < MOST_COUNTS && step.k >= first * (1 + WIDTH)) || step.k <= EACH_COUNT) {
        size += 1;
        first = step.k;
      }
      probability[size - 1] = (probability[size - 1] as number) + chance;
      purchases[size - 1] = (purchases[size - 1] as number) + chance * step.k;
      // More than k purchases in all.
      if (step.survives * step.more <= NEGLECTED * buying) break;
    }
    ({ survives: survived, leaves } = step);
  }
  let kept = 0;
  for (let i = 0; i < size; i += 1) {
    const chance = probability[i] as number;
    if (!(chance > 0)) continue;
    purchases[kept] = (purchases[i] as number) / chance;
    probability[kept] = chance;
    kept += 1;
  }
  return { size: kept, purchases, probability };
}

/** P(ln(spend / v') > at), given a purchase. */
export function probabilityAbove({ counts, p, shape }: SpendOfBuyers, at: number): number {
  // spend / (spend + v'), and the rest of it, neither as a difference.
  const share = 1 / (1 + Math.exp(-at));
  const left = 1 / (1 + Math.exp(at));
  let sum = 0;
  for (let i = 0; i < counts.size; i += 1) sum += (counts.probability[i] as number) * incompleteBeta(shape, p * (counts.purchases[i] as number), left, share);
  return sum;
}

/** Beyond these logarithms of spend / v' nothing is looked for: the spend is 0, or larger than any money. */
const LOWEST = -60;
const HIGHEST = 60;

/**
 * ln(spend / v') that is exceeded with a probability of `above`, given a purchase. The mixture has no inverse in closed form: false
 * position in its Illinois form (Dowell & Jarratt, BIT 11 (1971)), with a halving where that gains little, on the log-odds.
 */
export function logSpendQuantile(spend: SpendOfBuyers, above: number, precision = 1e-9): number {
  const target = logOdds(above);
  let [low, high] = [LOWEST, HIGHEST];
  let [atLow, atHigh] = [LIMIT, -LIMIT];
  let kept = 0;
  for (let step = 0; step < 200 && high - low > precision; step += 1) {
    const width = high - low;
    const guess = step % 3 === 2 ? low + width / 2 : low + (width * atLow) / (atLow - atHigh);
    const at = Math.min(Math.max(guess, low + 1e-4 * width), high - 1e-4 * width);
    const value = logOdds(probabilityAbove(spend, at)) - target;
    if (value > 0) {
      [low, atLow] = [at, value];
      if (kept === 1) atHigh /= 2;
      kept = 1;
    } else {
      [high, atHigh] = [at, value];
      if (kept === -1) atLow /= 2;
      kept = -1;
    }
  }
  return low + (high - low) / 2;
}

const LIMIT = 40;

/** ln(p / (1 - p)), held where a number no longer tells p from 0 or 1. */
export function logOdds(probability: number): number {
  return Math.min(Math.max(Math.log(probability / (1 - probability)), -LIMIT), LIMIT);
}
