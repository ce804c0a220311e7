import type { CustomerFacts } from '../profiles/customer-facts.ts';
import { stageReason, tierReason, type StageReason, type TierReason } from '../profiles/reasons.ts';
import { sendsBackMostUnits } from '../profiles/returns-prior.ts';
import type { BuyerProfile, Profile } from '../profiles/score-customer.ts';
import type { ScoringModel } from '../profiles/scoring-model.ts';
import { lastYearStartDay } from '../profiles/window.ts';
import { type TagSettings } from './tag-catalogue.ts';
import { TAG_RULES, type TagRule } from './tag-rule.ts';

/** Why a tag is wanted: the numbers that its sentence shows, and that give the same answer again. */
export type TagReason =
  | { rule: 'lapsed' | 'at-risk'; stage: StageReason }
  | { rule: 'new' | 'loyal'; tier: TierReason }
  | { rule: 'vip'; purchases: number; spendLastYear: number; spendFrom: number; ranked: number; sinceDay: number }
  | { rule: 'discount-seeker'; orders: number; discountedOrders: number; shopOrders: number; shopDiscountedOrders: number }
  | { rule: 'serial-returner'; orders: number; unitsBought: number; unitsRefunded: number; alphaThousandths: number; betaThousandths: number }
  | { rule: 'big-spender'; purchases: number; netSpend: number; valuedPurchases: number; fromSpend: number; fromPurchases: number; ranked: number };

/** A tag that a customer should carry. */
export interface WantedTag {
  rule: TagRule;
  /** As the settings have it. */
  name: string;
  reason: TagReason;
}

/**
 * The tags that a customer should carry, in the catalogue's order: a function of facts, profile, model, settings and
 * the day of now. Nothing for an excluded customer. `windowStart` is that of the facts.
 */
export function wantedTags(input: {
  facts: CustomerFacts; profile: Profile; model: ScoringModel; settings: TagSettings; nowDay: number; windowStart: number | null;
}): WantedTag[] {
  const { facts, profile, model, settings, nowDay, windowStart } = input;
  if (profile.kind === 'excluded') return [];
  const wanted: WantedTag[] = [];
  for (const rule of TAG_RULES) {
    const { on, name } = settings[rule];
    if (!on) continue;
    const reason = REASON_OF[rule](facts, profile, model, nowDay, windowStart);
    if (reason !== null) wanted.push({ rule, name, reason });
  }
  return wanted;
}

type ReasonOf = (
  facts: CustomerFacts, profile: Exclude<Profile, { kind: 'excluded' }>, model: ScoringModel, nowDay: number, windowStart: number | null,
) => TagReason | null;

const REASON_OF: Readonly<Record<TagRule, ReasonOf>> = {
  lapsed: (facts, profile) => (profile.kind === 'buyer' && profile.stage === 'Lapsed' ? { rule: 'lapsed', stage: stageReason(facts, profile) } : null),
  'at-risk': (facts, profile) => (profile.kind === 'buyer' && profile.stage === 'At risk' ? { rule: 'at-risk', stage: stageReason(facts, profile) } : null),
  new: (facts, profile, model, _nowDay, windowStart) => (
    profile.kind === 'buyer' && profile.tier === 'New' && !stageGoesFirst(profile, model)
      ? { rule: 'new', tier: tierReason(facts, profile, model, windowStart) } : null),
  loyal: (facts, profile, model, _nowDay, windowStart) => (
    profile.kind === 'buyer' && (profile.tier === 'Champions' || profile.tier === 'Loyal') && !stageGoesFirst(profile, model)
      ? { rule: 'loyal', tier: tierReason(facts, profile, model, windowStart) } : null),
  vip: (facts, _profile, model, nowDay) => {
    const { spendFrom, ranked } = model.vip;
    if (!isVip(facts.purchases, facts.spendLastYear, spendFrom) || spendFrom === null) return null;
    return { rule: 'vip', purchases: facts.purchases, spendLastYear: facts.spendLastYear, spendFrom, ranked, sinceDay: lastYearStartDay(nowDay) };
  },
  'discount-seeker': (facts, _profile, model) => {
    const { orders: shopOrders, discounted: shopDiscountedOrders } = model.discounts;
    const { orders, discountedOrders } = facts;
    return seeksDiscounts(orders, discountedOrders, shopOrders, shopDiscountedOrders)
      ? { rule: 'discount-seeker', orders, discountedOrders, shopOrders, shopDiscountedOrders } : null;
  },
  'serial-returner': (facts, _profile, model) => {
    const { orders, unitsBought, unitsRefunded } = facts;
    const { alphaThousandths, betaThousandths } = model.returns;
    return orders >= 5 && sendsBackMostUnits(model.returns, unitsBought, unitsRefunded)
      ? { rule: 'serial-returner', orders, unitsBought, unitsRefunded, alphaThousandths, betaThousandths } : null;
  },
  'big-spender': (facts, _profile, model) => {
    const { from, ranked } = model.bigSpender;
    const { purchases, netSpend, valuedPurchases } = facts;
    if (from === null || purchases < 2 || !meanAtLeast(netSpend, valuedPurchases, from.spend, from.purchases)) return null;
    return { rule: 'big-spender', purchases, netSpend, valuedPurchases, fromSpend: from.spend, fromPurchases: from.purchases, ranked };
  },
};

/**
 * Where R is plain, a row of the map no longer follows the stage, and one customer could be At risk and Loyal at once.
 * Lapsed and At-risk go first then, so that the first four tags still exclude each other. With R by rhythm only a
 * merchant's own map can bring that about, and then it is what they asked for.
 */
function stageGoesFirst(profile: BuyerProfile, model: ScoringModel): boolean {
  return model.rules.r === 'plain' && (profile.stage === 'Lapsed' || profile.stage === 'At risk');
}

/** 2+ purchases ever, and spend of the last year at or above the 90th percentile's. */
export function isVip(purchases: number, spendLastYear: number, spendFrom: number | null): boolean {
  return purchases >= 2 && spendFrom !== null && spendLastYear >= spendFrom;
}

/** 3+ orders, at least 60% of them discounted, and that at least 20 points above the shop's share. Exact. */
export function seeksDiscounts(orders: number, discounted: number, shopOrders: number, shopDiscounted: number): boolean {
  if (orders < 3 || 5 * discounted < 3 * orders) return false;
  if (shopOrders === 0) return true;
  // discounted / orders - shopDiscounted / shopOrders >= 1 / 5; the products pass 2^53 in a large shop.
  const [own, ownOf, shop, shopOf] = [BigInt(discounted), BigInt(orders), BigInt(shopDiscounted), BigInt(shopOrders)];
  return 5n * (own * shopOf - shop * ownOf) >= ownOf * shopOf;
}

/** Whether spend / purchases is at least another such mean. Exact. */
export function meanAtLeast(spend: number, purchases: number, otherSpend: number, otherPurchases: number): boolean {
  return purchases > 0 && BigInt(spend) * BigInt(otherPurchases) >= BigInt(otherSpend) * BigInt(purchases);
}
