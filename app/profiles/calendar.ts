/**
 * Calendar days in the shop's own time zone. A day is an integer, days since 1970-01-01, so that recency and gaps are
 * subtractions and a day of 23 or 25 hours is still one day.
 */

const DAY_MS = 86_400_000;

/** Length of the stretch of time whose offset changes are found at once: 2^35 ms, about 398 days. */
const BLOCK_MS = 2 ** 35;

/** How far apart a block's offsets are probed. The shortest summer time suspended (Ramadan) lasts four weeks. */
const PROBE_MS = 7 * DAY_MS;

/** Instants outside of the years 100 to 9999 are bad data, and `Date.UTC` reads years below 100 as 19xx. */
const FIRST_INSTANT = Date.UTC(100, 0, 2);
const LAST_INSTANT = Date.UTC(9999, 11, 30);

/** Days of one IANA time zone. */
export interface ShopCalendar {
  readonly timeZone: string;
  /** Day number, in this zone, of an instant in ms since the epoch. Throws RangeError outside of the years 100-9999. */
  dayOf(instant: number): number;
  /** The zone's offset from UTC at an instant, in ms (east is positive). Throws as `dayOf` does. */
  offsetAt(instant: number): number;
}

/** The offsets from UTC within a block of time: `offsets[i]` holds from `starts[i]` on. */
interface OffsetBlock {
  starts: number[];
  offsets: number[];
}

const calendars = new Map<string, ShopCalendar>();

/**
 * The calendar of an IANA time zone ("Europe/London"). Asking Intl costs microseconds an instant, so each zone's offset
 * changes are found once per block of time and kept: a million instants cost little more than a million divisions.
 * (Two changes within a week that cancel out would be missed; no zone has them.) Throws RangeError on a zone that
 * does not exist.
 */
export function shopCalendar(timeZone: string): ShopCalendar {
  const known = calendars.get(timeZone);
  if (known) return known;
  const offsetAt = offsetReader(timeZone);
  const blocks = new Map<number, OffsetBlock>();
  const calendar: ShopCalendar = {
    timeZone,
    dayOf: (instant) => Math.floor((instant + calendar.offsetAt(instant)) / DAY_MS),
    offsetAt(instant) {
      if (!(instant >= FIRST_INSTANT && instant <= LAST_INSTANT)) {
        throw new RangeError(`The instant ${instant} has no day: it must be in ms and in the years 100 to 9999.`);
      }
      const blockNumber = Math.floor(instant / BLOCK_MS);
      let block = blocks.get(blockNumber);
      if (block === undefined) {
        block = findOffsets(offsetAt, blockNumber * BLOCK_MS, (blockNumber + 1) * BLOCK_MS);
        blocks.set(blockNumber, block);
      }
      let index = block.starts.length - 1;
      while (index > 0 && (block.starts[index] as number) > instant) index -= 1;
      return block.offsets[index] as number;
    },
  };
  calendars.set(timeZone, calendar);
  return calendar;
}

/** A function from an instant to the zone's offset from UTC in ms (east is positive), read from Intl. */
function offsetReader(timeZone: string): (instant: number) => number {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone, calendar: 'gregory', numberingSystem: 'latn', hourCycle: 'h23',
      year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
    });
  } catch {
    throw new RangeError(`"${timeZone}" is no IANA time zone that this machine knows; the shop's zone should read like "Europe/London".`);
  }
  return (instant) => {
    const read: Record<string, number> = {};
    for (const part of format.formatToParts(instant)) read[part.type] = Number(part.value);
    const local = Date.UTC(
      read['year'] as number, (read['month'] as number) - 1, read['day'] as number,
      read['hour'] as number, read['minute'] as number, read['second'] as number,
    );
    return local - Math.floor(instant / 1000) * 1000;
  };
}

function findOffsets(offsetAt: (instant: number) => number, from: number, to: number): OffsetBlock {
  let offset = offsetAt(from);
  const block: OffsetBlock = { starts: [from], offsets: [offset] };
  for (let start = from; start < to; start += PROBE_MS) {
    const end = Math.min(start + PROBE_MS, to);
    const after = offsetAt(end);
    if (after === offset) continue;
    let low = start;
    let high = end;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle) === offset) low = middle;
      else high = middle;
    }
    block.starts.push(high);
    block.offsets.push(after);
    offset = after;
  }
  return block;
}

/** Year, month 1-12 and day of the month 1-31 in the proleptic Gregorian calendar. */
export interface CivilDate {
  year: number;
  month: number;
  dayOfMonth: number;
}

/** Day number of a civil date. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil. */
export function dayOfCivil({ year, month, dayOfMonth }: CivilDate): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Civil date of a day number. Same source, civil_from_days. */
export function civilOfDay(day: number): CivilDate {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfMonth };
}

/** The same calendar day `months` months before; a day that does not exist (31 February) becomes the month's last. */
export function monthsBefore(day: number, months: number): number {
  const date = civilOfDay(day);
  const monthIndex = date.year * 12 + (date.month - 1) - months;
  const year = Math.floor(monthIndex / 12);
  const month = monthIndex - year * 12 + 1;
  const firstOfNext = month === 12 ? { year: year + 1, month: 1 } : { year, month: month + 1 };
  const lastOfMonth = dayOfCivil({ ...firstOfNext, dayOfMonth: 1 }) - 1;
  return Math.min(dayOfCivil({ year, month, dayOfMonth: date.dayOfMonth }), lastOfMonth);
}

/** A day number as YYYY-MM-DD; for the years 0 to 9999, else RangeError. */
export function formatDay(day: number): string {
  const { year, month, dayOfMonth } = civilOfDay(day);
  if (!(year >= 0 && year <= 9999)) throw new RangeError(`Day ${day} is outside of the years 0 to 9999.`);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}

/** Day number of a date written YYYY-MM-DD. Throws RangeError when it is not so written or the day does not exist. */
export function parseDay(text: string): number {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match) {
    const day = dayOfCivil({ year: Number(match[1]), month: Number(match[2]), dayOfMonth: Number(match[3]) });
    if (formatDay(day) === text) return day;
  }
  throw new RangeError(`"${text}" is no date; write it as YYYY-MM-DD.`);
}
