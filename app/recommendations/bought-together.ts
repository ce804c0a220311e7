import type { Interactions } from './interactions.ts';
import { bestOf } from './best-of.ts';

/** For every product, what stands in the same baskets. */
export interface BoughtTogether {
  /** Partners of product p, best first: partner[start[p]] .. partner[start[p + 1] - 1]. */
  start: Int32Array;
  partner: Int32Array;
  /** What they were ranked by. */
  score: Float64Array;
  /** Different customers who had both in one basket. */
  buyersOfBoth: Int32Array;
  /** Different customers who had the product, for each product of the shop. */
  buyers: Int32Array;
}

/** Baskets both ways, whatever a basket is: a purchase day, or all that a customer ever had. */
export type PairSource = Pick<Interactions, 'productCodes' | 'basketCustomer' | 'basketDay' | 'basketStart' | 'product' | 'productStart' | 'productBasket'>;

export type PairMeasure = 'conditional' | 'log-likelihood' | 'cosine';

export interface BoughtTogetherOptions {
  measure: PairMeasure;
  /** Days in which a basket's weight halves. */
  halfLife: number;
  /** Partners that are kept for each product. */
  most: number;
  /**
   * Takes from partners that are in every basket: the score is divided by n(j)^damping. 0 takes nothing, 1 makes of the
   * conditional measure the lift.
   */
  damping?: number;
}

/** Baskets that a rare partner is taken to have had beside its own, where popularity counts against partners. */
const FEW = 5;

/**
 * Partners by decayed counts of common baskets. With n(i) the weight of the baskets with i, n(i,j) of those with both and
 * N of all: conditional n(i,j) / n(i), cosine n(i,j) / sqrt(n(i) n(j)), log-likelihood Dunning's ratio of the two-by-two
 * table (Accurate methods for the statistics of surprise and coincidence, 1993), 0 for pairs that are rarer than chance.
 * @param seen what was known at the end of the cut-off
 */
export function boughtTogether(seen: PairSource, cutOff: number, { measure, halfLife, most, damping = 0 }: BoughtTogetherOptions): BoughtTogether {
  const size = seen.productCodes.length;
  const weight = Float64Array.from(seen.basketDay, (day) => 2 ** (-(cutOff - day) / halfLife));
  const total = weight.reduce((sum, one) => sum + one, 0);
  const had = new Float64Array(size);
  for (let basket = 0; basket < weight.length; basket += 1) {
    for (let at = seen.basketStart[basket] as number; at < (seen.basketStart[basket + 1] as number); at += 1) had[seen.product[at] as number] = (had[seen.product[at] as number] as number) + (weight[basket] as number);
  }
  const both = new Float64Array(size);
  const people = new Int32Array(size);
  const lastOne = new Int32Array(size).fill(-1);
  const start = new Int32Array(size + 1);
  const buyers = new Int32Array(size);
  const [partner, score, buyersOfBoth]: [number[], number[], number[]] = [[], [], []];
  const touched = new Int32Array(size);
  for (let product = 0; product < size; product += 1) {
    let count = 0;
    let before = -1;
    for (let q = seen.productStart[product] as number; q < (seen.productStart[product + 1] as number); q += 1) {
      const basket = seen.productBasket[q] as number;
      const customer = seen.basketCustomer[basket] as number;
      // Baskets stand in the order of their customers.
      if (customer !== before) buyers[product] = (buyers[product] as number) + 1;
      before = customer;
      const by = weight[basket] as number;
      for (let at = seen.basketStart[basket] as number; at < (seen.basketStart[basket + 1] as number); at += 1) {
        const other = seen.product[at] as number;
        if (both[other] === 0) {
          touched[count] = other;
          count += 1;
          people[other] = 0;
          lastOne[other] = -1;
        }
        both[other] = (both[other] as number) + by;
        if (lastOne[other] !== customer) people[other] = (people[other] as number) + 1;
        lastOne[other] = customer;
      }
    }
    const others = touched.slice(0, count).filter((other) => other !== product);
    const scores = Float64Array.from(others, (other) => pairScore(measure, both[other] as number, had[product] as number, had[other] as number, total) / ((had[other] as number) + FEW) ** damping);
    for (const at of bestOf(others, scores, most)) {
      partner.push(others[at] as number);
      score.push(scores[at] as number);
      buyersOfBoth.push(people[others[at] as number] as number);
    }
    start[product + 1] = partner.length;
    for (let at = 0; at < count; at += 1) both[touched[at] as number] = 0;
  }
  return { start, partner: Int32Array.from(partner), score: Float64Array.from(score), buyersOfBoth: Int32Array.from(buyersOfBoth), buyers };
}

/** The best partners of a product, best first. */
export function partnersOf({ start, partner }: BoughtTogether, product: number, most: number): number[] {
  const from = start[product] as number;
  return [...partner.subarray(from, Math.min(start[product + 1] as number, from + most))];
}

function pairScore(measure: PairMeasure, both: number, one: number, other: number, total: number): number {
  if (measure === 'conditional') return both / one;
  if (measure === 'cosine') return both / Math.sqrt(one * other);
  return logLikelihoodRatio(both, one, other, total);
}

/** Dunning's ratio; 0 where the two are together no more often than by chance. */
export function logLikelihoodRatio(both: number, one: number, other: number, total: number): number {
  if (both * total <= one * other) return 0;
  const part = (x: number): number => (x <= 0 ? 0 : x * Math.log(x));
  const table = part(both) + part(one - both) + part(other - both) + part(total - one - other + both);
  return Math.max(0, 2 * (table - part(one) - part(total - one) - part(other) - part(total - other) + part(total)));
}
