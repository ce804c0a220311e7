import { scoreByCuts } from '../math/midrank.ts';
import type { CustomerFacts } from './customer-facts.ts';
import { frequencyMonetary, recencyScore, type RecencyLimits, type Score, type ScoreCuts } from './rfm.ts';
import type { BuyerProfile, Profile } from './score-customer.ts';
import type { ScoringModel } from './scoring-model.ts';
import { stageOf, type Stage } from './stage.ts';
import { NEW_UP_TO_DAYS, tierOf, type Tier, type TierMap } from './tier.ts';

/**
 * Reasons as data: the numbers that a sentence shows, in any language, and nothing else. `stageFromReason` and
 * `tierFromReason` recompute the answer from them alone, which a property test holds true, so that no sentence can
 * show numbers that do not give its own answer.
 */

export interface ProspectReason {
  kind: 'prospect';
  /** Counted orders, none with a value left after refunds. */
  orders: number;
}

export interface StageReason {
  kind: 'stage';
  stage: Stage;
  days: number;
  usualDays: number;
  /** No gap of their own yet: the usual gap is the shop's. */
  usualIsShops: boolean;
  lateDays: number;
  lostDays: number;
  purchases: number;
  lastGap: number | null;
  lostDaysBefore: number | null;
}

export interface TierReason {
  kind: 'tier';
  tier: Tier;
  rules: ScoringModel['rules'];
  r: Score;
  days: number;
  /** Days for R 5, 4, 3, 2. */
  recencyLimits: RecencyLimits;
  f: Score;
  purchasesInWindow: number;
  /** Purchases for F 2, 3, 4, 5. */
  frequencyCuts: ScoreCuts;
  m: Score;
  spendInWindow: number;
  /** Spend for M 2, 3, 4, 5. */
  spendCuts: ScoreCuts;
  /** How many customers M was ranked among. */
  spendRanked: number;
  medianOrderValueDoubled: number | null;
  /** First day of the window; null for all history. */
  windowStartDay: number | null;
  fm: Score;
  purchases: number;
  newUpToDays: number;
}

/** Both reasons of a profile; null for an excluded customer. `windowStart` is that of the facts. */
export function profileReasons(
  facts: CustomerFacts, profile: Profile, model: ScoringModel, windowStart: number | null,
): { stage: StageReason; tier: TierReason } | ProspectReason | null {
  if (profile.kind === 'excluded') return null;
  if (profile.kind === 'prospect') return { kind: 'prospect', orders: facts.orders };
  return { stage: stageReason(facts, profile), tier: tierReason(facts, profile, model, windowStart) };
}

/** Why a buyer stands where they stand. */
export function stageReason(facts: CustomerFacts, profile: BuyerProfile): StageReason {
  return {
    kind: 'stage',
    stage: profile.stage,
    days: profile.recencyDays,
    usualDays: profile.limits.usualDays,
    usualIsShops: facts.gapCount === 0,
    lateDays: profile.limits.lateDays,
    lostDays: profile.limits.lostDays,
    purchases: facts.purchases,
    lastGap: facts.lastGap,
    lostDaysBefore: profile.lostDaysBefore,
  };
}

/** Why a buyer is in their tier. */
export function tierReason(
  facts: CustomerFacts, profile: BuyerProfile, model: ScoringModel, windowStart: number | null,
): TierReason {
  return {
    kind: 'tier',
    tier: profile.tier,
    rules: model.rules,
    r: profile.r,
    days: profile.recencyDays,
    recencyLimits: profile.recencyLimits,
    f: profile.f,
    purchasesInWindow: facts.purchasesInWindow,
    frequencyCuts: model.frequencyCuts,
    m: profile.m,
    spendInWindow: facts.spendInWindow,
    spendCuts: model.spendCuts,
    spendRanked: model.spendRanked,
    medianOrderValueDoubled: model.medianOrderValueDoubled,
    windowStartDay: windowStart,
    fm: profile.fm,
    purchases: facts.purchases,
    newUpToDays: NEW_UP_TO_DAYS,
  };
}

/** The stage, from the numbers shown and nothing else. */
export function stageFromReason(reason: Omit<StageReason, 'kind' | 'stage'>): Stage {
  return stageOf({ ...reason, recencyDays: reason.days });
}

/** The numbers of a tier sentence that decide. */
export type TierNumbers = Pick<
  TierReason, 'days' | 'recencyLimits' | 'purchasesInWindow' | 'frequencyCuts' | 'spendInWindow' | 'spendCuts' | 'purchases'
>;

/** Scores and tier, from the numbers shown and the shop's map. */
export function tierFromReason(numbers: TierNumbers, map: TierMap): { r: Score; f: Score; m: Score; fm: Score; tier: Tier } {
  const r = recencyScore(numbers.recencyLimits, numbers.days);
  const f = scoreByCuts(numbers.frequencyCuts, numbers.purchasesInWindow) as Score;
  const m = scoreByCuts(numbers.spendCuts, numbers.spendInWindow) as Score;
  const fm = frequencyMonetary(f, m);
  return { r, f, m, fm, tier: tierOf({ r, fm, purchases: numbers.purchases, recencyDays: numbers.days }, map) };
}
