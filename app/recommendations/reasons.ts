import type { BoughtTogether } from './bought-together.ts';
import type { CustomerHistory } from './customer-history.ts';
import { placeOf } from './exclusions.ts';
import type { ProductDemand } from './product-demand.ts';

/**
 * Why a product is recommended, as data; every number can be counted again from the orders.
 * `Product` is how products are named: by number within the engine, by id in lists that are stored.
 */
export type Reason<Product = number> =
  /** The customer had it in several baskets, on average so many days apart; the last so long ago. */
  | { kind: 'you-reorder'; baskets: number; everyDays: number; lastDaysAgo: number }
  /** The customer had it in one basket. */
  | { kind: 'you-bought'; lastDaysAgo: number }
  /** Of the buyers of a product that the customer had, so many had both in one basket. */
  | { kind: 'bought-with'; product: Product; by: number; ofBuyers: number }
  /** Of the buyers of a product, so many had both, on whatever days. */
  | { kind: 'also-bought'; product: Product; by: number; ofBuyers: number }
  /** It sells this many times its usual rate, by so many baskets in 14 days. */
  | { kind: 'rising'; times: number; baskets: number }
  /** It was in so many baskets of the last 28 days; of the last 364 where there was none. */
  | { kind: 'popular'; baskets: number; days: number }
  /** It came into the shop so many days ago, and has been in so many baskets since. */
  | { kind: 'new'; daysAgo: number; baskets: number };

export type ListedReason = Reason<string>;

/** A pair is told of from so many common buyers on, and a rise from so many times the usual rate and baskets. */
const TELLING_BUYERS = 3;
const RISING_TIMES = 1.5;
const RISING_BASKETS = 5;

/**
 * The one reason that says most: the customer's own habit, else what goes with something of theirs, else that it rises,
 * else that it sells.
 */
export function reasonFor(product: number, history: CustomerHistory, pairs: BoughtTogether, demand: Pick<ProductDemand, 'trend14' | 'sales14' | 'sales28' | 'sales364'>): Reason {
  const own = placeOf(history.products, product);
  if (own >= 0) {
    const baskets = history.count[own] as number;
    const lastDaysAgo = history.lastAgo[own] as number;
    if (baskets < 2) return { kind: 'you-bought', lastDaysAgo };
    return { kind: 'you-reorder', baskets, everyDays: Math.max(1, Math.round(((history.firstAgo[own] as number) - lastDaysAgo) / (baskets - 1))), lastDaysAgo };
  }
  const pair = strongestPair(product, history, pairs);
  if (pair !== null) return pair;
  return risingReason(product, demand) ?? popularReason(product, demand);
}

/** @returns null where it does not rise by enough, or by too few baskets to say so */
export function risingReason(product: number, { trend14, sales14 }: Pick<ProductDemand, 'trend14' | 'sales14'>): (Reason<never> & { kind: 'rising' }) | null {
  if ((trend14[product] as number) < RISING_TIMES || (sales14[product] as number) < RISING_BASKETS) return null;
  return { kind: 'rising', times: Math.round((trend14[product] as number) * 10) / 10, baskets: sales14[product] as number };
}

export function popularReason(product: number, { sales28, sales364 }: Pick<ProductDemand, 'sales28' | 'sales364'>): Reason<never> & { kind: 'popular' } {
  const recent = sales28[product] as number;
  return recent > 0 ? { kind: 'popular', baskets: recent, days: 28 } : { kind: 'popular', baskets: sales364[product] as number, days: 364 };
}

/** The reason with products by their ids. */
export function listedReason(reason: Reason, productCodes: readonly string[]): ListedReason {
  return reason.kind === 'bought-with' || reason.kind === 'also-bought' ? { ...reason, product: productCodes[reason.product] as string } : reason;
}

/** Of the product's partners the one the customer had whose buyers took the product with it most often, by share; of equals the one with more buyers, then the lower number. */
function strongestPair(product: number, history: CustomerHistory, pairs: BoughtTogether): Reason | null {
  let best: { product: number; by: number; ofBuyers: number } | null = null;
  for (let at = pairs.start[product] as number; at < (pairs.start[product + 1] as number); at += 1) {
    const partner = pairs.partner[at] as number;
    const by = pairs.buyersOfBoth[at] as number;
    if (by < TELLING_BUYERS || placeOf(history.products, partner) < 0) continue;
    const ofBuyers = pairs.buyers[partner] as number;
    const difference = best === null ? 1 : by * best.ofBuyers - best.by * ofBuyers || by - best.by;
    if (difference > 0) best = { product: partner, by, ofBuyers };
  }
  return best === null ? null : { kind: 'bought-with', ...best };
}
