import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { affinityOf, fitConcentration, likings, type PickTotals } from './affinity.ts';

/** Totals of customers given by their picks per group. */
function totalsOf(customers: number[][]): { totals: PickTotals; groups: number[] } {
  const groups = (customers[0] ?? []).map((_, group) => customers.reduce((sum, one) => sum + (one[group] ?? 0), 0));
  let squaredShareThousandths = 0;
  let squaredSizes = 0;
  for (const one of customers) {
    const n = one.reduce((sum, x) => sum + x, 0);
    squaredSizes += n * n;
    squaredShareThousandths += Math.floor((1000 * one.reduce((sum, x) => sum + x * x, 0)) / n);
  }
  return { totals: { customers: customers.length, picks: groups.reduce((a, b) => a + b, 0), squaredSizes, squaredShareThousandths }, groups };
}

describe('an affinity', () => {
  it('is pulled towards the shop, the less the more was picked', () => {
    // 4 of 5 tea, where 200 of 1,000 are; ten picks of the shop's beforehand: (4 + 2) / 15.
    const few = affinityOf('tea', { picks: 4, of: 5 }, { picks: 200, of: 1000 }, 10_000);
    expect(few.share).toBeCloseTo(0.4, 12);
    expect(few.lift).toBeCloseTo(2, 12);
    expect(affinityOf('tea', { picks: 40, of: 50 }, { picks: 200, of: 1000 }, 10_000).share).toBeCloseTo(42 / 60, 12);
  });

  it('is a liking from two picks and a quarter above the shop, those with the most picks beyond the shop\'s first', () => {
    const shop = { picks: 100, of: 1000 };
    const of = 20;
    const made = (key: string, picks: number) => affinityOf(key, { picks, of }, shop, 10_000);
    expect(likings([made('one', 1), made('as the shop', 2), made('much', 9), made('more', 5)], 5).map((one) => one.key)).toEqual(['much', 'more']);
  });

  it('shares over all groups come to one, and each lies between the own and the shop\'s', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 20, max: 500 })), { minLength: 1, maxLength: 6 }), fc.integer({ min: 1000, max: 1_000_000 }), (groups, concentration) => {
      const of = groups.reduce((sum, [x]) => sum + x, 0);
      const shopOf = groups.reduce((sum, [, x]) => sum + x, 0);
      const all = groups.map(([picks, shop], key) => affinityOf(key, { picks, of }, { picks: shop, of: shopOf }, concentration));
      expect(all.reduce((sum, one) => sum + one.share, 0)).toBeCloseTo(1, 9);
      for (const one of all) {
        const ends = [one.of === 0 ? one.shopPicks / one.shopOf : one.picks / one.of, one.shopPicks / one.shopOf].sort((a, b) => a - b) as [number, number];
        expect(one.share).toBeGreaterThanOrEqual(ends[0] - 1e-9);
        expect(one.share).toBeLessThanOrEqual(ends[1] + 1e-9);
      }
    }));
  });
});

describe('how much customers differ', () => {
  it('is found again: all alike need a strong pull, each to their own almost none', () => {
    const alike = Array.from({ length: 200 }, () => [5, 5]);
    const apart = Array.from({ length: 200 }, (_, index) => (index % 2 === 0 ? [10, 0] : [0, 10]));
    expect(fitConcentration(totalsOf(alike).totals, totalsOf(alike).groups)).toBe(1_000_000);
    expect(fitConcentration(totalsOf(apart).totals, totalsOf(apart).groups)).toBe(1_000);
  });

  it('is the concentration that a made shop was made with', () => {
    // Shares of two groups from a beta(2, 2): the classes of a fine grid with their weights stand for the draws.
    const customers: number[][] = [];
    const n = 12;
    // Beta-binomial(12; 2, 2) has P(x) proportional to (x + 1)(13 - x).
    for (let x = 0; x <= n; x += 1) for (let times = 0; times < (x + 1) * (n + 1 - x); times += 1) customers.push([x, n - x]);
    const { totals, groups } = totalsOf(customers);
    expect(fitConcentration(totals, groups) / 1000).toBeCloseTo(4, 1);
  });

  it('is taken to be ten picks where it cannot be seen', () => {
    const { totals, groups } = totalsOf([[1, 2], [3, 4]]);
    expect(fitConcentration(totals, groups)).toBe(10_000);
    expect(fitConcentration({ customers: 200, picks: 200, squaredSizes: 200, squaredShareThousandths: 200_000 }, [200])).toBe(10_000);
  });
});
