import type { Cell } from './cells.ts';
import { ORDER_LINES, ORDERS, REFUNDS, type MirrorTable } from './mirror-tables.ts';

/**
 * What is left of an order once its customer was redacted: days, money, products and quantities, so that the shop's and its products'
 * numbers stay true, and nothing that leads to a person or that a person may have written. The two forms of it, for cells on their
 * way and for rows in SQL, stand side by side.
 */

/** Columns of an order that go. Campaigns and addresses of a visit can carry an e-mail address; codes and tags can be one person's. */
const ORDER_CELLS: Readonly<Record<string, Cell>> = {
  customer_id: null, discount_codes: '{}', tags: '{}', first_visit_landing_page: null, first_visit_referrer: null,
  first_visit_utm_source: null, first_visit_utm_medium: null, first_visit_utm_campaign: null,
};

const place = (table: MirrorTable, column: string): number => table.columns.findIndex(([name]) => name === column);
const ORDER_PLACES = Object.keys(ORDER_CELLS).map((name) => place(ORDERS, name));
const PRODUCT = place(ORDER_LINES, 'product_id');
const TITLE = place(ORDER_LINES, 'title');
const VARIANT_TITLE = place(ORDER_LINES, 'variant_title');
const SKU = place(ORDER_LINES, 'sku');
const ALLOCATIONS = place(ORDER_LINES, 'discount_allocations');
const NOTE = place(REFUNDS, 'note');

export function orderWithoutPerson(cells: readonly Cell[]): Cell[] {
  const left = [...cells];
  for (const at of ORDER_PLACES) left[at] = ORDER_CELLS[ORDERS.columns[at]?.[0] ?? ''] ?? null;
  return left;
}

/** A line that is no product of the shop is written by hand, and may name whom it is for. Discounts keep their amounts and lose their names. */
export function lineWithoutPerson(cells: readonly Cell[]): Cell[] {
  const left = [...cells];
  if (left[PRODUCT] === null) {
    left[TITLE] = '';
    left[VARIANT_TITLE] = null;
    left[SKU] = null;
  }
  const allocations = left[ALLOCATIONS] ?? null;
  if (allocations !== null) left[ALLOCATIONS] = JSON.stringify((JSON.parse(allocations) as object[]).map((one) => ({ ...one, title: null })));
  return left;
}

export function refundWithoutPerson(cells: readonly Cell[]): Cell[] {
  return cells.map((cell, at) => (at === NOTE ? null : cell));
}

/** SQL: what an UPDATE of such rows sets. */
export const WITHOUT_PERSON = {
  orders: Object.entries(ORDER_CELLS).map(([name, cell]) => `${name} = ${cell === null ? 'NULL' : `'${cell}'`}`).join(', '),
  order_lines: `title = CASE WHEN product_id IS NULL THEN '' ELSE title END, variant_title = CASE WHEN product_id IS NOT NULL THEN variant_title END, sku = CASE WHEN product_id IS NOT NULL THEN sku END,
    discount_allocations = CASE WHEN jsonb_typeof(discount_allocations) = 'array'
      THEN (SELECT jsonb_agg(a || '{"title": null}' ORDER BY n) FROM jsonb_array_elements(discount_allocations) WITH ORDINALITY AS d(a, n)) END`,
  refunds: 'note = NULL',
  return_lines: 'customer_note = NULL',
} as const;
