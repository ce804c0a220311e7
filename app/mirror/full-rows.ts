import type { CustomersByIdQuery } from '../shopify/generated/customers-by-id.ts';
import type { OrdersByIdQuery } from '../shopify/generated/orders-by-id.ts';
import type { ProductsByIdQuery } from '../shopify/generated/products-by-id.ts';
import type { Cell } from './cells.ts';
import { customerRow, type ShopifyCustomer } from './customer-row.ts';
import { CUSTOMERS, ORDERS, PRODUCTS, type MirrorTable } from './mirror-tables.ts';
import { orderSession } from './order-session.ts';
import { lineRow, orderRows, type ShopifyLine, type ShopifyOrder } from './order-rows.ts';
import { productRow, variantRow, type ShopifyProduct, type ShopifyVariant } from './product-rows.ts';

/** An object read in full: its own row, and the rows below it, all of them. Cells are in the order of their table's columns (mirror-tables.ts). */
export interface FullRow {
  id: string;
  /** Milliseconds since the epoch. */
  updatedAt: number;
  cells: Cell[];
  children: Cell[][];
  /** Rows that stand inside it: an order's refunds. */
  inside: Cell[][];
  /** Of an order: the visit in which it was made, where the reading tells of it. */
  session?: string | null;
}

type OrderNode = Extract<OrdersByIdQuery['nodes'][number], { lineItems: object }>;
type CustomerNode = Extract<CustomersByIdQuery['nodes'][number], { numberOfOrders: string }>;
type ProductNode = Extract<ProductsByIdQuery['nodes'][number], { variants: object }>;

/** An order of `nodes(ids)`, with the first page of its lines. */
export function isOrder(node: object | null): node is OrderNode {
  return node !== null && 'lineItems' in node;
}

export function isCustomer(node: object | null): node is CustomerNode {
  return node !== null && 'numberOfOrders' in node;
}

/** A product of `nodes(ids)`, with the first page of its variants. */
export function isProduct(node: object | null): node is ProductNode {
  return node !== null && 'variants' in node;
}

/** @throws RowFault */
export function fullOrder(order: ShopifyOrder & { attributes?: unknown }, lines: readonly ShopifyLine[]): FullRow {
  const { order: cells, refunds } = orderRows(order);
  const id = String(cells[0]);
  return { id, updatedAt: updatedAtOf(ORDERS, cells), cells, children: lines.map((line) => lineRow(line, id)), inside: refunds, session: orderSession(order.attributes) };
}

/** @throws RowFault */
export function fullCustomer(customer: ShopifyCustomer): FullRow {
  const cells = customerRow(customer);
  return { id: String(cells[0]), updatedAt: updatedAtOf(CUSTOMERS, cells), cells, children: [], inside: [] };
}

/** @param shopDecimals of the shop's currency, which prices are in @throws RowFault */
export function fullProduct(product: ShopifyProduct, variants: readonly ShopifyVariant[], shopDecimals: number): FullRow {
  const cells = productRow(product);
  const id = String(cells[0]);
  return { id, updatedAt: updatedAtOf(PRODUCTS, cells), cells, children: variants.map((variant) => variantRow(variant, id, shopDecimals)), inside: [] };
}

function updatedAtOf(table: MirrorTable, cells: readonly Cell[]): number {
  return Date.parse(cells[table.columns.findIndex(([name]) => name === 'updated_at')] ?? '');
}
