import { civilOfDay, dayOfCivil } from './calendar.ts';

/** Month number of a day number: 12 x year + month - 1. */
export function monthOfDay(day: number): number {
  const { year, month } = civilOfDay(day);
  return year * 12 + month - 1;
}

/** Day number of a month's first day. */
export function firstDayOfMonth(month: number): number {
  return dayOfCivil({ year: Math.floor(month / 12), month: (((month % 12) + 12) % 12) + 1, dayOfMonth: 1 });
}
