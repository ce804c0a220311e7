import { bestOf } from '#app/recommendations/best-of.ts';
import { boughtTogether, type BoughtTogether } from '#app/recommendations/bought-together.ts';
import type { CustomerHistory } from '#app/recommendations/customer-history.ts';
import type { Interactions } from '#app/recommendations/interactions.ts';
import { nextBaskets } from '#app/recommendations/next-baskets.ts';
import { rankingQualityMeter, type RankingQuality, type RankingQualityMeter } from '#app/recommendations/ranking-quality.ts';
import type { Recommender } from '#app/recommendations/recommender.ts';

export const LIST_LENGTH = 10;
/** Days after the cut-off in which the next basket counts. */
export const HORIZON = 90;

export type Method = 'model' | 'popularity' | 'personal-top' | 'item-knn';
export type QualityOf = Partial<Record<Method, { all?: RankingQuality; novel?: RankingQuality }>>;

/** Baskets that a customer's last one is set beside by the item-kNN: partners of each product. */
const NEIGHBOURS = 50;

/**
 * The recommender's lists against each customer's next basket, beside what is simpler: what sold in the last 14 days to
 * anybody, the customer's own most frequent products, and item-kNN over the last basket by the log-likelihood ratio.
 * @param all with the days after the cut-off, which the recommender has not looked at
 */
export function temporalSplit(all: Interactions, recommender: Recommender): { quality: QualityOf; customers: number } {
  const { knowledge } = recommender;
  const { seen, demand, cutOff } = knowledge;
  const sold = demand.salesEver.reduce((count, sales) => count + (sales > 0 ? 1 : 0), 0);
  const meters = new Map<string, RankingQualityMeter>();
  const meter = (method: Method, scope: 'all' | 'novel'): RankingQualityMeter => {
    const key = `${method} ${scope}`;
    const there = meters.get(key) ?? rankingQualityMeter(LIST_LENGTH, sold);
    meters.set(key, there);
    return there;
  };
  const products = Int32Array.from(demand.sales14.keys());
  const popular = bestOf(products, demand.sales14, products.length).filter((product) => (demand.salesEver[product] as number) > 0);
  const pairs = boughtTogether(seen, cutOff, { measure: 'log-likelihood', halfLife: 120, most: NEIGHBOURS });
  const next = nextBaskets(all, cutOff, HORIZON, (product) => (demand.salesEver[product] as number) > 0);
  for (const [customer, targets] of next) {
    const history = recommender.history(customer);
    const lists = recommender.lists(customer, LIST_LENGTH);
    if (history === null || lists === null) continue;
    const had = new Set(history.products);
    const fresh = new Set([...targets].filter((product) => !had.has(product)));
    const add = (method: Method, list: readonly number[], novel: readonly number[] | null): void => {
      meter(method, 'all').add(list, targets);
      if (novel !== null) meter(method, 'novel').add(novel, fresh);
    };
    add('model', lists.items.map(({ product }) => product), lists.novel.map(({ product }) => product));
    add('popularity', popular.slice(0, LIST_LENGTH), firstWithout(popular, had));
    add('personal-top', bestOf(history.products, history.count.map((count, at) => count + (history.decayed120[at] as number) / 1e4), LIST_LENGTH).map((at) => history.products[at] as number), null);
    const neighbours = neighboursOfLastBasket(history, pairs, products);
    add('item-knn', neighbours.slice(0, LIST_LENGTH), firstWithout(neighbours, had));
  }
  const quality: QualityOf = {};
  for (const [key, one] of meters) {
    const [method, scope] = key.split(' ') as [Method, 'all' | 'novel'];
    quality[method] = { ...quality[method], [scope]: one.finish() };
  }
  return { quality, customers: quality.model?.all?.lists ?? 0 };
}

function firstWithout(list: readonly number[], had: ReadonlySet<number>): number[] {
  const first: number[] = [];
  for (const product of list) {
    if (first.length === LIST_LENGTH) break;
    if (!had.has(product)) first.push(product);
  }
  return first;
}

function neighboursOfLastBasket(history: CustomerHistory, pairs: BoughtTogether, products: Int32Array): number[] {
  const scores = new Float64Array(products.length);
  for (const [one, product] of history.products.entries()) {
    if (history.basketsSince[one] !== 0) continue;
    for (let at = pairs.start[product] as number; at < (pairs.start[product + 1] as number); at += 1) scores[pairs.partner[at] as number] = (scores[pairs.partner[at] as number] as number) + (pairs.score[at] as number);
  }
  return bestOf(products, scores.map((score) => (score > 0 ? score : Number.NaN)), products.length);
}

/**
 * One product of a later basket against the rest of it: every product of each customer's next basket asks for its
 * partners.
 * @param partners partners of a product, best first
 */
export function boughtTogetherQuality(all: Interactions, recommender: Recommender, partners: (product: number) => readonly number[]): RankingQuality {
  const { demand, cutOff } = recommender.knowledge;
  const known = (product: number): boolean => (demand.salesEver[product] as number) > 0;
  const meter = rankingQualityMeter(LIST_LENGTH, demand.salesEver.reduce((count, sales) => count + (sales > 0 ? 1 : 0), 0));
  for (const basket of nextBaskets(all, cutOff, HORIZON, known).values()) {
    for (const product of basket) {
      const rest = new Set(basket);
      rest.delete(product);
      meter.add(partners(product), rest);
    }
  }
  return meter.finish();
}
