import { createCustomerHistories, type CustomerHistories } from '../profiles/customer-histories.ts';
import { parseDay } from '../profiles/calendar.ts';

/** What a customer bought: a day (number, or YYYY-MM-DD) and a value each, in any order. */
export type MadePurchases = readonly (readonly [day: number | string, value: number])[];

/** Histories of customers 1, 2, 3 and so on, as a rebuild would hold them. */
export function historiesOf(customers: readonly MadePurchases[], excluded: ReadonlySet<number> = new Set()): CustomerHistories {
  const histories = createCustomerHistories();
  for (const [index, purchases] of customers.entries()) {
    const sorted = purchases.map(([day, value]) => [typeof day === 'string' ? parseDay(day) : day, value] as const).sort((a, b) => a[0] - b[0]);
    for (const [day, value] of sorted) {
      histories.addPurchaseDay(day);
      histories.addPurchaseValue(value);
    }
    histories.addCustomer({
      customerId: index + 1, excluded: excluded.has(index + 1), orders: sorted.length, discountedOrders: 0, firstOrderDay: sorted[0]?.[0] ?? null,
      unitsBought: sorted.length, unitsRefunded: 0,
    });
  }
  return histories;
}

/** What a generator of steps comes to. */
export function outcome<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
