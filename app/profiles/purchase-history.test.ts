import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factsOfMade, madeShop, purchaseDays } from './arbitrary-shop.test-data.ts';
import { createCustomerHistories } from './customer-histories.ts';
import { createHistoryLineReader } from './history-lines.ts';
import { distinctDays, factsOfHistory, type PurchaseHistory } from './purchase-history.ts';
import { lastYearStartDay } from './window.ts';

const NOW_DAY = 15_000;
const shop = madeShop(11, 300, NOW_DAY);

function historyOf(customer: (typeof shop)[number]): PurchaseHistory {
  const total = (pick: (purchase: (typeof customer.purchases)[number]) => number) => customer.purchases.reduce((sum, one) => sum + pick(one), 0);
  return {
    customerId: customer.id, excluded: customer.excluded, orders: customer.purchases.length + customer.emptyOrders,
    discountedOrders: total((one) => (one.discounted ? 1 : 0)), unitsBought: total((one) => one.units), unitsRefunded: total((one) => one.refundedUnits),
    purchaseDays: customer.purchases.map((one) => one.day), purchaseValues: customer.purchases.map((one) => (one.foreign ? 0 : one.value)),
  };
}

/** As COPY writes a customer. */
function lineOf(history: PurchaseHistory, firstOrderDay: number | null): string {
  const list = (values: ArrayLike<number>) => `{${Array.from(values).join(',')}}`;
  return [
    history.customerId, history.excluded ? 1 : 0, history.orders, history.discountedOrders, firstOrderDay ?? '\\N', history.unitsBought,
    history.unitsRefunded, list(history.purchaseDays), list(history.purchaseValues),
  ].join('\t') + '\n';
}

describe('facts of a purchase history', () => {
  it('are those worked out from the purchases one by one', () => {
    for (const windowStart of [null, NOW_DAY - 200]) {
      for (const customer of shop) {
        expect(factsOfHistory(historyOf(customer), { windowStartDay: windowStart, lastYearStartDay: lastYearStartDay(NOW_DAY) }))
          .toEqual(factsOfMade(customer, NOW_DAY, windowStart));
      }
    }
  });

  it('need their days in order', () => {
    expect(distinctDays([3, 3, 5])).toEqual([3, 5]);
    expect(() => distinctDays([5, 3])).toThrow('ascending');
  });
});

describe('histories read from COPY lines', () => {
  const text = shop.map((customer) => lineOf(historyOf(customer), purchaseDays(customer)[0] ?? null)).join('');

  it('are the same wherever the bytes are cut', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: text.length - 1 }), { maxLength: 30 }), (cuts) => {
      const histories = createCustomerHistories();
      const reader = createHistoryLineReader(histories);
      const at = [0, ...cuts.sort((a, b) => a - b), text.length];
      for (let index = 1; index < at.length; index += 1) reader.push(Buffer.from(text.slice(at[index - 1], at[index])));
      reader.end();
      expect(histories.count).toBe(shop.length);
      shop.forEach((customer, place) => {
        const { purchaseDays: days, purchaseValues: values, firstOrderDay, ...totals } = histories.at(place);
        expect({ ...totals, purchaseDays: [...Array.from(days)], purchaseValues: [...Array.from(values)] }).toEqual(historyOf(customer));
        expect(firstOrderDay).toBe(purchaseDays(customer)[0] ?? null);
      });
    }), { numRuns: 30 });
  });

  it('keep negative days and refuse what is no such line, naming it', () => {
    const read = (lines: string) => {
      const histories = createCustomerHistories();
      const reader = createHistoryLineReader(histories);
      reader.push(Buffer.from(lines));
      reader.end();
      return histories;
    };
    expect(Array.from(read('1\t0\t1\t0\t-5\t1\t0\t{-5}\t{10}\n').at(0).purchaseDays)).toEqual([-5]);
    expect(() => read('1\t0\t1\t0\t5\t1\t0\t{5}\n')).toThrow('Line 1');
    expect(() => read('1\t0\t1\t0\t5\t1\t0\t{5}\t{10}\t3\n')).toThrow('goes on');
    expect(() => read('1\t0\t1\t0\t5\t1\t0\t{5}\t{1x}\n')).toThrow('character');
    expect(() => read('1\t0\t\\N\t0\t5\t1\t0\t{5}\t{10}\n')).toThrow('no number in field 3');
    expect(() => read('1\t0\t1\t0\t5\t1\t0\t{5}\t{10}\n2\t0')).toThrow('cut off');
    expect(() => read('1\t0\t1\t0\t5\t1\t0\t{5,6}\t{10}\n')).toThrow('do not pair up');
    expect(() => read('1\t0\t1\t0\t5\t1\t0\t{5}\t{99999999999999999999}\n')).toThrow('exactly');
  });
});
