import { RowFault, decimalsOf, flag, instant, requiredInstant, requiredText, text, textArray, type Cell } from './cells.ts';
import { ORDERS } from './mirror-tables.ts';
import { orderLinePayload } from './order-line-payload.ts';
import { orderSession } from './order-session.ts';
import { enumWord, isObject, money, moneyOrZero, object, objects, ownId, payloadIdOrNull, tagList, type PayloadObject } from './payload-cells.ts';
import { refundPayload, type RefundPayload } from './refund-payload.ts';
import type { RefundDetails } from './refund-rows.ts';

/** An order as orders/create, updated and cancelled tell it. */
export interface OrderPayload {
  id: string;
  /** Milliseconds since the epoch; Shopify counts whole seconds here. */
  updatedAt: number;
  /** In the order of ORDERS.columns; undefined where the payload does not say, which is to stay as it stands. */
  cells: (Cell | undefined)[];
  /** Rows of `order_lines`, each line once. */
  lines: Cell[][];
  /** Rows of `refunds`. */
  refunds: Cell[][];
  details: RefundDetails[];
  /** The visit in which it was made, where its cart says so. */
  session: string | null;
  /** Refunds, returns or edits: numbers of such an order are exact only when read through the Admin API. */
  needsReading: boolean;
}

/**
 * The order of a payload as rows, equal to those that the bulk query gives wherever the payload says it. Not said:
 * attribution, journey, app, delivery, the state of returns.
 * @throws RowFault when the order cannot be taken over as a whole
 */
export function orderPayload(body: unknown): OrderPayload {
  const order = object(body, 'The order');
  const id = ownId(order, 'order');
  const decimals = decimalsOf(order['currency']);
  const currency = String(order['currency']);
  const taxesIncluded = flag(order['taxes_included'], 'taxes_included') === 't';
  const applications = objects(order['discount_applications'], 'discount_applications');
  const lineItems = objects(order['line_items'], 'line_items').map((line) => orderLinePayload(line, { id, decimals, taxesIncluded, applications }));
  const refunds = objects(order['refunds'], 'refunds').map((refund) => refundPayload(refund, { id, currency, decimals }));
  const returned = objects(order['returns'], 'returns').length > 0;
  const needsReading = refunds.length > 0 || returned || lineItems.some((line) => line.edited);
  const said: Readonly<Record<string, Cell | undefined>> = {
    id,
    ...dates(order),
    ...amounts(order, decimals, refunds),
    customer_id: customerOf(order['customer']),
    fulfilled_at: firstFulfilment(order['fulfillments']),
    test: flag(order['test'], 'test'),
    taxes_included: taxesIncluded ? 't' : 'f',
    details_pending: needsReading ? 't' : undefined,
    name: requiredText(order['name'], 'name'),
    financial_status: enumWord(order['financial_status'], 'financial_status'),
    fulfillment_status: fulfillmentStatus(order['fulfillment_status']),
    currency_code: currency,
    presentment_currency_code: requiredText(order['presentment_currency'], 'presentment_currency'),
    discount_codes: textArray(objects(order['discount_codes'], 'discount_codes').map((one) => one['code']), 'discount_codes'),
    cancel_reason: enumWord(order['cancel_reason'], 'cancel_reason'),
    source_name: text(order['source_name'], 'source_name'),
    shipping_country_code: countryOf(order['shipping_address']),
    tags: textArray(tagList(order['tags'], 'tags'), 'tags'),
  };
  const updatedAt = Date.parse(requiredInstant(order['updated_at'], 'updated_at'));
  return {
    id,
    updatedAt,
    cells: ORDERS.columns.map(([name]) => said[name]),
    lines: lastOfEach(lineItems.map((line) => line.cells)),
    refunds: lastOfEach(refunds.map((refund) => refund.header)),
    details: [...new Map(refunds.map(({ details }) => [details.id, details])).values()],
    session: orderSession(order['note_attributes']),
    needsReading,
  };
}

function dates(order: PayloadObject): Record<string, Cell> {
  return {
    processed_at: requiredInstant(order['processed_at'], 'processed_at'),
    created_at: requiredInstant(order['created_at'], 'created_at'),
    updated_at: requiredInstant(order['updated_at'], 'updated_at'),
    cancelled_at: instant(order['cancelled_at'], 'cancelled_at'),
    closed_at: instant(order['closed_at'], 'closed_at'),
  };
}

function amounts(order: PayloadObject, decimals: number, refunds: readonly RefundPayload[]): Record<string, Cell> {
  const of = (name: string): string => String(moneyOrZero(order, name, decimals));
  return {
    subtotal: of('subtotal_price'),
    total_discounts: of('total_discounts'),
    total_shipping: of('total_shipping_price'),
    total_tax: of('total_tax'),
    total: String(money(order, 'total_price', decimals)),
    current_subtotal: of('current_subtotal_price'),
    current_total_discounts: of('current_total_discounts'),
    current_total_tax: of('current_total_tax'),
    current_total: of('current_total_price'),
    total_refunded: String(refunds.reduce((sum, refund) => sum + refund.totalRefunded, 0)),
    total_refunded_shipping: String(refunds.reduce((sum, refund) => sum + refund.shipping, 0)),
  };
}

/** Null: a guest. Not said where Shopify hides customers from the app. */
function customerOf(customer: unknown): Cell | undefined {
  if (customer === undefined) return undefined;
  if (customer === null) return null;
  const one = object(customer, 'customer');
  return payloadIdOrNull(one['admin_graphql_api_id'] ?? one['id'], 'customer.id');
}

function countryOf(address: unknown): Cell | undefined {
  if (address === undefined) return undefined;
  return isObject(address) ? text(address['country_code'], 'shipping_address.country_code') : null;
}

function firstFulfilment(fulfillments: unknown): Cell | undefined {
  if (fulfillments === undefined) return undefined;
  let first: Cell = null;
  for (const one of objects(fulfillments, 'fulfillments')) {
    const made = instant(one['created_at'], 'fulfillment.created_at');
    if (made !== null && (first === null || Date.parse(made) < Date.parse(first))) first = made;
  }
  return first;
}

const FULFILLMENT: ReadonlyMap<string, string> = new Map([['fulfilled', 'FULFILLED'], ['partial', 'PARTIALLY_FULFILLED'], ['restocked', 'RESTOCKED'], ['unfulfilled', 'UNFULFILLED']]);

/** Null is every state before the first parcel, of which GraphQL knows several: order-state.ts keeps a finer one that stands. */
function fulfillmentStatus(status: unknown): string {
  if (status === null || status === undefined) return 'UNFULFILLED';
  const word = typeof status === 'string' ? FULFILLMENT.get(status) : undefined;
  if (word === undefined) throw new RowFault('form', 'fulfillment_status is no word of Shopify\'s.');
  return word;
}

/** Rows of [order, id, ...], of those with one id the last. */
function lastOfEach(rows: readonly Cell[][]): Cell[][] {
  return [...new Map(rows.map((row) => [row[1], row])).values()];
}
