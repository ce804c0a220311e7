import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { money, moneySet, payloadLine, payloadOrder, payloadRefund } from '#tests/factories/shopify-payloads.ts';
import { shopifyLine, shopifyOrder } from '#tests/factories/shopify-rows.ts';
import type { RowFault } from './cells.ts';
import { ORDER_LINES, ORDERS } from './mirror-tables.ts';
import { orderPayload } from './order-payload.ts';
import { lineRow, orderRows } from './order-rows.ts';
import { orderAfterPayload } from './order-state.ts';
import { sameCells } from './same-cells.ts';
import { shareOf } from './payload-cells.ts';

function cellOf(columns: readonly (readonly [string, string])[], cells: readonly unknown[], column: string): unknown {
  return cells[columns.findIndex(([name]) => name === column)];
}
const line = (changes: Record<string, unknown>, order: Record<string, unknown> = {}): unknown[] => orderPayload(payloadOrder(1, { ...order, line_items: [payloadLine(10, changes)] })).lines[0] ?? [];
const lineCell = (column: string, changes: Record<string, unknown>, order?: Record<string, unknown>): unknown => cellOf(ORDER_LINES.columns, line(changes, order), column);
const orderCell = (column: string, changes: Record<string, unknown>): unknown => cellOf(ORDERS.columns, orderPayload(payloadOrder(1, changes)).cells, column);

/** What the app says of orders that a payload does not. */
const UNSAID = ['return_status', 'delivered_at', 'channel_name', 'app_name', 'first_visit_at', 'first_visit_source', 'first_visit_source_type', 'first_visit_landing_page', 'first_visit_referrer', 'first_visit_utm_source', 'first_visit_utm_medium', 'first_visit_utm_campaign'];

describe('an order of a payload', () => {
  it('has the rows that the bulk query gives of the same order', () => {
    const payload = orderPayload(payloadOrder(1));
    const bulk = orderRows(shopifyOrder(1));
    expect(sameCells(ORDERS, orderAfterPayload(null, payload), bulk.order, UNSAID)).toBe(true);
    expect(payload.lines).toEqual([lineRow(shopifyLine(10), '1')]);
    expect(payload).toMatchObject({ id: '1', refunds: [], details: [], needsReading: false, updatedAt: Date.parse('2026-03-04T05:06:07Z') });
  });

  it('leaves unsaid what the payload has no word of', () => {
    const { cells } = orderPayload(payloadOrder(1));
    expect(ORDERS.columns.flatMap(([name], at) => (cells[at] === undefined ? [name] : [])).sort()).toEqual([...UNSAID, 'details_pending'].sort());
  });

  it('has a net amount of all units less discounts, and less tax where prices include it', () => {
    const application = { type: 'manual', title: 'Friends', value: '1.0', value_type: 'fixed_amount', allocation_method: 'across', target_selection: 'all' };
    const discounted = { discount_allocations: [{ amount: '1.00', amount_set: moneySet('1.00'), discount_application_index: 0 }], tax_lines: [{ price: '1.50', price_set: moneySet('1.50') }] };
    expect(lineCell('net_amount', discounted, { discount_applications: [application] })).toBe('900');
    expect(lineCell('net_amount', discounted, { discount_applications: [application], taxes_included: true })).toBe('750');
    expect(JSON.parse(String(lineCell('discount_allocations', discounted, { discount_applications: [application] })))).toEqual([{ index: 0, amount: 100, kind: 'manual', title: 'Friends', method: 'ACROSS', target: 'ALL', value: 100 }]);
  });

  it('tells the discount of the line from that of the order, and a percentage from an amount', () => {
    const application = (changes: object): object => ({ type: 'automatic', title: 'Sale', value: '10.0', value_type: 'percentage', allocation_method: 'each', target_selection: 'entitled', ...changes });
    const allocated = { discount_allocations: [0, 1, 2].map((index) => ({ ...money('amount', '1.00'), discount_application_index: index })) };
    const order = { discount_applications: [application({}), application({ type: 'discount_code', code: 'TEN', title: undefined }), application({ allocation_method: 'across' })] };
    expect(lineCell('discounted_total', allocated, order)).toBe('900');
    expect(lineCell('discount_amount', allocated, order)).toBe('300');
    expect(JSON.parse(String(lineCell('discount_allocations', allocated, order)))).toMatchObject([{ kind: 'automatic', title: 'Sale', percentage: 10 }, { kind: 'code', title: 'TEN' }, { method: 'ACROSS' }]);
  });

  it('with units gone takes their share off, and is to be read', () => {
    expect(lineCell('net_amount', { quantity: 3, current_quantity: 2, ...money('price', '3.33') })).toBe('666');
    expect(orderPayload(payloadOrder(1, { line_items: [payloadLine(10, { current_quantity: 1 })] })).needsReading).toBe(true);
    expect(orderPayload(payloadOrder(1, { returns: [{ id: 5 }] })).needsReading).toBe(true);
  });

  it('with refunds says what went back, and by which lines, shipping and adjustments', () => {
    const shipping = { refund_shipping_lines: [{ subtotal_amount_set: moneySet('1.00'), tax_amount_set: moneySet('0.20') }] };
    const goodwill = { order_adjustments: [{ id: 9, kind: 'refund_discrepancy', reason: 'Refund discrepancy', ...money('amount', '-2.00'), ...money('tax_amount', '0.00') }] };
    const payload = orderPayload(payloadOrder(1, { refunds: [payloadRefund(5, 1, { ...shipping, ...goodwill, return: { id: 77 }, transactions: [{ kind: 'refund', status: 'success', amount: '8.20', currency: 'GBP' }, { kind: 'refund', status: 'failure', amount: '100.00', currency: 'GBP' }] })] }));
    expect(payload.needsReading).toBe(true);
    expect(payload.refunds).toEqual([['1', '5', '2026-03-04T05:06:07.000Z', '2026-03-04T05:06:07.000Z', '820', '77', null]]);
    expect(payload.details).toEqual([{
      id: '5', orderId: '1', uncarried: 200, amounts: { linesAmount: 500, linesTax: 0, shippingAmount: 100, shippingTax: 20, dutiesAmount: 0 },
      lines: [{ position: 0, lineId: '10', quantity: 1, subtotal: 500, tax: 0, restockType: 'RETURN' }], adjustments: [{ id: '9', amount: -200, tax: 0, reason: 'REFUND_DISCREPANCY' }],
    }]);
    expect(cellOf(ORDERS.columns, payload.cells, 'total_refunded')).toBe('820');
    expect(cellOf(ORDERS.columns, payload.cells, 'total_refunded_shipping')).toBe('120');
  });

  it('counts what a refund carries where it was paid back in the buyer\'s own currency', () => {
    const payload = orderPayload(payloadOrder(1, { refunds: [payloadRefund(5, 1, { transactions: [{ kind: 'refund', status: 'success', amount: '5.90', currency: 'EUR' }] })] }));
    expect(payload.refunds[0]?.[4]).toBe('500');
  });

  it('of a guest has no customer, and without a word of one leaves who stands', () => {
    expect(orderCell('customer_id', { customer: null })).toBeNull();
    expect(orderCell('customer_id', { customer: undefined })).toBeUndefined();
    const standing = orderAfterPayload(null, orderPayload(payloadOrder(1)));
    expect(cellOf(ORDERS.columns, orderAfterPayload(standing, orderPayload(payloadOrder(1, { customer: undefined }))), 'customer_id')).toBe('1');
  });

  it('keeps a finer state of fulfilment that stands, and a mark to be read', () => {
    const standing = orderAfterPayload(null, orderPayload(payloadOrder(1, { refunds: [payloadRefund(5, 1)] })));
    standing[ORDERS.columns.findIndex(([name]) => name === 'fulfillment_status')] = 'ON_HOLD';
    const after = orderAfterPayload(standing, orderPayload(payloadOrder(1, { fulfillment_status: null })));
    expect(cellOf(ORDERS.columns, after, 'fulfillment_status')).toBe('ON_HOLD');
    expect(cellOf(ORDERS.columns, after, 'details_pending')).toBe('t');
    expect(cellOf(ORDERS.columns, orderAfterPayload(standing, orderPayload(payloadOrder(1, { fulfillment_status: 'fulfilled' }))), 'fulfillment_status')).toBe('FULFILLED');
  });

  it.each([
    ['an id that JavaScript has rounded', { admin_graphql_api_id: undefined, id: 2 ** 53 }, 'id'],
    ['a GID of more digits than are exact', { admin_graphql_api_id: 'gid://shopify/Order/9007199254740993' }, 'id'],
    ['a negative id', { admin_graphql_api_id: undefined, id: -4 }, 'id'],
    ['no total', { total_price: null, total_price_set: null }, 'amount'],
    ['a total in words', money('total_price', 'ten'), 'amount'],
    ['more decimals than its currency', money('total_price', '1.005'), 'amount'],
    ['a currency that nobody knows', { currency: 'ZZZ' }, 'currency'],
    ['a day that no calendar has', { updated_at: '2026-02-31T00:00:00Z' }, 'instant'],
    ['lines that are no list', { line_items: { 0: {} } }, 'form'],
    ['a line of more units than were ordered', { line_items: [payloadLine(1, { current_quantity: 3 })] }, 'form'],
    ['a line below nothing', { line_items: [payloadLine(1, { quantity: -1, current_quantity: -1 })] }, 'form'],
    ['a line whose price is beyond counting', { line_items: [payloadLine(1, { quantity: 2_000_000_000, current_quantity: 2_000_000_000, ...money('price', '9999999999999.00') })] }, 'amount'],
    ['a discount that is not the order\'s', { line_items: [payloadLine(1, { discount_allocations: [{ ...money('amount', '1.00'), discount_application_index: 4 }] })] }, 'form'],
    ['a status of other letters', { financial_status: 'paid; DROP TABLE' }, 'form'],
  ])('with %s is refused as a whole', (_, changes, code) => {
    expect(() => orderPayload(payloadOrder(1, changes))).toThrowError(expect.objectContaining({ code }) as RowFault);
  });

  it('takes hostile texts as texts, without NUL', () => {
    const body = JSON.parse(`{"__proto__": {"polluted": true}, "constructor": {"prototype": 1}, ${JSON.stringify(payloadOrder(1, { name: '</script>\0{{x}}', tags: 'a"b\\c, {NULL}' })).slice(1)}`) as unknown;
    const { cells } = orderPayload(body);
    expect(cellOf(ORDERS.columns, cells, 'name')).toBe('</script>{{x}}');
    expect(cellOf(ORDERS.columns, cells, 'tags')).toBe('{"a\\"b\\\\c","{NULL}"}');
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('the share of some units', () => {
  it('is rounded half up, exactly, and adds up to the whole', () => {
    fc.assert(fc.property(fc.integer({ min: -1e12, max: 1e12 }), fc.integer({ min: 1, max: 1000 }), fc.nat(1000), (amount, whole, given) => {
      const part = Math.min(given, whole);
      const share = shareOf(amount, part, whole);
      expect(Math.abs(share * whole - amount * part) * 2).toBeLessThanOrEqual(whole);
      expect(shareOf(amount, whole, whole)).toBe(amount);
      expect(shareOf(amount, 0, whole)).toBe(0);
    }));
  });
});
