import type { PurchaseHistory } from './purchase-history.ts';

/**
 * The purchase histories of all customers of a shop in typed arrays: some 60 bytes a customer and 12 a purchase, where
 * objects would take ten times that. A rebuild goes over them three times (gap, model, scores) and reads the database once.
 */
export interface CustomerHistories {
  /** Customers held. */
  readonly count: number;
  /** Purchases held. */
  readonly purchases: number;
  /** Adds a customer; the purchases given to `addPurchaseDay` and `addPurchaseValue` since the last one are theirs. */
  addCustomer(customer: HistoryTotals): void;
  addPurchaseDay(day: number): void;
  /** Minor units of the shop's currency; 0 for a purchase in another currency. */
  addPurchaseValue(value: number): void;
  /** The history at this place. Its lists are views: they stay right as long as nothing is added. */
  at(index: number): PurchaseHistory & { firstOrderDay: number | null };
}

/** A customer without their purchases. */
export interface HistoryTotals {
  customerId: number;
  excluded: boolean;
  orders: number;
  discountedOrders: number;
  firstOrderDay: number | null;
  unitsBought: number;
  unitsRefunded: number;
}

const NO_DAY = -2_147_483_648;

/** An empty collection. */
export function createCustomerHistories(): CustomerHistories {
  const ids = growing(Float64Array);
  const excluded = growing(Uint8Array);
  const orders = growing(Int32Array);
  const discounted = growing(Int32Array);
  const firstOrderDays = growing(Int32Array);
  const bought = growing(Float64Array);
  const refunded = growing(Float64Array);
  const ends = growing(Float64Array);
  const days = growing(Int32Array);
  const values = growing(Float64Array);
  return {
    get count() {
      return ids.length;
    },
    get purchases() {
      return days.length;
    },
    addCustomer(customer) {
      if (days.length !== values.length) {
        throw new RangeError(`Customer ${customer.customerId} has purchase days and purchase values that do not pair up.`);
      }
      ids.push(customer.customerId);
      excluded.push(customer.excluded ? 1 : 0);
      orders.push(customer.orders);
      discounted.push(customer.discountedOrders);
      firstOrderDays.push(customer.firstOrderDay ?? NO_DAY);
      bought.push(customer.unitsBought);
      refunded.push(customer.unitsRefunded);
      ends.push(days.length);
    },
    addPurchaseDay: (day) => days.push(day),
    addPurchaseValue: (value) => values.push(value),
    at(index) {
      if (!(index >= 0 && index < ids.length)) throw new RangeError(`There is no customer at place ${index} of ${ids.length}.`);
      const from = index === 0 ? 0 : ends.get(index - 1);
      const to = ends.get(index);
      const firstOrderDay = firstOrderDays.get(index);
      return {
        customerId: String(ids.get(index)),
        excluded: excluded.get(index) === 1,
        orders: orders.get(index),
        discountedOrders: discounted.get(index),
        firstOrderDay: firstOrderDay === NO_DAY ? null : firstOrderDay,
        unitsBought: bought.get(index),
        unitsRefunded: refunded.get(index),
        purchaseDays: days.view(from, to),
        purchaseValues: values.view(from, to),
      };
    },
  };
}

type Numbers = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** A typed array that grows by doubling. */
function growing<Kind extends Numbers>(kind: new (length: number) => Kind) {
  let held = new kind(1024);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value: number): void {
      if (length === held.length) {
        const larger = new kind(2 * length);
        larger.set(held);
        held = larger;
      }
      held[length] = value;
      length += 1;
    },
    get: (index: number): number => held[index] as number,
    view: (from: number, to: number): Kind => held.subarray(from, to) as Kind,
  };
}
