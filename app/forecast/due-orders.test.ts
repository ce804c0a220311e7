import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DUE_DAYS, HABIT_PURCHASES, isThisWeek, replenishment, type ProductReturnRate } from '../profiles/replenishment.ts';
import { createDueProducts } from './due-orders.ts';

const TODAY = 15_300;
/** Bought again by half of its buyers, usually after 30 days. */
const TEA: ProductReturnRate = { gaps: 20, gapMedianDoubled: 60, buyers: 40, repeatBuyers: 20 };

describe('products that are due this week', () => {
  it('are due from today to the sixth day after it', () => {
    const dueFor = (lastDay: number) => {
      const due = createDueProducts(TODAY);
      due.add(1, '7', [lastDay - 60, lastDay - 30, lastDay], TEA, lastDay);
      return due.finish();
    };
    expect(dueFor(TODAY - 31)).toEqual([]);
    expect(dueFor(TODAY - 30)).toEqual([{ customerId: 1, productId: '7', dueDay: TODAY, lastPurchaseDay: TODAY - 30 }]);
    expect(dueFor(TODAY - 24)).toMatchObject([{ dueDay: TODAY + 6 }]);
    expect(dueFor(TODAY - 23)).toEqual([]);
  });

  it('are one a customer: the first that is due, then what was bought more often, then the lower number', () => {
    const due = createDueProducts(TODAY);
    const monthly = (lastDay: number, times = 3) => Array.from({ length: times }, (_, back) => lastDay - 30 * (times - 1 - back));
    due.add(1, '9', monthly(TODAY - 26), TEA, TODAY - 26);
    due.add(1, '12', monthly(TODAY - 28), TEA, TODAY - 26);
    due.add(1, '10', monthly(TODAY - 28, 4), TEA, TODAY - 26);
    due.add(2, '10', monthly(TODAY - 28), TEA, TODAY - 28);
    due.add(2, '9', monthly(TODAY - 28), TEA, TODAY - 28);
    expect(due.finish()).toMatchObject([{ customerId: 1, productId: '10', dueDay: TODAY + 2 }, { customerId: 2, productId: '9' }]);
  });

  it('are those whose replenishment falls into the week, whatever was bought when', () => {
    const days = fc.uniqueArray(fc.integer({ min: TODAY - 300, max: TODAY }), { minLength: 1, maxLength: 6 }).map((some) => some.sort((a, b) => a - b));
    const rate = fc.option(fc.record({ gaps: fc.integer({ min: 0, max: 40 }), gapMedianDoubled: fc.option(fc.integer({ min: 2, max: 400 })), buyers: fc.integer({ min: 0, max: 60 }), repeatBuyers: fc.integer({ min: 0, max: 60 }) }));
    fc.assert(fc.property(days, rate, (bought, shop) => {
      const due = createDueProducts(TODAY);
      due.add(1, '7', bought, shop, TODAY);
      const dueDay = replenishment('7', bought, shop)?.dueDay;
      const within = dueDay !== undefined && dueDay - TODAY >= 0 && dueDay - TODAY < DUE_DAYS;
      expect(isThisWeek(dueDay ?? 0, TODAY)).toBe(within);
      expect(due.finish().map((one) => one.dueDay)).toEqual(within && bought.length >= HABIT_PURCHASES ? [dueDay] : []);
    }));
  });
});
