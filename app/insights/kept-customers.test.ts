import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDay, parseDay } from '../profiles/calendar.ts';
import { wasCustomer, shopGapOf } from './plain-standing.test-data.ts';
import { historiesOf, outcome, type MadePurchases } from './arbitrary-histories.test-data.ts';
import { keptInSteps } from './kept-customers.ts';
import { calendarPeriods, lastYear, PERIOD_UNITS, type Period, type PeriodUnit } from './periods.ts';
import { churnInAYear, churnRate, repeatShare, repurchaseRate, retentionRate, simpleValue } from './retention.ts';

const kept = (customers: MadePurchases[], last: string, excluded = new Set<number>()) => {
  const histories = historiesOf(customers, excluded);
  const first = Math.min(...customers.flatMap((one) => one.map(([day]) => (typeof day === 'string' ? parseDay(day) : day))));
  const series = Object.fromEntries(PERIOD_UNITS.map((unit) => [unit, calendarPeriods(unit, first, parseDay(last))])) as Record<PeriodUnit, Period[]>;
  return outcome(keptInSteps(histories, { ...series, lastYear: [lastYear(parseDay(last))] }, 'rhythm'));
};

describe('customers of a period', () => {
  // The shop's gap is taken to be 60 days: who bought once is lapsed after 180 days.
  it('stay, come, come back and go, by the rule of the stages at each end', () => {
    const { quarter } = kept([
      [['2025-01-10', 100]], // lapsed on 10 July
      [['2025-01-10', 100], ['2025-06-01', 50]], // a gap of 142: usual gap 80.5, lost after 241: until January
      [['2025-04-05', 70], ['2025-04-05', 30]],
      [['2025-01-02', 10], ['2025-11-01', 20]], // lapsed from July, back in November
    ], '2025-12-31');
    expect(quarter.map(({ from, start, end, joined, wonBack }) => [formatDay(from), start, end, joined, wonBack])).toEqual([
      ['2025-01-01', 0, 3, 3, 0],
      ['2025-04-01', 3, 4, 1, 0],
      ['2025-07-01', 4, 2, 0, 0],
      ['2025-10-01', 2, 2, 0, 1],
    ]);
    expect(quarter.map(retentionRate)).toEqual([null, 1, 0.5, 0.5]);
    expect(quarter.map(({ buyers, repeatBuyers, newBuyers, purchases, revenue, repeatRevenue }) => [buyers, repeatBuyers, newBuyers, purchases, revenue, repeatRevenue])).toEqual([
      [3, 0, 3, 3, 210, 0], [2, 1, 1, 3, 150, 80], [0, 0, 0, 0, 0, 0], [1, 0, 0, 1, 20, 20],
    ]);
  });

  it('leave out whoever is excluded, and know nothing of a purchase in another currency but that it was one', () => {
    const { year } = kept([[['2025-02-01', 100], ['2025-03-01', 0]], [['2025-02-01', 900]]], '2025-03-31', new Set([2]));
    expect(year).toMatchObject([{ start: 0, end: 1, joined: 1, buyers: 1, repeatBuyers: 1, purchases: 2, valuedPurchases: 1, revenue: 100, repeatRevenue: 0 }]);
  });

  it('agree with counting anew, whoever bought when: S, E, N at each end by the stage of facts of that day alone', () => {
    const day = fc.integer({ min: parseDay('2023-06-15'), max: parseDay('2025-05-20') });
    const shop = fc.array(fc.array(day, { maxLength: 7 }), { minLength: 1, maxLength: 40 });
    fc.assert(fc.property(shop, fc.integer({ min: 0, max: 3 }), (customers, excludedId) => {
      const purchases = customers.map((days) => days.map((one) => [one, 100] as const));
      if (!purchases.some((one) => one.length > 0)) return;
      const found = kept(purchases, '2025-05-20', new Set([excludedId]));
      const others = customers.filter((_, index) => index + 1 !== excludedId);
      for (const row of Object.values(found).flat()) {
        const [gapBefore, gapAfter] = [shopGapOf(others, row.from - 1), shopGapOf(others, row.to)];
        const standing = others.map((days) => ({ was: wasCustomer(days, row.from - 1, gapBefore), is: wasCustomer(days, row.to, gapAfter), first: Math.min(...days) }));
        expect(row).toMatchObject({
          start: standing.filter(({ was }) => was).length,
          end: standing.filter(({ is }) => is).length,
          joined: standing.filter(({ was, is, first }) => is && !was && first >= row.from).length,
          wonBack: standing.filter(({ was, is, first }) => is && !was && first < row.from).length,
          buyers: others.filter((days) => days.some((one) => one >= row.from && one <= row.to)).length,
          repeatBuyers: others.filter((days) => days.filter((one) => one >= row.from && one <= row.to).length > 1).length,
        });
        const rate = retentionRate(row);
        if (rate === null) continue;
        expect(rate).toBeGreaterThanOrEqual(0);
        expect(rate).toBeLessThanOrEqual(1);
        expect(100 * rate + 100 * (churnRate(row) as number)).toBeCloseTo(100, 9);
        // Those who stayed are those of the start who are still there.
        expect(row.end - row.joined - row.wonBack).toBe(standing.filter(({ was, is }) => was && is).length);
      }
    }), { numRuns: 60 });
  });

  it('add up over the months of a quarter and a year, as far as purchases go', () => {
    const day = fc.integer({ min: parseDay('2024-02-10'), max: parseDay('2025-08-20') });
    fc.assert(fc.property(fc.array(fc.array(fc.tuple(day, fc.integer({ min: 1, max: 9_000 })), { maxLength: 6 }), { minLength: 1, maxLength: 12 }), (customers) => {
      if (!customers.some((one) => one.length > 0)) return;
      const { month, quarter, year } = kept(customers, '2025-08-20');
      for (const row of [...quarter, ...year]) {
        const inside = month.filter((one) => one.from >= row.from && one.to <= row.to);
        for (const figure of ['revenue', 'repeatRevenue', 'purchases', 'newBuyers'] as const) expect(row[figure]).toBe(inside.reduce((sum, one) => sum + one[figure], 0));
      }
      expect(year.reduce((sum, row) => sum + row.revenue, 0)).toBe(customers.flat().reduce((sum, [, value]) => sum + value, 0));
    }));
  });
});

describe('periods', () => {
  it('are those of the calendar, the first with the first purchase, the last as far as the day', () => {
    const shown = (unit: (typeof PERIOD_UNITS)[number]) => calendarPeriods(unit, parseDay('2024-11-15'), parseDay('2025-02-10')).map(({ from, to }) => `${formatDay(from)} ${formatDay(to)}`);
    expect(shown('month')).toEqual(['2024-11-01 2024-11-30', '2024-12-01 2024-12-31', '2025-01-01 2025-01-31', '2025-02-01 2025-02-10']);
    expect(shown('quarter')).toEqual(['2024-10-01 2024-12-31', '2025-01-01 2025-02-10']);
    expect(shown('year')).toEqual(['2024-01-01 2024-12-31', '2025-01-01 2025-02-10']);
    expect(calendarPeriods('year', -646_000, parseDay('2025-02-10'))).toHaveLength(10);
  });
});

describe('rates', () => {
  it('are the seeds’ formulas', () => {
    const period = { start: 200, end: 190, joined: 30, wonBack: 10 };
    expect(100 * (retentionRate(period) as number)).toBe(((190 - 40) / 200) * 100);
    expect(churnRate(period)).toBe(0.25);
    expect(retentionRate({ ...period, start: 0 })).toBeNull();
    expect(churnInAYear(0.05, 1)).toBeCloseTo(0.46, 2);
    expect(churnInAYear(0.05, 12)).toBeCloseTo(0.05, 12);
    expect([repurchaseRate({ buyers: 8, repeatBuyers: 2 }), repurchaseRate({ buyers: 0, repeatBuyers: 0 }), repeatShare({ revenue: 400, repeatRevenue: 100 }), repeatShare({ revenue: 0, repeatRevenue: 0 })]).toEqual([0.25, null, 0.25, null]);
  });

  it('of the textbook’s lifetime value: 3,000 from 60 purchases of 40 buyers, of whom half stay, are 50 x 1.5 x 2 years', () => {
    const year = { from: 1, to: 365, start: 20, end: 30, joined: 15, wonBack: 5, buyers: 40, repeatBuyers: 10, newBuyers: 20, purchases: 60, valuedPurchases: 60, revenue: 3_000, repeatRevenue: 0 };
    expect(simpleValue(year)).toEqual({ averageOrder: 50, frequency: 1.5, lifespanYears: 2, value: 150 });
    expect(simpleValue({ ...year, start: 0 })).toBeNull();
    expect(simpleValue({ ...year, end: 40 })).toBeNull();
    expect(simpleValue({ ...year, valuedPurchases: 0, revenue: 0 })).toBeNull();
    expect(() => simpleValue({ ...year, to: 300 })).toThrow('365 days');
  });
});
