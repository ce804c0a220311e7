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
  /** Different customers that a pair needs; 1 where it is left out. */
  leastBuyers?: number;
}

/** What is counted beside, and for which products. */
export interface PairsWanted {
  /** What buyers are told from, where the baskets that are ranked by are a part of it. */
  whole?: PairSource;
  /** Products that ask for partners, 1 for each of them; all of them where it is left out. */
  asking?: Uint8Array;
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

/** The same by several measures; the counting, which is most of the work, is done once. */
export function pairsRanked(seen: PairSource, cutOff: number, { halfLife, most, leastBuyers = 1 }: PairCounting, rankings: readonly PairRanking[], { whole, asking }: PairsWanted = {}): BoughtTogether[] {
  const size = seen.productCodes.length;
  const weight = Float64Array.from(seen.basketDay, (day) => 2 ** (-(cutOff - day) / halfLife));
  const total = weight.reduce((sum, one) => sum + one, 0);
  const had = new Float64Array(size);
  for (let basket = 0; basket < weight.length; basket += 1) {
    for (let at = seen.basketStart[basket] as number; at < (seen.basketStart[basket + 1] as number); at += 1) had[seen.product[at] as number] = (had[seen.product[at] as number] as number) + (weight[basket] as number);
  }
  const damped = rankings.map(({ damping = 0 }) => had.map((weightOf) => (weightOf + FEW) ** -damping));
  const measures = rankings.map(({ measure }) => pairScores(measure, had, total));
  // By partner the weight of common baskets, and beside it the different customers: they are fetched together.
  const counts = new Float64Array(2 * size);
  const lastOne = new Int32Array(size).fill(-1);
  const touched = new Int32Array(size);
  const scores = new Float64Array(size);
  const count = whole === undefined ? null : peopleCounter(whole);
  const buyers = new Int32Array(size);
  const kept = rankings.map((): { start: Int32Array; partner: number[]; score: number[]; buyersOfBoth: number[] } => ({ start: new Int32Array(size + 1), partner: [], score: [], buyersOfBoth: [] }));
  for (let product = 0; product < size; product += 1) {
    let others = 0;
    let [ownBuyers, before] = [0, -1];
    if (asking !== undefined && asking[product] === 0) {
      for (const { start, partner } of kept) start[product + 1] = partner.length;
      continue;
    }
    for (let q = seen.productStart[product] as number; q < (seen.productStart[product + 1] as number); q += 1) {
      const basket = seen.productBasket[q] as number;
      const by = weight[basket] as number;
      // Baskets stand in the order of their customers.
      const customer = seen.basketCustomer[basket] as number;
      if (customer !== before) ownBuyers += 1;
      // Who had the product in one basket alone need not be told from themselves.
      const more = q + 1 < (seen.productStart[product + 1] as number) && seen.basketCustomer[seen.productBasket[q + 1] as number] === customer;
      const once = customer !== before && !more;
      before = customer;
      for (let at = seen.basketStart[basket] as number; at < (seen.basketStart[basket + 1] as number); at += 1) {
        const other = seen.product[at] as number;
        counts[2 * other] = (counts[2 * other] as number) + by;
        if (!once) {
          if (lastOne[other] === customer) continue;
          lastOne[other] = customer;
        }
        const people = counts[2 * other + 1] as number;
        counts[2 * other + 1] = people + 1;
        if (people !== 0) continue;
        touched[others] = other;
        others += 1;
      }
    }
    let enough = 0;
    for (let at = 0; at < others; at += 1) {
      const other = touched[at] as number;
      lastOne[other] = -1;
      if (other === product || (counts[2 * other + 1] as number) < leastBuyers) continue;
      // What is passed over goes to the end, where it is only cleared.
      touched[at] = touched[enough] as number;
      touched[enough] = other;
      enough += 1;
    }
    const partners = touched.subarray(0, enough);
    const best = rankings.map((_, which) => {
      const [score, less] = [measures[which] as PairScore, damped[which] as Float64Array];
      for (let at = 0; at < enough; at += 1) {
        const other = partners[at] as number;
        scores[at] = score(product, other, counts[2 * other] as number) * (less[other] as number);
      }
      return bestOf(partners, scores, most).map((at): [number, number] => [partners[at] as number, scores[at] as number]);
    });
    const counted = count?.(product, best.flatMap((list) => list.map(([other]) => other)));
    buyers[product] = counted?.buyers ?? ownBuyers;
    for (const [which, list] of best.entries()) {
      const { start, partner, score, buyersOfBoth } = kept[which] as (typeof kept)[number];
      for (const [other, scored] of list) {
        partner.push(other);
        score.push(scored);
        buyersOfBoth.push(counted?.ofBoth(other) ?? (counts[2 * other + 1] as number));
      }
      start[product + 1] = partner.length;
    }
    for (let at = 0; at < others; at += 1) {
      counts[2 * (touched[at] as number)] = 0;
      counts[2 * (touched[at] as number) + 1] = 0;
    }
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
