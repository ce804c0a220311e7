import { medianDoubled } from '../math/median.ts';

/**
 * What all scores of one customer stand on. SQL fills one of these per customer from the mirror; everything after it
 * is pure. Days are day numbers in the shop's zone. Money is in minor units of the shop's currency as a number: exact
 * up to 2^53 - 1 (90 trillion pounds), which `factsProblem` checks; purchases in a currency that the shop has since
 * left have no part in it.
 */
export interface CustomerFacts extends GapFacts {
  /** Shopify's numeric id as digits: beyond 2^53 in theory, so never a number. */
  customerId: string;
  /** Carries an excluded tag: has facts, no score and no tags, and counts nowhere. */
  excluded: boolean;
  /** Counted orders. */
  orders: number;
  /** Those of them with a discount, on a line or on the whole. */
  discountedOrders: number;
  /** Counted orders with net value above 0, in any currency. */
  purchases: number;
  /** Those of them in the shop's currency: what `netSpend` is the sum of. */
  valuedPurchases: number;
  firstPurchaseDay: number | null;
  lastPurchaseDay: number | null;
  /** Net value over all history. */
  netSpend: number;
  /** Net value of the first purchase; 0 without one, or where it was in another currency. */
  firstPurchaseValue: number;
  /** Purchases whose day is on or after the window's first (`windowStartDay`), in any currency. */
  purchasesInWindow: number;
  spendInWindow: number;
  /** Net value of purchases less than 365 days before the day of now (from `lastYearStartDay` on). */
  spendLastYear: number;
  /** Units of all lines of counted orders, gift cards left out, as they were bought. */
  unitsBought: number;
  /** Those of them that were refunded. */
  unitsRefunded: number;
}

/** Gaps: days between two purchase days that follow each other, over all history. */
export interface GapFacts {
  /** One less than the number of purchase days; 0 without any. */
  gapCount: number;
  /** Twice the median gap; null without a gap. */
  gapMedianDoubled: number | null;
  /** The gap before the last purchase day; null without a gap. */
  lastGap: number | null;
  /** Twice the median of the gaps before the last one (`gapCount - 1` of them); null without any. */
  priorGapMedianDoubled: number | null;
}

/** The gap facts of ascending, distinct purchase days. Throws RangeError when they are not. */
export function gapFacts(purchaseDays: readonly number[]): GapFacts {
  const gaps: number[] = [];
  for (let index = 1; index < purchaseDays.length; index += 1) {
    const gap = (purchaseDays[index] as number) - (purchaseDays[index - 1] as number);
    if (!Number.isInteger(gap) || gap < 1) throw new RangeError('Purchase days must be whole, distinct and ascending.');
    gaps.push(gap);
  }
  const prior = gaps.slice(0, -1).sort((a, b) => a - b);
  return {
    gapCount: gaps.length,
    gapMedianDoubled: medianDoubled([...gaps].sort((a, b) => a - b)),
    lastGap: gaps.at(-1) ?? null,
    priorGapMedianDoubled: medianDoubled(prior),
  };
}

const WHOLE_NUMBERS = [
  'orders', 'discountedOrders', 'purchases', 'valuedPurchases', 'netSpend', 'firstPurchaseValue', 'purchasesInWindow',
  'spendInWindow', 'spendLastYear', 'unitsBought', 'unitsRefunded', 'gapCount',
] as const satisfies readonly (keyof CustomerFacts)[];

/**
 * What is impossible about these facts, in words, or null. Checked where facts enter the scores, so that a wrong query
 * stops with the customer's id and is not seen as a strange score.
 */
export function factsProblem(facts: CustomerFacts): string | null {
  for (const key of WHOLE_NUMBERS) {
    const value = facts[key];
    if (!Number.isSafeInteger(value) || value < 0) return `${key} must be a whole number from 0 to 2^53 - 1, and is ${value}`;
  }
  if (facts.discountedOrders > facts.orders) return 'more discounted orders than orders';
  if (facts.purchases > facts.orders) return 'more purchases than orders';
  if (facts.valuedPurchases > facts.purchases) return "more purchases in the shop's currency than purchases";
  if ((facts.valuedPurchases > 0) !== (facts.netSpend > 0)) return "net spend and purchases in the shop's currency go together";
  if (facts.purchasesInWindow > facts.purchases) return 'more purchases in the window than ever';
  if (facts.unitsRefunded > facts.unitsBought) return 'more units refunded than bought';
  if (facts.spendInWindow > facts.netSpend || facts.spendLastYear > facts.netSpend || facts.firstPurchaseValue > facts.netSpend) {
    return 'more spent in a part of the time than in all of it';
  }
  const { firstPurchaseDay: first, lastPurchaseDay: last } = facts;
  if (facts.purchases === 0) {
    if (first !== null || last !== null || facts.gapCount !== 0 || facts.netSpend !== 0) return 'no purchase, yet purchase days, gaps or spend';
  } else if (first === null || last === null || !Number.isInteger(first) || !Number.isInteger(last) || first > last) {
    return 'purchases need a first and a last purchase day, in that order';
  } else if ((facts.gapCount > 0) !== (last > first) || facts.gapCount > facts.purchases - 1) {
    return `${facts.gapCount} gaps do not go with ${facts.purchases} purchases from day ${first} to day ${last}`;
  }
  if ((facts.gapCount > 0) !== (facts.gapMedianDoubled !== null && facts.lastGap !== null)) return 'gaps need their median and the last gap, and only they';
  if ((facts.gapCount > 1) !== (facts.priorGapMedianDoubled !== null)) return 'two or more gaps need the median of those before the last, and only they';
  return null;
}
