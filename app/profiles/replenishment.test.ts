import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasStopped, isDue, replenishment, reminderOrder, type Replenishment } from './replenishment.ts';

const isDueFrom = (one: Replenishment): number => Array.from({ length: 400 }, (_, day) => day).find((day) => isDue(one, day)) ?? -1;
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

  it('is due from two weeks before to half an interval after, and has stopped from a whole one on if it was a habit', () => {
    const one = replenishment('1', [0, 40, 80], null) ?? expect.fail('no interval');
    expect([105, 106, 140, 141].map((day) => isDue(one, day))).toEqual([false, true, true, false]);
    // A habit is due in the week before as well, however short its interval.
    const milk = replenishment('2', [0, 6, 12], null) ?? expect.fail('no interval');
    expect([milk.dueDay - isDueFrom(milk), isDueFrom({ ...milk, times: 2 })]).toEqual([6, 15]);
    expect([160, 161].map((day) => hasStopped(one, day))).toEqual([false, true]);
    expect(hasStopped({ ...one, times: 2 }, 500)).toBe(false);
  });

  it('is named before another in one order, with a habit of this week first', () => {
    const arbitrary = fc.record({ times: fc.integer({ min: 1, max: 5 }), intervalDays: fc.integer({ min: 1, max: 60 }), dueDay: fc.integer({ min: 60, max: 140 }), productId: fc.integer({ min: 1, max: 30 }).map(String) });
    const rest = { ownGaps: 0, ownMedianDoubled: null, shopGaps: 0, shopMedianDoubled: null, lastDay: 0 };
    fc.assert(fc.property(fc.uniqueArray(arbitrary, { selector: (one) => one.productId, minLength: 1, maxLength: 8 }), (some) => {
      const all = some.map((one) => ({ ...one, ...rest }));
      const sorted = all.toSorted(reminderOrder(100));
      expect(all.toReversed().sort(reminderOrder(100))).toEqual(sorted);
      const week = all.filter((one) => one.times >= 3 && one.dueDay >= 100 && one.dueDay <= 106).map((one) => one.dueDay);
      if (week.length > 0) expect(sorted[0]).toMatchObject({ dueDay: Math.min(...week) });
      else if (all.some((one) => one.times > 1)) expect(sorted[0]?.times).toBeGreaterThan(1);
    }));
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
