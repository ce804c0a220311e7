import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialUpperTail, hypergeometricUpperTail, mannKendall } from './exact-tests.ts';

describe('exact tests', () => {
  it('give the chances that counting by hand gives', () => {
    expect(binomialUpperTail(3, 2, 0.5)).toBeCloseTo(4 / 8, 12);
    expect(binomialUpperTail(5, 0, 0.1)).toBe(1);
    expect(binomialUpperTail(4, 4, 1 / 7)).toBeCloseTo(7 ** -4, 12);
    // The lady tasting tea: all four of eight told right.
    expect(hypergeometricUpperTail(8, 4, 4, 4)).toBeCloseTo(1 / 70, 12);
    expect(hypergeometricUpperTail(8, 4, 4, 3)).toBeCloseTo(17 / 70, 12);
    expect(mannKendall([1, 2, 3, 4])).toEqual({ rising: 6, pairs: 6, chance: expect.closeTo(1 / 24, 12) });
    // One fall among four: three of the 24 orders have it, and one has none.
    expect(mannKendall([1, 2, 4, 3]).chance).toBeCloseTo(4 / 24, 12);
    expect(mannKendall([5]).chance).toBe(1);
  });

  it('the chance of a trend is that of all orders of the values, and no smaller where values are equal', () => {
    const orders = (values: number[]): number[][] => (values.length < 2 ? [values] : values.flatMap((value, at) => orders(values.toSpliced(at, 1)).map((rest) => [value, ...rest])));
    const rising = (values: number[]): number => mannKendall(values).rising;
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 6 }), (values) => {
      const all = orders(values);
      const share = all.filter((order) => rising(order) >= rising(values)).length / all.length;
      const { chance } = mannKendall(values);
      expect(chance).toBeGreaterThanOrEqual(share - 1e-9);
      if (new Set(values).size === values.length) expect(chance).toBeCloseTo(share, 9);
    }), { numRuns: 60 });
  });
});
