import { describe, expect, it } from 'vitest';
import { openApi, smallGeneratedStore } from '../graphql/api-under-test.ts';
import { editOrder, refundOrder } from '../store/after-sale.ts';
import { LiveStore } from '../store/live-store.ts';
import type { StoreChange } from '../store/live-store.ts';
import { gid } from '../store/model.ts';
import { placeOrder } from '../store/place-order.ts';
import { Random } from '../store/random.ts';
import { shopAtRandom } from '../store/random-shopping.ts';
import { tinyNow, tinyShopDomain, tinyStore } from '../tiny-store.ts';
import { webhookEvents } from './events.ts';
import { zoned } from './payloads/written.ts';

// Looked into by the test itself; a wrong path fails there.
type Json = Record<string, never>;

/** What a step of shopping sends, by topic, as it goes over the wire. */
async function sender(): Promise<{ live: LiveStore; sent: (work: () => void) => [topic: string, payload: Record<string, unknown>][] }> {
  const live = await LiveStore.open({ store: tinyStore().store, now: tinyNow, frozen: true });
  const told: StoreChange[] = [];
  live.onChange((change) => told.push(change));
  return {
    live,
    sent: (work) => {
      work();
      return told.splice(0).flatMap((change) => webhookEvents(change, live, 'http://pictures')).map((event) => [event.topic, JSON.parse(JSON.stringify(event.payload())) as Record<string, unknown>]);
    },
  };
}

describe('instants', () => {
  it('stand on the shop’s own clock with its offset, in whole seconds', () => {
    const winter = Date.UTC(2026, 0, 15, 12, 30, 5, 999);
    expect(zoned(winter, 'Europe/Dublin')).toBe('2026-01-15T12:30:05+00:00');
    expect(zoned(winter, 'America/New_York')).toBe('2026-01-15T07:30:05-05:00');
    expect(zoned(winter, 'Asia/Kolkata')).toBe('2026-01-15T18:00:05+05:30');
    expect(zoned(Date.UTC(2026, 6, 1), 'Europe/Dublin')).toBe('2026-07-01T01:00:00+01:00');
    expect(Date.parse(zoned(winter, 'Asia/Kolkata'))).toBe(Math.floor(winter / 1000) * 1000);
  });
});

describe('an order’s payload', () => {
  it('is the REST resource: strings of money, bags, numbers for ids, lines with their allocations and taxes, a customer without tags', async () => {
    const { live, sent } = await sender();
    const events = sent(() => void placeOrder(live, { customer: 11, lines: [{ variantId: 10, quantity: 3 }], discountCode: { code: 'TEN', percentage: 10 }, tags: ['gift', 'fragile'] }));
    expect(events.map(([topic]) => topic)).toEqual([
      'checkouts/create', 'checkouts/update', 'orders/create', 'orders/paid', 'orders/updated', 'customers/update', 'customers/purchasing_summary', 'products/update',
    ]);
    const order = events[2]?.[1] as Json;
    expect(order).toMatchObject({
      id: 104, admin_graphql_api_id: 'gid://shopify/Order/104', app_id: 580111, name: '#1001', order_number: 1001, currency: 'GBP', email: 'customer-11@example.com', financial_status: 'paid',
      fulfillment_status: null, cancel_reason: null, tags: 'gift, fragile', taxes_included: true, test: false, source_name: 'web', created_at: '2026-10-01T13:00:00+01:00',
      subtotal_price: '33.75', total_line_items_price: '37.50', total_discounts: '3.75', total_price: '38.70', total_tax: '6.46', total_outstanding: '0.00',
      total_price_set: { shop_money: { amount: '38.70', currency_code: 'GBP' }, presentment_money: { amount: '38.70', currency_code: 'GBP' } },
      discount_codes: [{ code: 'TEN', amount: '3.75', type: 'percentage' }],
      discount_applications: [{ type: 'discount_code', code: 'TEN', value: '10.0', value_type: 'percentage', allocation_method: 'across', target_selection: 'all', target_type: 'line_item' }],
      shipping_lines: [{ price: '4.95' }], refunds: [], returns: [], fulfillments: [],
    });
    expect((order['line_items'] as unknown as Json[])[0]).toMatchObject({
      admin_graphql_api_id: 'gid://shopify/LineItem/1005', product_id: 1, variant_id: 10, quantity: 3, current_quantity: 3, price: '12.50', gift_card: false, total_discount: '0.00',
      discount_allocations: [{ amount: '3.75', discount_application_index: 0 }], tax_lines: [{ price: '5.63', rate: 0.2, title: 'VAT' }],
    });
    expect(order['customer']).toMatchObject({ id: 11, email: 'customer-11@example.com' });
    const customer = events[5]?.[1] as Json;
    for (const name of ['tags', 'email_marketing_consent', 'sms_marketing_consent', 'orders_count', 'total_spent', 'last_order_id']) expect([order['customer'], customer]).not.toContainEqual(expect.objectContaining({ [name]: expect.anything() }));
    expect(events[6]?.[1]).toMatchObject({ customerId: 'gid://shopify/Customer/11', numberOfOrders: 2, amountSpent: { amount: '51.20', currencyCode: 'GBP' }, lastOrderId: 'gid://shopify/Order/104' });
  });

  it('carries refunds with their lines and adjustments, and an edit says what it changed', async () => {
    const { live, sent } = await sender();
    const edited = sent(() => void editOrder(live, 103, { remove: [{ lineId: 1004, quantity: 1 }] }));
    expect(edited[0]).toEqual(['orders/edited', { order_edit: expect.objectContaining({ order_id: 103, line_items: { additions: [], removals: [{ id: 1004, delta: 1 }] } }) as unknown }]);
    expect(edited[1]?.[1]).toMatchObject({ total_price: '37.50', current_total_price: '25.00', line_items: [{ quantity: 3, current_quantity: 2 }] });
    const events = sent(() => void refundOrder(live, 103, { units: [{ lineId: 1004, quantity: 1 }], goodwill: 200, note: 'Chipped' }));
    expect(events.map(([topic]) => topic)).toEqual(['refunds/create', 'orders/updated', 'products/update']);
    expect(events[0]?.[1]).toMatchObject({
      order_id: 103, note: 'Chipped', restock: true, refund_line_items: [{ line_item_id: 1004, quantity: 1, subtotal: 12.5, restock_type: 'return', line_item: { id: 1004 } }],
      order_adjustments: [{ amount: '-2.00', kind: 'refund_discrepancy' }], transactions: [{ kind: 'refund', amount: '14.50' }],
    });
    expect(events[1]?.[1]).toMatchObject({ financial_status: 'partially_refunded', refunds: [events[0]?.[1]], current_total_price: '10.50' });
  });

  it('says the same as GraphQL does of the same order, for whatever happened', async () => {
    const loaded = await smallGeneratedStore();
    const { live, data, close } = await openApi({ loaded });
    const random = new Random(7, 'payloads');
    const orders = new Map<number, Record<string, unknown>>();
    live.onChange((change) => {
      for (const event of webhookEvents(change, live, '')) if (event.topic === 'orders/updated') orders.set(Number(event.subject.split(' ')[1]), event.payload());
    });
    for (let step = 0; step < 200; step++) shopAtRandom(live, random);
    const money = '{ shopMoney { amount } }';
    let compared = 0;
    for (const [id, payload] of orders) {
      const { order } = await data<{ order: Record<string, unknown> | null }>(`query($id: ID!) { order(id: $id) { updatedAt displayFinancialStatus customer { id }
        totalPriceSet ${money} currentTotalPriceSet ${money} subtotalPriceSet ${money} currentSubtotalPriceSet ${money} totalTaxSet ${money} currentTotalTaxSet ${money} totalDiscountsSet ${money} totalShippingPriceSet ${money} totalOutstandingSet ${money} } }`, { id: gid('Order', id) });
      if (order === null || Date.parse(String(order['updatedAt'])) !== Date.parse(String(payload['updated_at']))) continue;
      compared += 1;
      const amount = (name: string): number => Number((order[name] as { shopMoney: { amount: string } }).shopMoney.amount);
      for (const [rest, graphql] of [
        ['total_price', 'totalPriceSet'], ['current_total_price', 'currentTotalPriceSet'], ['subtotal_price', 'subtotalPriceSet'], ['current_subtotal_price', 'currentSubtotalPriceSet'],
        ['total_tax', 'totalTaxSet'], ['current_total_tax', 'currentTotalTaxSet'], ['total_discounts', 'totalDiscountsSet'], ['total_outstanding', 'totalOutstandingSet'],
      ] as const) expect([id, rest, Number(payload[rest])]).toEqual([id, rest, amount(graphql)]);
      expect(payload['financial_status']).toBe(String(order['displayFinancialStatus']).toLowerCase());
    }
    expect(compared).toBeGreaterThan(20);
    await close();
  });
});

it('tags, consent, merges, deletions and privacy have payloads of their own', async () => {
  const { live, sent } = await sender();
  const tagged = sent(() => void live.addTags('Customer', 12, ['Gold'], 'app'));
  expect(tagged).toEqual([
    ['customer.tags_added', { customerId: 'gid://shopify/Customer/12', tags: ['Gold'], occurredAt: expect.stringMatching(/^2026-10-01T12:00:00\.\d{3}Z$/) as unknown }],
    ['customers/update', expect.objectContaining({ id: 12, updated_at: '2026-10-01T13:00:00+01:00' })],
  ]);
  expect(sent(() => void live.removeTags('Customer', 12, ['gold'], null))[0]?.[1]).toMatchObject({ tags: ['Gold'] });
  const { deleteCustomer, redactCustomer, requestCustomerData, setConsent } = await import('../store/customer-desk.ts');
  expect(sent(() => void setConsent(live, 11, 'email', 'UNSUBSCRIBED'))[0]).toEqual(['customers_email_marketing_consent/update', {
    customer_id: 11, email_address: 'customer-11@example.com', email_marketing_consent: { state: 'unsubscribed', opt_in_level: 'single_opt_in', consent_updated_at: '2026-10-01T13:00:00+01:00' },
  }]);
  expect(sent(() => void requestCustomerData(live, 11))).toEqual([['customers/data_request', { shop_id: 1, shop_domain: tinyShopDomain, orders_requested: [101], customer: { id: 11, email: 'customer-11@example.com', phone: null }, data_request: { id: expect.any(Number) as unknown } }]]);
  expect(sent(() => void redactCustomer(live, 11))).toEqual([['customers/redact', { shop_id: 1, shop_domain: tinyShopDomain, customer: { id: 11, email: 'customer-11@example.com', phone: null }, orders_to_redact: [101] }]]);
  expect(sent(() => deleteCustomer(live, 13))).toEqual([['customers/delete', { id: 13, tax_exemptions: [], admin_graphql_api_id: 'gid://shopify/Customer/13' }]]);
  expect(sent(() => void live.mergeCustomers(11, 12))[0]).toEqual(['customers/merge', expect.objectContaining({ admin_graphql_api_customer_kept_id: 'gid://shopify/Customer/12', admin_graphql_api_customer_deleted_id: 'gid://shopify/Customer/11', status: 'completed' })]);
});
