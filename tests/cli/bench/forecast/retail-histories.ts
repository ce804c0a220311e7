import { createHistoriesBuilder, type OrderHistories } from '#app/forecast/order-histories.ts';
import { shopCalendar } from '#app/profiles/calendar.ts';
import { loadOnlineRetail } from '#tests/shopify-standin/store/load-online-retail.ts';
import { lineNetTotal } from '#tests/shopify-standin/store/order-money.ts';
import type { StoreOrder } from '#tests/shopify-standin/store/model.ts';

/** The orders of a file as the app would come to hold them. */
export interface RetailHistories {
  histories: OrderHistories;
  /** The customer's id in the file, in the order of the histories. */
  customerIds: string[];
  /** The first day with an order; null where there is none. */
  firstDay: number | null;
  /** The last day with an order or a refund: what follows is not known. */
  lastDay: number;
}

/**
 * Reads a file of Online Retail II's form by the local Shopify's own rules (cancellations are taken from the lines that
 * they cancel, units of products alone have value) and makes of it what the mirror would hold: an order's net value
 * before refunds, and each refund on its own day, in days of the shop's time zone.
 * @throws {CsvError} with the line
 */
export async function readRetailHistories(path: string): Promise<RetailHistories> {
  const { store } = await loadOnlineRetail(path, { now: null, shopDomain: 'forecast.myshopify.com' });
  const { dayOf } = shopCalendar(store.shop.ianaTimezone);
  const builder = createHistoriesBuilder();
  const customerIds: string[] = [];
  for (const customer of store.customers.values()) {
    customerIds.push(store.sourceCustomerIds.get(customer.id) ?? String(customer.id));
    for (const order of customer.orders) {
      builder.addOrder({
        day: dayOf(order.processedAt), value: netBeforeRefunds(order), discounted: order.discounts.length > 0,
        refunds: order.refunds.map((refund) => ({ day: dayOf(refund.createdAt), value: refund.adjustment + refund.lines.reduce((sum, line) => sum + line.subtotal, 0) })),
      });
    }
    builder.endCustomer();
  }
  // Guests' orders too: a day on which nobody known bought is a day that is known.
  let [firstDay, lastDay] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const order of store.orders.values()) {
    firstDay = Math.min(firstDay, dayOf(order.processedAt));
    lastDay = Math.max(lastDay, dayOf(order.processedAt), ...order.refunds.map((refund) => dayOf(refund.createdAt)));
  }
  return { histories: builder.finish(), customerIds, firstDay: Number.isFinite(firstDay) ? firstDay : null, lastDay };
}

function netBeforeRefunds(order: StoreOrder): number {
  return order.lines.reduce((sum, line) => sum + (line.isGiftCard ? 0 : lineNetTotal(order, line)), 0);
}
