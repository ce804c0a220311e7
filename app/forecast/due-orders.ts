import { replenishment, type ProductReturnRate } from '../profiles/replenishment.ts';

/** Days of "this week": today and the six after it. */
export const DUE_DAYS = 7;

/**
 * Purchases of a product that make it a habit. Of a file of a wholesaler's orders every fifth customer had some product due in
 * any week by fewer, and 13 in 100 of them ordered; by three it is every twelfth, and 20 in 100 (docs/decisions/102).
 */
export const HABIT_PURCHASES = 3;

/** A product that a customer is due to need again this week. */
export interface DueProduct {
  customerId: number;
  productId: string;
  dueDay: number;
  /** The customer's last purchase, of whatever: after another one, this says nothing any more. */
  lastPurchaseDay: number;
}

/** Whether a day is today or one of the six after it. */
export function isThisWeek(day: number, today: number): boolean {
  return day >= today && day < today + DUE_DAYS;
}

/**
 * Of each customer the product that is due first within the week, by the rule of the replenishment on their page, of those
 * that they have bought three times or more; of two on one day the one bought more often, then the lower number.
 */
export interface DueProducts {
  /** @param days ascending, distinct days with a purchase of the product; figures: the shop's of it */
  add(customerId: number, productId: string, days: readonly number[], figures: ProductReturnRate | null, lastPurchaseDay: number): void;
  finish(): DueProduct[];
}

export function createDueProducts(today: number): DueProducts {
  const due = new Map<number, DueProduct & { times: number }>();
  return {
    add(customerId, productId, days, figures, lastPurchaseDay) {
      if (days.length < HABIT_PURCHASES) return;
      const found = replenishment(productId, days, figures);
      if (found === null || !isThisWeek(found.dueDay, today)) return;
      const one = { customerId, productId, dueDay: found.dueDay, lastPurchaseDay, times: found.times };
      const before = due.get(customerId);
      if (before === undefined || comesBefore(one, before)) due.set(customerId, one);
    },
    finish: () => [...due.values()].map(({ times: _, ...one }) => one),
  };
}

function comesBefore(one: DueProduct & { times: number }, other: DueProduct & { times: number }): boolean {
  return (one.dueDay - other.dueDay || other.times - one.times || Number(BigInt(one.productId) - BigInt(other.productId))) < 0;
}
