import { medianDoubledOfCounts } from '../math/median.ts';

/** Customers with a gap that are needed before the shop's gap is measured, and the days taken for it until then. */
export const GAP_CUSTOMERS_NEEDED = 30;
export const ASSUMED_GAP_DAYS = 60;

/** The shop's usual gap. Doubled, because a median of an even count may end in a half. */
export interface ShopGap {
  doubled: number;
  /** True until 30 customers have a gap: then it is 60 days by convention, and the screen says so. */
  assumed: boolean;
  customersWithGap: number;
}

/**
 * The shop's gap: the median over all gaps of all its customers (those excluded and guests left out), given as (days,
 * count) pairs in any order, and how many customers have at least one. 60 days until 30 customers have one.
 */
export function shopGap(gaps: Iterable<readonly [days: number, count: number]>, customersWithGap: number): ShopGap {
  const median = customersWithGap >= GAP_CUSTOMERS_NEEDED ? medianDoubledOfCounts(gaps) : null;
  return { doubled: median ?? 2 * ASSUMED_GAP_DAYS, assumed: median === null, customersWithGap };
}
