/** The phases of a rebuild in their order. */
export const REBUILD_PHASES = ['facts', 'model', 'scores', 'profiles', 'products'] as const;
export type RebuildPhase = (typeof REBUILD_PHASES)[number];
/** Milliseconds of each phase. */
export type RebuildTimings = Record<RebuildPhase, number>;

/** How the time was shared out in a shop of 100,000 customers; used until a rebuild of this very shop has been timed. */
const USUAL_TIMINGS: RebuildTimings = { facts: 4_500, model: 300, scores: 1_200, profiles: 2_600, products: 1_400 };

/** A phase never shows as done before it is: however long it takes, its bar stops here. */
const MOST_OF_A_PHASE = 0.95;

export interface PhaseProgress {
  phase: RebuildPhase;
  /** 0 to 1; 1 is done. */
  share: number;
}

export interface RebuildProgress {
  share: number;
  phases: PhaseProgress[];
  /** Whole seconds, going by the last rebuild; null when none has been timed, or this one takes longer than that did. */
  secondsLeft: number | null;
}

/**
 * How far a rebuild is. The database does most of a phase in one statement that tells nothing of its progress, so the
 * phase under way is judged by the time that the last rebuild of this shop took for it, and never counts as done before it is.
 * @param phase the one under way; null before the first
 * @param elapsedMs since it began
 * @param last timings of the last rebuild that succeeded, or null
 */
export function rebuildProgress(phase: RebuildPhase | null, elapsedMs: number, last: RebuildTimings | null): RebuildProgress {
  const weights = last ?? USUAL_TIMINGS;
  const current = phase === null ? -1 : REBUILD_PHASES.indexOf(phase);
  const phases = REBUILD_PHASES.map((one, index): PhaseProgress => {
    if (index !== current) return { phase: one, share: index < current ? 1 : 0 };
    return { phase: one, share: Math.min(MOST_OF_A_PHASE, Math.max(0, elapsedMs) / Math.max(1, weights[one])) };
  });
  const total = REBUILD_PHASES.reduce((sum, one) => sum + Math.max(1, weights[one]), 0);
  const done = phases.reduce((sum, { phase: one, share }) => sum + share * Math.max(1, weights[one]), 0);
  const late = phase !== null && elapsedMs > weights[phase];
  return { share: done / total, phases, secondsLeft: last === null || late ? null : Math.ceil((total - done) / 1000) };
}
