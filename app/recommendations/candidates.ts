import { bestOf } from './best-of.ts';
import type { EaseSays } from './candidate-features.ts';
import type { CustomerHistory } from './customer-history.ts';
import type { ShopKnowledge } from './shop-knowledge.ts';

/** How many products that a customer never had the ranker looks at. */
const NOVEL_CANDIDATES = 300;
/** What EASE says of a product that nothing speaks for. */
const FLOOR = 0.003;
const TREND_POWER = 1.5;

/** EASE times the recent trend: what alone makes a list of discoveries, and chooses what the ranker looks at. */
export function trendingEase({ ease, demand }: ShopKnowledge, says: EaseSays, place: number): number {
  const said = (says.all[place] as number) + 0.3 * (says.recent[place] as number);
  return Math.max(FLOOR, said) * (demand.trend14[ease.products[place] as number] as number) ** TREND_POWER;
}

export interface NovelCandidates {
  products: Int32Array;
  /** Trending EASE of each, falling. */
  scores: Float64Array;
}

/** Products that the customer never had, best first. */
export function novelCandidates(knowledge: ShopKnowledge, history: CustomerHistory, says: EaseSays): NovelCandidates {
  const had = new Set(history.products);
  const { products } = knowledge.ease;
  const scores = Float64Array.from(products, (product, place) => (had.has(product) ? Number.NaN : trendingEase(knowledge, says, place)));
  const best = bestOf(products, scores, NOVEL_CANDIDATES);
  return { products: Int32Array.from(best, (at) => products[at] as number), scores: Float64Array.from(best, (at) => scores[at] as number) };
}
