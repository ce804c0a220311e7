import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDay, shopCalendar } from '../profiles/calendar.ts';
import { formatTimeOfDay, nextNight, parseTimeOfDay } from './nightly-time.ts';

const next = (zone: string, time: string, now: string): string => new Date(nextNight(shopCalendar(zone), parseTimeOfDay(time) ?? -1, Date.parse(now))).toISOString();

describe('a time of day', () => {
  it('is hours and minutes, and nothing else', () => {
    expect(['00:00', '3:30', '23:59', ' 04:05 '].map(parseTimeOfDay)).toEqual([0, 210, 1439, 245]);
    expect(['24:00', '12:60', '', 'noon', '12', '-1:00', '03:30:00', '0x3:00', '１２:00'].map(parseTimeOfDay)).toEqual(Array.from({ length: 9 }, () => null));
    fc.assert(fc.property(fc.integer({ min: 0, max: 1439 }), (minute) => parseTimeOfDay(formatTimeOfDay(minute)) === minute));
  });
});

describe('the next night of a shop', () => {
  it('is its own midnight, or the chosen time, in its own zone', () => {
    expect(next('Asia/Tokyo', '00:00', '2026-03-01T12:00:00Z')).toBe('2026-03-01T15:00:00.000Z');
    expect(next('America/New_York', '04:15', '2026-01-10T12:00:00Z')).toBe('2026-01-11T09:15:00.000Z');
    expect(next('Asia/Kathmandu', '00:00', '2026-01-10T12:00:00Z')).toBe('2026-01-10T18:15:00.000Z');
  });

  it('comes after now, never at it: what has begun at its time is not due again', () => {
    expect(next('UTC', '03:00', '2026-01-10T03:00:00.000Z')).toBe('2026-01-11T03:00:00.000Z');
    expect(next('UTC', '03:00', '2026-01-10T02:59:59.999Z')).toBe('2026-01-10T03:00:00.000Z');
  });

  it('is once on a day of 25 hours: the first of the two', () => {
    expect(next('Europe/London', '01:30', '2026-10-24T12:00:00Z')).toBe('2026-10-25T00:30:00.000Z');
    expect(next('Europe/London', '01:30', '2026-10-25T00:30:00Z')).toBe('2026-10-26T01:30:00.000Z');
  });

  it('is when the clocks are put forward, on a day that leaves the time out', () => {
    expect(next('Europe/London', '01:30', '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(next('Europe/London', '01:30', '2026-03-29T01:00:00Z')).toBe('2026-03-30T00:30:00.000Z');
    // Chile's clocks go from midnight to one: the day begins there.
    expect(next('America/Santiago', '00:00', '2026-09-05T12:00:00Z')).toBe('2026-09-06T04:00:00.000Z');
  });

  it('skips a day that the zone leaves out', () => {
    expect(next('Pacific/Apia', '12:00', '2011-12-29T23:00:00Z')).toBe('2011-12-30T22:00:00.000Z');
  });

  it('is once for each day of the calendar, in any zone', () => {
    const zones = ['Europe/London', 'America/New_York', 'America/Santiago', 'Asia/Beirut', 'Australia/Lord_Howe', 'Africa/Casablanca', 'Pacific/Chatham', 'America/St_Johns', 'Asia/Kolkata'];
    fc.assert(fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 1439 }), fc.integer({ min: parseDay('2012-01-01'), max: parseDay('2027-12-01') }), (zone, minute, start) => {
      const calendar = shopCalendar(zone);
      let at = start * 86_400_000;
      const days: number[] = [];
      for (let night = 0; night < 20; night += 1) {
        const following = nextNight(calendar, minute, at);
        expect(following).toBeGreaterThan(at);
        at = following;
        days.push(calendar.dayOf(at));
        const minuteThere = Math.floor((at + calendar.offsetAt(at)) / 60_000) % 1440;
        expect(minuteThere).toBeGreaterThanOrEqual(minute);
        expect(minuteThere - minute).toBeLessThanOrEqual(60);
      }
      expect(days).toEqual(days.map((_, index) => (days[0] as number) + index));
    }), { numRuns: 300 });
  });
});
