import type { CustomerHistories } from './customer-histories.ts';

/**
 * The same histories as though nothing had been bought after a day: what a customer's stage and tier at that day follow
 * from. They share their memory. Totals that have no day of their own (orders, discounts, units) stay as they are: no
 * score, stage or tier stands on them, but a model's shares of discounts and returns do, and are not of that day.
 */
export function historiesThrough(histories: CustomerHistories, day: number): CustomerHistories {
  return {
    ...histories,
    get count() {
      return histories.count;
    },
    get purchases() {
      return histories.purchases;
    },
    at(index) {
      const history = histories.at(index);
      const { purchaseDays, purchaseValues, firstOrderDay } = history;
      const end = countThrough(purchaseDays, day);
      return {
        ...history,
        firstOrderDay: firstOrderDay !== null && firstOrderDay <= day ? firstOrderDay : null,
        purchaseDays: head(purchaseDays, end),
        purchaseValues: head(purchaseValues, end),
      };
    },
  };
}

/** How many of these ascending days are not after `day`. O(log n). */
export function countThrough(days: ArrayLike<number>, day: number): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle] as number) <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

function head(values: ArrayLike<number>, count: number): ArrayLike<number> {
  if (count === values.length) return values;
  return ArrayBuffer.isView(values) ? (values as unknown as Float64Array).subarray(0, count) : Array.prototype.slice.call(values, 0, count) as number[];
}
