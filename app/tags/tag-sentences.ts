import { formatDay } from '../profiles/calendar.ts';
import { moneyText, stageSentence, tierSentence, type MoneyWords } from '../profiles/sentences.ts';
import type { WantedTag } from './wanted-tags.ts';

/**
 * Why a tag is wanted, in English, with all the numbers that the answer follows from: "VIP: 1240.00 GBP since
 * 2010-12-11, of 812 buyers the top tenth begins at 900.00 GBP; 5 purchases ever, 2 are needed"
 */
export function tagSentence(wanted: WantedTag, money: MoneyWords): string {
  const { name, reason } = wanted;
  switch (reason.rule) {
    case 'lapsed':
    case 'at-risk':
      return `${name}, as ${stageSentence(reason.stage)}`;
    case 'new':
    case 'loyal':
      return `${name}, as ${tierSentence(reason.tier, money)}`;
    case 'vip':
      return `${name}: ${moneyText(reason.spendLastYear, money)} since ${formatDay(reason.sinceDay)}, of ${reason.ranked} buyers the top tenth begins at `
        + `${moneyText(reason.spendFrom, money)}; ${reason.purchases} purchases ever, 2 are needed`;
    case 'discount-seeker':
      return `${name}: ${reason.discountedOrders} of ${reason.orders} orders discounted (${percent(reason.discountedOrders, reason.orders)}, 60% are needed), 20 points above the shop's `
        + `${reason.shopDiscountedOrders} of ${reason.shopOrders} (${percent(reason.shopDiscountedOrders, reason.shopOrders)})`;
    case 'serial-returner':
      return `${name}: ${reason.unitsRefunded} of ${reason.unitsBought} units sent back in ${reason.orders} orders; with this shop's usual `
        + `${thousandths(reason.alphaThousandths)} of ${thousandths(reason.alphaThousandths + reason.betaThousandths)} units added, more than half`;
    case 'big-spender':
      return `${name}: ${moneyText(reason.netSpend, money)} over ${reason.valuedPurchases} of ${reason.purchases} purchases; of ${reason.ranked} buyers the top 5% by mean order value begins at `
        + `${moneyText(reason.fromSpend, money)} over ${reason.fromPurchases}`;
  }
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '0%' : `${Math.round((1000 * part) / whole) / 10}%`;
}

function thousandths(value: number): string {
  return (value / 1000).toFixed(3);
}
