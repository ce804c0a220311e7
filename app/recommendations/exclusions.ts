import type { CustomerHistory } from './customer-history.ts';
import type { Interactions, ReturnedColumns } from './interactions.ts';
import type { ProductDemand } from './product-demand.ts';

/** Why a product is not shown to a customer. */
export type Exclusion = 'just-bought' | 'returned';

/** Days in which what is bought once is held to be still there. */
const STILL_THERE_DAYS = 60;
/** Below this share of buyers who bought it again, a product is one that is bought once. */
const BOUGHT_ONCE_BELOW = 0.1;
/** From so many buyers on the share says something. */
const TELLING_BUYERS = 20;

/**
 * Whether a customer has a product and will hardly want it again: the shop's buyers of it seldom buy it twice (repeat
 * share, learnt), the customer has had it in one basket alone, and not long ago. Who bought it twice shows otherwise.
 */
export function isJustBought(demand: Pick<ProductDemand, 'repeatShare' | 'buyers'>, history: Pick<CustomerHistory, 'count' | 'lastAgo' | 'products'>, product: number): boolean {
  const one = placeOf(history.products, product);
  if (one < 0 || (history.count[one] as number) > 1) return false;
  if ((demand.buyers[product] as number) < TELLING_BUYERS) return false;
  return (history.lastAgo[one] as number) < STILL_THERE_DAYS && (demand.repeatShare[product] as number) < BOUGHT_ONCE_BELOW;
}

/** Whether all units that a customer bought of a product came back: they did not want it. A part may have been a wrong size or broken. */
export function isReturned(history: Pick<CustomerHistory, 'units' | 'products'>, unitsBack: ReadonlyMap<number, number>, product: number): boolean {
  const one = placeOf(history.products, product);
  const back = unitsBack.get(product) ?? 0;
  return one >= 0 && back > 0 && back >= (history.units[one] as number);
}

/** Units that a customer gave back, by product, of all rows that there are. */
export function unitsReturned({ returned }: Pick<Interactions, 'returned'>, customer: number): Map<number, number> {
  const units = new Map<number, number>();
  for (let at = firstOf(returned, customer); at < returned.customer.length && returned.customer[at] === customer; at += 1) {
    const product = returned.product[at] as number;
    units.set(product, (units.get(product) ?? 0) + (returned.quantity[at] as number));
  }
  return units;
}

/** @returns the first reason that holds; null for what may be shown */
export function whyExcluded(demand: Pick<ProductDemand, 'repeatShare' | 'buyers'>, history: CustomerHistory, unitsBack: ReadonlyMap<number, number>, product: number): Exclusion | null {
  if (isReturned(history, unitsBack, product)) return 'returned';
  return isJustBought(demand, history, product) ? 'just-bought' : null;
}

function firstOf({ customer: column }: ReturnedColumns, customer: number): number {
  let [low, high] = [0, column.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((column[middle] as number) < customer) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where a product stands among ascending ones; -1 for nowhere. */
export function placeOf(products: Int32Array, product: number): number {
  let [low, high] = [0, products.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const there = products[middle] as number;
    if (there === product) return middle;
    if (there < product) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
