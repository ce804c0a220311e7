import { monthsBefore } from './calendar.ts';
import type { WindowSetting } from './settings.ts';

/**
 * First day of the window that bounds F and M: the same calendar day 12, 24 or 36 months before the day of now, or
 * three of the shop's gaps before it if that is longer ("at most 3 x the gap days before": a half day is cut off).
 * Null when the window is all history.
 */
export function windowStartDay(nowDay: number, window: WindowSetting, shopGapDoubled: number): number | null {
  if (window === 'all') return null;
  return Math.min(monthsBefore(nowDay, window), nowDay - Math.floor((3 * shopGapDoubled) / 2));
}

/** First day of the last year: purchase days less than 365 days before the day of now. */
export function lastYearStartDay(nowDay: number): number {
  return nowDay - 364;
}
