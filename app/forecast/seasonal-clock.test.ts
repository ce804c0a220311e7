import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOfTime, plainClock, readClock, type SeasonalClock } from './seasonal-clock.ts';

const clocks = fc.record({
  throughDay: fc.integer({ min: 10_000, max: 20_000 }),
  past: fc.array(fc.double({ min: 0.02, max: 4, noNaN: true }), { minLength: 1, maxLength: 120 }),
  ahead: fc.array(fc.double({ min: 0.02, max: 4, noNaN: true }), { minLength: 52, maxLength: 52 }),
});

describe('a clock', () => {
  it('shows calendar weeks where nothing is busier than usual', () => {
    const read = readClock(plainClock(1000));
    expect([read(1000), read(1007), read(986), read(1000 + 364)]).toEqual([0, 1, -2, 52]);
  });

  it('runs at the pace of each week, backwards and forwards, and repeats the year ahead', () => {
    const clock: SeasonalClock = { throughDay: 100, past: [2, 0.5], ahead: [3, ...new Array<number>(51).fill(1)] };
    const read = readClock(clock);
    expect([read(93), read(86), read(79)]).toEqual([-2, -2.5, -3]);
    expect(read(103.5)).toBeCloseTo(1.5, 12);
    expect(read(107)).toBe(3);
    expect(read(100 + 371)).toBeCloseTo(54 + 3, 9);
  });

  it('never runs backwards', () => {
    fc.assert(fc.property(clocks, fc.integer({ min: -1000, max: 1000 }), (clock, day) => {
      const read = readClock(clock);
      expect(read(clock.throughDay + day + 1)).toBeGreaterThan(read(clock.throughDay + day));
    }));
  });

  it('says on which day a time will be reached', () => {
    fc.assert(fc.property(clocks, fc.integer({ min: 1, max: 700 }), (clock, days) => {
      const time = readClock(clock)(clock.throughDay + days);
      expect(dayOfTime(clock, time, 800)).toBe(clock.throughDay + days);
      expect(dayOfTime(clock, time, days - 1)).toBeNull();
    }));
  });
});
