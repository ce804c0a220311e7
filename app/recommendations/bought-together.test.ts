import { describe, expect, it } from 'vitest';
import { boughtTogether, logLikelihoodRatio, partnersOf } from './bought-together.ts';
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
