import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { discountDependence, preferredChannel, preferredTimes, priceBand, usualBasket } from './habits.ts';

describe('habits', () => {
  it('a basket is the median of units and value, of money in the shop\'s currency alone', () => {
    expect(usualBasket([])).toBeNull();
    const purchase = (units: number, value: number, inCurrency = true) => ({ units, value, inCurrency });
    expect(usualBasket([purchase(1, 500), purchase(4, 900), purchase(2, 100, false)])).toEqual({ purchases: 3, unitsDoubled: 4, valueDoubled: 1400 });
    expect(usualBasket([purchase(2, 100, false)])?.valueDoubled).toBeNull();
  });

  it('a price band is told by the shop\'s quartiles, from three lines on', () => {
    const quartiles = { lower: 500, middle: 800, upper: 1500 };
    expect(priceBand([100, 200], quartiles)).toBeNull();
    expect(priceBand([100, 200, 900], null)).toBeNull();
    expect(priceBand([100, 200, 900], quartiles)?.band).toBe('low');
    expect(priceBand([500, 500, 500], quartiles)?.band).toBe('middle');
    expect(priceBand([1500, 1501, 1502], quartiles)?.band).toBe('high');
  });

  it('a weekday is preferred when even orders would hardly come to it, and not by five orders of which two share a day', () => {
    const saturday = (count: number) => Array.from({ length: count }, (_, index) => 5 * 24 + (index * 7) % 24);
    expect(preferredTimes(saturday(4)).weekday).toBeNull();
    expect(preferredTimes(saturday(6)).weekday).toMatchObject({ place: 5, orders: 6, of: 6 });
    expect(preferredTimes([0, 24, 48, 72, 73].map((hour) => hour + 5)).weekday).toBeNull();
  });

  it('hours are preferred over midnight too', () => {
    const late = [23, 22, 0, 1, 23, 22].map((hour, index) => index * 24 + hour);
    expect(preferredTimes(late).hours).toMatchObject({ place: 22, orders: 6, of: 6 });
  });

  it('evenly spread orders seldom look like a preference', () => {
    let told = 0;
    // A fixed sequence: an LCG, so that the test has one answer.
    let state = 7;
    const hour = () => { state = (state * 1_103_515_245 + 12_345) % 2_147_483_648; return Math.floor((state / 2_147_483_648) * 168); };
    for (let customer = 0; customer < 1000; customer += 1) if (preferredTimes(Array.from({ length: 12 }, hour)).weekday !== null) told += 1;
    expect(told).toBeLessThan(50);
  });

  it('a channel is told that holds more than half of three orders or more', () => {
    expect(preferredChannel({ Web: 2 })).toBeNull();
    expect(preferredChannel({ Web: 2, POS: 2 })).toBeNull();
    expect(preferredChannel({ Web: 2, POS: 3 })).toEqual({ name: 'POS', orders: 3, of: 5 });
  });

  it('discounts are held against the shop\'s share, shrunk by five orders of it', () => {
    const shop = { orders: 100, discounted: 40 };
    expect(discountDependence({ orders: 2, discounted: 2 }, shop)).toBeNull();
    // (3 + 2) / 8 = 62.5%: 22.5 points above.
    expect(discountDependence({ orders: 3, discounted: 3 }, shop)).toMatchObject({ kind: 'discount', share: 0.625, shopShare: 0.4 });
    expect(discountDependence({ orders: 3, discounted: 2 }, shop)?.kind).toBe('as the shop');
    expect(discountDependence({ orders: 6, discounted: 0 }, shop)?.kind).toBe('full price');
    fc.assert(fc.property(fc.integer({ min: 3, max: 50 }), fc.integer({ min: 0, max: 50 }), (orders, discounted) => {
      const found = discountDependence({ orders, discounted: Math.min(orders, discounted) }, shop);
      expect(found !== null && found.share > 0 && found.share < 1).toBe(true);
    }));
  });
});
