import { describe, expect, it } from 'vitest';
import { floorProgress } from './floor.ts';

describe('floor', () => {
  const progress = (buyers: number, repeatBuyers: number, days: number) => floorProgress({ buyers, repeatBuyers, firstCountedOrderDay: 15_000 - days, nowDay: 15_000 });

  it('is met with 500 buyers, 100 of them with two purchases, and 180 days, and not with one less of any', () => {
    expect(progress(500, 100, 180)).toEqual({ buyers: 500, repeatBuyers: 100, days: 180, met: true });
    expect(progress(499, 100, 180).met).toBe(false);
    expect(progress(500, 99, 180).met).toBe(false);
    expect(progress(500, 100, 179).met).toBe(false);
  });

  it('is 0 days for a shop without an order', () => {
    expect(floorProgress({ buyers: 0, repeatBuyers: 0, firstCountedOrderDay: null, nowDay: 15_000 })).toEqual({ buyers: 0, repeatBuyers: 0, days: 0, met: false });
  });
});
