import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { BtydSummary } from '#app/math/btyd-summary.ts';
import { loadOnlineRetail } from '#tests/shopify-standin/store/load-online-retail.ts';

const DAY = 86_400_000;
const DATA = fileURLToPath(new URL('../../../shared/data/online_retail_ii.csv.gz', import.meta.url));

/** Online Retail II beside the project, where it is. */
export const onlineRetailFile: string | null = existsSync(DATA) ? DATA : null;

/** What one customer ordered and sent back, oldest order first. Days are days since 1970, money is in pennies. */
export interface RetailOrder {
  day: number;
  value: number;
  refunds: { at: number; value: number }[];
}

/** Every customer's orders. The file's dates are taken as UTC; nobody orders near midnight, so that the day in London is the same. */
export async function retailOrders(path: string): Promise<RetailOrder[][]> {
  const { store } = await loadOnlineRetail(path, { now: null, shopDomain: 'reference' });
  return [...store.customers.values()].map(({ orders }) =>
    orders.map((order) => ({
      day: Math.floor(order.processedAt / DAY),
      value: order.lines.reduce((sum, line) => sum + line.quantity * line.unitPrice - line.discount, 0),
      refunds: order.refunds.map(({ createdAt, lines }) => ({ at: createdAt, value: lines.reduce((sum, { subtotal }) => sum + subtotal, 0) })),
    })),
  );
}

/** 32 days of cutting off, every 14 days from 2010-06-06 to 2011-08-14. */
export const rollingCutOffs: readonly number[] = Array.from({ length: 32 }, (_, i) => Date.UTC(2010, 5, 6) / DAY + 14 * i);

export const isoDay = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** Net value of each purchase day before the cut-off, as it was known then: what was sent back later is not known yet. */
export function purchaseDays(orders: readonly RetailOrder[], cutOff: number): Map<number, number> {
  const days = new Map<number, number>();
  for (const { day, value, refunds } of orders) {
    if (day >= cutOff) continue;
    const net = refunds.reduce((sum, refund) => (refund.at < cutOff * DAY ? sum - refund.value : sum), value);
    if (net > 0) days.set(day, (days.get(day) ?? 0) + net);
  }
  return days;
}

/** What a model sees of the customers at a cut-off, in weeks, and the mean net value of their repeat purchase days. */
export function summaryAt(customers: readonly (readonly RetailOrder[])[], cutOff: number): BtydSummary & { meanValue: Float64Array } {
  const frequency: number[] = [];
  const recency: number[] = [];
  const age: number[] = [];
  const meanValue: number[] = [];
  for (const orders of customers) {
    const days = purchaseDays(orders, cutOff);
    if (days.size === 0) continue;
    const [first, last] = [Math.min(...days.keys()), Math.max(...days.keys())];
    frequency.push(days.size - 1);
    recency.push((last - first) / 7);
    age.push((cutOff - first) / 7);
    const repeat = [...days].filter(([day]) => day !== first).reduce((sum, [, value]) => sum + value, 0);
    meanValue.push(days.size > 1 ? repeat / 100 / (days.size - 1) : 0);
  }
  const columns = [frequency, recency, age, meanValue].map((column) => Float64Array.from(column)) as [Float64Array, Float64Array, Float64Array, Float64Array];
  return { size: frequency.length, frequency: columns[0], recency: columns[1], age: columns[2], meanValue: columns[3] };
}
