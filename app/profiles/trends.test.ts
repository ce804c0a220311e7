import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengtheningGaps, risingDiscounts, shrinkingBasket } from './trends.ts';

describe('a trend', () => {
  it('of gaps needs four that grow, and by a quarter', () => {
    expect(lengtheningGaps([20, 25, 40])).toBeNull();
    expect(lengtheningGaps([20, 25, 40, 60])).toEqual({ count: 4, before: 45, after: 100, chance: expect.closeTo(1 / 24, 9) });
    expect(lengtheningGaps([20, 21, 22, 23])).toBeNull();
    expect(lengtheningGaps([60, 40, 25, 20])).toBeNull();
  });

  it('is not made by one odd gap', () => {
    expect(lengtheningGaps([30, 28, 31, 29, 400])).toBeNull();
  });

  it('of baskets shrinks by a fifth', () => {
    expect(shrinkingBasket([9000, 8000, 5000, 4000])).toMatchObject({ before: 17_000, after: 9000 });
    expect(shrinkingBasket([9000, 8900, 8800, 8700])).toBeNull();
    expect(shrinkingBasket([4000, 5000, 8000, 9000])).toBeNull();
  });

  it('of discounts sets the later half against the earlier', () => {
    const none = (count: number) => new Array<boolean>(count).fill(false);
    const all = (count: number) => new Array<boolean>(count).fill(true);
    expect(risingDiscounts([...none(3), ...all(3)])).toMatchObject({ before: 0, after: 3, ofBefore: 3, ofAfter: 3, chance: expect.closeTo(0.05, 9) });
    expect(risingDiscounts([...none(2), ...all(3)])).toBeNull();
    expect(risingDiscounts([...all(3), ...none(3)])).toBeNull();
    expect(risingDiscounts(all(8))).toBeNull();
  });

  it('is seldom told of gaps in any order', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 20 }), (gaps) => {
      const up = lengtheningGaps(gaps);
      const down = lengtheningGaps([...gaps].reverse());
      // Nothing rises both ways, and nothing that is told is likelier than one in twenty.
      if (gaps.length <= 12) expect(up === null || down === null).toBe(true);
      expect(up === null || (up.chance < 0.0501 && up.after > up.before)).toBe(true);
    }));
  });
});
