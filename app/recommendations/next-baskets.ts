import type { Interactions } from './interactions.ts';

/**
 * What was bought next: for every customer with a basket up to the cut-off, the products of the first one in the days
 * after it, of those that anybody had bought by then. Looks at the future of the cut-off; that is what it is for.
 * @param knownBefore whether a product had been sold by the cut-off
 * @returns by customer; who bought nothing is not in it
 */
export function nextBaskets(all: Interactions, cutOff: number, days: number, knownBefore: (product: number) => boolean): Map<number, Set<number>> {
  const next = new Map<number, Set<number>>();
  for (let customer = 0; customer < all.customers; customer += 1) {
    const [from, to] = [all.customerStart[customer] as number, all.customerStart[customer + 1] as number];
    if (from === to || (all.basketDay[from] as number) > cutOff) continue;
    for (let basket = from; basket < to; basket += 1) {
      const day = all.basketDay[basket] as number;
      if (day <= cutOff) continue;
      if (day > cutOff + days) break;
      const products = new Set(all.product.subarray(all.basketStart[basket] as number, all.basketStart[basket + 1] as number).filter(knownBefore));
      if (products.size > 0) next.set(customer, products);
      break;
    }
  }
  return next;
}
