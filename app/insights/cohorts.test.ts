import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay } from '../profiles/calendar.ts';
import { monthOfDay } from '../profiles/calendar-month.ts';
import { historiesOf, outcome, type MadePurchases } from './arbitrary-histories.test-data.ts';
import { COHORTS_KEPT, cohortsInSteps } from './cohorts.ts';
import { cohortsTogether } from './cohorts-together.ts';

const LAST = '2026-03-20';
const cohorts = (customers: MadePurchases[], excluded = new Set<number>()) => outcome(cohortsInSteps(historiesOf(customers, excluded), parseDay(LAST)));
const month = (text: string) => monthOfDay(parseDay(`${text}-01`));

describe('cohorts', () => {
  it('are buyers by their first month, and the months in which they bought again, each once a month', () => {
    expect(cohorts([
      [['2026-01-31', 1], ['2026-01-31', 1], ['2026-02-01', 1], ['2026-02-28', 1]],
      [['2026-01-02', 1], ['2026-03-20', 1]],
      [['2026-03-01', 1]],
      [],
      [['2026-01-09', 1]],
    ], new Set([5]))).toEqual([
      { month: month('2026-01'), buyers: 2, active: [2, 1, 1] },
      { month: month('2026-02'), buyers: 0, active: [0, 0] },
      { month: month('2026-03'), buyers: 1, active: [1] },
    ]);
  });

  it('of before the two years that are kept are in none, whatever they bought since', () => {
    expect(cohorts([[['2024-03-31', 1], ['2026-01-01', 1]], [['2024-04-01', 1]]])).toMatchObject([{ month: month('2024-04'), buyers: 1 }, ...Array.from({ length: COHORTS_KEPT - 1 }, () => ({ buyers: 0 }))]);
    expect(cohorts([])).toEqual([]);
  });

  it('all bought in their first month, and never more of them in another: counted anew from the list', () => {
    const day = fc.integer({ min: parseDay('2023-11-01'), max: parseDay(LAST) });
    fc.assert(fc.property(fc.array(fc.array(day, { maxLength: 8 }), { maxLength: 30 }), (customers) => {
      const found = cohorts(customers.map((days) => days.map((one) => [one, 1] as const)));
      const months = customers.filter((days) => days.length > 0).map((days) => [...new Set(days.map(monthOfDay))].sort((a, b) => a - b));
      for (const cohort of found) {
        const members = months.filter(([first]) => first === cohort.month);
        expect(cohort.buyers).toBe(members.length);
        expect(cohort.active).toHaveLength(monthOfDay(parseDay(LAST)) - cohort.month + 1);
        expect(cohort.active[0]).toBe(cohort.buyers);
        for (const [since, active] of cohort.active.entries()) expect(active).toBe(members.filter((one) => one.includes(cohort.month + since)).length);
      }
      expect(found.reduce((sum, cohort) => sum + cohort.buyers, 0)).toBe(months.filter(([first]) => (first as number) > monthOfDay(parseDay(LAST)) - COHORTS_KEPT).length);
    }));
  });

  it('together leave out the months that are not over, month 0 being everybody', () => {
    expect(cohortsTogether([{ month: 1, buyers: 10, active: [10, 4, 2] }, { month: 2, buyers: 30, active: [30, 6] }, { month: 3, buyers: 5, active: [5] }]))
      .toEqual([{ buyers: 40, active: 40 }, { buyers: 10, active: 4 }]);
    expect(cohortsTogether([{ month: 3, buyers: 5, active: [5] }])).toEqual([]);
  });
});
