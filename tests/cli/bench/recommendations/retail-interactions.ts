import { createInteractionsBuilder, type Interactions, type InteractionsBuilder } from '#app/recommendations/interactions.ts';
import { shopCalendar } from '#app/profiles/calendar.ts';
import { readCsvRows } from '#tests/shopify-standin/store/csv-rows.ts';
import { RetailRows, type OrderDraft, type ReturnDraft } from '#tests/shopify-standin/store/retail-rows.ts';

export interface RetailInteractions {
  /** With guests' orders, where they were asked for. */
  interactions: Interactions;
  /** Days with an order of a known customer; null where there is none. */
  firstDay: number | null;
  lastDay: number | null;
  /** Of known customers, and of all. */
  lines: number;
  allLines: number;
}

/** The zone of a store of that form. */
const RETAIL_ZONE = 'Europe/London';

/**
 * Reads a file of Online Retail II's form by the local Shopify's own rules, without building its store: lines of products
 * (codes that begin with five digits, upper-cased) in orders, by their day in the shop's time zone, and what came back.
 * @param throughDay rows of later days are not read at all; null: all of them
 * @param guests whether orders without a customer are wanted too
 * @throws {CsvError} with the line
 */
export async function readRetailInteractions(path: string, throughDay: number | null, { guests = false } = {}): Promise<RetailInteractions> {
  const rows = new RetailRows(path, throughDay === null ? Infinity : lastInstantOf(throughDay));
  await readCsvRows(path, (fields, line) => rows.take(fields, line));
  const { orders, returns, sourceCustomerIds } = rows.finish();
  const { dayOf } = shopCalendar(RETAIL_ZONE);
  const idOf = (customer: number): string => sourceCustomerIds.get(customer) ?? String(customer);
  const builder = createInteractionsBuilder();
  addReturns(builder, orders, returns, idOf, dayOf);
  let [firstDay, lastDay, lines, allLines] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const [invoice, order] of orders) {
    // What was read is let go of, order by order.
    orders.delete(invoice);
    const day = dayOf(order.processedAt);
    const { customerId } = order;
    if (customerId !== null) [firstDay, lastDay, lines] = [Math.min(firstDay, day), Math.max(lastDay, day), lines + order.lines.length];
    else if (!guests) continue;
    allLines += order.lines.length;
    const whose = customerId === null ? { customerId: invoice, guest: true } : { customerId: idOf(customerId) };
    for (const { product, quantity, unitPrice } of order.lines) builder.add({ ...whose, productCode: product.code.toUpperCase(), day, quantity, unitPrice });
  }
  return { interactions: builder.finish(), lines, allLines, firstDay: Number.isFinite(firstDay) ? firstDay : null, lastDay: Number.isFinite(lastDay) ? lastDay : null };
}

/**
 * What came back, in the order of the cancellations: of a customer's code no more than they had bought before it and had
 * not given back yet. The store takes the same units from single lines.
 */
function addReturns(builder: InteractionsBuilder, orders: ReadonlyMap<string, OrderDraft>, returns: readonly ReturnDraft[], idOf: (customer: number) => string, dayOf: (instant: number) => number): void {
  const keyOf = (customer: number, code: string): string => `${customer} ${code}`;
  const bought = new Map(returns.map(({ customerId, code }): [string, { at: number; units: number }[]] => [keyOf(customerId, code), []]));
  for (const { customerId, processedAt, lines } of orders.values()) {
    if (customerId === null) continue;
    for (const { product, quantity } of lines) bought.get(keyOf(customerId, product.code))?.push({ at: processedAt, units: quantity });
  }
  const back = new Map<string, number>();
  for (const { cancellation: { date }, customerId, code, units } of [...returns].sort((a, b) => a.cancellation.date - b.cancellation.date || a.row - b.row)) {
    const key = keyOf(customerId, code);
    const before = (bought.get(key) ?? []).reduce((sum, one) => sum + (one.at < date ? one.units : 0), 0);
    const taken = Math.min(units, before - (back.get(key) ?? 0));
    if (taken <= 0) continue;
    back.set(key, (back.get(key) ?? 0) + taken);
    builder.addReturn({ customerId: idOf(customerId), productCode: code.toUpperCase(), day: dayOf(date), quantity: taken });
  }
}

function lastInstantOf(day: number): number {
  const midnight = (day + 1) * 86_400_000;
  return midnight - shopCalendar(RETAIL_ZONE).offsetAt(midnight) - 1;
}
