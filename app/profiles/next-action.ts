import type { ReturnPattern, ReturnShare } from './return-pattern.ts';
import { isDue, overdueDays, reminderOrder, type Replenishment } from './replenishment.ts';
import type { Stage } from './stage.ts';
import type { ValueTier } from './value-tier.ts';

/** The one thing to do about a customer next, with the numbers that it follows from. */
export type NextAction =
  | { action: 'ask why'; because: 'sizing'; lines: number; sizingLines: number }
  | { action: 'ask why'; because: 'serial'; mean: number; shopMean: number; unitsRefunded: number; unitsBought: number }
  | { action: 'ask why'; because: 'sent-back'; day: number; unitsRefunded: number; units: number }
  | { action: 'win back'; because: 'late'; days: number; usualDays: number; lateDays: number; purchases: number; favourite: string | null }
  | { action: 'win back'; because: 'forecast'; days: number; usualDays: number; chance: number; horizonDays: number; favourite: string | null }
  | { action: 'reorder'; title: string; intervalDays: number; times: number; lastDay: number; dueDay: number; overdueDays: number }
  | { action: 'thank'; because: 'back' | 'milestone' | 'value'; days: number; purchases: number; tier: ValueTier }
  | { action: 'try'; title: string; like: string; both: number; buyersOfLike: number; buyers: number; customers: number; sampled: boolean }
  | { action: 'leave alone'; because: 'no-purchase' }
  | { action: 'leave alone'; because: 'excluded' }
  | { action: 'leave alone'; because: 'gone'; days: number; lostDays: number }
  | { action: 'leave alone'; because: 'in-rhythm'; days: number; usualDays: number; nextDay: number; overdueDays: number }
  | { action: 'leave alone'; because: 'no-rhythm'; days: number };

/** A product that buyers of one of the customer's bought as well. */
export interface Companion {
  productId: string;
  title: string;
  /** Title of the customer's product that it goes with. */
  like: string;
  /** Customers who bought both; who bought that product; who bought this one; all looked at. Each over all that they bought. */
  both: number;
  buyersOfLike: number;
  buyers: number;
  customers: number;
  /** Whether those looked at are some of the shop's customers, not all. */
  sampled: boolean;
}

/** What the forecast says, where there is one that is shown. */
export interface ForecastForAction {
  churnBand: 'low' | 'medium' | 'high';
  /** Chance to buy within the horizon. */
  chance: number;
  horizonDays: number;
  nextOrderDay: number | null;
}

export interface ActionInputs {
  nowDay: number;
  excluded: boolean;
  /** Null: no purchase. rhythmKnown: they have a gap of their own, or the shop's is that of its customers and not the one assumed. */
  buyer: { stage: Stage; recencyDays: number; purchases: number; lastPurchaseDay: number; rhythmKnown: boolean; limits: { usualDays: number; lateDays: number; lostDays: number } } | null;
  tier: ValueTier;
  returns: { pattern: ReturnPattern; share: ReturnShare };
  /** The last order, if most of it was sent back. */
  sentBack: { day: number; unitsRefunded: number; units: number } | null;
  replenishments: readonly (Replenishment & { title: string })[];
  favourite: string | null;
  companion: Companion | null;
  forecast?: ForecastForAction | null;
}

/** Days for which a return is worth a question, and a purchase is worth thanks; days to leave a buyer in peace before another product is named. */
const ASK_DAYS = 60;
const THANK_DAYS = 14;

const MILESTONES = new Set([5, 10, 20, 50, 100, 200, 500]);

/**
 * The first that fits:
 * 1. no purchase, or excluded: **leave alone**;
 * 2. most of the last order, or a line of a pattern (sizing, serial), was sent back in the last 60 days: **ask why**. Nothing sells before that is known;
 * 3. past the own late limit after two purchases or more: **win back**; so too past the usual gap where the forecast's churn band is high. A single purchase past the lost limit is **left alone**;
 * 4. a product is due, from two weeks before to half an interval after: **reorder** it: a habit of this week first, one that they come back for before one that others do, the nearest to today (`reminderOrder`);
 * 5. bought in the last two weeks and came back, passed a round number of purchases, or is VIP: **thank**;
 * 6. bought two weeks ago or more, and there is something that buyers like them bought: **try** it;
 * 7. **leave alone** until the next order is expected; with no gap of anybody's to expect it by, without a day.
 */
export function nextAction(inputs: ActionInputs): NextAction {
  const { buyer, nowDay, returns, sentBack, forecast = null, companion, favourite } = inputs;
  if (inputs.excluded) return { action: 'leave alone', because: 'excluded' };
  if (buyer === null) return { action: 'leave alone', because: 'no-purchase' };
  const { recencyDays: days, purchases, limits } = buyer;
  if (sentBack !== null && nowDay - sentBack.day <= ASK_DAYS) return { action: 'ask why', because: 'sent-back', ...sentBack };
  const { pattern, share } = returns;
  if (pattern.lastRefundDay !== null && nowDay - pattern.lastRefundDay <= ASK_DAYS) {
    if (pattern.kind === 'sizing') return { action: 'ask why', because: 'sizing', lines: pattern.lines, sizingLines: pattern.sizingLines };
    if (pattern.kind === 'serial') return { action: 'ask why', because: 'serial', mean: share.mean, shopMean: share.shopMean, unitsRefunded: share.unitsRefunded, unitsBought: share.unitsBought };
  }
  if (buyer.stage === 'At risk' || buyer.stage === 'Lapsed') {
    if (purchases >= 2) return { action: 'win back', because: 'late', days, usualDays: limits.usualDays, lateDays: limits.lateDays, purchases, favourite };
    if (buyer.stage === 'Lapsed') return { action: 'leave alone', because: 'gone', days, lostDays: limits.lostDays };
  } else if (forecast !== null && forecast.churnBand === 'high' && days > limits.usualDays && purchases >= 2) {
    return { action: 'win back', because: 'forecast', days, usualDays: limits.usualDays, chance: forecast.chance, horizonDays: forecast.horizonDays, favourite };
  }
  const due = inputs.replenishments.filter((one) => isDue(one, nowDay)).sort(reminderOrder(nowDay))[0];
  if (due !== undefined) return { action: 'reorder', title: due.title, intervalDays: due.intervalDays, times: due.times, lastDay: due.lastDay, dueDay: due.dueDay, overdueDays: overdueDays(due, nowDay) };
  if (days <= THANK_DAYS) {
    const because = buyer.stage === 'Won back' ? 'back' : MILESTONES.has(purchases) ? 'milestone' : inputs.tier === 'VIP' ? 'value' : null;
    if (because !== null) return { action: 'thank', because, days, purchases, tier: inputs.tier };
  } else if (companion !== null) {
    const { title, like, both, buyersOfLike, buyers, customers, sampled } = companion;
    return { action: 'try', title, like, both, buyersOfLike, buyers, customers, sampled };
  }
  const nextDay = forecast?.nextOrderDay ?? (buyer.rhythmKnown ? buyer.lastPurchaseDay + limits.usualDays : null);
  if (nextDay === null) return { action: 'leave alone', because: 'no-rhythm', days };
  return { action: 'leave alone', because: 'in-rhythm', days, usualDays: limits.usualDays, nextDay, overdueDays: Math.max(0, nowDay - nextDay) };
}
