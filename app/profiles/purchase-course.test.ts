import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { purchaseCourse } from './purchase-course.ts';

const bought = (day: number, changes: object = {}) => ({ day, value: 500, inCurrency: true, discounted: false, ...changes });

describe('the course of purchases', () => {
  it('has the gap before each, none before the first and within a day, and no value of another currency', () => {
    expect(purchaseCourse([bought(10), bought(15, { discounted: true }), bought(15), bought(40, { inCurrency: false })])).toEqual([
      { day: 10, gap: null, value: 500, discounted: false },
      { day: 15, gap: 5, value: 500, discounted: true },
      { day: 15, gap: null, value: 500, discounted: false },
      { day: 40, gap: 25, value: null, discounted: false },
    ]);
    expect(purchaseCourse([])).toEqual([]);
  });

  it('is of the latest 24, the first of which knows the one before', () => {
    fc.assert(fc.property(fc.array(fc.nat(2000), { maxLength: 60 }), (days) => {
      const course = purchaseCourse(days.sort((a, b) => a - b).map((day) => bought(day)));
      expect(course.map((one) => one.day)).toEqual(days.slice(-24));
      // From the first point on, the gaps lead to the last day.
      const gaps = course.slice(1).reduce((sum, { gap }) => sum + (gap ?? 0), 0);
      expect((course[0]?.day ?? 0) + gaps).toBe(days.at(-1) ?? 0);
      if (days.length > 24 && days[days.length - 25] !== course[0]?.day) expect(course[0]?.gap).toBe((course[0]?.day ?? 0) - (days[days.length - 25] ?? 0));
    }));
  });
});
