import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shopCalendar } from '../profiles/calendar.ts';
import { nextBatchAt } from './batch-time.ts';

const next = (now: string, zone: string): string => new Date(nextBatchAt(Date.parse(now), zone)).toISOString();

describe('the next daily batch', () => {
  it('comes at three in the morning of the shop’s next day, whatever its zone', () => {
    expect(next('2026-06-15T12:00:00Z', 'Europe/Berlin')).toBe('2026-06-16T01:00:00.000Z');
    expect(next('2026-06-15T22:30:00Z', 'Europe/Berlin')).toBe('2026-06-17T01:00:00.000Z');
    expect(next('2026-06-15T12:00:00Z', 'America/Los_Angeles')).toBe('2026-06-16T10:00:00.000Z');
    expect(next('2026-06-15T12:00:00Z', 'Asia/Kathmandu')).toBe('2026-06-15T21:15:00.000Z');
    expect(next('2026-06-15T12:00:00Z', 'UTC')).toBe('2026-06-16T03:00:00.000Z');
  });

  it('keeps to the clock on the wall on the days of 23 and 25 hours', () => {
    // Berlin: 2026-03-29 has no hour from two to three, 2026-10-25 has it twice.
    expect(next('2026-03-28T12:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T01:00:00.000Z');
    expect(next('2026-10-24T12:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T02:00:00.000Z');
  });

  it('lies on the very next day of the shop, from any instant', () => {
    const zones = fc.constantFrom('UTC', 'Europe/London', 'America/St_Johns', 'Pacific/Apia', 'Asia/Kolkata', 'Australia/Lord_Howe', 'America/Sao_Paulo');
    fc.assert(fc.property(fc.integer({ min: Date.UTC(2015, 0, 1), max: Date.UTC(2030, 0, 1) }), zones, (now, zone) => {
      const { dayOf } = shopCalendar(zone);
      const at = nextBatchAt(now, zone);
      expect(at).toBeGreaterThan(now);
      expect(dayOf(at)).toBe(dayOf(now) + 1);
      expect(Number(new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', hour: 'numeric' }).format(at))).toBe(3);
    }), { numRuns: 300 });
  });
});
