import { describe, expect, it } from 'vitest';
import { MOST_TRIES, pauseBeforeNextTry } from './next-try.ts';

const pauses = (random: number): (number | null)[] => Array.from({ length: MOST_TRIES }, (_, index) => pauseBeforeNextTry(index + 1, { random }));

describe('the pause before an event is tried again', () => {
  it('grows fourfold up to ten minutes, and ends after the last try', () => {
    expect(pauses(0)).toEqual([1_000, 4_000, 16_000, 64_000, 256_000, 600_000, 600_000, 600_000, 600_000, null]);
  });

  it('is shorter by up to a quarter, so that not all come back at once', () => {
    expect(pauses(1).slice(0, 3)).toEqual([750, 3_000, 12_000]);
  });

  it('is as long as the other side asked for', () => {
    expect(pauseBeforeNextTry(1, { random: 0, atLeastMs: 5_000 })).toBe(5_000);
    expect(pauseBeforeNextTry(4, { random: 0, atLeastMs: 5_000 })).toBe(64_000);
  });
});
