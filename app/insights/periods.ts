import { firstDayOfMonth, monthOfDay } from '../profiles/calendar-month.ts';

/** A stretch of days, first and last included. */
export interface Period {
  from: number;
  to: number;
}

/** What periods are cut by, with the months of each. */
export const PERIOD_MONTHS = { month: 1, quarter: 3, year: 12 } as const;
export type PeriodUnit = keyof typeof PERIOD_MONTHS;
export const PERIOD_UNITS = Object.keys(PERIOD_MONTHS) as PeriodUnit[];

/** Whether a calendar period has come to its end: one that the day of the figures cuts short has not. */
export function isOver({ from, to }: Period, unit: PeriodUnit): boolean {
  return to === firstDayOfMonth(monthOfDay(from) + PERIOD_MONTHS[unit]) - 1;
}

/** Days of the period that ends today: figures of "the last year". */
export const LAST_YEAR_DAYS = 365;

/** Years that are looked back on: bad data can hold an order of the year 200. */
const MOST_YEARS = 10;

/**
 * Calendar periods of a unit from the one that holds the first day to the one that holds the last, which ends with that day:
 * it is not over unless the day is its last. They begin with a calendar year, and reach back 10 years at most.
 */
export function calendarPeriods(unit: PeriodUnit, firstDay: number, lastDay: number): Period[] {
  const months = PERIOD_MONTHS[unit];
  const lastMonth = monthOfDay(lastDay);
  const earliest = Math.floor(lastMonth / 12) * 12 - 12 * (MOST_YEARS - 1);
  const periods: Period[] = [];
  const first = Math.max(monthOfDay(firstDay), earliest);
  for (let month = first - (first % months); month <= lastMonth; month += months) {
    periods.push({ from: firstDayOfMonth(month), to: Math.min(firstDayOfMonth(month + months) - 1, lastDay) });
  }
  return periods;
}

/** The last 365 days up to and with this one. */
export function lastYear(lastDay: number): Period {
  return { from: lastDay - LAST_YEAR_DAYS + 1, to: lastDay };
}
