import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from './calendar.ts';
import { lastYearStartDay, windowStartDay } from './window.ts';

const start = (now: string, window: 12 | 24 | 36 | 'all', gapDoubled: number) => {
  const day = windowStartDay(parseDay(now), window, gapDoubled);
  return day === null ? null : formatDay(day);
};

describe('window', () => {
  it('begins on the same calendar day 12, 24 or 36 months before', () => {
    expect(start('2011-12-10', 36, 120)).toBe('2008-12-10');
    expect(start('2011-12-10', 24, 120)).toBe('2009-12-10');
    expect(start('2012-02-29', 12, 120)).toBe('2011-02-28');
  });

  it("is three of the shop's gaps if that is longer, a half day cut off", () => {
    // 3 x 121.5 = 364.5 days are shorter than the 365 of the year before 2011-12-10; 3 x 122.5 = 367.5 are longer.
    expect(start('2011-12-10', 12, 243)).toBe('2010-12-10');
    expect(start('2011-12-10', 12, 245)).toBe(formatDay(parseDay('2011-12-10') - 367));
  });

  it('is all history where so set', () => {
    expect(start('2011-12-10', 'all', 120)).toBeNull();
  });
});

describe('last year', () => {
  it('holds the purchase days less than 365 days before the day of now', () => {
    expect(formatDay(lastYearStartDay(parseDay('2011-12-10')))).toBe('2010-12-11');
  });
});
