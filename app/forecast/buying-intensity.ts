import type { BetaGeometric } from '../math/beta-geometric.ts';
import { probabilityAlive } from '../math/predict-purchases.ts';
import { fitBuying } from './buying-process.ts';
import type { PurchaseView } from './order-histories.ts';
import { plainClock, readClock, type SeasonalClock } from './seasonal-clock.ts';

const WEEKS = 52;
/** Weeks that say what the level is now, and how it stands against the year before. */
const RECENT_WEEKS = 13;
const FEWEST_WEEKS = 16;
const LEAST_PACE = 0.02;
const MOST_CUSTOMERS = 20_000;
/**
 * How much of the recent change over the year before is carried forward: the square root of it, as a change of a
 * quarter's length half persists (docs/decisions/100: 0, 1/2 and 1 were tried on past windows).
 */
const PERSISTENCE = 0.5;

/**
 * How much the customers of a shop buy, week by week, against what a buy-till-you-die model expected of just these
 * customers at the beginning of that week: 1.3 is a week with 30% more than their histories let expect. Unlike a count
 * of orders it does not rise because a shop has more customers, so it needs no detrending, and it holds season, holidays
 * and level in one. The past stands as it was. A week ahead has that of 52 weeks before, times the square root of the
 * last quarter's change over the same quarter of the year before; without a year, the level of the last quarter.
 */
export function buyingIntensity(view: PurchaseView, start?: BetaGeometric): SeasonalClock {
  const plain = plainClock(view.throughDay);
  const first = fitBuying('bg-nbd', view, readClock(plain), start);
  if (!first.converged) return plain;
  const rough = intensityOn(view, plain, first.parameters);
  // Time warped by the first answer gives the second: what a busy December says of a customer is then seen for what it is.
  const second = fitBuying('bg-nbd', view, readClock(rough), first.parameters);
  return second.converged ? intensityOn(view, rough, second.parameters) : rough;
}

function intensityOn(view: PurchaseView, clock: SeasonalClock, parameters: BetaGeometric): SeasonalClock {
  const { actual, expected } = weeklyBuying(view, clock, parameters);
  const weeks = actual.length;
  if (weeks < FEWEST_WEEKS) return plainClock(view.throughDay);
  const ratio = Array.from(actual, (bought, back) => ((expected[back] as number) > 0 ? bought / (expected[back] as number) : 1));
  const recent = ratioOver(actual, expected, 0, RECENT_WEEKS);
  let change = 1;
  const overlap = Math.min(RECENT_WEEKS, weeks - WEEKS);
  if (overlap > 0) {
    const before = ratioOver(actual, expected, WEEKS, WEEKS + overlap);
    const now = ratioOver(actual, expected, 0, overlap);
    if (now > 0 && before > 0) change = (now / before) ** (PERSISTENCE * (overlap / RECENT_WEEKS));
  }
  const pace = (value: number): number => Math.max(LEAST_PACE, value);
  const ahead = Array.from({ length: WEEKS }, (_, week) => {
    const back = WEEKS - 1 - week;
    return pace(back < weeks && weeks >= WEEKS ? (ratio[back] as number) * change : recent);
  });
  return { throughDay: view.throughDay, past: ratio.map(pace), ahead };
}

/** Repeat purchases of each whole week and those that the model expected at its beginning; the week that ends now first. */
function weeklyBuying(view: PurchaseView, clock: SeasonalClock, parameters: BetaGeometric): { actual: Float64Array; expected: Float64Array } {
  const read = readClock(clock);
  const now = view.throughDay;
  let first = now + 1;
  for (let i = 0; i < view.size; i += 1) first = Math.min(first, view.days[view.starts[i] as number] as number);
  const weeks = Math.max(0, Math.floor((now - first + 1) / 7));
  const actual = new Float64Array(weeks);
  const expected = new Float64Array(weeks);
  const stride = Math.max(1, Math.ceil(view.size / MOST_CUSTOMERS));
  for (let i = 0; i < view.size; i += stride) {
    const from = view.starts[i] as number;
    const to = view.starts[i + 1] as number;
    const began = read(view.days[from] as number);
    let next = from;
    let last = began;
    for (let back = Math.min(weeks, Math.floor((now - (view.days[from] as number)) / 7)) - 1; back >= 0; back -= 1) {
      const weekBegins = now - 7 * (back + 1);
      while (next < to && (view.days[next] as number) <= weekBegins) {
        last = read(view.days[next] as number);
        next += 1;
      }
      let bought = 0;
      while (next + bought < to && (view.days[next + bought] as number) <= weekBegins + 7) bought += 1;
      const x = next - from - 1;
      const age = read(weekBegins) - began;
      const alive = probabilityAlive(parameters, { x, tx: last - began, T: age });
      actual[back] = (actual[back] as number) + bought;
      // Half a week later: the mean of the week.
      expected[back] = (expected[back] as number) + (alive * (parameters.r + x)) / (parameters.alpha + age + 0.5);
    }
  }
  return { actual, expected };
}

function ratioOver(actual: Float64Array, expected: Float64Array, from: number, to: number): number {
  let bought = 0;
  let hoped = 0;
  for (let back = from; back < Math.min(to, actual.length); back += 1) {
    bought += actual[back] as number;
    hoped += expected[back] as number;
  }
  return hoped > 0 ? bought / hoped : 1;
}
