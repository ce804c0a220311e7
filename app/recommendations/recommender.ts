import { bestOf } from './best-of.ts';
import { boughtTogether, type BoughtTogether, type BoughtTogetherOptions } from './bought-together.ts';
import { easeSays, NOVEL_FEATURES, novelFeatures, REPEAT_FEATURES, repeatFeatures } from './candidate-features.ts';
import { novelCandidates } from './candidates.ts';
import { customerHistory, type CustomerHistory } from './customer-history.ts';
import type { Interactions } from './interactions.ts';
import { nextBaskets } from './next-baskets.ts';
import { fitRanker, rank, type Ranker } from './ranker.ts';
import { shopKnowledge, type ShopKnowledge } from './shop-knowledge.ts';

/** How *bought together* is worked out; chosen on Online Retail II as of 2011-06-12 (decision 142). */
const PAIRS: BoughtTogetherOptions = { measure: 'conditional', halfLife: 120, most: 50, damping: 0.1 };
/** The rankers learn from what was bought in this many days before the cut-off, as it could be foreseen on the day before them. */
const LEARNING_DAYS = 45;

export interface Recommended {
  product: number;
  /** Probability to be in the next basket, where rankers could be fitted; else a score without a unit. Finite, and falling along a list. */
  score: number;
  /** Whether the customer had it before. */
  repeat: boolean;
}

export interface RecommendedLists {
  /** Of all products, of those alone that the customer had, and of those that they never had. No product stands twice in a list. */
  items: Recommended[];
  reorder: Recommended[];
  novel: Recommended[];
}

export interface Recommender {
  knowledge: ShopKnowledge;
  /** For every product what was bought together with it. */
  pairs: BoughtTogether;
  /** Whether the shop's past was enough to fit the rankers; else personal frequency and EASE times trend serve. */
  ranked: boolean;
  history(customer: number): CustomerHistory | null;
  /**
   * @param most length of each list
   * @param allowed what may stand in a list at all; everything where it is left out
   * @returns null for who had bought nothing by the cut-off
   */
  lists(customer: number, most: number, allowed?: (product: number, history: CustomerHistory) => boolean): RecommendedLists | null;
}

/**
 * Learns from what was known at the end of the cut-off and nothing later; later rows of `all` are not looked at.
 * @param cutOff the last known day
 */
export function trainRecommender(all: Interactions, cutOff: number): Recommender {
  const rankers = learn(all, cutOff);
  const knowledge = shopKnowledge(all, cutOff);
  const history = (customer: number): CustomerHistory | null => customerHistory(knowledge.seen, customer, cutOff);
  return {
    knowledge, history,
    pairs: boughtTogether(knowledge.seen, cutOff, PAIRS),
    ranked: rankers !== null,
    lists: (customer, most, allowed) => {
      const own = history(customer);
      return own === null ? null : listsOf(knowledge, rankers, own, most, (product) => allowed?.(product, own) ?? true);
    },
  };
}

interface Rankers {
  repeat: Ranker;
  novel: Ranker;
}

/** Two rankers, one for what a customer had and one for what they never had, from baskets whose days were over by the cut-off; null where there is too little to learn either from. */
function learn(all: Interactions, cutOff: number): Rankers | null {
  const then = cutOff - LEARNING_DAYS;
  const knowledge = shopKnowledge(all, then);
  const repeat = growingRows(REPEAT_FEATURES);
  const novel = growingRows(NOVEL_FEATURES);
  const next = nextBaskets(all, then, LEARNING_DAYS, (product) => (knowledge.demand.salesEver[product] as number) > 0);
  for (const [customer, targets] of next) {
    const history = customerHistory(knowledge.seen, customer, then);
    if (history === null) continue;
    const says = easeSays(knowledge, history);
    for (const [one, product] of history.products.entries()) {
      repeat.add(targets.has(product), (x, at) => repeatFeatures(knowledge, history, says, one, x, at));
    }
    for (const product of novelCandidates(knowledge, history, says).products) {
      novel.add(targets.has(product), (x, at) => novelFeatures(knowledge, history, says, product, x, at));
    }
  }
  const [forRepeats, forNovel] = [fitRanker(repeat.finish()), fitRanker(novel.finish())];
  return forRepeats === null || forNovel === null ? null : { repeat: forRepeats, novel: forNovel };
}

function listsOf(knowledge: ShopKnowledge, rankers: Rankers | null, history: CustomerHistory, most: number, allowed: (product: number) => boolean): RecommendedLists {
  const says = easeSays(knowledge, history);
  const x = new Float64Array(Math.max(REPEAT_FEATURES, NOVEL_FEATURES));
  const repeats = Float64Array.from(history.products, (product, one) => {
    if (!allowed(product)) return Number.NaN;
    // Without a ranker what they had stands before what they had not, the most frequent first.
    if (rankers === null) return 1 + (history.decayed365[one] as number);
    repeatFeatures(knowledge, history, says, one, x, 0);
    return rank(rankers.repeat, x);
  });
  const candidates = novelCandidates(knowledge, history, says);
  const highest = candidates.scores[0] ?? 1;
  const novels = Float64Array.from(candidates.products, (product, at) => {
    if (!allowed(product)) return Number.NaN;
    if (rankers === null) return (candidates.scores[at] as number) / highest;
    novelFeatures(knowledge, history, says, product, x, 0);
    return rank(rankers.novel, x);
  });
  const pick = (products: Int32Array, scores: Float64Array, isRepeat: (at: number) => boolean): Recommended[] =>
    bestOf(products, scores, most).map((at) => ({ product: products[at] as number, score: scores[at] as number, repeat: isRepeat(at) }));
  const had = history.products.length;
  return {
    items: pick(joined(Int32Array, history.products, candidates.products), joined(Float64Array, repeats, novels), (at) => at < had),
    reorder: pick(history.products, repeats, () => true),
    novel: pick(candidates.products, novels, () => false),
  };
}

function joined<T extends Int32Array | Float64Array>(make: new (length: number) => T, a: T, b: T): T {
  const both = new make(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Rows for a ranker, of a number that is not known before. */
function growingRows(columns: number): { add(hit: boolean, write: (x: Float64Array, at: number) => void): void; finish(): { columns: number; x: Float64Array; y: Float64Array } } {
  let x = new Float64Array(columns * 1024);
  let y = new Float64Array(1024);
  let size = 0;
  return {
    add: (hit, write) => {
      if (size === y.length) {
        x = joined(Float64Array, x, new Float64Array(x.length));
        y = joined(Float64Array, y, new Float64Array(y.length));
      }
      write(x, size * columns);
      y[size] = hit ? 1 : 0;
      size += 1;
    },
    finish: () => ({ columns, x: x.subarray(0, size * columns), y: y.subarray(0, size) }),
  };
}
