import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  lowestAtPercentile, midrankCuts, midrankPercentile, midrankScore, midrankScores, scoreByCuts, twiceMidrank,
} from './midrank.ts';

const values = fc.array(fc.integer({ min: -20, max: 60 }), { minLength: 1, maxLength: 80 });
const steps = fc.integer({ min: 1, max: 10 });
const ascending = (list: readonly number[]) => Float64Array.from(list).sort();

/** The definition, word for word, in BigInt. */
function byDefinition(list: readonly number[], x: number, k: number): number {
  const below = BigInt(list.filter((value) => value < x).length);
  const equal = BigInt(list.filter((value) => value === x).length);
  const numerator = BigInt(k) * (2n * below + equal);
  const denominator = 2n * BigInt(list.length);
  return Number((numerator + denominator - 1n) / denominator);
}

describe('midrank score', () => {
  it('gives ten different values two of each of five scores', () => {
    expect([...midrankScores([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], 5)]).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
  });

  it('puts values that are all alike in the middle, and nobody at the top', () => {
    expect([...midrankScores([7, 7, 7, 7], 5)]).toEqual([3, 3, 3, 3]);
    expect(midrankCuts([7, 7, 7, 7], 5)).toEqual([7, 7, null, null]);
  });

  it('does not split seven one-time buyers among ten', () => {
    // below 0, equal 7: ceil(5 x 7 / 20) = 2; then 2 x 7 + 1 = 15: ceil(75 / 20) = 4; 17: 5; 19: 5.
    expect([...midrankScores([1, 1, 1, 1, 1, 1, 1, 2, 3, 4], 5)]).toEqual([2, 2, 2, 2, 2, 2, 2, 4, 5, 5]);
  });

  it('equals the integer formula of the definition for every value ranked', () => {
    fc.assert(fc.property(values, steps, (list, k) => {
      const sorted = ascending(list);
      const all = midrankScores(list, k);
      const cuts = midrankCuts(sorted, k);
      list.forEach((x, index) => {
        const expected = byDefinition(list, x, k);
        expect(midrankScore(sorted, x, k)).toBe(expected);
        expect(all[index]).toBe(expected);
        expect(scoreByCuts(cuts, x)).toBe(expected);
      });
    }));
  });

  it('never falls as the value rises, for values that were not ranked either, and stays within its steps', () => {
    fc.assert(fc.property(values, steps, (list, k) => {
      const sorted = ascending(list);
      const cuts = midrankCuts(sorted, k);
      for (const score of [(x: number) => midrankScore(sorted, x, k), (x: number) => scoreByCuts(cuts, x)]) {
        let last = 1;
        for (let x = -22; x <= 62; x += 0.5) {
          const now = score(x);
          if (now < last || now > k) expect({ x, now }).toEqual({ x, now: `from ${last} to ${k}` });
          last = now;
        }
      }
    }));
  });

  it('gives a value that was not ranked the score of the next lower one that was', () => {
    fc.assert(fc.property(values, fc.integer({ min: -25, max: 65 }), (list, x) => {
      const sorted = ascending(list);
      const lower = sorted.filter((value) => value <= x).at(-1);
      expect(scoreByCuts(midrankCuts(sorted, 5), x)).toBe(lower === undefined ? 1 : midrankScore(sorted, lower, 5));
    }));
  });

  it('refuses to rank among nothing', () => {
    expect(() => midrankScore([], 3, 5)).toThrow(RangeError);
    expect(() => midrankPercentile([], 3)).toThrow(RangeError);
    expect(midrankCuts([], 5)).toEqual([null, null, null, null]);
  });
});

describe('midrank percentile', () => {
  it('is (2 below + equal) / (2 n)', () => {
    expect(twiceMidrank([1, 2, 2, 3], 2)).toBe(4);
    expect(midrankPercentile([1, 2, 2, 3], 2)).toBe(0.5);
    expect(midrankPercentile([1, 2, 2, 3], 3)).toBe(0.875);
  });

  it('finds nobody at 0.9 among four, and the best of five exactly at it', () => {
    expect(lowestAtPercentile([1, 2, 3, 4], 9, 10)).toBeNull();
    expect(lowestAtPercentile([1, 2, 3, 4, 5], 9, 10)).toBe(5);
    expect(lowestAtPercentile([], 9, 10)).toBeNull();
  });

  it('has its lowest value by the definition', () => {
    fc.assert(fc.property(values, fc.integer({ min: 0, max: 20 }), (list, twentieths) => {
      const sorted = ascending(list);
      const expected = [...sorted].find((x) => {
        const below = list.filter((value) => value < x).length;
        const equal = list.filter((value) => value === x).length;
        return 20 * (2 * below + equal) >= twentieths * 2 * list.length;
      });
      expect(lowestAtPercentile(sorted, twentieths, 20)).toBe(expected ?? null);
    }));
  });
});
