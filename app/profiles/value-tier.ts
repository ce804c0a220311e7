import type { CustomerFacts } from './customer-facts.ts';
import type { Profile } from './score-customer.ts';
import type { ScoringModel } from './scoring-model.ts';

/** How a customer is worth being answered: for support to sort its queue by. */
export type ValueTier = 'VIP' | 'high' | 'standard';

/**
 * **VIP** by the rule of the tag VIP (two purchases or more, and net spend of the last year in the top tenth of those who spent any then);
 * **high** with M 5, or M 4 and two purchases or more; else **standard**. It looks at money alone: nobody waits longer for being late or for having sent something back.
 */
export function valueTier(facts: CustomerFacts, profile: Profile, model: ScoringModel): ValueTier {
  if (profile.kind !== 'buyer') return 'standard';
  const { spendFrom } = model.vip;
  if (facts.purchases >= 2 && spendFrom !== null && facts.spendLastYear >= spendFrom) return 'VIP';
  return profile.m === 5 || (profile.m === 4 && facts.purchases >= 2) ? 'high' : 'standard';
}
