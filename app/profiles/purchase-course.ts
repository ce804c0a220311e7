/** One of a customer's purchases among their latest, for a picture of how they change. */
export interface CoursePoint {
  day: number;
  /** Days since the purchase day before; null for the first ever and for another purchase of one day. */
  gap: number | null;
  /** Net value in minor units; null in a currency that the shop has left. */
  value: number | null;
  discounted: boolean;
}

/** Points of a picture; more would be hairs on a phone. */
const LATEST = 24;

/**
 * The latest purchases, earliest first, with the gap before each.
 * @param purchases by day, earliest first
 */
export function purchaseCourse(purchases: readonly { day: number; value: number; inCurrency: boolean; discounted: boolean }[]): CoursePoint[] {
  const from = Math.max(0, purchases.length - LATEST);
  return purchases.slice(from).map(({ day, value, inCurrency, discounted }, index) => {
    const before = purchases[from + index - 1]?.day;
    return { day, gap: before === undefined || before === day ? null : day - before, value: inCurrency ? value : null, discounted };
  });
}
