import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOOKBACK_MS, searchOf, spanToRead } from './reconcile-window.ts';

const DAY = 24 * 60 * 60_000;
const START = Date.UTC(2026, 9, 1);

describe('the span of changes that a look reads', () => {
  it.each([0, 1, 7, 30])('goes back %i days before the end of the last look, not before the start', (days) => {
    const read = { start: START, until: START + 10 * DAY };
    const span = spanToRead(read, START + 11 * DAY, days * DAY);
    expect(span).toEqual({ from: days === 30 ? START - LOOKBACK_MS : START + (10 - days) * DAY, to: START + 11 * DAY });
  });

  it('is none where Shopify has nothing of the kind', () => {
    expect(spanToRead({ start: START, until: START }, null, LOOKBACK_MS)).toBeNull();
  });

  it('is none where nothing changed since long before the last look', () => {
    expect(spanToRead({ start: START, until: START }, START - DAY, LOOKBACK_MS)).toBeNull();
  });

  it('holds every change since the end of the last, whatever this machine believes the time to be', () => {
    const instant = fc.integer({ min: 0, max: 400 * DAY });
    fc.assert(fc.property(instant, instant, instant, fc.integer({ min: 0, max: 30 * DAY }), (start, until, newest, lookback) => {
      const read = { start, until: Math.max(start, until) };
      const span = spanToRead(read, newest, lookback);
      if (newest > read.until) expect(span !== null && span.from <= read.until && span.to === newest).toBe(true);
    }));
  });

  it('is said in whole seconds, both ends included', () => {
    expect(searchOf({ from: Date.UTC(2026, 10, 2, 9, 0, 0, 999), to: Date.UTC(2026, 10, 2, 9, 0, 1) }, 'updated_at')).toBe("updated_at:>='2026-11-02T09:00:00Z' updated_at:<='2026-11-02T09:00:01Z'");
  });
});
