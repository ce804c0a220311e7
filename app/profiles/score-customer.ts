import { scoreByCuts } from '../math/midrank.ts';
import type { CustomerFacts } from './customer-facts.ts';
import {
  frequencyMonetary, recencyScore, rhythmRecencyLimits, type RecencyLimits, type Score,
} from './rfm.ts';
import type { ScoringModel } from './scoring-model.ts';
import { rhythmLimits, stageOf, type RhythmLimits, type Stage } from './stage.ts';
import { tierOf, type Tier } from './tier.ts';

/** An excluded customer: facts, and nothing that follows from them. */
export interface ExcludedProfile {
  kind: 'excluded';
  stage: null;
  tier: null;
  r: null;
  f: null;
  m: null;
}

/** A customer without a purchase: a tier and a stage, no scores. */
export interface ProspectProfile {
  kind: 'prospect';
  stage: 'Prospect';
  tier: 'Prospects';
  r: null;
  f: null;
  m: null;
}

/** A buyer: all three scores, and the limits they were measured by. */
export interface BuyerProfile {
  kind: 'buyer';
  stage: Stage;
  tier: Tier;
  r: Score;
  f: Score;
  m: Score;
  /** F and M together. */
  fm: Score;
  /** Days from the last purchase day to the day of now. */
  recencyDays: number;
  limits: RhythmLimits;
  /** Days for R 5, 4, 3, 2: by the limits above, or the shop's where R is plain. */
  recencyLimits: RecencyLimits;
  /** The lost limit by the gaps before the last gap, which tells Won back; null without a gap. */
  lostDaysBefore: number | null;
}

export type Profile = ExcludedProfile | ProspectProfile | BuyerProfile;

/**
 * Scores one customer: a function of their facts, the shop's model and the day of now, with no memory and at a cost
 * that does not grow with the shop. The facts' window and last year must be those of the day of now. Throws RangeError
 * when a purchase lies after that day.
 */
export function scoreCustomer(facts: CustomerFacts, model: ScoringModel, nowDay: number): Profile {
  if (facts.excluded) return { kind: 'excluded', stage: null, tier: null, r: null, f: null, m: null };
  if (facts.purchases === 0 || facts.lastPurchaseDay === null) {
    return { kind: 'prospect', stage: 'Prospect', tier: 'Prospects', r: null, f: null, m: null };
  }
  const recencyDays = nowDay - facts.lastPurchaseDay;
  if (recencyDays < 0) {
    throw new RangeError(`Customer ${facts.customerId} has a purchase ${-recencyDays} days after the day of now: gather the facts again.`);
  }
  const { atRisk, tierMap } = model.settings;
  const limits = rhythmLimits(facts.gapCount, facts.gapMedianDoubled, model.gap.doubled, atRisk);
  const lostDaysBefore = facts.gapCount === 0
    ? null
    : rhythmLimits(facts.gapCount - 1, facts.priorGapMedianDoubled, model.gap.doubled, atRisk).lostDays;
  const stage = stageOf({
    purchases: facts.purchases, recencyDays, lateDays: limits.lateDays, lostDays: limits.lostDays,
    lastGap: facts.lastGap, lostDaysBefore,
  });
  const recencyLimits = model.recencyLimits ?? rhythmRecencyLimits(limits);
  const r = recencyScore(recencyLimits, recencyDays);
  const f = scoreByCuts(model.frequencyCuts, facts.purchasesInWindow) as Score;
  const m = scoreByCuts(model.spendCuts, facts.spendInWindow) as Score;
  const fm = frequencyMonetary(f, m);
  const tier = tierOf({ r, fm, purchases: facts.purchases, recencyDays }, tierMap);
  return { kind: 'buyer', stage, tier, r, f, m, fm, recencyDays, limits, recencyLimits, lostDaysBefore };
}
