import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from './calendar.ts';
import { firstDayOfMonth, monthOfDay } from './calendar-month.ts';
import { addGuestsToMonths, addToMonths, monthsOf, type BuyersPurchases, type MonthsTally } from './monthly-buyers.ts';

const bought = (...purchases: [day: string, value: number][]): BuyersPurchases => ({
  excluded: false, purchaseDays: purchases.map(([day]) => parseDay(day)), purchaseValues: purchases.map(([, value]) => value),
});

describe('buyers by month', () => {
  it('are new in the month of their first purchase, all of it, and returning in later ones, once a month', () => {
    const tally: MonthsTally = new Map();
    addToMonths(tally, bought(['2026-01-31', 100], ['2026-01-31', 20], ['2026-02-01', 300], ['2026-02-28', 1], ['2026-04-02', 5]));
    addToMonths(tally, bought(['2026-02-14', 7]));
    expect(monthsOf(tally, parseDay('2026-05-01')).map(({ month, ...row }) => [formatDay(firstDayOfMonth(month)).slice(0, 7), row])).toEqual([
      ['2026-01', { newBuyers: 1, returningBuyers: 0, newRevenue: 120, returningRevenue: 0, otherRevenue: 0 }],
      ['2026-02', { newBuyers: 1, returningBuyers: 1, newRevenue: 7, returningRevenue: 301, otherRevenue: 0 }],
      ['2026-03', { newBuyers: 0, returningBuyers: 0, newRevenue: 0, returningRevenue: 0, otherRevenue: 0 }],
      ['2026-04', { newBuyers: 0, returningBuyers: 1, newRevenue: 0, returningRevenue: 5, otherRevenue: 0 }],
      ['2026-05', { newBuyers: 0, returningBuyers: 0, newRevenue: 0, returningRevenue: 0, otherRevenue: 0 }],
    ]);
  });

  it('leave guests and excluded customers out of the counts, and keep their money apart', () => {
    const tally: MonthsTally = new Map();
    addToMonths(tally, { ...bought(['2025-12-31', 40], ['2026-01-01', 2]), excluded: true });
    addGuestsToMonths(tally, parseDay('2026-01-09'), 500);
    expect(monthsOf(tally, parseDay('2026-01-09'))).toEqual([
      { month: 2025 * 12 + 11, newBuyers: 0, returningBuyers: 0, newRevenue: 0, returningRevenue: 0, otherRevenue: 40 },
      { month: 2026 * 12, newBuyers: 0, returningBuyers: 0, newRevenue: 0, returningRevenue: 0, otherRevenue: 502 },
    ]);
  });

  it('of a shop without orders are none', () => {
    expect(monthsOf(new Map(), parseDay('2026-01-09'))).toEqual([]);
  });

  it('in another currency count as buyers, without money', () => {
    const tally: MonthsTally = new Map();
    addToMonths(tally, bought(['2026-01-05', 0]));
    expect(monthsOf(tally, parseDay('2026-01-05'))).toMatchObject([{ newBuyers: 1, newRevenue: 0 }]);
  });

  it('refuse a sum that no number holds exactly', () => {
    const tally: MonthsTally = new Map();
    addToMonths(tally, bought(['2026-01-05', 2 ** 53 - 1], ['2026-01-06', 2]));
    expect(() => monthsOf(tally, parseDay('2026-01-06'))).toThrow('no exact number');
  });

  it('add up to what was bought, whoever bought when: by counting each month anew from the list of purchases', () => {
    const purchase = fc.record({ day: fc.integer({ min: 14_000, max: 15_200 }), value: fc.integer({ min: 0, max: 1_000_000 }) });
    fc.assert(fc.property(fc.array(fc.array(purchase, { maxLength: 8 }), { maxLength: 12 }), (customers) => {
      const tally: MonthsTally = new Map();
      const sorted = customers.map((purchases) => [...purchases].sort((a, b) => a.day - b.day));
      for (const purchases of sorted) addToMonths(tally, { excluded: false, purchaseDays: purchases.map((one) => one.day), purchaseValues: purchases.map((one) => one.value) });
      for (const row of monthsOf(tally, 15_200)) {
        const here = sorted.flatMap((purchases) => {
          const inMonth = purchases.filter((one) => monthOfDay(one.day) === row.month);
          const first = purchases[0];
          return inMonth.length === 0 || first === undefined ? [] : [{ isNew: monthOfDay(first.day) === row.month, spent: inMonth.reduce((sum, one) => sum + one.value, 0) }];
        });
        const spent = (isNew: boolean): number => here.filter((one) => one.isNew === isNew).reduce((sum, one) => sum + one.spent, 0);
        expect(row).toEqual({
          month: row.month, newBuyers: here.filter((one) => one.isNew).length, returningBuyers: here.filter((one) => !one.isNew).length,
          newRevenue: spent(true), returningRevenue: spent(false), otherRevenue: 0,
        });
      }
    }));
  });
});
