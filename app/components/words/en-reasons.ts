import type { ProspectReason, StageReason, TierReason } from '../../profiles/reasons.ts';
import type { TagReason } from '../../tags/wanted-tags.ts';
import type { Formats } from '../format.ts';
import type { englishFrame } from './en-frame.ts';
import { isNamesake } from './namesake.ts';

/**
 * Stages, tiers and tags as sentences. Each holds all the numbers that its answer follows from, so that a merchant can
 * work it out again: limits are the whole days compared with, and money is shown to the minor unit.
 */
export function englishReasons(formats: Formats, frame: ReturnType<typeof englishFrame>) {
  const { number, percent, money, day } = formats;
  const { counted, countedDays: days, countedPurchases: purchases } = frame;

  const stage = (reason: StageReason) => {
    const usually = reason.usualIsShops
      ? `customers of your shop usually come back after ${number(reason.usualDays)}`
      : `usually ${number(reason.usualDays)} between orders`;
    const before = reason.lastGap === null || reason.lostDaysBefore === null ? '' : reason.stage === 'Won back'
      ? ` They came back after ${days(reason.lastGap)}, when they counted as lapsed after ${number(reason.lostDaysBefore)}.`
      : '';
    return `${days(reason.days)} since the last order; ${usually}, late after ${number(reason.lateDays)}, lapsed after ${number(reason.lostDays)}.`
      + ` ${purchases(reason.purchases)} ever.${before}`;
  };
  const windowOf = (reason: TierReason) => (reason.windowStartDay === null ? 'ever' : `since ${day(reason.windowStartDay)}`);
  const tier = (reason: TierReason) => reason.tier === 'New'
    ? `One purchase ever, ${days(reason.days)} ago: on time up to ${days(Math.min(reason.newUpToDays, reason.recencyLimits[0] ?? reason.newUpToDays))}.`
    : `R ${number(reason.r)} (${frame.recencyName[5 - reason.r]?.toLowerCase()}), F ${number(reason.f)} with ${purchases(reason.purchasesInWindow)} and M ${number(reason.m)} with ${money(reason.spendInWindow)} ${windowOf(reason)}; F and M together ${number(reason.fm)}.`;
  const noOrder = (reason: ProspectReason) => reason.orders === 0
    ? 'No purchase yet.'
    : `No purchase yet: ${counted(reason.orders, 'order', 'orders')} with no value left after refunds.`;

  /** The steps that somebody can reach, the best first. */
  const steps = (all: { score: number; at: number | null }[], words: (at: number) => string) =>
    all.flatMap(({ score, at }) => (at === null ? [] : [{ score, text: `${number(score)}: ${words(at)}` }]));

  return {
    stage,
    tier,
    prospect: noOrder,
    recency: (reason: TierReason) => `${days(reason.days)} since the last order.`,
    recencyRule: (reason: TierReason): string => (reason.rules.r === 'plain' ? 'Ranked among all buyers: the fewer days, the better.' : 'By this customer’s own rhythm.'),
    recencySteps: (reason: TierReason) => steps(reason.recencyLimits.map((limit, index) => ({ score: 5 - index, at: limit })), (limit) => `up to ${days(limit)}`),
    frequency: (reason: TierReason) => `${purchases(reason.purchasesInWindow)} ${windowOf(reason)}.`,
    frequencyRule: (reason: TierReason): string => (reason.rules.f === 'midrank' ? 'Ranked among all buyers.' : 'In fixed steps.'),
    frequencySteps: (reason: TierReason) => steps(reason.frequencyCuts.map((cut, index) => ({ score: index + 2, at: cut })).reverse(), (cut) => `from ${number(cut)}`),
    monetary: (reason: TierReason) => `${money(reason.spendInWindow)} ${windowOf(reason)}.`,
    monetaryRule: (reason: TierReason): string => reason.rules.m === 'midrank'
      ? `Ranked among ${counted(reason.spendRanked, 'buyer', 'buyers')}.`
      : reason.medianOrderValueDoubled === null ? 'By your shop’s median order, of which there is none yet.' : `By your shop’s median order of ${money(reason.medianOrderValueDoubled / 2)}, until customers can be ranked.`,
    monetarySteps: (reason: TierReason) => steps(reason.spendCuts.map((cut, index) => ({ score: index + 2, at: cut })).reverse(), (cut) => `from ${money(cut)}`),
    otherwiseOne: '1: otherwise',
    together: (reason: TierReason) => `F and M together: ${number(reason.fm)} (the mean of ${number(reason.f)} and ${number(reason.m)}, rounded half up). With R ${number(reason.r)} that is the tier ${frame.tierName[reason.tier]}.`,
    newRule: (reason: TierReason) => `A single purchase, on time and at most ${days(reason.newUpToDays)} ago: that is the tier New, whatever the scores.`,
    usualHow: 'The usual gap is the customer’s own median gap, weighed with your shop’s: the more gaps they have, the more their own counts. Late is one and a half times that, at least 30 days; lapsed is three times, at least 90 days.',
    tag: (reason: TagReason): string => {
      switch (reason.rule) {
        case 'lapsed':
        case 'at-risk':
          return stage(reason.stage);
        case 'new':
        case 'loyal':
          return isNamesake(reason) ? tier(reason.tier) : `${frame.tierName[reason.tier.tier]}: ${tier(reason.tier)}`;
        case 'vip':
          return `${money(reason.spendLastYear)} since ${day(reason.sinceDay)}; among ${counted(reason.ranked, 'buyer', 'buyers')} of that time the top tenth begins at ${money(reason.spendFrom)}. ${purchases(reason.purchases)} ever; 2 are needed.`;
        case 'discount-seeker':
          return `${number(reason.discountedOrders)} of ${counted(reason.orders, 'order', 'orders')} discounted (${percent(reason.orders === 0 ? 0 : reason.discountedOrders / reason.orders)}): at least 60%, and 20 points above your shop’s ${percent(reason.shopOrders === 0 ? 0 : reason.shopDiscountedOrders / reason.shopOrders)}.`;
        case 'serial-returner':
          return `${number(reason.unitsRefunded)} of ${counted(reason.unitsBought, 'unit', 'units')} sent back in ${counted(reason.orders, 'order', 'orders')}: more than half, with your shop’s usual returns weighed in.`;
        case 'big-spender':
          return `${money(reason.netSpend)} over ${purchases(reason.valuedPurchases)}; among ${counted(reason.ranked, 'buyer', 'buyers')} the top 5% by average purchase begins at ${money(Math.ceil(reason.fromSpend / reason.fromPurchases))}.`;
      }
    },
  };
}
