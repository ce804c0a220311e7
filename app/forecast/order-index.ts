import { solvePositive } from '../math/regression.ts';
import { plainClock, type SeasonalClock } from './seasonal-clock.ts';
import type { PurchaseView } from './order-histories.ts';

const WEEKS = 52;
/** No week, however quiet, stands still: what happens in it has to fall somewhere. */
const LEAST_PACE = 0.02;
const RIDGE = 0.005;

/**
 * The shop's season as a clock: purchases of each week of the year over the shop's size at that time (a line through all
 * weeks, so that a shop that grows has no season of growth), in 52-week phases counted back from the last known day (so that weekdays fall together).
 * What may be chance is taken out: the index is drawn to 1 by the share of its variance that Poisson noise explains (an
 * empirical Bayes shrinkage, Efron and Morris 1975), and each week is averaged 1:2:1 with its neighbours.
 * Without a whole year behind it a shop's growth cannot be told from its season: calendar time then.
 */
export function orderIndexClock(view: PurchaseView): SeasonalClock {
  const weekly = weeklyPurchases(view);
  if (weekly.length < WEEKS) return plainClock(view.throughDay);
  const trend = trendOf(weekly);
  const usual = meanOf(weekly);
  const index = new Float64Array(WEEKS);
  const seen = new Float64Array(WEEKS);
  for (let back = 0; back < weekly.length; back += 1) {
    const phase = back % WEEKS;
    index[phase] = (index[phase] as number) + ((weekly[back] as number) * usual) / (trend[back] as number);
    seen[phase] = (seen[phase] as number) + 1;
  }
  for (let phase = 0; phase < WEEKS; phase += 1) index[phase] = (index[phase] as number) / (seen[phase] as number);
  const mean = meanOf(index);
  if (!(mean > 0)) return plainClock(view.throughDay);
  let variance = 0;
  let noise = 0;
  for (let phase = 0; phase < WEEKS; phase += 1) {
    variance += ((index[phase] as number) / mean - 1) ** 2;
    noise += 1 / (mean * (seen[phase] as number));
  }
  const kept = Math.max(0, 1 - noise / Math.max(variance, 1e-9));
  const shrunk = index.map((value) => 1 + kept * (value / mean - 1));
  const smooth = shrunk.map((value, phase) => (2 * value + (shrunk[(phase + 1) % WEEKS] as number) + (shrunk[(phase + WEEKS - 1) % WEEKS] as number)) / 4);
  const level = meanOf(smooth);
  const pace = Array.from(smooth, (value) => Math.max(LEAST_PACE, value / level));
  // The week that comes is of the phase of the oldest one of the year gone.
  return { throughDay: view.throughDay, past: Array.from({ length: weekly.length }, (_, back) => pace[back % WEEKS] as number), ahead: [...pace].reverse() };
}

/** Purchase days of all customers by whole weeks, the week that ends on the last known day first. */
export function weeklyPurchases(view: PurchaseView): Float64Array {
  let first = view.throughDay + 1;
  for (let i = 0; i < view.size; i += 1) first = Math.min(first, view.days[view.starts[i] as number] as number);
  const weekly = new Float64Array(Math.max(0, Math.floor((view.throughDay - first + 1) / 7)));
  for (const day of view.days) {
    const back = Math.floor((view.throughDay - day) / 7);
    if (back < weekly.length) weekly[back] = (weekly[back] as number) + 1;
  }
  return weekly;
}

/**
 * The shop's size in each week, the week that ends now first: the straight line of a least-squares fit of line and yearly
 * wave (a sine and a cosine of 52 weeks) to the weekly purchases. The wave is fitted so that a busy autumn at one end of
 * the line does not tilt it. Never below a fifth of the mean, which a line through a young shop's beginnings could be.
 */
function trendOf(weekly: Float64Array): Float64Array {
  const size = weekly.length;
  const normal = new Float64Array(16);
  const right = new Float64Array(4);
  for (let back = 0; back < size; back += 1) {
    const angle = (2 * Math.PI * back) / WEEKS;
    const row = [1, back / size - 0.5, Math.sin(angle), Math.cos(angle)];
    for (let j = 0; j < 4; j += 1) {
      right[j] = (right[j] as number) + (row[j] as number) * (weekly[back] as number);
      for (let k = 0; k <= j; k += 1) normal[j * 4 + k] = (normal[j * 4 + k] as number) + (row[j] as number) * (row[k] as number);
    }
  }
  // A little ridge on slope and wave: over hardly more than a year the one can stand for the other.
  for (let j = 1; j < 4; j += 1) normal[j * 5] = (normal[j * 5] as number) + RIDGE * size;
  const line = solvePositive(normal, right, 4);
  const mean = meanOf(weekly);
  return weekly.map((_, back) => (line === null ? mean : Math.max(mean / 5, (line[0] as number) + (line[1] as number) * (back / size - 0.5))));
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
