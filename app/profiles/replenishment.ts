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

/** Whether the product is due about now: from two weeks before (or half an interval, where that is less) to one interval after. */
export function isDue(one: Replenishment, nowDay: number): boolean {
  const ahead = Math.min(AHEAD_DAYS, Math.floor(one.intervalDays / 2));
  return nowDay >= one.dueDay - ahead && nowDay <= one.dueDay + one.intervalDays;
}

/** Whether it was bought again and again (three times or more) and is now more than an interval overdue. */
export function hasStopped(one: Replenishment, nowDay: number): boolean {
  return one.times >= 3 && nowDay > one.dueDay + one.intervalDays;
}
