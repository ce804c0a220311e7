import { gidNumber } from '../../store/model.ts';
import type { StoreOrder } from '../../store/model.ts';
import { NotServed } from '../errors.ts';
import { connection } from '../paging.ts';
import { booleanFilter, compileSearch, numberFilter, tagFilter, textFilter, timeFilter } from '../search.ts';
import type { Filters } from '../search.ts';
import { withArgs } from '../serving.ts';
import type { Args, Rows, ServedField, Serving } from '../serving.ts';
import { countRows } from './counts.ts';
import { returnStatus } from './returns.ts';

/** How far back `read_orders` alone may look. */
const daysWithoutReadAllOrders = 60;

/** Whether the app may see the order: those of the last 60 days, unless it has `read_all_orders`. */
export function orderVisible(order: StoreOrder, serving: Serving): boolean {
  return serving.app.scopes.includes('read_all_orders') || order.createdAt >= serving.now - daysWithoutReadAllOrders * 86_400_000;
}

/** What the order's `status` filter means; 'any' is everything. */
function statusFilter(order: StoreOrder): string {
  if (order.cancelledAt !== null) return 'cancelled';
  return order.closedAt !== null ? 'closed' : 'open';
}

const filters: Filters<StoreOrder> = {
  id: numberFilter('id', (order) => order.id),
  created_at: timeFilter('created_at', (order) => order.createdAt),
  updated_at: timeFilter('updated_at', (order) => order.updatedAt),
  processed_at: timeFilter('processed_at', (order) => order.processedAt),
  name: (comparison, value) => {
    const [exact, numbered] = [value, `#${value}`].map((name) => textFilter<StoreOrder>('name', (order) => order.name)(comparison, name));
    return (order) => exact?.(order) === true || numbered?.(order) === true;
  },
  email: textFilter('email', (order) => order.email),
  customer_id: numberFilter('customer_id', (order) => order.customer?.id ?? -1),
  financial_status: textFilter('financial_status', (order) => order.financialStatus, { list: true }),
  fulfillment_status: (comparison, value) => {
    // The filter's own words for two of the states.
    const words: Record<string, string> = { shipped: 'fulfilled', partial: 'partially_fulfilled', unshipped: 'unfulfilled' };
    return textFilter<StoreOrder>('fulfillment_status', (order) => order.fulfillmentStatus)(comparison, words[value.toLowerCase()] ?? value);
  },
  status: (comparison, value) => {
    if (value.toLowerCase() === 'any') return () => true;
    return textFilter<StoreOrder>('status', statusFilter)(comparison, value);
  },
  return_status: textFilter('return_status', (order) => returnStatus(order)),
  source_name: textFilter('source_name', (order) => order.sourceName),
  test: booleanFilter('test', (order) => order.test),
  tag: tagFilter('tag', (order) => order.tags, true),
  tag_not: tagFilter('tag_not', (order) => order.tags, false),
};

const sortValues = {
  ID: (order: StoreOrder) => order.id,
  CREATED_AT: (order: StoreOrder) => order.createdAt,
  UPDATED_AT: (order: StoreOrder) => order.updatedAt,
  PROCESSED_AT: (order: StoreOrder) => order.processedAt,
} as const;

function sorting(args: Args, usual: keyof typeof sortValues): keyof typeof sortValues {
  const sortKey = String(args.sortKey ?? usual);
  if (!Object.hasOwn(sortValues, sortKey)) throw new NotServed(`orders(sortKey: ${sortKey})`);
  return sortKey as keyof typeof sortValues;
}

function rows(list: readonly StoreOrder[], key: keyof typeof sortValues, args: Args, serving: Serving): Rows<StoreOrder> {
  const found = compileSearch(args.query, filters, 'orders');
  const all = serving.app.scopes.includes('read_all_orders');
  const keep = all ? found : (order: StoreOrder) => orderVisible(order, serving) && (found === null || found(order));
  return { list, id: (order) => order.id, value: sortValues[key], keep, reverse: args.reverse === true };
}

/** The orders of one customer. */
export function orderRowsOf(orders: readonly StoreOrder[], args: Args, serving: Serving): Rows<StoreOrder> {
  const key = sorting(args, 'ID');
  const value = sortValues[key];
  const list = orders.length < 2 ? orders : [...orders].sort((a, b) => value(a) - value(b) || a.id - b.id);
  return rows(list, key, args, serving);
}

function allOrderRows(_: unknown, args: Args, serving: Serving): Rows<StoreOrder> {
  const key = sorting(args, 'PROCESSED_AT');
  return rows(serving.live.list('orders', key), key, args, serving);
}

export const orderRoots: Record<string, ServedField<unknown>> = {
  order: withArgs(['id'], (_, args, serving) => orderById(String(args.id), serving)),
  orders: connection(allOrderRows, ['query', 'sortKey']),
  ordersCount: withArgs(['query', 'limit'], (root, args, serving) => countRows(allOrderRows(root, args, serving), args)),
};

export function orderById(id: string, serving: Serving): StoreOrder | null {
  const number = gidNumber('Order', id);
  const order = number === null ? undefined : serving.live.order(number);
  return order !== undefined && orderVisible(order, serving) ? order : null;
}
