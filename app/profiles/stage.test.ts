import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recencyScore, rhythmRecencyLimits } from './rfm.ts';
import { rhythmLimits, stageOf, type StageInputs } from './stage.ts';

describe('rhythm limits', () => {
  it('shrink the own median gap to the shop by three gaps', () => {
    // u = (5 x 20 + 3 x 49) / 8 = 30.875; late 46.3125; middle 38.59; lost 92.625.
    expect(rhythmLimits(5, 40, 98, 'rhythm')).toEqual({ usualDays: 30, onTimeDays: 30, littleLateDays: 38, lateDays: 46, lostDays: 92 });
  });

  it("are the shop's for whoever has no gap", () => {
    expect(rhythmLimits(0, null, 121, 'rhythm')).toEqual({ usualDays: 60, onTimeDays: 60, littleLateDays: 75, lateDays: 90, lostDays: 181 });
  });

  it('call nobody late before 30 days or lapsed before 90', () => {
    expect(rhythmLimits(0, null, 14, 'rhythm')).toEqual({ usualDays: 7, onTimeDays: 7, littleLateDays: 18, lateDays: 30, lostDays: 90 });
  });

  it('call nobody in time for more than a year beyond the usual gap, or kept for more than two', () => {
    // u = 1000: 1.5 u = 1500 > 1365; 3 u = 3000 > 1730.
    expect(rhythmLimits(0, null, 2000, 'rhythm')).toEqual({ usualDays: 1000, onTimeDays: 1000, littleLateDays: 1182, lateDays: 1365, lostDays: 1730 });
  });

  it('put the late limit at 30 days for everyone in the preset "flat", and leave the lost limit', () => {
    expect(rhythmLimits(0, null, 120, 'flat')).toEqual({ usualDays: 60, onTimeDays: 30, littleLateDays: 30, lateDays: 30, lostDays: 180 });
    expect(rhythmLimits(0, null, 40, 'flat')).toEqual({ usualDays: 20, onTimeDays: 20, littleLateDays: 25, lateDays: 30, lostDays: 90 });
  });

  it('are the floors of the exact fractions, for any gaps', () => {
    const fraction = (numerator: bigint, denominator: bigint) => ({ numerator, denominator });
    type Fraction = ReturnType<typeof fraction>;
    const whole = (n: number) => fraction(BigInt(n), 1n);
    const plus = (a: Fraction, b: Fraction) => fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
    const times = (a: Fraction, n: bigint, d = 1n) => fraction(a.numerator * n, a.denominator * d);
    const less = (a: Fraction, b: Fraction) => a.numerator * b.denominator < b.numerator * a.denominator;
    const min = (a: Fraction, b: Fraction) => (less(a, b) ? a : b);
    const max = (a: Fraction, b: Fraction) => (less(a, b) ? b : a);
    const floor = (a: Fraction) => Number(a.numerator / a.denominator);
    fc.assert(fc.property(fc.integer({ min: 0, max: 2000 }), fc.integer({ min: 2, max: 8000 }), fc.integer({ min: 2, max: 8000 }), (n, own, shop) => {
      const u = times(fraction(BigInt(n) * BigInt(own) + 3n * BigInt(shop), 2n), 1n, BigInt(n + 3));
      const late = max(whole(30), min(times(u, 3n, 2n), plus(u, whole(365))));
      const lost = max(whole(90), min(times(u, 3n), plus(u, whole(730))));
      expect(rhythmLimits(n, n === 0 ? null : own, shop, 'rhythm')).toEqual({
        usualDays: floor(u), onTimeDays: floor(u), littleLateDays: floor(times(plus(u, late), 1n, 2n)), lateDays: floor(late), lostDays: floor(lost),
      });
    }));
  });

  it('refuse gaps that are no whole numbers', () => {
    expect(() => rhythmLimits(2, null, 120, 'rhythm')).toThrow(RangeError);
    expect(() => rhythmLimits(1, 20.5, 120, 'rhythm')).toThrow(RangeError);
    expect(() => rhythmLimits(-1, 20, 120, 'rhythm')).toThrow(RangeError);
  });
});

describe('stage', () => {
  const buyer = (changes: Partial<StageInputs> = {}): StageInputs => ({
    purchases: 4, recencyDays: 10, lateDays: 46, lostDays: 92, lastGap: 20, lostDaysBefore: 93, ...changes,
  });

  it.each([
    ['Lapsed', { recencyDays: 93 }],
    ['At risk', { recencyDays: 92 }],
    ['At risk', { recencyDays: 47 }],
    ['Regular', { recencyDays: 46 }],
    ['Regular', { purchases: 4 }],
    ['Repeat', { purchases: 3 }],
    ['Repeat', { purchases: 2 }],
    ['First-time', { purchases: 1, lastGap: null, lostDaysBefore: null }],
    ['Won back', { lastGap: 94 }],
    ['Won back', { lastGap: 94, purchases: 2 }],
    ['Regular', { lastGap: 93 }],
    ['At risk', { lastGap: 94, recencyDays: 47 }],
  ] as const)('is %s for %o', (stage, changes) => {
    expect(stageOf(buyer(changes))).toBe(stage);
  });

  it('goes with R: 5, 4 and 3 in rhythm, 2 At risk, 1 Lapsed; and R is 5 for whoever is on time and nobody else', () => {
    fc.assert(fc.property(
      fc.integer({ min: 0, max: 40 }), fc.integer({ min: 2, max: 3000 }), fc.integer({ min: 2, max: 3000 }),
      fc.constantFrom('rhythm' as const, 'flat' as const), fc.integer({ min: 0, max: 5000 }),
      (n, own, shop, preset, days) => {
        const limits = rhythmLimits(n, n === 0 ? null : own, shop, preset);
        const r = recencyScore(rhythmRecencyLimits(limits), days);
        const stage = stageOf({ purchases: 2, recencyDays: days, ...limits, lastGap: null, lostDaysBefore: null });
        expect(stage).toBe(r === 1 ? 'Lapsed' : r === 2 ? 'At risk' : 'Repeat');
        const onTime = 2 * (n + 3) * days <= (n === 0 ? 0 : n * own) + 3 * shop;
        expect(r === 5).toBe(onTime && (preset === 'rhythm' || days <= 30));
      },
    ));
  });
});
