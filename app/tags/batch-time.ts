import { shopCalendar } from '../profiles/calendar.ts';

/** The hour of the shop's day at which a daily batch is written: nobody is at work, and workflows that it starts are through by the morning. */
export const BATCH_HOUR = 3;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/**
 * The first instant after `now` at which it is BATCH_HOUR on another day of the shop than that of `now`. Where the
 * clocks skip that hour, the first instant after it.
 */
export function nextBatchAt(now: number, timeZone: string): number {
  const { dayOf } = shopCalendar(timeZone);
  const day = dayOf(now) + 1;
  // Midnight of a zone lies within a day of UTC's, on a whole minute; days of 23 and 25 hours are found by asking.
  let low = day * DAY_MS - DAY_MS;
  let high = day * DAY_MS + DAY_MS;
  while (high - low > MINUTE_MS) {
    const middle = Math.floor((low + high) / 2 / MINUTE_MS) * MINUTE_MS;
    if (dayOf(middle) >= day) high = middle;
    else low = middle;
  }
  return high + hoursFromMidnight(high, timeZone);
}

/** How long after a midnight it is BATCH_HOUR by the clock on the wall: an hour more or less where the clocks are changed in between. */
function hoursFromMidnight(midnight: number, timeZone: string): number {
  const hour = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', hour: 'numeric' });
  for (let minutes = (BATCH_HOUR - 1) * 60; minutes <= (BATCH_HOUR + 2) * 60; minutes += 15) {
    if (Number(hour.format(midnight + minutes * MINUTE_MS)) >= BATCH_HOUR) return minutes * MINUTE_MS;
  }
  return BATCH_HOUR * 60 * MINUTE_MS;
}
