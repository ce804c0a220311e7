import { describe, expect, it } from 'vitest';
import { buyingIntensity } from './buying-intensity.ts';
import { madeShop } from './made-shop.test-data.ts';
import { orderIndexClock } from './order-index.ts';
import { purchasesThrough } from './order-histories.ts';
import { readClock } from './seasonal-clock.ts';

const FIRST = 14_000;
/** Twice as busy in the last eighth of each 364 days. */
const season = (day: number): number => ((day - FIRST) % 364 >= 318 ? 2 : 1);
const shop = madeShop({ customers: 4000, firstDay: FIRST, days: 3 * 364, seed: 7, season });

describe('the order index', () => {
  it('finds a busy season again, two years being known', () => {
    const now = FIRST + 2 * 364 - 1;
    const read = readClock(orderIndexClock(purchasesThrough(shop, now)));
    const pace = (from: number, to: number): number => ((read(now + to) - read(now + from)) / (to - from)) * 7;
    expect(pace(325, 355) / pace(100, 280)).toBeGreaterThan(1.5);
    expect(pace(325, 355) / pace(100, 280)).toBeLessThan(2.4);
    expect(read(now + 364)).toBeCloseTo(52, 0);
  });

  it('is calendar time before a year is over, when growth cannot be told from season', () => {
    const read = readClock(orderIndexClock(purchasesThrough(shop, FIRST + 300)));
    expect(read(FIRST + 300 + 70)).toBeCloseTo(10, 12);
  });
});

describe('buying intensity', () => {
  it('sees the season that was, and takes the year before for the weeks ahead', () => {
    const now = FIRST + 2 * 364 - 1;
    const intensity = buyingIntensity(purchasesThrough(shop, now));
    const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(meanOf(intensity.past.slice(1, 5)) / meanOf(intensity.past.slice(10, 30))).toBeGreaterThan(1.5);
    expect(meanOf(intensity.ahead.slice(47, 51)) / meanOf(intensity.ahead.slice(15, 40))).toBeGreaterThan(1.5);
  });

  it('goes by the last quarter\'s level without a year', () => {
    const intensity = buyingIntensity(purchasesThrough(shop, FIRST + 200));
    expect(new Set(intensity.ahead).size).toBe(1);
  });
});
