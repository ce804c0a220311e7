import { unitsReturned, whyExcluded } from './exclusions.ts';
import type { Interactions } from './interactions.ts';
import type { MethodChoice } from './method-choice.ts';
import { listedReason, reasonFor, type ListedReason } from './reasons.ts';
import { trainRecommender, type Recommended, type Recommender } from './recommender.ts';
import { bestsellers, fresh, rising, type ShopListed, type ShopOffer } from './shop-lists.ts';

/** Items of a list. */
export const LISTED = 24;

/** What is known of a product beside its orders. */
export interface CatalogueProduct {
  id: string;
  /** Empty for none. */
  productType: string;
  /** Days since 1 January 1970. */
  createdDay: number;
  isGiftCard: boolean;
}

export interface ListItem {
  product: string;
  /** Falls along a list. Of customers' lists the chance to be in the next basket, as far as the shop's past can tell; else without a unit. */
  score: number;
  reason: ListedReason;
}

export interface ProductLists {
  product: string;
  /** In the same basket. */
  together: ListItem[];
  /** By the same customers, on whatever days. */
  also: ListItem[];
}

export interface CustomerLists {
  customer: string;
  /** Of what they had. */
  reorder: ListItem[];
  /** Of what they never had. */
  discover: ListItem[];
}

export interface ShopLists {
  /** The last day that was known. */
  asOf: number;
  choice: MethodChoice;
  /** Made one after another as they are asked for, once: they may be many. Products with neither list are left out. */
  products: Iterable<ProductLists>;
  customers: Iterable<CustomerLists>;
  shop: {
    bestsellers: ListItem[];
    rising: ListItem[];
    /** New in the shop, and selling. */
    fresh: ListItem[];
    byType: { productType: string; items: ListItem[] }[];
  };
}

/**
 * Every list that a shop shows, from its orders up to the end of a day. Gift cards and what is no longer in the catalogue
 * stand in no list; in a customer's lists stands nothing that they sent back whole or have just bought where a repeat
 * makes no sense. Whether a product can be bought at the moment is asked where lists are shown.
 * @param all may hold later days too; they are not looked at
 */
export function workOutLists(all: Interactions, catalogue: readonly CatalogueProduct[], cutOff: number): ShopLists {
  const recommender = trainRecommender(all, cutOff);
  const { knowledge: { seen, demand } } = recommender;
  const known = new Map(catalogue.map((product) => [product.id, product]));
  const facts = seen.productCodes.map((code) => known.get(code) ?? null);
  const listable = (product: number): boolean => facts[product]?.isGiftCard === false;
  const firstDay = seen.basketDay.reduce((least, day) => Math.min(least, day), cutOff);
  const offer: ShopOffer = { listable, cutOff, firstDay, createdDay: (product) => facts[product]?.createdDay ?? null };
  const items = (from: readonly ShopListed[]): ListItem[] => from.map(({ product, score, reason }) => ({ product: seen.productCodes[product] as string, score, reason: listedReason(reason, seen.productCodes) }));
  const products = Int32Array.from(demand.salesEver.keys());
  const byType = new Map<string, number[]>();
  for (const product of products) {
    const type = facts[product]?.productType ?? '';
    if (type === '') continue;
    const there = byType.get(type);
    if (there === undefined) byType.set(type, [product]);
    else there.push(product);
  }
  return {
    asOf: cutOff,
    choice: recommender.choice,
    products: productLists(recommender, listable, items),
    customers: customerLists(recommender, listable, items),
    shop: {
      bestsellers: items(bestsellers(demand, products, listable, LISTED)),
      rising: items(rising(demand, offer, LISTED)),
      fresh: items(fresh(demand, offer, LISTED)),
      byType: [...byType.keys()].sort((a, b) => (a < b ? -1 : 1)).map((productType) => ({ productType, items: items(bestsellers(demand, byType.get(productType) ?? [], listable, LISTED)) })).filter((one) => one.items.length > 0),
    },
  };
}

function* productLists(recommender: Recommender, listable: (product: number) => boolean, items: (from: ShopListed[]) => ListItem[]): Generator<ProductLists, void> {
  const { knowledge: { seen, demand }, pairs } = recommender;
  for (const [product, code] of seen.productCodes.entries()) {
    if (!listable(product) || (demand.salesEver[product] as number) === 0) continue;
    const list = (kind: 'together' | 'also'): ListItem[] => {
      const ofBuyers = pairs[kind].conditional.buyers[product] as number;
      // What merely sells is no pair, and is not kept as one: where lists are shown it stands in under its own name.
      return items(recommender.partners(kind, product, LISTED, listable).flatMap(({ product: partner, score, by }) => (by === null ? [] : [
        { product: partner, score, reason: { kind: kind === 'together' ? 'bought-with' : 'also-bought', product, by, ofBuyers } },
      ])));
    };
    const lists = { product: code, together: list('together'), also: list('also') };
    if (lists.together.length + lists.also.length > 0) yield lists;
  }
}

function* customerLists(recommender: Recommender, listable: (product: number) => boolean, items: (from: ShopListed[]) => ListItem[]): Generator<CustomerLists, void> {
  const { knowledge: { seen, demand }, pairs } = recommender;
  for (let customer = 0; customer < seen.customers; customer += 1) {
    const back = unitsReturned(seen, customer);
    const history = recommender.history(customer);
    const lists = recommender.lists(customer, LISTED, (product, own) => listable(product) && whyExcluded(demand, own, back, product) === null);
    if (lists === null || history === null) continue;
    const told = (list: readonly Recommended[]): ListItem[] => items(list.map(({ product, score }) => ({ product, score, reason: reasonFor(product, history, pairs.together.conditional, demand) })));
    yield { customer: seen.customerIds[customer] as string, reorder: told(lists.reorder), discover: told(lists.novel) };
  }
}
