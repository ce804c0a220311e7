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

/** All that a customer bought in the days after the cut-off, of products that anybody had bought by then. */
export function boughtWithin(all: Interactions, customer: number, cutOff: number, days: number, knownBefore: (product: number) => boolean): Set<number> {
  const products = new Set<number>();
  for (let basket = all.customerStart[customer] as number; basket < (all.customerStart[customer + 1] as number); basket += 1) {
    const day = all.basketDay[basket] as number;
    if (day <= cutOff || day > cutOff + days) continue;
    for (const product of all.product.subarray(all.basketStart[basket] as number, all.basketStart[basket + 1] as number)) if (knownBefore(product)) products.add(product);
  }
  return products;
}
