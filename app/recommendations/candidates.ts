import { bestOf } from './best-of.ts';
import { easeSays, type EaseSays } from './candidate-features.ts';
import type { CustomerHistory } from './customer-history.ts';
import type { ShopKnowledge } from './shop-knowledge.ts';

/** How many products that a customer never had the ranker looks at. */
const NOVEL_CANDIDATES = 300;
/** What EASE says of a product that nothing speaks for. */
const FLOOR = 0.003;

export interface NovelCandidates {
  products: Int32Array;
  /** EASE times the recent trend, falling: what alone makes a list of discoveries, and chooses what the ranker looks at. */
  scores: Float64Array;
}

/** A customer, with what several methods need worked out once, when the first one asks. */
export interface CustomerView {
  history: CustomerHistory;
  says(): EaseSays;
  candidates(): NovelCandidates;
}

export function customerView(knowledge: ShopKnowledge, history: CustomerHistory): CustomerView {
  let says: EaseSays | null = null;
  let candidates: NovelCandidates | null = null;
  const view: CustomerView = {
    history,
    says: () => (says ??= easeSays(knowledge, history)),
    candidates: () => (candidates ??= novelCandidates(knowledge, history, view.says())),
  };
  return view;
}

/** Products that the customer never had, best first. */
function novelCandidates({ ease, trendPower }: ShopKnowledge, history: CustomerHistory, { all, recent }: EaseSays): NovelCandidates {
  const { products, place } = ease;
  const scores = trendPower.map((power, at) => Math.max(FLOOR, (all[at] as number) + 0.3 * (recent[at] as number)) * power);
  for (const product of history.products) if ((place[product] as number) >= 0) scores[place[product] as number] = Number.NaN;
  const best = bestOf(products, scores, NOVEL_CANDIDATES);
  return { products: Int32Array.from(best, (at) => products[at] as number), scores: Float64Array.from(best, (at) => scores[at] as number) };
}
