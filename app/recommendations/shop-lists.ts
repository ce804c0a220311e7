import { bestOf } from './best-of.ts';
import type { ProductDemand } from './product-demand.ts';
import { popularReason, risingReason, type Reason } from './reasons.ts';

export interface ShopListed {
  product: number;
  score: number;
  reason: Reason;
}

export interface ShopOffer {
  /** Whether a product may stand in a list. */
  listable: (product: number) => boolean;
  /** The day on which the shop took it up; null where only orders tell. */
  createdDay: (product: number) => number | null;
  cutOff: number;
  /** The shop's first day with an order. */
  firstDay: number;
}

/** A product is new for so many days, and nothing is new in a shop that is not older than that by as much. */
const NEW_DAYS = 60;
const SHOP_IS_OLDER_BY = 28;
/** One basket is chance. */
const SELLING_BASKETS = 2;

/** How much it sells by: baskets of the last 28 days, and a little of what it sold in a year, so that few of late are not all. */
export function sellingScores({ sales28, sales364 }: Pick<ProductDemand, 'sales28' | 'sales364'>): Float64Array {
  return sales28.map((recent, product) => recent + ((sales364[product] as number) * 28) / 364);
}

/** What sells most, best first. */
export function bestsellers(demand: ProductDemand, products: ArrayLike<number>, listable: (product: number) => boolean, most: number): ShopListed[] {
  const selling = sellingScores(demand);
  return listed(products, (product) => (listable(product) && (selling[product] as number) > 0 ? (selling[product] as number) : Number.NaN), most, (product) => popularReason(product, demand));
}

/** What sells far more of late than it used to, the surest first; what is new is elsewhere. */
export function rising(demand: ProductDemand, offer: ShopOffer, most: number): ShopListed[] {
  const surprise = (product: number): number => {
    if (!offer.listable(product) || newFor(demand, offer, product) !== null || risingReason(product, demand) === null) return Number.NaN;
    const sold = demand.sales14[product] as number;
    const usual = sold / (demand.trend14[product] as number);
    return (sold - usual) / Math.sqrt(usual + 1);
  };
  return listed(productsOf(demand), surprise, most, (product) => risingReason(product, demand) ?? popularReason(product, demand));
}

/** What came into the shop of late and sells, by baskets a day. */
export function fresh(demand: ProductDemand, offer: ShopOffer, most: number): ShopListed[] {
  const rate = (product: number): number => {
    const daysAgo = newFor(demand, offer, product);
    if (daysAgo === null || !offer.listable(product) || (demand.salesEver[product] as number) < SELLING_BASKETS) return Number.NaN;
    return (demand.sales28[product] as number) / Math.min(28, Math.max(7, daysAgo + 1));
  };
  return listed(productsOf(demand), rate, most, (product) => ({ kind: 'new', daysAgo: newFor(demand, offer, product) ?? 0, baskets: demand.salesEver[product] as number }));
}

/** Days since a product came; null for what is not new. Either day alone may deceive: a catalogue that moved is created anew, and an old product may be sold late. */
function newFor(demand: ProductDemand, { cutOff, firstDay, createdDay }: ShopOffer, product: number): number | null {
  const sold = demand.age[product] as number;
  const created = createdDay(product);
  const days = Math.max(sold, created === null ? 0 : cutOff - created);
  return days < NEW_DAYS && cutOff - days >= firstDay + SHOP_IS_OLDER_BY ? days : null;
}

const productsOf = (demand: ProductDemand): Int32Array => Int32Array.from(demand.salesEver.keys());

function listed(products: ArrayLike<number>, score: (product: number) => number, most: number, reason: (product: number) => Reason): ShopListed[] {
  const scores = Float64Array.from(products, score);
  return bestOf(products, scores, most).map((at) => ({ product: products[at] as number, score: scores[at] as number, reason: reason(products[at] as number) }));
}
