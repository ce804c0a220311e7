import { medianDoubled } from '../math/median.ts';

/** When a customer needs a product again. */

/** How the shop's customers come back for a product. */
export interface ProductReturnRate {
  /** Gaps between two purchase days of one customer that both had the product. */
  gaps: number;
  /** Twice the median of them; null without any. */
  gapMedianDoubled: number | null;
  /** Customers with the product, and those of them who bought it on two days or more. */
  buyers: number;
  repeatBuyers: number;
}

export interface Replenishment {
  productId: string;
  /** Days of purchase of the customer with the product. */
  times: number;
  /** Whole days from one to the next. */
  intervalDays: number;
  /** The customer's own gaps, and twice their median; 0 and null where the interval is the shop's alone. */
  ownGaps: number;
  ownMedianDoubled: number | null;
  shopGaps: number;
  shopMedianDoubled: number | null;
  lastDay: number;
  dueDay: number;
}

/** Gaps of the shop's median that a customer is taken to have shown beforehand: as for the usual gap of a stage. */
const PRIOR_GAPS = 3;
/** From here on the shop's median says something. */
const SHOP_GAPS_NEEDED = 10;
/** A product is bought again as a rule when a quarter of its buyers did, of twenty or more. */
const BUYERS_NEEDED = 20;

/**
 * The interval of one product: the own median gap shrunk to the shop's for the product, (n x own + 3 x shop) / (n + 3), cut to whole days.
 * With a single purchase of it the shop's median alone, if the product is bought again as a rule. Null where there is no interval.
 * @param days ascending, distinct purchase days with the product
 */
export function replenishment(productId: string, days: readonly number[], shop: ProductReturnRate | null): Replenishment | null {
  const lastDay = days.at(-1);
  if (lastDay === undefined) return null;
  const gaps = days.slice(1).map((day, index) => day - (days[index] as number));
  const own = medianDoubled(Float64Array.from(gaps).sort());
  const usable = shop !== null && shop.gapMedianDoubled !== null && shop.gaps >= SHOP_GAPS_NEEDED ? shop : null;
  const shopDoubled = usable?.gapMedianDoubled ?? null;
  let doubled: number;
  if (own !== null) doubled = shopDoubled === null ? own : (gaps.length * own + PRIOR_GAPS * shopDoubled) / (gaps.length + PRIOR_GAPS);
  else if (usable !== null && shopDoubled !== null && usable.buyers >= BUYERS_NEEDED && 4 * usable.repeatBuyers >= usable.buyers) doubled = shopDoubled;
  else return null;
  // A single gap without anything of the shop's behind it is no rhythm.
  if (own !== null && shopDoubled === null && gaps.length < 2) return null;
  const intervalDays = Math.max(1, Math.floor(doubled / 2));
  return {
    productId, times: days.length, intervalDays, ownGaps: gaps.length, ownMedianDoubled: own,
    shopGaps: usable?.gaps ?? 0, shopMedianDoubled: shopDoubled, lastDay, dueDay: lastDay + intervalDays,
  };
}

/** Days before it is due from which a product is worth a word. */
const AHEAD_DAYS = 14;

/** Days of "this week": today and the six after it. */
export const DUE_DAYS = 7;

/**
 * Purchases of a product that make it a habit. Of a file of a wholesaler's orders every fifth customer had some product due in
 * any week by fewer, and 13 in 100 of them ordered; by three it is every twelfth, and 20 in 100 (docs/decisions/102).
 */
export const HABIT_PURCHASES = 3;

/** Whether a day is today or one of the six after it. */
export function isThisWeek(day: number, today: number): boolean {
  return day >= today && day < today + DUE_DAYS;
}

/** Whether it is a habit that is due this week: Home counts these, and what is suggested names them first. */
function isHabitOfThisWeek(one: Replenishment, nowDay: number): boolean {
  return one.times >= HABIT_PURCHASES && isThisWeek(one.dueDay, nowDay);
}

/** Days by which the due day has passed; 0 on it and before. */
export function overdueDays(one: Replenishment, nowDay: number): number {
  return Math.max(0, nowDay - one.dueDay);
}

/** Whether the product is due about now: from two weeks before (or half an interval, where that is less; a habit always in the week before) to half an interval after. */
export function isDue(one: Replenishment, nowDay: number): boolean {
  const ahead = Math.min(AHEAD_DAYS, Math.floor(one.intervalDays / 2));
  return (nowDay >= one.dueDay - ahead || isHabitOfThisWeek(one, nowDay)) && 2 * overdueDays(one, nowDay) <= one.intervalDays;
}

/**
 * The order in which what is due is named: habits of this week, the first due; then what they come back for before what others do, in each what
 * is ahead or at most a third of an interval late before what is later, the nearest to today first. Then what was bought more often, then the lower number.
 */
export function reminderOrder(nowDay: number): (one: Replenishment, other: Replenishment) => number {
  const group = (one: Replenishment): number => (isHabitOfThisWeek(one, nowDay) ? 0 : (one.times > 1 ? 1 : 3) + Number(3 * overdueDays(one, nowDay) > one.intervalDays));
  return (one, other) => group(one) - group(other) || Math.abs(one.dueDay - nowDay) - Math.abs(other.dueDay - nowDay) || other.times - one.times || Number(BigInt(one.productId) - BigInt(other.productId));
}

/** Whether it was bought again and again (three times or more) and is now more than an interval overdue. */
export function hasStopped(one: Replenishment, nowDay: number): boolean {
  return one.times >= 3 && nowDay > one.dueDay + one.intervalDays;
}
