import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { civilOfDay, dayOfCivil, formatDay, monthsBefore, parseDay, shopCalendar } from './calendar.ts';

const zones = [
  'UTC', 'Europe/London', 'Europe/Berlin', 'America/New_York', 'America/Sao_Paulo', 'America/Havana', 'Africa/Casablanca',
  'Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Tehran', 'Asia/Beirut', 'Australia/Lord_Howe', 'Pacific/Apia',
  'Pacific/Chatham', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/St_Johns', 'Africa/Cairo',
];

const intlFormats = new Map(zones.map((zone) => [zone, new Intl.DateTimeFormat('en-CA', {
  timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit',
})]));

function byIntl(zone: string, instant: number): string {
  return (intlFormats.get(zone) as Intl.DateTimeFormat).format(instant);
}

describe('day of an instant', () => {
  it('agrees with Intl for random instants in many zones', () => {
    fc.assert(fc.property(
      fc.constantFrom(...zones), fc.integer({ min: Date.UTC(1985, 0, 1), max: Date.UTC(2037, 11, 31) }),
      (zone, instant) => {
        expect(formatDay(shopCalendar(zone).dayOf(instant))).toBe(byIntl(zone, instant));
      },
    ), { numRuns: 3000 });
  });

  it('agrees with Intl every half hour of the year 2011, in zones with changes at midnight and a day left out', () => {
    for (const zone of ['America/Sao_Paulo', 'Asia/Beirut', 'Pacific/Apia', 'Africa/Casablanca', 'Europe/London']) {
      const calendar = shopCalendar(zone);
      for (let instant = Date.UTC(2011, 0, 1); instant < Date.UTC(2012, 0, 1); instant += 1_800_000) {
        const day = formatDay(calendar.dayOf(instant));
        if (day !== byIntl(zone, instant)) expect(`${zone} ${instant} ${day}`).toBe(byIntl(zone, instant));
      }
    }
    expect(shopCalendar('Pacific/Apia').dayOf(Date.UTC(2011, 11, 30, 10)) - shopCalendar('Pacific/Apia').dayOf(Date.UTC(2011, 11, 30, 9, 59))).toBe(2);
  });

  it('turns at local midnight, to the millisecond, in summer and in winter', () => {
    const london = shopCalendar('Europe/London');
    expect(formatDay(london.dayOf(Date.UTC(2011, 6, 1, 22, 59, 59, 999)))).toBe('2011-07-01');
    expect(formatDay(london.dayOf(Date.UTC(2011, 6, 1, 23)))).toBe('2011-07-02');
    expect(formatDay(london.dayOf(Date.UTC(2011, 11, 1, 23, 59, 59, 999)))).toBe('2011-12-01');
  });

  it('answers a million instants in far less than Intl would need', () => {
    const calendar = shopCalendar('America/New_York');
    const first = Date.UTC(2008, 0, 1);
    let sum = 0;
    for (let index = 0; index < 1_000_000; index += 1) sum += calendar.dayOf(first + index * 100_000);
    expect(sum).toBeGreaterThan(13_879 * 1_000_000);
  }, 2_000);

  it('names a zone that does not exist and an instant that has no day', () => {
    expect(() => shopCalendar('Europe/Atlantis')).toThrow('"Europe/Atlantis"');
    expect(() => shopCalendar('UTC').dayOf(Number.NaN)).toThrow('no day');
    expect(() => shopCalendar('UTC').dayOf(1e18)).toThrow('no day');
  });
});

describe('civil dates', () => {
  it('are numbered from 1970-01-01 as Date has them', () => {
    expect(parseDay('1970-01-01')).toBe(0);
    fc.assert(fc.property(fc.integer({ min: -600_000, max: 2_900_000 }), (day) => {
      const date = new Date(day * 86_400_000);
      expect(civilOfDay(day)).toEqual({
        year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, dayOfMonth: date.getUTCDate(),
      });
      expect(dayOfCivil(civilOfDay(day))).toBe(day);
      expect(parseDay(formatDay(day))).toBe(day);
    }));
  });

  it('are refused when the day does not exist or is written otherwise', () => {
    for (const text of ['2011-02-29', '2011-13-01', '2011-1-1', '01/02/2011', '']) expect(() => parseDay(text)).toThrow(RangeError);
  });

  it('go back by months to the same day, or to the last of a shorter month', () => {
    const back = (text: string, months: number) => formatDay(monthsBefore(parseDay(text), months));
    expect(back('2011-12-10', 36)).toBe('2008-12-10');
    expect(back('2012-02-29', 12)).toBe('2011-02-28');
    expect(back('2012-02-29', 48)).toBe('2008-02-29');
    expect(back('2011-03-31', 1)).toBe('2011-02-28');
    expect(back('2011-01-31', 2)).toBe('2010-11-30');
    expect(back('2011-01-15', 1)).toBe('2010-12-15');
    expect(back('2011-12-31', 12)).toBe('2010-12-31');
  });
});
