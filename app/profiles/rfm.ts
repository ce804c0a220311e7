import type { Cuts } from '../math/midrank.ts';
import type { RhythmLimits } from './stage.ts';

/** A score, 5 is best. */
export type Score = 1 | 2 | 3 | 4 | 5;

/** Most days since the last order for R 5, 4, 3 and 2; more is R 1. Null: nobody reaches that score by being recent. */
export type RecencyLimits = readonly [number | null, number | null, number | null, number | null];

/** Lowest value for a score of 2, 3, 4 and 5; less is 1. Null: not reached by anyone. */
export type ScoreCuts = readonly [number | null, number | null, number | null, number | null];

/** F in bands of purchases in the window: 1 (or none), 2, 3, 4-5, 6+. */
export const FREQUENCY_BANDS: ScoreCuts = [2, 3, 4, 6];

/** R by rhythm: 5 on time, 4 a little late, 3 late, 2 At risk, 1 Lapsed. The stage is asked first, so R 3 and better is in rhythm. */
export function rhythmRecencyLimits(limits: RhythmLimits): RecencyLimits {
  return [limits.onTimeDays, limits.littleLateDays, limits.lateDays, limits.lostDays];
}

/** R of whole days since the last purchase day. */
export function recencyScore(limits: RecencyLimits, days: number): Score {
  for (let index = 0; index < 4; index += 1) {
    const limit = limits[index] as number | null;
    if (limit !== null && days <= limit) return (5 - index) as Score;
  }
  return 1;
}

/** The same limits from midrank cuts over negated days (less is better there). */
export function recencyLimitsOfCuts(cuts: Cuts): RecencyLimits {
  const limit = (step: number) => {
    const cut = cuts[step - 2] ?? null;
    return cut === null ? null : 0 - cut;
  };
  return [limit(5), limit(4), limit(3), limit(2)];
}

/**
 * M below the floor, as cuts: by the shop's doubled median order value 2a, with s the spend in the window, 1 for
 * s < a/2 or none, 2 for s < a, 3 for s < 2a, 4 for s < 4a, else 5. Exact, as s is a whole number of minor units. No
 * order value yet: nobody is above 1.
 */
export function medianOrderCuts(medianOrderValueDoubled: number | null): ScoreCuts {
  if (medianOrderValueDoubled === null) return [null, null, null, null];
  const doubled = medianOrderValueDoubled;
  return [Math.ceil(doubled / 4), Math.ceil(doubled / 2), doubled, 2 * doubled];
}

/** F and M together: their mean, rounded half up. */
export function frequencyMonetary(f: Score, m: Score): Score {
  return Math.floor((f + m + 1) / 2) as Score;
}
