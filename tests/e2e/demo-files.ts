import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { readCsvRows } from '../shopify-standin/store/csv-rows.ts';

/** The columns of --profiles, as README.md lists them. */
export const PROFILE_COLUMNS = [
  'customer_id', 'first_purchase', 'last_purchase', 'orders', 'purchases', 'net_spend', 'recency_days', 'r', 'f', 'm', 'tier', 'stage', 'tags', 'reason',
  'clv_12m', 'clv_low', 'clv_high', 'p_alive', 'p_buy', 'p_buy_90d', 'next_order_date', 'churn_band', 'refunded_share', 'discount_share', 'top_product_type', 'suggestion',
] as const;
const FORECAST_COLUMNS = ['clv_12m', 'clv_low', 'clv_high', 'p_alive', 'p_buy', 'p_buy_90d', 'next_order_date', 'churn_band'] as const;
const DAY = 86_400_000;
const ISO_DAY = /^\d{4}-\d\d-\d\d$/;

export type ProfileCells = Record<(typeof PROFILE_COLUMNS)[number], string>;

/** The rows of --profiles, each under the names of its columns. @throws when the columns are others */
export async function readProfiles(file: string): Promise<ProfileCells[]> {
  const rows: string[][] = [];
  await readCsvRows(file, (fields) => void rows.push([...fields]));
  expect(rows.shift()).toEqual(PROFILE_COLUMNS);
  return rows.map((row) => {
    expect(row).toHaveLength(PROFILE_COLUMNS.length);
    return Object.fromEntries(PROFILE_COLUMNS.map((name, at) => [name, row[at] ?? ''])) as ProfileCells;
  });
}

interface DumpedOrder {
  customer: { id: string } | null;
  test: boolean;
  cancelledAt: string | null;
  processedAt: string;
  displayFinancialStatus: string;
  totalDiscountsSet: { shopMoney: { amount: string } };
  lineItems: { isGiftCard: boolean; quantity: number; id: string }[];
  refunds: { refundLineItems: { lineItem: { id: string }; quantity: number }[] }[];
}

export interface DumpedCustomer {
  orders: number;
  discounted: number;
  bought: number;
  refunded: number;
}

/** What the local Shopify's --dump says of each customer, by their number, worked out by other code than the app's. */
export function readDump(directory: string, now: number): Map<string, DumpedCustomer> {
  const lines = <Line>(file: string): Line[] => readFileSync(`${directory}/${file}`, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Line);
  const customers = new Map(lines<{ legacyResourceId: string }>('customers.jsonl').map((one) => [one.legacyResourceId, { orders: 0, discounted: 0, bought: 0, refunded: 0 }]));
  for (const order of lines<DumpedOrder>('orders.jsonl')) {
    const customer = customers.get(order.customer?.id.split('/').at(-1) ?? '');
    const counted = !order.test && order.cancelledAt === null && Date.parse(order.processedAt) <= now && /^(PAID|PARTIALLY_PAID|PARTIALLY_REFUNDED|REFUNDED)$/.test(order.displayFinancialStatus);
    if (customer === undefined || !counted) continue;
    const goods = new Map(order.lineItems.filter((line) => !line.isGiftCard).map((line) => [line.id, line.quantity]));
    customer.orders += 1;
    if (Number(order.totalDiscountsSet.shopMoney.amount) > 0) customer.discounted += 1;
    customer.bought += [...goods.values()].reduce((sum, quantity) => sum + quantity, 0);
    customer.refunded += order.refunds.flatMap((refund) => refund.refundLineItems).filter((line) => goods.has(line.lineItem.id)).reduce((sum, line) => sum + line.quantity, 0);
  }
  return customers;
}

/** What README.md says of each cell of a row, but for what is expected of the customer. */
export function expectCells(cells: ProfileCells, dumped: DumpedCustomer | undefined): void {
  const share = (part: number, of: number): string => (of === 0 ? '' : String(Math.round((part / of) * 1e4) / 1e4));
  expect([cells.orders, cells.discount_share, cells.refunded_share], cells.customer_id).toEqual([String(dumped?.orders), share(dumped?.discounted ?? 0, dumped?.orders ?? 0), share(dumped?.refunded ?? 0, dumped?.bought ?? 0)]);
  const bought = Number(cells.purchases) > 0;
  expect([cells.first_purchase, cells.last_purchase].every((day) => (bought ? ISO_DAY.test(day) : day === '')), cells.customer_id).toBe(true);
  expect(cells.net_spend).toMatch(/^\d+$/);
  for (const score of [cells.r, cells.f, cells.m]) expect(score).toMatch(bought ? /^[1-5]$/ : /^$/);
  for (const words of [cells.tier, cells.stage, cells.reason]) expect(words).not.toBe('');
  if (bought) expect(cells.top_product_type).not.toBe('');
  expect(cells.suggestion).toMatch(/^(reorder|try|thank|win back|ask why|leave alone): .{5}|^$/);
}

/** What is expected of a customer: all eight cells, or none of them. */
export function expectForecast(cells: ProfileCells, is: { given: boolean }): void {
  const given = FORECAST_COLUMNS.map((name) => cells[name]);
  if (!is.given) return expect(given, cells.customer_id).toEqual(FORECAST_COLUMNS.map(() => ''));
  const [clv, low, high] = [cells.clv_12m, cells.clv_low, cells.clv_high].map((text) => (/^\d+$/.test(text) ? Number(text) : NaN)) as [number, number, number];
  expect(low <= clv && clv <= high, `${cells.customer_id} ${given.join(' ')}`).toBe(true);
  for (const chance of [cells.p_alive, cells.p_buy, cells.p_buy_90d]) expect(/^(0|1|0\.\d+)$/.test(chance) || /^\de-\d$/.test(chance), chance).toBe(true);
  expect(cells.next_order_date === '' || ISO_DAY.test(cells.next_order_date)).toBe(true);
  expect(cells.churn_band).toMatch(/^(low|medium|high)$/);
}

export interface AccuracyRow {
  cutoff: string;
  metric: string;
  model: number;
  naive: number | null;
  shown: boolean;
}

/** What README.md says of --accuracy: cut-offs in the store's past, each with the same metrics, and one word on whether the forecast is shown. */
export function expectAccuracy(rows: readonly AccuracyRow[], now: number): void {
  const byCutOff = Map.groupBy(rows, (row) => row.cutoff);
  const days = [...byCutOff.keys()].map((day) => Date.parse(day) / DAY);
  expect(days.length).toBeGreaterThan(1);
  expect(days.every((day, at) => at === 0 || day === (days[at - 1] ?? 0) + 30)).toBe(true);
  // The last cut-off's ninety days are over.
  expect(days.at(-1)).toBe(Math.floor(now / DAY) - 1 - 90);
  for (const of of byCutOff.values()) {
    expect(of.map((row) => row.metric)).toEqual(['auc', 'top-tenth-bought', 'brier', 'calibration-error', 'purchases-mae', 'purchases-rmse', 'purchases-bias', 'revenue-mae', 'revenue-bias', 'top-tenth']);
    for (const row of of) {
      expect(Object.keys(row)).toEqual(['cutoff', 'metric', 'model', 'naive', 'shown']);
      expect(Number.isFinite(row.model)).toBe(true);
      // Of a metric that no naive forecast has a number for there is none to hold it against.
      expect(row.naive === null ? row.metric === 'calibration-error' || row.metric === 'brier' : Number.isFinite(row.naive), row.metric).toBe(true);
    }
  }
  expect(new Set(rows.map((row) => row.shown)).size).toBe(1);
}
