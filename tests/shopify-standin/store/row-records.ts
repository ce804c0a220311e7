/**
 * Rows of a store as plain JSON, for the journal: what points to another object is its id. A record that is read back
 * takes the place of the row that stands, object by object, so that whoever holds the row sees the change.
 */
import type { Store, StoreCustomer, StoreLine, StoreOrder, StoreProduct, StoreRefund, StoreReturn, StoreVariant } from './model.ts';

export type RowType = 'Customer' | 'Order' | 'Product';

type LineRecord = Omit<StoreLine, 'variant'> & { variant: number | null };
type RefundRecord = Omit<StoreRefund, 'lines'> & { lines: (Omit<StoreRefund['lines'][number], 'line'> & { line: number })[] };
type ReturnRecord = Omit<StoreReturn, 'lines'> & { lines: (Omit<StoreReturn['lines'][number], 'line'> & { line: number })[] };
export type OrderRecord = Omit<StoreOrder, 'customer' | 'lines' | 'refunds' | 'returns'> & {
  customer: number | null;
  lines: LineRecord[];
  refunds: RefundRecord[];
  returns: ReturnRecord[];
};
export type CustomerRecord = Omit<StoreCustomer, 'orders'>;
export type ProductRecord = Omit<StoreProduct, 'variants'> & { variants: Omit<StoreVariant, 'product'>[] };

/** What one step changed, as the journal keeps it. */
export interface RowRecords {
  customers?: CustomerRecord[];
  products?: ProductRecord[];
  orders?: OrderRecord[];
  gone?: { type: RowType; id: number }[];
}

export function customerRecord({ orders: _, ...own }: StoreCustomer): CustomerRecord {
  return own;
}

export function productRecord({ variants, ...own }: StoreProduct): ProductRecord {
  return { ...own, variants: variants.map(({ product: _, ...variant }) => variant) };
}

export function orderRecord(order: StoreOrder): OrderRecord {
  return {
    ...order,
    customer: order.customer?.id ?? null,
    lines: order.lines.map((line) => ({ ...line, variant: line.variant?.id ?? null })),
    refunds: order.refunds.map((refund) => ({ ...refund, lines: refund.lines.map((line) => ({ ...line, line: line.line.id })) })),
    returns: order.returns.map((one) => ({ ...one, lines: one.lines.map((line) => ({ ...line, line: line.line.id })) })),
  };
}

/** Puts a record in the place of its row, which may be new. @returns the row */
export function putCustomer(store: Store, record: CustomerRecord): StoreCustomer {
  const standing = store.customers.get(record.id);
  const row = standing === undefined ? { ...record, orders: [] } : Object.assign(standing, record);
  store.customers.set(row.id, row);
  return row;
}

export function putProduct(store: Store, record: ProductRecord): StoreProduct {
  const standing = store.products.get(record.id);
  const { variants, ...own } = record;
  const row: StoreProduct = standing === undefined ? { ...own, variants: [] } : Object.assign(standing, own);
  const before = new Map(row.variants.map((variant) => [variant.id, variant]));
  row.variants = variants.map((variant) => {
    const known = before.get(variant.id);
    return known === undefined ? { ...variant, product: row } : Object.assign(known, variant);
  });
  store.products.set(row.id, row);
  return row;
}

/** @param variant finds a variant by its id */
export function putOrder(store: Store, record: OrderRecord, variant: (id: number) => StoreVariant | undefined): StoreOrder {
  const standing = store.orders.get(record.id);
  const before = new Map(standing?.lines.map((line) => [line.id, line]));
  const lines = record.lines.map((line): StoreLine => {
    const made = { ...line, variant: line.variant === null ? null : (variant(line.variant) ?? null) };
    const known = before.get(line.id);
    return known === undefined ? made : Object.assign(known, made);
  });
  const lineOf = (id: number): StoreLine => {
    const line = lines.find((one) => one.id === id);
    if (line === undefined) throw new Error(`The journal's order ${record.id} speaks of a line ${id} that it does not have.`);
    return line;
  };
  const customer = record.customer === null ? null : (store.customers.get(record.customer) ?? null);
  const made: StoreOrder = {
    ...record,
    customer,
    lines,
    refunds: record.refunds.map((refund) => ({ ...refund, lines: refund.lines.map((line) => ({ ...line, line: lineOf(line.line) })) })),
    returns: record.returns.map((one) => ({ ...one, lines: one.lines.map((line) => ({ ...line, line: lineOf(line.line) })) })),
  };
  const row = standing === undefined ? made : Object.assign(standing, made);
  store.orders.set(row.id, row);
  if (customer !== null) addToOrders(customer, row);
  return row;
}

/** A customer's orders stand from the oldest on. */
export function addToOrders(customer: StoreCustomer, order: StoreOrder): void {
  if (customer.orders.includes(order)) return;
  const last = customer.orders.at(-1);
  customer.orders.push(order);
  if (last !== undefined && last.processedAt > order.processedAt) customer.orders.sort((a, b) => a.processedAt - b.processedAt || a.id - b.id);
}

/** Takes a row out of the store and out of what points to it. @returns whether it was there */
export function removeRow(store: Store, type: RowType, id: number): boolean {
  if (type === 'Order') {
    const order = store.orders.get(id);
    if (order?.customer) order.customer.orders = order.customer.orders.filter((one) => one !== order);
    return store.orders.delete(id);
  }
  if (type === 'Customer') {
    for (const order of store.customers.get(id)?.orders ?? []) order.customer = null;
    return store.customers.delete(id);
  }
  // Lines keep their titles: Shopify's lose the product and the variant alone.
  for (const order of store.orders.values()) {
    for (const line of order.lines) if (line.variant?.product.id === id) line.variant = null;
  }
  return store.products.delete(id);
}
