import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCustomerHistories } from './customer-histories.ts';
import { countThrough, historiesThrough } from './histories-through.ts';
import { modelOfHistories } from './model-of-histories.ts';
import { defaultScoringSettings } from './settings.ts';

const made = (customers: number[][]) => {
  const histories = createCustomerHistories();
  for (const [index, days] of customers.entries()) {
    for (const day of days) {
      histories.addPurchaseDay(day);
      histories.addPurchaseValue(100 + day);
    }
    histories.addCustomer({ customerId: index + 1, excluded: false, orders: days.length, discountedOrders: 0, firstOrderDay: days[0] ?? null, unitsBought: 0, unitsRefunded: 0 });
  }
  return histories;
};
const daysOf = (histories: ReturnType<typeof made>) => Array.from({ length: histories.count }, (_, place) => [...(histories.at(place).purchaseDays as Int32Array)]);

describe('histories through a day', () => {
  it('hold what was bought by then, that day included, and everybody', () => {
    const until = historiesThrough(made([[10, 20, 20, 30], [40], []]), 20);
    expect(until.count).toBe(3);
    expect(daysOf(until)).toEqual([[10, 20, 20], [], []]);
    expect([...(until.at(0).purchaseValues as Float64Array)]).toEqual([110, 120, 120]);
    expect([0, 1, 2].map((place) => until.at(place).firstOrderDay)).toEqual([10, null, null]);
  });

  it('of plain lists too', () => {
    const plain = { ...made([[1]]), at: () => ({ ...made([[1]]).at(0), purchaseDays: [1, 5, 9], purchaseValues: [3, 4, 5] }) };
    expect(historiesThrough(plain, 5).at(0)).toMatchObject({ purchaseDays: [1, 5], purchaseValues: [3, 4] });
  });

  it('give the gap, the floor and the cuts of a shop that never heard of the later purchases', () => {
    fc.assert(fc.property(fc.array(fc.array(fc.integer({ min: 14_000, max: 15_000 }), { maxLength: 9 }), { minLength: 1, maxLength: 60 }), fc.integer({ min: 13_900, max: 15_100 }), (customers, day) => {
      const sorted = customers.map((days) => [...days].sort((a, b) => a - b));
      const options = { nowDay: day, settings: defaultScoringSettings(), guestFirstOrderDay: null };
      const known = made(sorted.map((days) => days.filter((one) => one <= day)));
      const until = modelOfHistories(historiesThrough(made(sorted), day), options);
      const { discounts: _, returns: __, ...expected } = modelOfHistories(known, options);
      expect(until).toMatchObject(expected);
    }));
  });
});

it('counts days up to one', () => {
  expect([countThrough([], 3), countThrough([1, 3, 3, 7], 0), countThrough([1, 3, 3, 7], 3), countThrough([1, 3, 3, 7], 9)]).toEqual([0, 0, 3, 4]);
});
