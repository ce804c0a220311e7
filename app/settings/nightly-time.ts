import type { ShopCalendar } from '../profiles/calendar.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
export const MINUTES_A_DAY = 1440;

/** "03:30" as minutes after midnight; null for what is no time of day. */
export function parseTimeOfDay(text: string): number | null {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim());
  return match === null ? null : Number(match[1]) * 60 + Number(match[2]);
}

/** Minutes after midnight as "03:30". */
export function formatTimeOfDay(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
}

/**
 * The next instant, after `now`, at which a shop's clocks come to this time of day. Once a calendar day: where clocks
 * are put back and show a time twice, the first; where they are put forward past it, the moment at which they are. A day
 * that a zone leaves out (Samoa, 30 December 2011) has none.
 * @param minuteOfDay 0 to 1439, in the calendar's zone
 */
export function nextNight(calendar: ShopCalendar, minuteOfDay: number, now: number): number {
  // The day before too: by a zone's oldest offset changes a day's time can still lie ahead when its date has passed.
  for (let day = calendar.dayOf(now) - 1; ; day += 1) {
    const instant = instantOf(calendar, day, minuteOfDay);
    if (instant !== null && instant > now) return instant;
  }
}

function instantOf(calendar: ShopCalendar, day: number, minuteOfDay: number): number | null {
  const wall = day * DAY_MS + minuteOfDay * MINUTE_MS;
  const before = calendar.offsetAt(wall - DAY_MS);
  const after = calendar.offsetAt(wall + DAY_MS);
  const earlier = wall - before;
  if (calendar.offsetAt(earlier) === before) return earlier;
  const later = wall - after;
  if (calendar.offsetAt(later) === after) return later;
  // Clocks jumped over the time: the first instant of the new offset, found between one that has the old and one that has the new.
  let [low, high] = [wall - DAY_MS, earlier];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (calendar.offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return calendar.dayOf(high) === day ? high : null;
}
