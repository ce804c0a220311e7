import { customersAsBaskets } from './also-bought.ts';
import { pairsRanked, type BoughtTogether, type PairMeasure, type PairRanking } from './bought-together.ts';
import type { Interactions } from './interactions.ts';
import type { PairMethod } from './method-choice.ts';
import type { ShopKnowledge } from './shop-knowledge.ts';

/** Pairs of products by each measure: in one basket, and by one customer. */
export interface ShopPairs {
  together: Pairs;
  also: Pairs;
}

/** The conditional measure, which reasons go by, and others where they were asked for. */
export type Pairs = { conditional: BoughtTogether } & Partial<Record<PairMeasure, BoughtTogether>>;

/** Chosen on Online Retail II as of 2011-06-12 (decisions 142 and 143). */
const TOGETHER = { halfLife: 120, most: 50 };
const ALSO = { halfLife: 120, most: 50 };
/** Of a customer with more products those bought last say enough, and the work grows with the square of them. */
const LAST_PRODUCTS = 150;
const RANKINGS: readonly PairRanking[] = [{ measure: 'conditional', damping: 0.1 }, { measure: 'cosine' }, { measure: 'log-likelihood' }];

/** One customer's taste is no pair; where few have bought anything yet it is all there is. */
const LEAST_BUYERS = 2;
const FEW_PEOPLE = 50;

/**
 * Every pair that will be shown or told of.
 * @param seen what was known at the end of the cut-off
 * @param measures those that are wanted; the plain one is always there
 */
export function shopPairs(seen: Interactions, cutOff: number, measures: readonly PairMeasure[]): ShopPairs {
  const rankings = RANKINGS.filter(({ measure }) => measure === 'conditional' || measures.includes(measure));
  const leastBuyers = leastBuyersOf(seen);
  const byMeasure = (of: BoughtTogether[]): Pairs => ({ conditional: of[0] as BoughtTogether, ...Object.fromEntries(rankings.map(({ measure }, at) => [measure, of[at]])) });
  return {
    together: byMeasure(pairsRanked(seen, cutOff, { ...TOGETHER, leastBuyers }, rankings)),
    also: byMeasure(pairsRanked(customersAsBaskets(seen, LAST_PRODUCTS), cutOff, { ...ALSO, leastBuyers }, rankings, { whole: customersAsBaskets(seen) })),
  };
}

/**
 * Pairs by every measure, for a test of which serves best: of the products that ask alone. Buyers of *also* are those of the
 * baskets that are ranked by.
 */
export function testedPairs(seen: Interactions, cutOff: number, asking: { together: Uint8Array; also: Uint8Array }): ShopPairs {
  const leastBuyers = leastBuyersOf(seen);
  const byMeasure = (of: BoughtTogether[]): Pairs => ({ conditional: of[0] as BoughtTogether, ...Object.fromEntries(RANKINGS.map(({ measure }, at) => [measure, of[at]])) });
  return {
    together: byMeasure(pairsRanked(seen, cutOff, { ...TOGETHER, leastBuyers }, RANKINGS, { asking: asking.together })),
    also: byMeasure(pairsRanked(customersAsBaskets(seen, LAST_PRODUCTS), cutOff, { ...ALSO, leastBuyers }, RANKINGS, { asking: asking.also })),
  };
}

function leastBuyersOf({ customerStart }: Interactions): number {
  let people = 0;
  for (let customer = 0; customer + 1 < customerStart.length && people < FEW_PEOPLE; customer += 1) if ((customerStart[customer + 1] as number) > (customerStart[customer] as number)) people += 1;
  return people < FEW_PEOPLE ? 1 : LEAST_BUYERS;
}

export interface Partner {
  product: number;
  score: number;
  /** Different customers who had both; null where it stands there because it sells. */
  by: number | null;
}

/** What is shown beside a product, best first. */
export function pairList(method: PairMethod, pairs: Pairs, { bestsellers, selling }: Pick<ShopKnowledge, 'bestsellers' | 'selling'>, product: number, most: number, allowed: (product: number) => boolean): Partner[] {
  const list: Partner[] = [];
  if (method === 'bestsellers') {
    for (const other of bestsellers) {
      if (list.length === most) break;
      if (other !== product && allowed(other)) list.push({ product: other, score: selling[other] as number, by: null });
    }
    return list;
  }
  const { start, partner, score, buyersOfBoth } = pairs[method] ?? pairs.conditional;
  for (let at = start[product] as number; at < (start[product + 1] as number) && list.length < most; at += 1) {
    const other = partner[at] as number;
    if (allowed(other)) list.push({ product: other, score: score[at] as number, by: buyersOfBoth[at] as number });
  }
  return list;
}
