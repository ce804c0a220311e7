import { describe, expect, it } from 'vitest';
import { boughtTogether, logLikelihoodRatio, pairsRanked, partnersOf } from './bought-together.ts';
import { createInteractionsBuilder, type Interactions } from './interactions.ts';

const EVEN = { halfLife: Number.POSITIVE_INFINITY, most: 10 };

function shop(baskets: readonly (readonly [string, number, string])[]): Interactions {
  const builder = createInteractionsBuilder();
  for (const [customerId, day, products] of baskets) for (const productCode of products) builder.add({ customerId, productCode, day, quantity: 1, unitPrice: 100 });
  return builder.finish();
}

describe('bought together', () => {
  const seen = shop([['ann', 1, 'AB'], ['ann', 2, 'AB'], ['ben', 3, 'ABC'], ['cy', 4, 'AC'], ['dee', 5, 'D']]);

  it('counts baskets for the score and people for the reason', () => {
    const pairs = boughtTogether(seen, 5, { measure: 'conditional', ...EVEN });
    expect(partnersOf(pairs, 0, 10)).toEqual([1, 2]);
    expect([...pairs.score.subarray(0, 2)]).toEqual([3 / 4, 2 / 4]);
    expect([...pairs.buyersOfBoth.subarray(0, 2)]).toEqual([2, 2]);
    expect([...pairs.buyers]).toEqual([3, 2, 2, 1]);
    expect(partnersOf(pairs, 3, 10)).toEqual([]);
  });

  it('weighs a basket by half after each half-life', () => {
    const pairs = boughtTogether(shop([['ann', 0, 'AB'], ['ben', 10, 'AC']]), 10, { measure: 'conditional', halfLife: 10, most: 10 });
    expect(partnersOf(pairs, 0, 10)).toEqual([2, 1]);
    expect(pairs.score[1]).toBeCloseTo(0.5 / 1.5, 12);
  });

  it('lists a pair of so many customers at least, however often one of them bought both', () => {
    const often = shop([['ann', 1, 'AB'], ['ann', 2, 'AB'], ['ben', 1, 'AC'], ['cy', 1, 'AC'], ['dee', 5, 'A']]);
    const pairs = boughtTogether(often, 5, { measure: 'conditional', ...EVEN, leastBuyers: 2 });
    expect([0, 1, 2].map((product) => partnersOf(pairs, product, 10))).toEqual([[2], [], [0]]);
    expect([pairs.score[0], pairs.buyersOfBoth[0], pairs.buyers[0]]).toEqual([2 / 5, 2, 4]);
  });

  it('is the same of the products that ask, and nothing of others', () => {
    const [some] = pairsRanked(seen, 5, EVEN, [{ measure: 'conditional' }], { asking: Uint8Array.of(0, 1, 0, 1) });
    const all = boughtTogether(seen, 5, { measure: 'conditional', ...EVEN });
    expect([0, 1, 2, 3].map((product) => some === undefined ? null : partnersOf(some, product, 10))).toEqual([[], partnersOf(all, 1, 10), [], []]);
  });

  it('by cosine divides by both', () => {
    const pairs = boughtTogether(seen, 5, { measure: 'cosine', ...EVEN });
    expect(pairs.score[0]).toBeCloseTo(3 / Math.sqrt(4 * 3), 12);
  });

  it('has the log-likelihood ratio of a table worked out by hand, and 0 for what is rarer than chance', () => {
    // 10 and 10 of 100, 5 in common: 5, 5, 5, 85.
    const h = (...parts: number[]): number => parts.reduce((sum, part) => sum + part * Math.log(part), 0);
    expect(logLikelihoodRatio(5, 10, 10, 100)).toBeCloseTo(2 * (h(5, 5, 5, 85) - 2 * h(10, 90) + h(100)), 9);
    expect(logLikelihoodRatio(1, 50, 50, 100)).toBe(0);
  });
});
