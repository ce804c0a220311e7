import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { medianDoubled, medianDoubledOfCounts } from './median.ts';

describe('median', () => {
  it('is the middle one of an odd count and the mean of the two middle ones of an even count, doubled', () => {
    expect(medianDoubled([])).toBeNull();
    expect(medianDoubled([7])).toBe(14);
    expect(medianDoubled([1, 5, 100])).toBe(10);
    expect(medianDoubled([1, 4, 7, 100])).toBe(11);
  });

  it('is the same from values and from values with counts in any order', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { maxLength: 40 }), (list) => {
      const counts = new Map<number, number>();
      for (const value of list) counts.set(value, (counts.get(value) ?? 0) + 1);
      expect(medianDoubledOfCounts(counts)).toBe(medianDoubled(Float64Array.from(list).sort()));
      expect(medianDoubledOfCounts(list.map((value) => [value, 1]))).toBe(medianDoubled(Float64Array.from(list).sort()));
    }));
  });

  it('refuses halves and negative counts', () => {
    expect(() => medianDoubledOfCounts([[1.5, 1]])).toThrow('1.5 x 1');
    expect(() => medianDoubledOfCounts([[1, -1]])).toThrow(RangeError);
  });
});
