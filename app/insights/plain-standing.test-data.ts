import { gapFacts } from '../profiles/customer-facts.ts';
import { distinctDays } from '../profiles/purchase-history.ts';
import { shopGap } from '../profiles/shop-gap.ts';
import { rhythmLimits } from '../profiles/stage.ts';

const until = (days: readonly number[], day: number): number[] => distinctDays(days.filter((one) => one <= day).sort((a, b) => a - b));

/** The shop's doubled gap as of a day, worked out from nothing but what was bought by then. */
export function shopGapOf(customers: readonly (readonly number[])[], day: number): number {
  const lists = customers.map((days) => until(days, day)).filter((days) => days.length > 1);
  return shopGap(lists.flatMap((days) => days.slice(1).map((one, index) => [one - (days[index] as number), 1] as const)), lists.length).doubled;
}

/** Whether somebody had bought by a day and was not Lapsed then. */
export function wasCustomer(days: readonly number[], day: number, gapDoubled: number): boolean {
  const bought = until(days, day);
  const last = bought.at(-1);
  if (last === undefined) return false;
  const { gapCount, gapMedianDoubled } = gapFacts(bought);
  return day - last <= rhythmLimits(gapCount, gapMedianDoubled, gapDoubled, 'rhythm').lostDays;
}
