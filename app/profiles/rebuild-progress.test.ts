import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REBUILD_PHASES, rebuildProgress } from './rebuild-progress.ts';

const LAST = { facts: 10_000, model: 1_000, scores: 4_000, profiles: 4_000, products: 1_000 };
const phases = fc.option(fc.constantFrom(...REBUILD_PHASES), { nil: null });
const timings = fc.record(Object.fromEntries(REBUILD_PHASES.map((phase) => [phase, fc.nat(10_000_000)])) as Record<(typeof REBUILD_PHASES)[number], fc.Arbitrary<number>>);

describe('the progress of a rebuild', () => {
  it('goes by what the last one took', () => {
    expect(rebuildProgress('scores', 2_000, LAST)).toEqual({
      share: 13_000 / 20_000,
      phases: [{ phase: 'facts', share: 1 }, { phase: 'model', share: 1 }, { phase: 'scores', share: 0.5 }, { phase: 'profiles', share: 0 }, { phase: 'products', share: 0 }],
      secondsLeft: 7,
    });
  });

  it('promises no time when nothing was timed, or when it takes longer than last time', () => {
    expect(rebuildProgress('facts', 1_000, null).secondsLeft).toBeNull();
    expect(rebuildProgress('facts', 10_001, LAST).secondsLeft).toBeNull();
    expect(rebuildProgress('facts', 9_000, LAST).secondsLeft).toBe(11);
  });

  it('is nothing before the first phase', () => {
    expect(rebuildProgress(null, 0, LAST)).toMatchObject({ share: 0, secondsLeft: 20 });
  });

  it('never shows a phase as done before it is, and never goes back', () => {
    fc.assert(fc.property(phases, fc.nat(100_000_000), fc.nat(100_000_000), fc.option(timings, { nil: null }), (phase, elapsed, more, last) => {
      const before = rebuildProgress(phase, elapsed, last);
      const after = rebuildProgress(phase, elapsed + more, last);
      const next = REBUILD_PHASES[REBUILD_PHASES.indexOf(phase ?? 'products') + 1];
      expect(before.share).toBeLessThan(1);
      expect(after.share).toBeGreaterThanOrEqual(before.share);
      if (phase !== null && next !== undefined) expect(rebuildProgress(next, 0, last).share).toBeGreaterThan(after.share);
    }));
  });
});
