import { binomialUpperTail } from '../math/exact-tests.ts';
import { medianDoubled } from '../math/median.ts';

/** How a customer buys: the usual basket, the price band, when, where, and whether at a discount only. Each is null where too little is known. */

const doubledMedian = (values: readonly number[]): number | null => medianDoubled(Float64Array.from(values).sort());

export interface Basket {
  /** Purchases that the medians are of. */
  purchases: number;
  unitsDoubled: number;
  /** Twice the median value in minor units; null where none was in the shop's currency. */
  valueDoubled: number | null;
}

/** The median units and value of a purchase. */
export function usualBasket(purchases: readonly { units: number; value: number; inCurrency: boolean }[]): Basket | null {
  const unitsDoubled = doubledMedian(purchases.map((one) => one.units));
  if (unitsDoubled === null) return null;
  return { purchases: purchases.length, unitsDoubled, valueDoubled: doubledMedian(purchases.filter((one) => one.inCurrency).map((one) => one.value)) };
}

/** Unit prices of the shop's order lines: a quarter is below `lower`, a quarter above `upper`. */
export interface PriceQuartiles {
  lower: number;
  middle: number;
  upper: number;
}

export interface PriceBand extends PriceQuartiles {
  band: 'low' | 'middle' | 'high';
  /** Twice the median unit price before discounts. */
  medianDoubled: number;
  lines: number;
}

const LINES_NEEDED = 3;

/** Where the median unit price of the customer's lines falls among the shop's quartiles. */
export function priceBand(unitPrices: readonly number[], quartiles: PriceQuartiles | null): PriceBand | null {
  const median = doubledMedian(unitPrices);
  if (quartiles === null || median === null || unitPrices.length < LINES_NEEDED) return null;
  const band = median < 2 * quartiles.lower ? 'low' : median > 2 * quartiles.upper ? 'high' : 'middle';
  return { ...quartiles, band, medianDoubled: median, lines: unitPrices.length };
}

export interface Preference {
  /** Weekday (0 is Monday), or the first hour. */
  place: number;
  orders: number;
  of: number;
  /** Chance that some day (or stretch of hours) would hold so many if orders came evenly: the binomial tail times the places tried (Bonferroni). */
  chance: number;
}

const ORDERS_NEEDED = 5;
/** One in twenty, and the last digits of a sum of logarithms. */
const CHANCE_ALLOWED = 0.05 + 1e-9;
/** Hours that a preferred time is told in. */
export const HOURS_TOGETHER = 4;

/** The weekday and the four hours in which a customer orders more than evenly spread orders would. Hours of the week, 0 is Monday 0:00. */
export function preferredTimes(orderHours: readonly number[]): { weekday: Preference | null; hours: Preference | null } {
  const days = new Array<number>(7).fill(0);
  const hours = new Array<number>(24).fill(0);
  for (const hour of orderHours) {
    days[Math.floor(hour / 24)] = (days[Math.floor(hour / 24)] ?? 0) + 1;
    hours[hour % 24] = (hours[hour % 24] ?? 0) + 1;
  }
  const stretches = hours.map((_, from) => Array.from({ length: HOURS_TOGETHER }, (__, step) => hours[(from + step) % 24] as number).reduce((a, b) => a + b, 0));
  return { weekday: preferred(days, orderHours.length, 1 / 7), hours: preferred(stretches, orderHours.length, HOURS_TOGETHER / 24) };
}

function preferred(counts: readonly number[], of: number, even: number): Preference | null {
  if (of < ORDERS_NEEDED) return null;
  const orders = Math.max(...counts);
  const chance = Math.min(1, counts.length * binomialUpperTail(of, orders, even));
  return chance > CHANCE_ALLOWED ? null : { place: counts.indexOf(orders), orders, of, chance };
}

export interface PreferredChannel {
  name: string;
  orders: number;
  of: number;
}

/** The channel of most orders, of three or more. */
export function preferredChannel(channels: Readonly<Record<string, number>>): PreferredChannel | null {
  const all = Object.entries(channels).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const of = all.reduce((sum, [, orders]) => sum + orders, 0);
  const [first] = all;
  return first === undefined || of < 3 || 2 * first[1] <= of ? null : { name: first[0], orders: first[1], of };
}

export interface DiscountDependence {
  kind: 'discount' | 'full price' | 'as the shop';
  discounted: number;
  orders: number;
  /** (discounted + 5 x shop's share) / (orders + 5). */
  share: number;
  shopShare: number;
}

/** Orders of the shop's share that a customer is taken to have placed beforehand. */
export const DISCOUNT_PRIOR_ORDERS = 5;

/** Whether a customer buys at a discount more or less than the shop's orders are discounted: 20 points after shrinking, of three orders or more. */
export function discountDependence(own: { orders: number; discounted: number }, shop: { orders: number; discounted: number }): DiscountDependence | null {
  if (own.orders < 3 || shop.orders === 0) return null;
  const shopShare = shop.discounted / shop.orders;
  const share = (own.discounted + DISCOUNT_PRIOR_ORDERS * shopShare) / (own.orders + DISCOUNT_PRIOR_ORDERS);
  const kind = share - shopShare >= 0.2 ? 'discount' : shopShare - share >= 0.2 ? 'full price' : 'as the shop';
  return { kind, discounted: own.discounted, orders: own.orders, share, shopShare };
}
