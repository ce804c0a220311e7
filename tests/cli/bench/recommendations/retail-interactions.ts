import { createInteractionsBuilder, type Interactions } from '#app/recommendations/interactions.ts';
import { shopCalendar } from '#app/profiles/calendar.ts';
import type { StoreLine } from '#tests/shopify-standin/store/model.ts';
import { loadOnlineRetail } from '#tests/shopify-standin/store/load-online-retail.ts';

export interface RetailInteractions {
  interactions: Interactions;
  /** Days with an order of a known customer; null where there is none. */
  firstDay: number | null;
  lastDay: number | null;
  lines: number;
}

/** The zone of a store of that form. */
const RETAIL_ZONE = 'Europe/London';

/**
 * Reads a file of Online Retail II's form by the local Shopify's own rules: lines of products (codes that begin with five
 * digits, upper-cased) in orders with a customer, by their day in the shop's time zone, and what came back.
 * @param throughDay rows of later days are not read at all; null: all of them
 * @throws {CsvError} with the line
 */
export async function readRetailInteractions(path: string, throughDay: number | null): Promise<RetailInteractions> {
  const now = throughDay === null ? null : lastInstantOf(throughDay);
  const { store } = await loadOnlineRetail(path, { now, shopDomain: 'recommendations.myshopify.com' });
  const { dayOf } = shopCalendar(store.shop.ianaTimezone);
  const builder = createInteractionsBuilder();
  let [firstDay, lastDay, lines] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const customer of store.customers.values()) {
    const customerId = store.sourceCustomerIds.get(customer.id) ?? String(customer.id);
    for (const order of customer.orders) {
      const day = dayOf(order.processedAt);
      [firstDay, lastDay, lines] = [Math.min(firstDay, day), Math.max(lastDay, day), lines + order.lines.length];
      for (const line of order.lines) builder.add({ customerId, productCode: codeOf(line), day, quantity: line.quantity, unitPrice: line.unitPrice });
      for (const refund of order.refunds) {
        const back = dayOf(refund.createdAt);
        for (const { line, quantity } of refund.lines) builder.addReturn({ customerId, productCode: codeOf(line), day: back, quantity });
      }
    }
  }
  return { interactions: builder.finish(), lines, firstDay: Number.isFinite(firstDay) ? firstDay : null, lastDay: Number.isFinite(lastDay) ? lastDay : null };
}

const codeOf = (line: StoreLine): string => (line.sku ?? '').toUpperCase();

function lastInstantOf(day: number): number {
  const midnight = (day + 1) * 86_400_000;
  return midnight - shopCalendar(RETAIL_ZONE).offsetAt(midnight) - 1;
}
