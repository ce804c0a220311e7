import { growingNumbers } from './growing-numbers.ts';
import type { PurchaseView } from './order-histories.ts';

/** What a profile says of a customer's purchases: all that a forecast as of today needs of them. */
export interface ProfilePurchases {
  customerId: number;
  orders: number;
  discountedOrders: number;
  /** Money given back, of orders in the shop's currency. */
  refundedValue: number;
  /** Day of each purchase, ascending; value of each, 0 where it was in another currency. */
  purchaseDays: ArrayLike<number>;
  purchaseValues: ArrayLike<number>;
}

export interface ProfileView {
  view: PurchaseView;
  /** Customer i of the view is customerIds[i]. */
  customerIds: Float64Array;
}

/**
 * Gathers profiles into the view of purchases that a forecast is made from. As of today everything that was given back is
 * known, so that it is the view that the orders themselves give (a test holds the two together), for one customer as for a million.
 * Somebody without a purchase is left out.
 */
export function createProfileView(throughDay: number): { add(profile: ProfilePurchases): void; finish(): ProfileView } {
  const ids = growingNumbers(Float64Array);
  const starts = growingNumbers(Int32Array);
  const days = growingNumbers(Int32Array);
  const values = growingNumbers(Float64Array);
  const [orders, discounted, gross, refunded] = [growingNumbers(Float64Array), growingNumbers(Float64Array), growingNumbers(Float64Array), growingNumbers(Float64Array)];
  starts.push(0);
  return {
    add({ customerId, orders: count, discountedOrders, refundedValue, purchaseDays, purchaseValues }) {
      if (purchaseDays.length === 0) return;
      let spend = 0;
      let last: number | null = null;
      for (let k = 0; k < purchaseDays.length; k += 1) {
        const day = purchaseDays[k] as number;
        const value = purchaseValues[k] as number;
        if (last !== null && day < last) throw new RangeError(`The purchases of customer ${customerId} are not in the order of their days.`);
        spend += value;
        if (day === last) values.addToLast(value);
        else {
          days.push(day);
          values.push(value);
        }
        last = day;
      }
      ids.push(customerId);
      starts.push(days.length);
      orders.push(count);
      discounted.push(discountedOrders);
      gross.push(spend + refundedValue);
      refunded.push(refundedValue);
    },
    finish() {
      const size = ids.length;
      return {
        customerIds: ids.held(),
        view: {
          throughDay, size, customer: Int32Array.from({ length: size }, (_, i) => i), starts: starts.held(), days: days.held(), values: values.held(),
          orders: orders.held(), discountedOrders: discounted.held(), grossValue: gross.held(), refundedValue: refunded.held(),
        },
      };
    },
  };
}
