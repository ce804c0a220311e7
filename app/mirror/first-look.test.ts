import { describe, expect, it } from 'vitest';
import { lookIsDue, MOST_ORDERS_LOOKED_AT } from './first-look.ts';

describe('a first look at a store that is being imported', () => {
  it('is taken as soon as customers and the first orders are in', () => {
    expect(lookIsDue({ customersDone: false, orders: 5_000, lookedAt: 0 })).toBe(false);
    expect(lookIsDue({ customersDone: true, orders: 0, lookedAt: 0 })).toBe(false);
    expect(lookIsDue({ customersDone: true, orders: 1, lookedAt: 0 })).toBe(true);
  });

  it('is taken again when there is much more to see, and not once it would hold the import up', () => {
    let lookedAt = 0;
    const looks: number[] = [];
    for (let orders = 5_000; orders <= 1_000_000; orders += 5_000) {
      if (!lookIsDue({ customersDone: true, orders, lookedAt })) continue;
      looks.push(orders);
      lookedAt = orders;
    }
    expect(looks).toEqual([5_000, 20_000]);
    expect(lookIsDue({ customersDone: true, orders: MOST_ORDERS_LOOKED_AT + 1, lookedAt: 0 })).toBe(false);
  });
});
