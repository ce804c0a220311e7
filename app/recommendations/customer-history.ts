import type { Interactions } from './interactions.ts';

/** One customer's products, as of a cut-off, each once, ascending. */
export interface CustomerHistory {
  baskets: number;
  /** Days from the first to the last basket, and from the last to the cut-off. */
  span: number;
  daysSinceLast: number;
  meanBasket: number;
  /** Mean of the logarithms of unit prices (minor units + 1) over their lines. */
  meanLogPrice: number;
  products: Int32Array;
  /** Baskets with the product, ever and of the last five; days since the first and last of them; baskets of any kind after the last one. */
  count: Float64Array;
  countOfLastFive: Float64Array;
  firstAgo: Float64Array;
  lastAgo: Float64Array;
  basketsSince: Float64Array;
  /** Sum over its baskets of 2^(-days ago / half-life), for 30, 120 and 365 days. */
  decayed30: Float64Array;
  decayed120: Float64Array;
  decayed365: Float64Array;
  /** The same with 0.95 for each basket of any kind that came after. */
  decayedByBasket: Float64Array;
  units: Float64Array;
  /** Baskets with it a year before the coming weeks: 304 to 371 days ago. */
  yearBefore: Float64Array;
}

/** @param seen what was known at the end of the cut-off @returns null for who had bought nothing */
export function customerHistory(seen: Interactions, customer: number, cutOff: number): CustomerHistory | null {
  const [from, to] = [seen.customerStart[customer] as number, seen.customerStart[customer + 1] as number];
  if (to <= from) return null;
  const [first, last] = [seen.basketStart[from] as number, seen.basketStart[to] as number];
  const products = Int32Array.from(new Set(seen.product.subarray(first, last))).sort();
  const place = new Map<number, number>();
  for (const [at, product] of products.entries()) place.set(product, at);
  const column = (): Float64Array => new Float64Array(products.length);
  const history: CustomerHistory = {
    baskets: to - from, span: (seen.basketDay[to - 1] as number) - (seen.basketDay[from] as number), daysSinceLast: cutOff - (seen.basketDay[to - 1] as number),
    meanBasket: (last - first) / (to - from), meanLogPrice: 0, products, count: column(), countOfLastFive: column(), firstAgo: column(), lastAgo: column(), basketsSince: column(),
    decayed30: column(), decayed120: column(), decayed365: column(), decayedByBasket: column(), units: column(), yearBefore: column(),
  };
  for (let basket = from; basket < to; basket += 1) {
    const ago = cutOff - (seen.basketDay[basket] as number);
    const [by30, by120, by365] = [2 ** (-ago / 30), 2 ** (-ago / 120), 2 ** (-ago / 365)];
    for (let at = seen.basketStart[basket] as number; at < (seen.basketStart[basket + 1] as number); at += 1) {
      const one = place.get(seen.product[at] as number) as number;
      history.meanLogPrice += Math.log((seen.unitPrice[at] as number) + 1) / (last - first);
      if (history.count[one] === 0) history.firstAgo[one] = ago;
      history.count[one] = (history.count[one] as number) + 1;
      if (to - basket <= 5) history.countOfLastFive[one] = (history.countOfLastFive[one] as number) + 1;
      if (ago >= 304 && ago <= 371) history.yearBefore[one] = (history.yearBefore[one] as number) + 1;
      history.lastAgo[one] = ago;
      history.basketsSince[one] = to - 1 - basket;
      history.decayed30[one] = (history.decayed30[one] as number) + by30;
      history.decayed120[one] = (history.decayed120[one] as number) + by120;
      history.decayed365[one] = (history.decayed365[one] as number) + by365;
      history.decayedByBasket[one] = (history.decayedByBasket[one] as number) + 0.95 ** (to - 1 - basket);
      history.units[one] = (history.units[one] as number) + (seen.quantity[at] as number);
    }
  }
  return history;
}
