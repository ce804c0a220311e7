/**
 * Where a customer stands by their own rhythm. All limits are whole days: the exact limit is a fraction, but days since
 * the last order are whole, so `d > limit` and `d > floor(limit)` are the same, and the number shown on the screen is
 * the number compared with. The floors are had by integer division, never from a rounded float.
 */

export const STAGES = ['Prospect', 'First-time', 'Repeat', 'Regular', 'Won back', 'At risk', 'Lapsed'] as const;
export type Stage = (typeof STAGES)[number];

/** "rhythm": late by the customer's own gap. "flat": the late limit is 30 days for everyone (the lost limit stays). */
export type AtRiskPreset = 'rhythm' | 'flat';

/** Limits in whole days since the last purchase day, each the last day on which it is not yet passed. */
export interface RhythmLimits {
  /** Usual gap u, own median shrunk to the shop's. */
  usualDays: number;
  /** R 5 up to here: u, or the late limit if that comes first (preset flat). */
  onTimeDays: number;
  /** R 4 up to here: the middle between u and the late limit. */
  littleLateDays: number;
  /** In rhythm up to here; At risk after. */
  lateDays: number;
  /** Lapsed after. */
  lostDays: number;
}

/**
 * Limits of a customer with `gapCount` gaps of this doubled median (ignored when there are none) in a shop of this
 * doubled gap. With n gaps, u = (n x own + 3 x shop) / (n + 3); late = max(30, min(1.5 u, u + 365)), lost = max(90,
 * min(3 u, u + 730)). Preset flat: late = 30. Throws RangeError on anything but whole numbers.
 */
export function rhythmLimits(
  gapCount: number, gapMedianDoubled: number | null, shopGapDoubled: number, preset: AtRiskPreset,
): RhythmLimits {
  const own = gapCount > 0 ? gapMedianDoubled : 0;
  if (own === null || !Number.isInteger(gapCount) || gapCount < 0 || !Number.isInteger(own) || !Number.isInteger(shopGapDoubled)) {
    throw new RangeError(`No rhythm from ${gapCount} gaps of doubled median ${gapMedianDoubled} in a shop of ${shopGapDoubled}.`);
  }
  // Everything in parts of a day: u has the denominator 2 (n + 3), 1.5 u twice that, the middle four times.
  const partsADay = 8 * (gapCount + 3);
  const doubledSum = gapCount * own + 3 * shopGapDoubled;
  const usual = 4 * doubledSum;
  const late = preset === 'flat'
    ? 30 * partsADay
    : Math.max(30 * partsADay, Math.min(6 * doubledSum, usual + 365 * partsADay));
  const lost = Math.max(90 * partsADay, Math.min(12 * doubledSum, usual + 730 * partsADay));
  const days = (parts: number) => Math.floor(parts / partsADay);
  return {
    usualDays: days(usual),
    onTimeDays: days(Math.min(usual, late)),
    littleLateDays: days(Math.min((usual + late) / 2, late)),
    lateDays: days(late),
    lostDays: days(lost),
  };
}

/** What a stage follows from. */
export interface StageInputs {
  /** Purchases ever; at least 1. */
  purchases: number;
  /** Days from the last purchase day to the day of now. */
  recencyDays: number;
  lateDays: number;
  lostDays: number;
  /** The gap before the last purchase day; null without one. */
  lastGap: number | null;
  /** The lost limit by the gaps before the last gap, with none of them by the shop's gap; null without a last gap. */
  lostDaysBefore: number | null;
}

/** The stage of a buyer. (No purchase ever is Prospect, which needs no rule.) */
export function stageOf(inputs: StageInputs): Stage {
  if (inputs.recencyDays > inputs.lostDays) return 'Lapsed';
  if (inputs.recencyDays > inputs.lateDays) return 'At risk';
  if (inputs.lastGap !== null && inputs.lostDaysBefore !== null && inputs.lastGap > inputs.lostDaysBefore) return 'Won back';
  if (inputs.purchases === 1) return 'First-time';
  return inputs.purchases <= 3 ? 'Repeat' : 'Regular';
}
