import { formatDay } from './calendar.ts';
import { FLOOR_BUYERS, FLOOR_DAYS, FLOOR_REPEAT_BUYERS, type FloorProgress } from './floor.ts';
import type { ProspectReason, StageReason, TierReason } from './reasons.ts';
import type { ScoringModel } from './scoring-model.ts';
import { GAP_CUSTOMERS_NEEDED, type ShopGap } from './shop-gap.ts';

/**
 * Reasons in English. Each sentence holds all the numbers that its answer follows from, unrounded: a limit in days is
 * shown as the whole day it is compared with, and money to the last minor unit.
 */

/** How money is written: to the minor unit, and one digit more where a median is a half. */
export interface MoneyWords {
  currencyCode: string;
  /** Decimals of the currency's minor unit: 2 for GBP, 0 for JPY. */
  decimals: number;
}

/** Minor units as "1234.50 GBP". Exact for safe integers. */
export function moneyText(minor: number, { currencyCode, decimals }: MoneyWords): string {
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  const whole = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return `${minor < 0 ? '-' : ''}${whole} ${currencyCode}`;
}

/** Half of a doubled amount, exact: "75.25 GBP", or "75.255 GBP" when it is half a minor unit. */
export function halfMoneyText(doubled: number, words: MoneyWords): string {
  if (doubled % 2 === 0) return moneyText(doubled / 2, words);
  // Doubled and then times five is ten times the half: one decimal more.
  return moneyText(doubled * 5, { currencyCode: words.currencyCode, decimals: words.decimals + 1 });
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** "At risk: 74 days since the last order; usually 31 between orders, late after 46, lapsed after 93; 5 purchases ever" */
export function stageSentence(reason: StageReason): string {
  const usually = reason.usualIsShops ? `usually ${reason.usualDays} between orders in this shop` : `usually ${reason.usualDays} between orders`;
  let sentence = `${reason.stage}: ${counted(reason.days, 'day', 'days')} since the last order; ${usually}, late after ${reason.lateDays}, `
    + `lapsed after ${reason.lostDays}; ${counted(reason.purchases, 'purchase', 'purchases')} ever`;
  if (reason.lastGap !== null && reason.lostDaysBefore !== null) {
    sentence += reason.stage === 'Won back'
      ? `; came back after ${counted(reason.lastGap, 'day', 'days')}, lapsed by then after ${reason.lostDaysBefore}`
      : `; last gap ${counted(reason.lastGap, 'day', 'days')}, lapsed by then after ${reason.lostDaysBefore}`;
  }
  return sentence;
}

/** "Prospect: no purchase yet", or with how many orders came to nothing. */
export function prospectSentence(reason: ProspectReason): string {
  return reason.orders === 0
    ? 'Prospect: no purchase yet'
    : `Prospect: no purchase yet (${counted(reason.orders, 'order', 'orders')} with no value left after refunds)`;
}

/**
 * "Champions: R 5 by rhythm: 12 days since the last order (5 up to 31, 4 up to 38, 3 up to 46, 2 up to 93); F 4 in
 * bands: 5 purchases since 2008-12-10 (2 from 2, 3 from 3, 4 from 4, 5 from 6); M 5 by rank among 5321 buyers: ...
 * ; F and M together 5; 7 purchases ever"
 */
export function tierSentence(reason: TierReason, money: MoneyWords): string {
  const since = reason.windowStartDay === null ? 'ever' : `since ${formatDay(reason.windowStartDay)}`;
  const upTo = reason.recencyLimits.map((limit, index) => (limit === null ? null : `${5 - index} up to ${limit}`));
  const times = reason.frequencyCuts.map((cut, index) => (cut === null ? null : `${index + 2} from ${cut}`));
  const spend = reason.spendCuts.map((cut, index) => (cut === null ? null : `${index + 2} from ${moneyText(cut, money)}`));
  const parts = [
    `R ${reason.r} ${reason.rules.r === 'plain' ? 'by rank' : 'by rhythm'}: ${counted(reason.days, 'day', 'days')} since the last order ${scale(upTo)}`,
    `F ${reason.f} ${reason.rules.f === 'midrank' ? 'by rank' : 'in bands'}: ${counted(reason.purchasesInWindow, 'purchase', 'purchases')} ${since} ${scale(times)}`,
    `M ${reason.m} ${spendRule(reason, money)}: ${moneyText(reason.spendInWindow, money)} ${since} ${scale(spend)}`,
    `F and M together ${reason.fm}`,
    `${counted(reason.purchases, 'purchase', 'purchases')} ever`,
  ];
  if (reason.tier === 'New') parts.push(`New up to ${reason.newUpToDays} days on time`);
  return `${reason.tier}: ${parts.join('; ')}`;
}

function scale(steps: (string | null)[]): string {
  const reached = steps.filter((step) => step !== null);
  return reached.length === 0 ? '(nobody is above 1 yet)' : `(${reached.join(', ')})`;
}

function spendRule(reason: TierReason, money: MoneyWords): string {
  if (reason.rules.m === 'midrank') return `by rank among ${counted(reason.spendRanked, 'buyer', 'buyers')}`;
  return reason.medianOrderValueDoubled === null
    ? 'by the median order, of which there is none'
    : `by the median order of ${halfMoneyText(reason.medianOrderValueDoubled, money)}`;
}

/** Stage and tier in one line; empty for an excluded customer, who has neither. */
export function profileSentence(
  reasons: { stage: StageReason; tier: TierReason } | ProspectReason | null, money: MoneyWords,
): string {
  if (reasons === null) return '';
  if ('kind' in reasons) return prospectSentence(reasons);
  return `${stageSentence(reasons.stage)}. ${tierSentence(reasons.tier, money)}`;
}

/** How far a shop is towards ranking its customers: "143 of 500 buyers, 20 of 100 with two or more purchases, 200 of 180 days". */
export function floorSentence(floor: FloorProgress): string {
  return `${floor.buyers} of ${FLOOR_BUYERS} buyers, ${floor.repeatBuyers} of ${FLOOR_REPEAT_BUYERS} with two or more purchases, ${floor.days} of ${FLOOR_DAYS} days since the first order`;
}

/** Which rule gives M, and if it is not the rank, how far that is. */
export function spendRuleSentence(model: ScoringModel, money: MoneyWords): string {
  if (model.rules.m === 'midrank') return `M ranks ${counted(model.spendRanked, 'buyer', 'buyers')} by what they spent in the window.`;
  const value = model.medianOrderValueDoubled;
  return `M goes by the shop's median order${value === null ? '' : ` of ${halfMoneyText(value, money)}`} until customers can be ranked: ${floorSentence(model.floor)}.`;
}

/** The shop's gap, and that it is assumed where it is. */
export function shopGapSentence(gap: ShopGap): string {
  const days = gap.doubled % 2 === 0 ? String(gap.doubled / 2) : `${Math.floor(gap.doubled / 2)}.5`;
  return gap.assumed
    ? `Customers are taken to order every ${days} days until ${GAP_CUSTOMERS_NEEDED} have ordered on two days (${gap.customersWithGap} have).`
    : `Customers usually order every ${days} days (the median over all gaps of ${gap.customersWithGap} customers).`;
}
