import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanOf, spreadOf } from './value-spread.ts';

const spread = (amounts: number[], unit = 100) => spreadOf(Float64Array.from(amounts), unit);

describe('how an amount spreads', () => {
  it('is a bar for each stretch as wide as a merchant would choose it, up to where 95 of 100 are', () => {
    const amounts = [...Array.from({ length: 96 }, (_, index) => index * 100), 50_000, 60_000, 70_000, 80_000];
    expect(spread(amounts)).toEqual({
      customers: 100, total: 456_000 + 260_000, medianDoubled: 4_900 + 5_000, step: 500, bars: [...Array.from({ length: 19 }, () => 5)], below: 0, beyond: 5,
    });
  });

  it('of nobody, and of those who spent nothing, is no error', () => {
    expect(spread([])).toMatchObject({ customers: 0, total: 0, medianDoubled: null, bars: [], below: 0, beyond: 0 });
    expect(spread([0, 0])).toMatchObject({ customers: 2, total: 0, medianDoubled: 0, step: 100, bars: [2], beyond: 0 });
    expect([meanOf({ customers: 0, total: 0 }), meanOf({ customers: 4, total: 10 })]).toEqual([null, 2.5]);
  });

  it('counts by themselves whoever costs more than they bring', () => {
    expect(spread([-500, -1, 0, 250])).toMatchObject({ customers: 4, total: -251, medianDoubled: -1, step: 100, bars: [1, 0, 1], below: 2, beyond: 0 });
    expect(spread([-500, -700])).toMatchObject({ total: -1_200, bars: [0], below: 2, beyond: 0 });
  });

  it('holds everybody once, in the bar of their amount, with the exact sum and median', () => {
    fc.assert(fc.property(fc.array(fc.oneof(fc.integer({ min: -900, max: 50_000 }), fc.integer({ min: 0, max: 10 ** 9 })), { minLength: 1, maxLength: 200 }), fc.constantFrom(1, 100, 1000), (amounts, unit) => {
      const found = spread(amounts, unit);
      const sorted = [...amounts].sort((a, b) => a - b);
      expect(found.below + found.bars.reduce((sum, bar) => sum + bar, 0) + found.beyond).toBe(amounts.length);
      expect(found.below).toBe(amounts.filter((one) => one < 0).length);
      expect(found.bars.length).toBeLessThanOrEqual(20);
      expect(found.beyond).toBeLessThanOrEqual(0.05 * amounts.length);
      expect(found.step % unit).toBe(0);
      for (const [bar, customers] of found.bars.entries()) expect(customers).toBe(amounts.filter((one) => one >= bar * found.step && one < (bar + 1) * found.step).length);
      expect(found.total).toBe(amounts.reduce((sum, one) => sum + one, 0));
      expect(found.medianDoubled).toBe((sorted[(sorted.length - 1) >> 1] as number) + (sorted[sorted.length >> 1] as number));
    }));
  });

  it('refuses a sum that no number holds exactly', () => {
    expect(() => spread([2 ** 53 - 1, 2])).toThrow('no exact number');
  });
});
