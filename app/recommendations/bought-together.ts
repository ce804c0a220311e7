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

export interface PairCounting {
  /** Days in which a basket's weight halves. */
  halfLife: number;
  /** Partners that are kept for each product. */
  most: number;
}

export interface PairRanking {
  measure: PairMeasure;
  /**
   * Takes from partners that are in every basket: the score is divided by n(j)^damping. 0 takes nothing, 1 makes of the
   * conditional measure the lift.
   */
  damping?: number;
}

export type BoughtTogetherOptions = PairCounting & PairRanking;

/** Baskets that a rare partner is taken to have had beside its own, where popularity counts against partners. */
const FEW = 5;

/**
 * Partners by decayed counts of common baskets. With n(i) the weight of the baskets with i, n(i,j) of those with both and
 * N of all: conditional n(i,j) / n(i), cosine n(i,j) / sqrt(n(i) n(j)), log-likelihood Dunning's ratio of the two-by-two
 * table (Accurate methods for the statistics of surprise and coincidence, 1993), 0 for pairs that are rarer than chance.
 * @param seen what was known at the end of the cut-off
 */
export function boughtTogether(seen: PairSource, cutOff: number, options: BoughtTogetherOptions): BoughtTogether {
  return pairsRanked(seen, cutOff, options, [options])[0] as BoughtTogether;
}

/**
 * The same by several measures; the counting, which is most of the work, is done once.
 * @param whole what buyers are counted in, where `seen` is a part of it
 */
export function pairsRanked(seen: PairSource, cutOff: number, { halfLife, most }: PairCounting, rankings: readonly PairRanking[], whole: PairSource = seen): BoughtTogether[] {
  const size = seen.productCodes.length;
  const weight = Float64Array.from(seen.basketDay, (day) => 2 ** (-(cutOff - day) / halfLife));
  const total = weight.reduce((sum, one) => sum + one, 0);
  const had = new Float64Array(size);
  for (let basket = 0; basket < weight.length; basket += 1) {
    for (let at = seen.basketStart[basket] as number; at < (seen.basketStart[basket + 1] as number); at += 1) had[seen.product[at] as number] = (had[seen.product[at] as number] as number) + (weight[basket] as number);
  }
  const damped = rankings.map(({ damping = 0 }) => had.map((weightOf) => (weightOf + FEW) ** -damping));
  const measures = rankings.map(({ measure }) => pairScores(measure, had, total));
  const both = new Float64Array(size);
  const touched = new Int32Array(size);
  const count = peopleCounter(whole);
  const buyers = new Int32Array(size);
  const kept = rankings.map((): { start: Int32Array; partner: number[]; score: number[]; buyersOfBoth: number[] } => ({ start: new Int32Array(size + 1), partner: [], score: [], buyersOfBoth: [] }));
  for (let product = 0; product < size; product += 1) {
    let others = 0;
    for (let q = seen.productStart[product] as number; q < (seen.productStart[product + 1] as number); q += 1) {
      const basket = seen.productBasket[q] as number;
      const by = weight[basket] as number;
      for (let at = seen.basketStart[basket] as number; at < (seen.basketStart[basket + 1] as number); at += 1) {
        const other = seen.product[at] as number;
        const before = both[other] as number;
        both[other] = before + by;
        if (before !== 0 || other === product) continue;
        touched[others] = other;
        others += 1;
      }
    }
    const partners = touched.subarray(0, others);
    const scores = new Float64Array(others);
    const best = rankings.map((_, which) => {
      const [score, less] = [measures[which] as PairScore, damped[which] as Float64Array];
      for (let at = 0; at < others; at += 1) {
        const other = partners[at] as number;
        scores[at] = score(product, other, both[other] as number) * (less[other] as number);
      }
      return bestOf(partners, scores, most).map((at): [number, number] => [partners[at] as number, scores[at] as number]);
    });
    const people = count(product, best.flatMap((list) => list.map(([other]) => other)));
    buyers[product] = people.buyers;
    for (const [which, list] of best.entries()) {
      const { start, partner, score, buyersOfBoth } = kept[which] as (typeof kept)[number];
      for (const [other, scored] of list) {
        partner.push(other);
        score.push(scored);
        buyersOfBoth.push(people.ofBoth(other));
      }
      start[product + 1] = partner.length;
    }
    for (let at = 0; at < others; at += 1) both[partners[at] as number] = 0;
    both[product] = 0;
  }
  return kept.map(({ start, partner, score, buyersOfBoth }) => ({ start, partner: Int32Array.from(partner), score: Float64Array.from(score), buyersOfBoth: Int32Array.from(buyersOfBoth), buyers }));
}

/** Counts different people, of a product and of it with some others. To count them for every pair would be most of the work. */
function peopleCounter(seen: PairSource): (product: number, others: readonly number[]) => { buyers: number; ofBoth: (other: number) => number } {
  const size = seen.productCodes.length;
  const wanted = new Uint8Array(size);
  const [people, lastOne] = [new Int32Array(size), new Int32Array(size)];
  return (product, others) => {
    for (const other of others) {
      wanted[other] = 1;
      people[other] = 0;
      lastOne[other] = -1;
    }
    let [buyers, before] = [0, -1];
    for (let q = seen.productStart[product] as number; q < (seen.productStart[product + 1] as number); q += 1) {
      const basket = seen.productBasket[q] as number;
      // Baskets stand in the order of their customers.
      const customer = seen.basketCustomer[basket] as number;
      if (customer !== before) buyers += 1;
      before = customer;
      for (let at = seen.basketStart[basket] as number; at < (seen.basketStart[basket + 1] as number); at += 1) {
        const other = seen.product[at] as number;
        if (wanted[other] === 0 || lastOne[other] === customer) continue;
        people[other] = (people[other] as number) + 1;
        lastOne[other] = customer;
      }
    }
    for (const other of others) wanted[other] = 0;
    return { buyers, ofBoth: (other) => people[other] as number };
  };
}

/** The best partners of a product, best first. */
export function partnersOf({ start, partner }: BoughtTogether, product: number, most: number): number[] {
  const from = start[product] as number;
  return [...partner.subarray(from, Math.min(start[product + 1] as number, from + most))];
}

type PairScore = (one: number, other: number, both: number) => number;

function pairScores(measure: PairMeasure, had: Float64Array, total: number): PairScore {
  if (measure === 'conditional') return (one, _, both) => both / (had[one] as number);
  if (measure === 'cosine') return (one, other, both) => both / Math.sqrt((had[one] as number) * (had[other] as number));
  const margin = had.map((weight) => part(weight) + part(total - weight));
  return (one, other, both) => {
    const [i, j] = [had[one] as number, had[other] as number];
    if (both * total <= i * j) return 0;
    return Math.max(0, 2 * (part(both) + part(i - both) + part(j - both) + part(total - i - j + both) - (margin[one] as number) - (margin[other] as number) + part(total)));
  };
}

/** Dunning's ratio of a pair; 0 where the two are together no more often than by chance. */
export function logLikelihoodRatio(both: number, one: number, other: number, total: number): number {
  return pairScores('log-likelihood', Float64Array.of(one, other), total)(0, 1, both);
}

function part(x: number): number {
  return x <= 0 ? 0 : x * Math.log(x);
}
