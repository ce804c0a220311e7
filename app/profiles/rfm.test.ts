import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scoreByCuts } from '../math/midrank.ts';
import { FREQUENCY_BANDS, frequencyMonetary, medianOrderCuts, recencyLimitsOfCuts, recencyScore, type Score } from './rfm.ts';

describe('R', () => {
  it('is 5 up to the usual gap, 4 up to the middle, 3 up to the late limit, 2 up to the lost limit, 1 after', () => {
    const score = (days: number) => recencyScore([31, 38, 46, 93], days);
    expect([0, 31, 32, 38, 39, 46, 47, 93, 94].map(score)).toEqual([5, 5, 4, 4, 3, 3, 2, 2, 1]);
  });

  it('from ranks gives fewer days the better score, and no score that nobody reached', () => {
    expect(recencyLimitsOfCuts([-90, -40, -10, 0])).toEqual([0, 10, 40, 90]);
    expect(recencyLimitsOfCuts([-7, -7, null, null])).toEqual([null, null, 7, 7]);
    expect(recencyScore([null, null, 7, 7], 7)).toBe(3);
    expect(recencyScore([null, null, 7, 7], 8)).toBe(1);
  });
});

describe('F in bands', () => {
  it('is 1 for one or none, 2, 3, 4 for four or five, 5 from six on', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 100].map((count) => scoreByCuts(FREQUENCY_BANDS, count))).toEqual([1, 1, 2, 3, 4, 4, 5, 5, 5]);
  });
});

describe('M by the median order', () => {
  it('is 1 below half of it, 2 below it, 3 below twice, 4 below four times, else 5', () => {
    const score = (spend: number) => scoreByCuts(medianOrderCuts(2 * 1000), spend);
    expect([0, 499, 500, 999, 1000, 1999, 2000, 3999, 4000].map(score)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5]);
  });

  it('is exact where the median ends in a half', () => {
    // a = 10.5: a/2 = 5.25, 2a = 21, 4a = 42.
    const score = (spend: number) => scoreByCuts(medianOrderCuts(21), spend);
    expect([5, 6, 10, 11, 20, 21, 41, 42].map(score)).toEqual([1, 2, 2, 3, 3, 4, 4, 5]);
  });

  it('follows the four comparisons for any median and spend, and nothing spent is 1', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 4000 }), fc.integer({ min: 0, max: 9000 }), (doubled, spend) => {
      const a = doubled / 2;
      const expected = spend === 0 || spend < a / 2 ? 1 : spend < a ? 2 : spend < 2 * a ? 3 : spend < 4 * a ? 4 : 5;
      expect(scoreByCuts(medianOrderCuts(doubled), spend)).toBe(expected);
    }));
    expect(scoreByCuts(medianOrderCuts(null), 0)).toBe(1);
  });
});

describe('F and M together', () => {
  it('are their mean, rounded half up', () => {
    const pairs: [Score, Score, Score][] = [[1, 1, 1], [1, 2, 2], [2, 3, 3], [1, 5, 3], [4, 5, 5], [5, 5, 5], [2, 5, 4], [4, 4, 4], [1, 4, 3]];
    for (const [f, m, fm] of pairs) expect(frequencyMonetary(f, m)).toBe(fm);
  });
});
