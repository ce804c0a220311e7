import { bestOf } from './best-of.ts';
import type { BoughtTogether } from './bought-together.ts';
import { NOVEL_FEATURES, novelFeatures, REPEAT_FEATURES, repeatFeatures } from './candidate-features.ts';
import type { CustomerView } from './candidates.ts';
import type { CustomerHistory } from './customer-history.ts';
import type { DiscoverMethod, ReorderMethod } from './method-choice.ts';
import { rank, type Ranker } from './ranker.ts';
import type { ShopKnowledge } from './shop-knowledge.ts';
import type { ShopPairs } from './shop-pairs.ts';

export interface Rankers {
  repeat: Ranker;
  novel: Ranker;
}

/** One customer who is asked about. */
export interface Asked extends CustomerView {
  knowledge: ShopKnowledge;
  rankers: Rankers | null;
  /** What goes with the products of the last basket: by the log-likelihood ratio, added up; and the mean share of baskets with one of them. */
  neighbours(): ReadonlyMap<number, number>;
  nearShares(): ReadonlyMap<number, number>;
}

export interface Scored {
  products: Int32Array;
  /** One for each; NaN for what may not be shown. */
  scores: Float64Array;
}

export function askedOf(knowledge: ShopKnowledge, pairs: Pick<ShopPairs, 'together'>, rankers: Rankers | null, view: CustomerView): Asked {
  const { history } = view;
  let neighbours: Map<number, number> | null = null;
  let nearShares: Map<number, number> | null = null;
  return {
    ...view, knowledge, rankers,
    neighbours: () => (neighbours ??= nearLastBasket(pairs.together['log-likelihood'] ?? pairs.together.conditional, history, 1)),
    nearShares: () => (nearShares ??= nearLastBasket(pairs.together.conditional, history, Math.max(1, history.basketsSince.reduce((size, since) => size + (since === 0 ? 1 : 0), 0)))),
  };
}

/** Scores of what the customer had. */
export function reorderScores(method: ReorderMethod, asked: Asked, allowed: (product: number) => boolean): Scored {
  const { history, knowledge } = asked;
  const x = new Float64Array(REPEAT_FEATURES);
  const score = (product: number, one: number): number => {
    switch (method) {
      case 'bestsellers': return knowledge.selling[product] as number;
      case 'personal-frequency': return ownFrequency(history, one);
      case 'blend': return ownShare(history, one) + 0.1 * (asked.nearShares().get(product) ?? 0) + popularity(knowledge, product);
      case 'ranker': {
        repeatFeatures(knowledge, history, asked.says(), one, x, 0);
        return asked.rankers === null ? Number.NaN : rank(asked.rankers.repeat, x);
      }
    }
  };
  return { products: history.products, scores: Float64Array.from(history.products, (product, one) => (allowed(product) ? score(product, one) : Number.NaN)) };
}

/** Scores of what the customer never had: of all that the method would show in a list of `most`. */
export function discoverScores(method: DiscoverMethod, asked: Asked, most: number, allowed: (product: number) => boolean): Scored {
  const { history, knowledge } = asked;
  const had = new Set(history.products);
  if (method === 'bestsellers') {
    const products = sellingOthers(knowledge, had, most, allowed);
    return { products, scores: Float64Array.from(products, (product) => knowledge.selling[product] as number) };
  }
  if (method === 'co-occurrence') {
    const near = [...asked.neighbours().keys()].filter((product) => !had.has(product) && allowed(product));
    const products = Int32Array.from(new Set([...near, ...sellingOthers(knowledge, had, most, allowed)])).sort();
    const highest = knowledge.selling[knowledge.bestsellers[0] ?? 0] ?? 0;
    // What sells stands behind what goes with something of theirs.
    return { products, scores: Float64Array.from(products, (product) => asked.neighbours().get(product) ?? ((knowledge.selling[product] as number) / (highest + 1)) * 1e-6) };
  }
  const candidates = asked.candidates();
  if (method === 'trending-ease') return { products: candidates.products, scores: candidates.scores.map((score, at) => (allowed(candidates.products[at] as number) ? score : Number.NaN)) };
  const x = new Float64Array(NOVEL_FEATURES);
  const { rankers } = asked;
  return {
    products: candidates.products,
    scores: Float64Array.from(candidates.products, (product) => {
      if (rankers === null || !allowed(product)) return Number.NaN;
      novelFeatures(knowledge, history, asked.says(), product, x, 0);
      return rank(rankers.novel, x);
    }),
  };
}

/** The best of what was scored, best first. */
export function bestScored({ products, scores }: Scored, most: number): { product: number; score: number }[] {
  return bestOf(products, scores, most).map((at) => ({ product: products[at] as number, score: scores[at] as number }));
}

const ownFrequency = (history: CustomerHistory, one: number): number => (history.decayed365[one] as number) + 1e-3 * (history.decayed30[one] as number);

/** Of the customer's baskets those with the product, each basket that came later taking 5% of the weight. */
function ownShare(history: CustomerHistory, one: number): number {
  return (history.decayedByBasket[one] as number) / ((1 - 0.95 ** history.baskets) / (1 - 0.95));
}

/** Of the shop's baskets of 28 days those with the product. */
const popularity = ({ selling, baskets28 }: ShopKnowledge, product: number): number => (selling[product] as number) / Math.max(1, baskets28);

function sellingOthers(knowledge: ShopKnowledge, had: ReadonlySet<number>, most: number, allowed: (product: number) => boolean): Int32Array {
  const first: number[] = [];
  for (const product of knowledge.bestsellers) {
    if (first.length === most) break;
    if (!had.has(product) && allowed(product)) first.push(product);
  }
  return Int32Array.from(first);
}

function nearLastBasket(pairs: BoughtTogether, history: CustomerHistory, over: number): Map<number, number> {
  const near = new Map<number, number>();
  for (const [one, product] of history.products.entries()) {
    if (history.basketsSince[one] !== 0) continue;
    for (let at = pairs.start[product] as number; at < (pairs.start[product + 1] as number); at += 1) {
      const score = (pairs.score[at] as number) / over;
      if (score > 0) near.set(pairs.partner[at] as number, (near.get(pairs.partner[at] as number) ?? 0) + score);
    }
  }
  return near;
}
