import type { LiveStore } from '../shopify-standin/store/live-store.ts';
import { lineNetAfterRefunds } from '../shopify-standin/store/order-money.ts';
import type { StoreCustomer, StoreOrder } from '../shopify-standin/store/model.ts';

/**
 * What the screens must show, worked out from the local Shopify's own orders and the definitions, by other code than the
 * app's: for tests only.
 */

const COUNTED = ['PAID', 'PARTIALLY_PAID', 'PARTIALLY_REFUNDED', 'REFUNDED'];

/** Not test, not cancelled, paid for, not after now. */
export function isCounted(order: StoreOrder, now: number): boolean {
  return !order.test && order.cancelledAt === null && order.processedAt <= now && COUNTED.includes(order.financialStatus);
}

/** Lines without gift cards, after discounts, refunds and tax, less refunded money that no line carries; minor units, never below 0. */
export function netValue(order: StoreOrder): number {
  const lines = order.lines.filter((line) => !line.isGiftCard).reduce((sum, line) => sum + lineNetAfterRefunds(order, line), 0);
  const uncarried = order.refunds.reduce((sum, refund) => sum + Math.max(0, refund.adjustment), 0);
  return Math.max(0, lines - uncarried);
}

/** Calendar day (YYYY-MM-DD) of an instant in a time zone. */
export function dayOf(at: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at);
}

export interface CustomerTruth {
  orders: number;
  purchases: number;
  netSpend: number;
  firstPurchase: string | null;
  lastPurchase: string | null;
}

export function customerTruth(live: LiveStore, customer: StoreCustomer, now: number): CustomerTruth {
  const { currencyCode, ianaTimezone } = live.store.shop;
  const counted = customer.orders.filter((order) => isCounted(order, now));
  const purchases = counted.filter((order) => netValue(order) > 0);
  const days = purchases.map((order) => dayOf(order.processedAt, ianaTimezone)).sort();
  return {
    orders: counted.length,
    purchases: purchases.length,
    netSpend: purchases.filter((order) => order.currencyCode === currencyCode).reduce((sum, order) => sum + netValue(order), 0),
    firstPurchase: days[0] ?? null,
    lastPurchase: days.at(-1) ?? null,
  };
}

export interface ShopTruth {
  customers: number;
  buyers: number;
  repeatBuyers: number;
  /** Customers' and guests'. */
  netRevenue: number;
}

export function shopTruth(live: LiveStore, now: number): ShopTruth {
  const customers = [...live.store.customers.values()].map((customer) => customerTruth(live, customer, now));
  const { currencyCode } = live.store.shop;
  const revenue = [...live.store.orders.values()].filter((order) => isCounted(order, now) && order.currencyCode === currencyCode).reduce((sum, order) => sum + netValue(order), 0);
  return {
    customers: customers.length,
    buyers: customers.filter((one) => one.purchases > 0).length,
    repeatBuyers: customers.filter((one) => one.purchases > 1).length,
    netRevenue: revenue,
  };
}

export interface MonthTruth {
  newBuyers: number;
  returningBuyers: number;
  newRevenue: number;
  returningRevenue: number;
  otherRevenue: number;
}

/** New and returning buyers and their revenue by month (YYYY-MM), for months with a purchase: counted from each purchase anew. */
export function monthsTruth(live: LiveStore, now: number): Map<string, MonthTruth> {
  const { currencyCode, ianaTimezone } = live.store.shop;
  const months = new Map<string, MonthTruth>();
  const at = (month: string): MonthTruth => {
    const row = months.get(month) ?? { newBuyers: 0, returningBuyers: 0, newRevenue: 0, returningRevenue: 0, otherRevenue: 0 };
    months.set(month, row);
    return row;
  };
  const buyers = new Map<number, StoreOrder[]>();
  for (const order of live.store.orders.values()) {
    if (!isCounted(order, now) || netValue(order) === 0) continue;
    if (order.customer !== null) buyers.set(order.customer.id, [...(buyers.get(order.customer.id) ?? []), order]);
    else if (order.currencyCode === currencyCode) at(dayOf(order.processedAt, ianaTimezone).slice(0, 7)).otherRevenue += netValue(order);
  }
  for (const orders of buyers.values()) {
    const bought = orders.map((order) => ({ month: dayOf(order.processedAt, ianaTimezone).slice(0, 7), value: order.currencyCode === currencyCode ? netValue(order) : 0 }));
    const first = bought.map((one) => one.month).sort()[0];
    for (const month of new Set(bought.map((one) => one.month))) {
      const spent = bought.filter((one) => one.month === month).reduce((sum, one) => sum + one.value, 0);
      at(month)[month === first ? 'newBuyers' : 'returningBuyers'] += 1;
      at(month)[month === first ? 'newRevenue' : 'returningRevenue'] += spent;
    }
  }
  return months;
}
