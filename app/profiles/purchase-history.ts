import { gapFacts, type CustomerFacts } from './customer-facts.ts';

/**
 * What SQL knows of one customer (facts-sql.server.ts): sums over their counted orders and the list of their purchases.
 * Everything that depends on the day of now or on the shop's window is worked out from it here, so that one reading of
 * the mirror serves the shop's gap, the model and the scores.
 */
export interface PurchaseHistory {
  customerId: string;
  excluded: boolean;
  orders: number;
  discountedOrders: number;
  unitsBought: number;
  unitsRefunded: number;
  /** Day of each purchase, ascending; the same day more than once when there were more purchases on it. */
  purchaseDays: ArrayLike<number>;
  /** Net value of each in minor units of the shop's currency, in the same order; 0 where it was in another currency. */
  purchaseValues: ArrayLike<number>;
}

/** The first days that bound windowed facts: F and M, and the last year. */
export interface FactDays {
  /** Null: all history. */
  windowStartDay: number | null;
  lastYearStartDay: number;
}

/** Days with at least one purchase, each once, ascending. Throws RangeError when `days` are not ascending. */
export function distinctDays(days: ArrayLike<number>): number[] {
  const distinct: number[] = [];
  for (let index = 0; index < days.length; index += 1) {
    const day = days[index] as number;
    const last = distinct.at(-1);
    if (last !== undefined && day < last) throw new RangeError('Purchase days must be ascending.');
    if (day !== last) distinct.push(day);
  }
  return distinct;
}

/** All facts of a customer. O(purchases of that customer). Throws RangeError on days that are not ascending. */
export function factsOfHistory(history: PurchaseHistory, days: FactDays): CustomerFacts {
  const { purchaseDays, purchaseValues } = history;
  const purchases = purchaseDays.length;
  const from = days.windowStartDay ?? Number.NEGATIVE_INFINITY;
  let valuedPurchases = 0;
  let netSpend = 0;
  let purchasesInWindow = 0;
  let spendInWindow = 0;
  let spendLastYear = 0;
  for (let index = 0; index < purchases; index += 1) {
    const day = purchaseDays[index] as number;
    const value = purchaseValues[index] as number;
    if (value > 0) valuedPurchases += 1;
    netSpend += value;
    if (day >= from) {
      purchasesInWindow += 1;
      spendInWindow += value;
    }
    if (day >= days.lastYearStartDay) spendLastYear += value;
  }
  return {
    customerId: history.customerId,
    excluded: history.excluded,
    orders: history.orders,
    discountedOrders: history.discountedOrders,
    purchases,
    valuedPurchases,
    firstPurchaseDay: purchases === 0 ? null : (purchaseDays[0] as number),
    lastPurchaseDay: purchases === 0 ? null : (purchaseDays[purchases - 1] as number),
    netSpend,
    firstPurchaseValue: purchases === 0 ? 0 : (purchaseValues[0] as number),
    purchasesInWindow,
    spendInWindow,
    spendLastYear,
    unitsBought: history.unitsBought,
    unitsRefunded: history.unitsRefunded,
    ...gapFacts(distinctDays(purchaseDays)),
  };
}
