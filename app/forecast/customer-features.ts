import type { BetaGeometric } from '../math/beta-geometric.ts';
import { expectedPurchases, probabilityAlive, probabilityOfBuying } from '../math/predict-purchases.ts';
import { logit } from '../math/regression.ts';
import type { PurchaseView } from './order-histories.ts';
import type { ClockReader } from './seasonal-clock.ts';

/**
 * What a regression sees of a customer at a cut-off. All of it is known at the end of `view.throughDay`. Logarithms
 * throughout, as what doubles a rate matters alike wherever it starts.
 */
export const FEATURES = [
  // Buy-till-you-die: expected purchases in the horizon at the shop's usual pace, log-odds of any, still a customer.
  'expected', 'buying', 'alive',
  // Recency and frequency.
  'recency', 'recencySquared', 'frequency', 'frequencySquared', 'once', 'twice', 'age', 'rate', 'recencyByFrequency',
  // Purchases fading with half-lives of 10, 25, 60 and 150 days of usual pace, and those of the last 30, 90, 182 and 365 days.
  'fading10', 'fading25', 'fading60', 'fading150', 'last30', 'last90', 'last182', 'last365',
  // The own rhythm: how overdue, its square, beyond late, the usual gap, how irregular, whether the last gap was longer.
  'overdue', 'overdueSquared', 'late', 'usualGap', 'irregular', 'lengthening',
  // Money: mean value of a purchase day, spend of the last 90 and 365 days, the last value against the mean.
  'meanValue', 'spend90', 'spend365', 'lastValue',
  // Share of money given back, whether any was, share of discounted orders.
  'refunded', 'anyRefunded', 'discounted',
  // The same days a year before: how much of them the customer was one in, purchases then, any then.
  'yearAgoSeen', 'yearAgoPurchases', 'yearAgoAny',
  // How busy the days to come are by the shop's season.
  'season',
] as const;

export const FEATURE_COUNT = FEATURES.length;

const HALF_LIVES = [10, 25, 60, 150];
/** Own gaps count as (n x own + 3 x shop's) / (n + 3), as for the stages. */
const SHOP_GAPS = 3;
const LATE = 1.5;
const LEAST = 1e-4;
const YEAR = 365;

/** All that is the same for every customer at a cut-off. */
export interface FeatureContext {
  view: PurchaseView;
  read: ClockReader;
  parameters: BetaGeometric;
  /** Days of the forecast. */
  horizon: number;
  /** Median gap of the shop, days. */
  shopGap: number;
  /** A usual amount of money, so that values have no currency: the shop's median value of a purchase day. */
  usualValue: number;
}

/** What buy-till-you-die alone says of a customer. */
export interface BuyingFacts {
  expected: number;
  buying: number;
  alive: number;
}

/** Writes the features of the i-th customer of the view to `out` from `at` on, and answers what buy-till-you-die says. */
export function writeFeatures({ view, read, parameters, horizon, shopGap, usualValue }: FeatureContext, i: number, out: Float64Array, at: number): BuyingFacts {
  const { days, values, throughDay } = view;
  const from = view.starts[i] as number;
  const to = view.starts[i + 1] as number;
  const n = to - from;
  const firstDay = days[from] as number;
  const lastDay = days[to - 1] as number;
  const now = read(throughDay);
  const began = read(firstDay);
  const row = { x: n - 1, tx: read(lastDay) - began, T: now - began };
  const weeks = horizon / 7;
  const expected = expectedPurchases(parameters, row, weeks);
  const buying = probabilityOfBuying(parameters, row, weeks);
  const alive = probabilityAlive(parameters, row);

  let [last30, last90, last182, last365, yearAgo, spend, spend90, spend365] = [0, 0, 0, 0, 0, 0, 0, 0];
  let [fading10, fading25, fading60, fading150] = [0, 0, 0, 0];
  for (let k = from; k < to; k += 1) {
    const ago = throughDay - (days[k] as number);
    const value = values[k] as number;
    spend += value;
    if (ago < YEAR) {
      last365 += 1;
      spend365 += value;
      if (ago >= YEAR - horizon) yearAgo += 1;
      if (ago < 182) last182 += 1;
      if (ago < 90) {
        last90 += 1;
        spend90 += value;
      }
      if (ago < 30) last30 += 1;
    }
    const paced = (now - read(days[k] as number)) * 7;
    fading10 += 2 ** (-paced / (HALF_LIVES[0] as number));
    fading25 += 2 ** (-paced / (HALF_LIVES[1] as number));
    fading60 += 2 ** (-paced / (HALF_LIVES[2] as number));
    fading150 += 2 ** (-paced / (HALF_LIVES[3] as number));
  }
  const rhythm = rhythmOf(days, from, to, shopGap);
  const recency = throughDay - lastDay;
  const logRecency = Math.log1p(recency);
  const logFrequency = Math.log(n);
  const overdue = Math.log((recency + 3) / (rhythm.usual + 3));
  const mean = spend / n;
  const logMean = Math.log1p(mean / usualValue);
  const watched = throughDay - firstDay;
  const seen = watched >= YEAR ? 1 : Math.max(0, (watched - (YEAR - horizon)) / horizon);
  const gross = view.grossValue[i] as number;
  const refunded = view.refundedValue[i] as number;
  const season = read(throughDay + horizon) - now;

  let place = at;
  const put = (value: number): void => {
    out[place] = value;
    place += 1;
  };
  put(Math.log(expected + LEAST));
  put(logit(buying, LEAST));
  put(alive);
  put(logRecency);
  put(logRecency ** 2);
  put(logFrequency);
  put(logFrequency ** 2);
  put(n === 1 ? 1 : 0);
  put(n === 2 ? 1 : 0);
  put(Math.log1p(row.T));
  put(Math.log(n / (row.T + 8)));
  put(logRecency * logFrequency);
  put(Math.log(fading10 + 0.02));
  put(Math.log(fading25 + 0.02));
  put(Math.log(fading60 + 0.02));
  put(Math.log(fading150 + 0.02));
  put(Math.log1p(last30));
  put(Math.log1p(last90));
  put(Math.log1p(last182));
  put(Math.log1p(last365));
  put(overdue);
  put(overdue ** 2);
  put(Math.max(0, Math.log((recency + 3) / (LATE * rhythm.usual + 3))));
  put(Math.log1p(rhythm.usual));
  put(rhythm.irregular);
  put(rhythm.lengthening);
  put(logMean);
  put(Math.log1p(spend90 / usualValue));
  put(Math.log1p(spend365 / usualValue));
  put(Math.log1p((values[to - 1] as number) / usualValue) - logMean);
  put(gross > 0 ? refunded / gross : 0);
  put(refunded > 0 ? 1 : 0);
  put((view.orders[i] as number) > 0 ? (view.discountedOrders[i] as number) / (view.orders[i] as number) : 0);
  put(seen);
  put(Math.log1p(yearAgo));
  put(yearAgo > 0 ? seen : 0);
  put(Math.log(season / weeks));
  return { expected, buying, alive };
}

interface Rhythm {
  /** Usual gap in days, shrunk to the shop's. */
  usual: number;
  /** Deviation of the gaps over their mean. */
  irregular: number;
  /** Logarithm of the last gap over the mean of those before it; 0 with fewer than two. */
  lengthening: number;
}

const gapBuffer: number[] = [];

function rhythmOf(days: Int32Array, from: number, to: number, shopGap: number): Rhythm {
  const gaps = to - from - 1;
  if (gaps === 0) return { usual: shopGap, irregular: 1, lengthening: 0 };
  gapBuffer.length = 0;
  let sum = 0;
  for (let k = from + 1; k < to; k += 1) {
    const gap = (days[k] as number) - (days[k - 1] as number);
    gapBuffer.push(gap);
    sum += gap;
  }
  const last = gapBuffer[gaps - 1] as number;
  gapBuffer.sort((a, b) => a - b);
  const own = ((gapBuffer[(gaps - 1) >> 1] as number) + (gapBuffer[gaps >> 1] as number)) / 2;
  const usual = (gaps * own + SHOP_GAPS * shopGap) / (gaps + SHOP_GAPS);
  if (gaps === 1) return { usual, irregular: 0.8, lengthening: 0 };
  const mean = sum / gaps;
  let squares = 0;
  for (const gap of gapBuffer) squares += (gap - mean) ** 2;
  const before = (sum - last) / (gaps - 1);
  return { usual, irregular: Math.sqrt(squares / gaps) / (mean + 1), lengthening: Math.log((last + 5) / (before + 5)) };
}

/** Median gap between purchase days of all customers of a view; 60 days where nobody has one. */
export function gapOfShop(view: PurchaseView): number {
  const gaps: number[] = [];
  for (let i = 0; i < view.size; i += 1) {
    for (let k = (view.starts[i] as number) + 1; k < (view.starts[i + 1] as number); k += 1) gaps.push((view.days[k] as number) - (view.days[k - 1] as number));
  }
  return medianOf(Float64Array.from(gaps)) ?? 60;
}

/** Median value of the purchase days that have one; 1 where none has. */
export function usualValueOf(view: PurchaseView): number {
  return medianOf(view.values.filter((value) => value > 0)) ?? 1;
}

function medianOf(values: Float64Array): number | null {
  if (values.length === 0) return null;
  values.sort();
  return ((values[(values.length - 1) >> 1] as number) + (values[values.length >> 1] as number)) / 2;
}
