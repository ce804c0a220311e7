import { HABIT_PURCHASES, isThisWeek, replenishment, type ProductReturnRate } from '../profiles/replenishment.ts';

/** A product that a customer is due to need again this week. */
export interface DueProduct {
  customerId: number;
  productId: string;
  dueDay: number;
  /** The customer's last purchase, of whatever: after another one, this says nothing any more. */
  lastPurchaseDay: number;
}

/**
 * Of each customer the product that is due first within the week, by the rule of the replenishment on their page, of those
 * that they have bought three times or more; of two on one day the one bought more often, then the lower number:
 * the one that their page suggests first (`reminderOrder`).
 */
export interface DueProducts {
  /** @param days ascending, distinct days with a purchase of the product, of which not every unit was sent back; figures: the shop's of it */
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
