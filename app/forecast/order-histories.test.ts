import { describe, expect, it } from 'vitest';
import { createHistoriesBuilder, everyNthCustomer, outcomesAfter, purchasesThrough } from './order-histories.ts';

/** Ann buys on days 10 (refunded in full on day 40), 20 (twice) and 50; Bob never counts; Cem buys on day 30 in a currency that the shop has left. */
function small() {
  const builder = createHistoriesBuilder();
  builder.addOrder({ day: 50, value: 700 });
  builder.addOrder({ day: 10, value: 1000, discounted: true, refunds: [{ day: 15, value: 200 }, { day: 40, value: 800 }] });
  builder.addOrder({ day: 20, value: 300 });
  builder.addOrder({ day: 20, value: 150 });
  builder.endCustomer();
  builder.addOrder({ day: 12, value: 500, refunds: [{ day: 12, value: 500 }] });
  builder.endCustomer();
  builder.addOrder({ day: 30, value: 999, otherCurrency: true });
  builder.endCustomer();
  return builder.finish();
}

describe('purchases as known on a day', () => {
  it('have each purchase day once, with what it was worth after the refunds known by then', () => {
    const view = purchasesThrough(small(), 30);
    expect([...view.customer]).toEqual([0, 2]);
    expect([...view.days]).toEqual([10, 20, 30]);
    expect([...view.values]).toEqual([800, 450, 0]);
    expect([...view.orders]).toEqual([3, 1]);
    expect([...view.discountedOrders]).toEqual([1, 0]);
    expect([view.grossValue[0], view.refundedValue[0]]).toEqual([1450, 200]);
  });

  it('lose an order once it is refunded in full, which stays among orders and refunds', () => {
    const view = purchasesThrough(small(), 50);
    expect([...view.days.subarray(0, view.starts[1])]).toEqual([20, 50]);
    expect([view.orders[0], view.refundedValue[0]]).toEqual([4, 1000]);
  });

  it('do not hold who has not bought yet', () => {
    expect(purchasesThrough(small(), 9).size).toBe(0);
  });
});

describe('what customers did after a day', () => {
  it('counts purchase days and their net value up to the window\'s last day', () => {
    const histories = small();
    const { purchases, revenue } = outcomesAfter(histories, purchasesThrough(histories, 10), 40, 50);
    expect([...purchases]).toEqual([2]);
    expect([...revenue]).toEqual([1150]);
    expect([...outcomesAfter(histories, purchasesThrough(histories, 10), 39, 50).purchases]).toEqual([1]);
  });

  it('is refused for a window that is not over', () => {
    const histories = small();
    expect(() => outcomesAfter(histories, purchasesThrough(histories, 10), 41, 50)).toThrow('end on day 51');
  });
});

describe('a collection', () => {
  it('refuses days and values that are none, and a customer who is not ended', () => {
    const builder = createHistoriesBuilder();
    expect(() => builder.addOrder({ day: 1.5, value: 1 })).toThrow(RangeError);
    expect(() => builder.addOrder({ day: 1, value: -1 })).toThrow(RangeError);
    builder.addOrder({ day: 1, value: 1 });
    expect(() => builder.finish()).toThrow('not been ended');
  });

  it('can be thinned to every so-manyeth customer, each with all that was theirs', () => {
    const thinned = everyNthCustomer(small(), 2);
    expect(thinned.customers).toBe(2);
    expect(purchasesThrough(thinned, 30)).toEqual({ ...purchasesThrough(small(), 30), customer: Int32Array.of(0, 1) });
  });
});
