import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasStopped, isDue, replenishment } from './replenishment.ts';

const shop = { gaps: 40, gapMedianDoubled: 120, buyers: 100, repeatBuyers: 30 };

describe('a replenishment', () => {
  it('is the own median gap, pulled to the shop\'s as by three gaps', () => {
    // Gaps 30, 30, 30; the shop's 60: (3 x 30 + 3 x 60) / 6 = 45.
    expect(replenishment('1', [0, 30, 60, 90], shop)).toMatchObject({ intervalDays: 45, ownGaps: 3, ownMedianDoubled: 60, dueDay: 135, times: 4 });
    expect(replenishment('1', [0, 30, 60, 90], { ...shop, gaps: 9 })).toMatchObject({ intervalDays: 30, shopGaps: 0, shopMedianDoubled: null });
  });

  it('of a single purchase is the shop\'s, where the product is bought again as a rule, and else there is none', () => {
    expect(replenishment('1', [10], shop)).toMatchObject({ intervalDays: 60, ownGaps: 0, dueDay: 70 });
    expect(replenishment('1', [10], { ...shop, repeatBuyers: 24 })).toBeNull();
    expect(replenishment('1', [10], { ...shop, buyers: 19 })).toBeNull();
    expect(replenishment('1', [10], null)).toBeNull();
    expect(replenishment('1', [], shop)).toBeNull();
  });

  it('of one own gap needs the shop behind it', () => {
    expect(replenishment('1', [0, 30], null)).toBeNull();
    expect(replenishment('1', [0, 30, 60], null)?.intervalDays).toBe(30);
  });

  it('is due from two weeks before to an interval after, and stopped from then on if it was a habit', () => {
    const one = replenishment('1', [0, 40, 80], null) ?? expect.fail('no interval');
    expect([105, 106, 160, 161].map((day) => isDue(one, day))).toEqual([false, true, true, false]);
    expect([160, 161].map((day) => hasStopped(one, day))).toEqual([false, true]);
    expect(hasStopped({ ...one, times: 2 }, 500)).toBe(false);
  });

  it('lies between the own median and the shop\'s', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 }), fc.integer({ min: 2, max: 600 }), (gaps, gapMedianDoubled) => {
      const days = gaps.reduce<number[]>((all, gap) => [...all, (all.at(-1) ?? 0) + gap], [0]);
      const found = replenishment('1', days, { ...shop, gapMedianDoubled });
      const ends = [found?.ownMedianDoubled ?? 0, gapMedianDoubled].sort((a, b) => a - b) as [number, number];
      expect(2 * (found?.intervalDays ?? 0)).toBeGreaterThanOrEqual(ends[0] - 2);
      expect(2 * (found?.intervalDays ?? 0)).toBeLessThanOrEqual(Math.max(ends[1], 2));
    }));
  });
});
