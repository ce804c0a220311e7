import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GAP_MS, checkAfterGap, isGap, nextCheck } from './check-times.ts';

const MINUTE = 60_000;
const shop = fc.integer({ min: 1, max: 1_000_000 });
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });

describe('the next look at a shop', () => {
  it('comes within half an hour and an hour and a half, at the same minute of each hour', () => {
    fc.assert(fc.property(shop, instant, (shopId, now) => {
      const next = nextCheck(shopId, now);
      expect(next - now).toBeGreaterThanOrEqual(30 * MINUTE);
      expect(next - now).toBeLessThanOrEqual(90 * MINUTE);
      expect(nextCheck(shopId, next) - next).toBe(60 * MINUTE);
    }));
  });

  it('is spread over the hour: of a thousand shops no minute has more than thirty', () => {
    const minutes = new Map<number, number>();
    for (let shopId = 1; shopId <= 1000; shopId += 1) {
      const minute = Math.floor(nextCheck(shopId, 0) / MINUTE) % 60;
      minutes.set(minute, (minutes.get(minute) ?? 0) + 1);
    }
    expect(minutes.size).toBe(60);
    expect(Math.max(...minutes.values())).toBeLessThanOrEqual(30);
  });

  it('comes within ten minutes after a gap', () => {
    fc.assert(fc.property(shop, instant, (shopId, now) => {
      expect(checkAfterGap(shopId, now) - now).toBeGreaterThanOrEqual(0);
      expect(checkAfterGap(shopId, now) - now).toBeLessThan(10 * MINUTE);
    }));
  });
});

describe('a silence of all workers', () => {
  it('is a gap when it is longer than some minutes, and none before the first tick', () => {
    expect(isGap(null, 1e12)).toBe(false);
    expect(isGap(1e12, 1e12 + MINUTE)).toBe(false);
    expect(isGap(1e12, 1e12 + GAP_MS + 1)).toBe(true);
  });
});
