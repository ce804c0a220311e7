import { describe, expect, it } from 'vitest';
import { RecentLooks, type Access } from './access-log.ts';

const look = (over: Partial<Access> = {}): Access => ({ shopId: 1, by: '5', what: 'customer', customerId: 7, ...over });
const MINUTE = 60_000;

describe('a look at a customer', () => {
  it('that a screen repeats while it is open is one; after ten minutes it is another', () => {
    const looks = new RecentLooks();
    expect([0, 1, 9.9, 10, 11].map((minute) => looks.isNew(look(), minute * MINUTE))).toEqual([true, false, false, true, false]);
  });

  it('at a screen that names many is one for an hour', () => {
    const looks = new RecentLooks();
    expect([0, 11, 59, 60, 61].map((minute) => looks.isNew(look({ what: 'list', customerId: null }), minute * MINUTE))).toEqual([true, false, false, true, false]);
  });

  it('of another person, another customer, another shop or another kind is another', () => {
    const looks = new RecentLooks();
    for (const other of [{}, { by: '6' }, { customerId: 8 }, { customerId: null, what: 'search' as const }, { shopId: 2 }]) expect(looks.isNew(look(other), 0)).toBe(true);
  });

  it('is forgotten when more has been seen than is remembered, the oldest first', () => {
    const looks = new RecentLooks();
    for (let customerId = 1; customerId <= 10_001; customerId += 1) looks.isNew(look({ customerId }), 0);
    expect(looks.isNew(look({ customerId: 10_001 }), 1)).toBe(false);
    expect(looks.isNew(look({ customerId: 1 }), 1)).toBe(true);
  });
});
