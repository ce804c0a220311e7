import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { QueryResultRow } from 'pg';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import type { InboxEvent } from '#app/inbox/inbox-event.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { unfinishedJobs } from '#app/jobs/unfinished-jobs.server.ts';
import { applyEvents, type AppliedEvent } from '#app/mirror/apply-events.server.ts';
import { applyFullCustomers, applyFullOrders, applyFullProducts } from '#app/mirror/apply-full.server.ts';
import { recordMerge } from '#app/mirror/customer-merges.server.ts';
import { recordCustomerTags } from '#app/mirror/customer-tags.server.ts';
import { fullCustomer, fullOrder, fullProduct } from '#app/mirror/full-rows.ts';
import { BatchBuilder } from '#app/mirror/line-batch.ts';
import { mergeBatch, mergeHeld, type MergeOutcome } from '#app/mirror/merge-batch.server.ts';
import type { BulkKind } from '#app/mirror/mirror-tables.ts';
import { moneySet, payloadCustomer, payloadLine, payloadOrder, payloadProduct, payloadRefund } from '#tests/factories/shopify-payloads.ts';
import { below, shopifyCustomer, shopifyLine, shopifyOrder, shopifyProduct, shopifyVariant } from '#tests/factories/shopify-rows.ts';

afterAll(async () => {
  await closeJobQueue();
  await closePrisma();
  await closePools();
});

let shopId = 900;
let sent = 0;
beforeEach(() => {
  shopId += 1;
});

const LATER = { notBefore: Date.parse('2026-06-01T00:00:00Z') };
/** Instants of one day, by hour and minute. */
const at = (time: string): string => `2026-03-04T${time}:00Z`;

function event(topic: string, body: unknown, triggeredAt = '2026-03-04T05:06:08Z'): InboxEvent {
  sent += 1;
  return { id: sent, shopDomain: 'a.myshopify.com', topic, eventId: `event-${sent}`, triggeredAt: new Date(triggeredAt), attempts: 0, body };
}

async function apply(...events: InboxEvent[]): Promise<AppliedEvent[]> {
  return applyEvents({ shopId, events });
}

async function outcomes(...events: InboxEvent[]): Promise<string[]> {
  return (await apply(...events)).map((one) => one.outcome);
}

async function rows<Row extends QueryResultRow>(sql: string): Promise<Row[]> {
  return withTenant(shopId, async (tx) => (await tx.query<Row>(sql)).rows);
}

/** Customers reported as changed since the last look. */
async function changed(): Promise<number[]> {
  const found = await rows<{ id: number }>("DELETE FROM customer_changes WHERE kind = 'mirror' RETURNING customer_id AS id");
  return [...new Set(found.map((row) => row.id))].sort((a, b) => a - b);
}

async function merge(kind: BulkKind, lines: object[], options: { runId?: number; firstEver?: boolean } = {}): Promise<MergeOutcome> {
  const { runId = 1, firstEver = false } = options;
  const builder = new BatchBuilder(kind, 2);
  lines.forEach((line, place) => builder.add({ number: place + 1, text: JSON.stringify(line), fault: null }));
  return withTenant(shopId, (tx) => mergeBatch(tx, { runId, kind, unfinishedRuns: [], firstEver, moment: LATER }, builder.take()));
}

describe('events of orders', () => {
  it('write the order, its lines and refunds; repeated they change nothing', async () => {
    const order = payloadOrder(1, { refunds: [payloadRefund(5, 1)] });
    expect(await outcomes(event('orders/create', order))).toEqual(['applied']);
    expect(await outcomes(event('orders/create', order), event('orders/updated', order))).toEqual(['stale', 'stale']);
    expect(await rows('SELECT customer_id, total, partial, details_pending FROM orders')).toEqual([{ customer_id: 1, total: 1350, partial: true, details_pending: true }]);
    expect(await rows('SELECT id, net_amount FROM order_lines')).toEqual([{ id: 10, net_amount: 1000 }]);
    expect(await rows('SELECT total_refunded, lines_amount, uncarried_amount FROM refunds')).toEqual([{ total_refunded: 500, lines_amount: 500, uncarried_amount: 0 }]);
    expect(await changed()).toEqual([1]);
    expect(await unfinishedJobs([{ name: 'complete-orders' }], String(shopId))).toEqual(['complete-orders']);
  });

  it('of one batch leave the newest, with the lines that it has', async () => {
    const version = (time: string, changes: object): InboxEvent => event('orders/updated', payloadOrder(1, { updated_at: at(time), ...changes }), at(time));
    await apply(version('05:00', {}));
    expect(await outcomes(version('07:00', { name: '#late', line_items: [payloadLine(11)] }), version('06:00', { name: '#between' }))).toEqual(['applied', 'stale']);
    expect(await rows('SELECT name FROM orders')).toEqual([{ name: '#late' }]);
    expect(await rows('SELECT id FROM order_lines')).toEqual([{ id: 11 }]);
  });

  it('of one second are told apart by when they were triggered, in either order', async () => {
    const second = (id: number, name: string, triggeredAt: string): InboxEvent => event('orders/updated', payloadOrder(id, { name }), triggeredAt);
    await apply(second(1, 'paid', '2026-03-04T05:06:07.200Z'));
    await apply(second(1, 'fulfilled', '2026-03-04T05:06:07.700Z'));
    await apply(second(2, 'fulfilled', '2026-03-04T05:06:07.700Z'));
    await apply(second(2, 'paid', '2026-03-04T05:06:07.200Z'));
    expect(await rows('SELECT name FROM orders ORDER BY id')).toEqual([{ name: 'fulfilled' }, { name: 'fulfilled' }]);
  });

  it('that move an order report whom it left and to whom it came; a guest is nobody', async () => {
    await apply(event('orders/create', payloadOrder(1)));
    await changed();
    await apply(event('orders/updated', payloadOrder(1, { updated_at: at('09:00'), customer: { id: 2 } }), at('09:00')));
    expect(await changed()).toEqual([1, 2]);
    await apply(event('orders/updated', payloadOrder(1, { updated_at: at('10:00'), customer: null }), at('10:00')));
    expect(await changed()).toEqual([2]);
    expect(await rows('SELECT from_customer_id, to_customer_id FROM order_moves')).toEqual([{ from_customer_id: 1, to_customer_id: 2 }]);
  });

  it('that name somebody who was merged are the other\'s', async () => {
    await withTenant(shopId, (tx) => recordMerge(tx, { goneId: 1, keptId: 8, mergedAt: new Date(at('04:00')) }));
    await apply(event('orders/create', payloadOrder(1)));
    expect(await rows('SELECT customer_id FROM orders')).toEqual([{ customer_id: 8 }]);
    expect(await changed()).toEqual([8]);
    await merge('orders', [shopifyOrder(2), below('gid://shopify/Order/2', shopifyLine(20))]);
    expect(await rows('SELECT customer_id FROM orders WHERE id = 2')).toEqual([{ customer_id: 8 }]);
  });

  it('that only tell of a refund or an edit have the order read, unless it was read since', async () => {
    await withTenant(shopId, (tx) => applyFullOrders(tx, [fullOrder(shopifyOrder(1, { updatedAt: at('05:00') }), [shopifyLine(10)])], { moment: LATER }));
    expect(await outcomes(event('refunds/create', payloadRefund(5, 1), at('04:00')))).toEqual(['stale']);
    expect(await rows('SELECT details_pending FROM orders')).toEqual([{ details_pending: false }]);
    expect(await outcomes(event('refunds/create', payloadRefund(5, 1), at('06:00')), event('orders/edited', { order_edit: { order_id: 99 } }))).toEqual(['applied', 'stale']);
    expect(await rows('SELECT partial, details_pending FROM orders')).toEqual([{ partial: true, details_pending: true }]);
  });
});

describe('events of customers', () => {
  const tags = (name: string[], added: boolean, time: string): InboxEvent => event(added ? 'customer.tags_added' : 'customer.tags_removed', { customerId: 'gid://shopify/Customer/1', tags: name, occurredAt: at(time) }, at(time));
  const consent = (state: string, time: string): InboxEvent => event('customers_email_marketing_consent/update', { customer_id: 1, email_marketing_consent: { state, opt_in_level: 'single_opt_in', consent_updated_at: at(time) } }, at(time));
  const totals = (orders: number, time: string): InboxEvent => event('customers/purchasing_summary', { customerId: 'gid://shopify/Customer/1', numberOfOrders: orders, amountSpent: { amount: '12.5', currencyCode: 'GBP' }, occurredAt: at(time) }, at(time));

  it('before the customer is known are kept for them', async () => {
    expect(await outcomes(tags(['VIP'], true, '05:00'), consent('subscribed', '05:01'), totals(3, '05:02'))).toEqual(['applied', 'applied', 'applied']);
    expect(await changed()).toEqual([]);
    await apply(event('customers/create', payloadCustomer(1)));
    expect(await rows('SELECT first_name, tags, email_marketing_state, number_of_orders, amount_spent FROM customers')).toEqual([{ first_name: 'Ada', tags: ['VIP'], email_marketing_state: 'SUBSCRIBED', number_of_orders: 3, amount_spent: 1250 }]);
    expect(await rows('SELECT FROM early_customer_facts')).toEqual([]);
    expect(await changed()).toEqual([1]);
  });

  it('that are older than what a read showed change nothing, and a read forgets their marks', async () => {
    await apply(event('customers/create', payloadCustomer(1)), tags(['Old'], true, '05:30'));
    await withTenant(shopId, (tx) => applyFullCustomers(tx, [fullCustomer(shopifyCustomer(1, { tags: ['Now'], updatedAt: at('06:00') }))], { moment: LATER }));
    expect(await outcomes(tags(['Late'], true, '05:45'), consent('unsubscribed', '05:45'), totals(9, '05:45'))).toEqual(['stale', 'stale', 'stale']);
    expect(await rows('SELECT tags FROM customers')).toEqual([{ tags: ['Now'] }]);
    expect(await rows('SELECT FROM customer_tag_changes')).toEqual([]);
  });

  it('that are younger than a page of an import stand after it', async () => {
    await merge('customers', [shopifyCustomer(1, { updatedAt: at('04:00') }), shopifyCustomer(2, { updatedAt: at('04:00') })]);
    await apply(tags(['vip'], false, '07:00'), tags(['New'], true, '07:00'), consent('unsubscribed', '07:01'), totals(7, '07:02'));
    expect(await merge('customers', [shopifyCustomer(1, { updatedAt: at('06:00'), tags: ['vip', 'Page'] }), shopifyCustomer(2, { updatedAt: at('06:00') })], { runId: 2 })).toEqual({ inserted: 0, updated: 2, stale: 0, rejected: 0, held: 0 });
    expect(await rows('SELECT tags, email_marketing_state, number_of_orders, import_run_id FROM customers WHERE id = 1')).toEqual([{ tags: ['Page', 'New'], email_marketing_state: 'UNSUBSCRIBED', number_of_orders: 7, import_run_id: 2 }]);
    expect(await merge('customers', [shopifyCustomer(1, { updatedAt: at('08:00'), tags: ['Whole'] })], { runId: 3 })).toMatchObject({ updated: 1 });
    expect(await rows('SELECT tags, number_of_orders FROM customers WHERE id = 1')).toEqual([{ tags: ['Whole'], number_of_orders: 2 }]);
    // A page that is not newer leaves the row, and the run has met it all the same.
    expect(await merge('customers', [shopifyCustomer(1, { updatedAt: at('03:00') })], { runId: 4 })).toMatchObject({ stale: 1 });
    expect(await rows('SELECT id FROM import_seen WHERE run_id = 4')).toEqual([{ id: 1 }]);
  });

  it('about tags count by their own instant beside an answer about tags', async () => {
    await merge('customers', [shopifyCustomer(1, { updatedAt: at('04:00'), tags: ['vip'] })]);
    await apply(event('customers/update', payloadCustomer(1, { updated_at: at('09:00') }), at('09:00')));
    await withTenant(shopId, (tx) => recordCustomerTags(tx, [{ customerId: 1, tags: ['vip', 'Loyal'], updatedAt: new Date(at('08:00')) }]));
    await apply(tags(['Loyal'], false, '07:00'), tags(['late'], true, '08:30'));
    expect(await rows('SELECT tags, tags_seen_at, updated_at FROM customers')).toEqual([{ tags: ['vip', 'Loyal', 'late'], tags_seen_at: new Date(at('08:30')), updated_at: new Date(at('09:00')) }]);
  });

  it('report the customer, but not for consent and totals, which are in no profile', async () => {
    await apply(event('customers/create', payloadCustomer(1)));
    await changed();
    await apply(consent('subscribed', '06:00'), totals(2, '06:00'));
    expect(await changed()).toEqual([]);
    await apply(tags(['VIP'], true, '06:00'));
    expect(await changed()).toEqual([1]);
  });
});

describe('what was deleted at Shopify', () => {
  it('goes with all below it, and neither an event nor a page that is older brings it back', async () => {
    await apply(event('orders/create', payloadOrder(1, { refunds: [payloadRefund(5, 1)] })), event('customers/create', payloadCustomer(1)), event('products/create', payloadProduct(7)));
    await changed();
    expect(await outcomes(event('orders/delete', { id: 1 }, at('08:00')), event('customers/delete', { id: 1 }, at('08:00')), event('products/delete', { id: 7 }, at('08:00')))).toEqual(['applied', 'applied', 'applied']);
    expect(await changed()).toEqual([1]);
    for (const table of ['orders', 'order_lines', 'refunds', 'refund_lines', 'customers', 'products', 'product_variants']) expect([table, await rows(`SELECT FROM ${table}`)]).toEqual([table, []]);
    const late = at('07:00');
    expect(await outcomes(event('orders/updated', payloadOrder(1, { updated_at: late }), late), event('customers/update', payloadCustomer(1, { updated_at: late }), late), event('products/update', payloadProduct(7, { updated_at: late }), late), event('customer.tags_added', { customerId: 1, tags: ['VIP'], occurredAt: late }, late))).toEqual(['stale', 'stale', 'stale', 'stale']);
    expect(await merge('customers', [shopifyCustomer(1, { updatedAt: late }), shopifyCustomer(2)])).toEqual({ inserted: 1, updated: 0, stale: 1, rejected: 0, held: 0 });
    expect(await merge('orders', [shopifyOrder(1, { updatedAt: late }), below('gid://shopify/Order/1', shopifyLine(10)), shopifyOrder(2)])).toEqual({ inserted: 1, updated: 0, stale: 2, rejected: 0, held: 0 });
    expect(await merge('products', [shopifyProduct(7, { updatedAt: late })])).toMatchObject({ inserted: 0, stale: 1 });
    expect(await rows('SELECT id FROM customers UNION ALL SELECT id FROM orders')).toEqual([{ id: 2 }, { id: 2 }]);
  });

  it('leaves lines of it in a later batch of the file alone, without calling them lost', async () => {
    await apply(event('orders/delete', { id: 1 }, at('08:00')));
    await merge('orders', [shopifyOrder(1, { updatedAt: at('07:00') })]);
    expect(await merge('orders', [below('gid://shopify/Order/1', shopifyLine(10))])).toEqual({ inserted: 0, updated: 0, stale: 1, rejected: 0, held: 0 });
    expect(await withTenant(shopId, (tx) => mergeHeld(tx, { runId: 1, kind: 'orders', unfinishedRuns: [], firstEver: false }))).toMatchObject({ rejected: 0 });
  });

  it('was deleted in error when a later version comes, and stands again', async () => {
    await apply(event('orders/delete', { id: 1 }, at('06:00')), event('orders/updated', payloadOrder(1, { updated_at: at('07:00') }), at('07:00')));
    expect(await rows('SELECT id FROM orders')).toEqual([{ id: 1 }]);
    expect(await outcomes(event('orders/delete', { id: 1 }, at('06:00')))).toEqual(['applied']);
    expect(await rows('SELECT id FROM orders')).toEqual([{ id: 1 }]);
  });

  it('does not come back from a full read of before', async () => {
    await apply(event('orders/delete', { id: 1 }, at('08:00')), event('customers/delete', { id: 1 }, at('08:00')), event('products/delete', { id: 7 }, at('08:00')));
    const told = await withTenant(shopId, async (tx) => [
      ...(await applyFullOrders(tx, [fullOrder(shopifyOrder(1, { updatedAt: at('07:00') }), [])], { moment: LATER })).values(),
      ...(await applyFullCustomers(tx, [fullCustomer(shopifyCustomer(1, { updatedAt: at('07:00') }))], { moment: LATER })).values(),
      ...(await applyFullProducts(tx, [fullProduct(shopifyProduct(7, { updatedAt: at('07:00') }), [], 2)], { moment: LATER })).values(),
    ]);
    expect(told).toEqual(['gone', 'gone', 'gone']);
  });

  it('keeps the tags of a customer until it is known whether they were merged', async () => {
    await merge('customers', [shopifyCustomer(1, { tags: ['a"b', 'vip'] })]);
    await apply(event('customers/delete', { id: 1 }, at('08:00')));
    expect(await rows('SELECT id, tags FROM gone_customers')).toEqual([{ id: 1, tags: ['a"b', 'vip'] }]);
  });
});

describe('a full read', () => {
  it('completes what only payloads told, sets right what differs, and says which it was', async () => {
    const order = shopifyOrder(1, { customer: { id: 'gid://shopify/Customer/4' } });
    const read = [fullOrder(order, [shopifyLine(10)])];
    const full = async (rowsRead = read): Promise<string[]> => [...(await withTenant(shopId, (tx) => applyFullOrders(tx, rowsRead, { moment: LATER }))).values()];
    await apply(event('orders/create', payloadOrder(1, { customer: { id: 4 } })));
    await changed();
    expect(await full()).toEqual(['updated']);
    expect(await changed()).toEqual([4]);
    expect(await rows('SELECT partial, channel_name FROM orders')).toEqual([{ partial: false, channel_name: 'Online Store' }]);
    expect(await full()).toEqual(['same']);
    expect(await changed()).toEqual([]);
    await rows('UPDATE orders SET partial = true');
    expect(await full()).toEqual(['completed']);
    await rows('UPDATE order_lines SET net_amount = 1');
    expect(await full()).toEqual(['updated']);
    expect(await rows('SELECT net_amount FROM order_lines')).toEqual([{ net_amount: 1000 }]);
    expect(await full([fullOrder({ ...order, updatedAt: '2026-03-04T05:06:06Z' }, [])])).toEqual(['stale']);
    expect(await full([fullOrder({ ...order, updatedAt: '2026-03-04T05:06:08Z' }, [])])).toEqual(['updated']);
    expect(await rows('SELECT FROM order_lines')).toEqual([]);
  });

  it('of customers and products says the same', async () => {
    const both = async (tagsRead: string[], price: string): Promise<string[]> => withTenant(shopId, async (tx) => [
      ...(await applyFullCustomers(tx, [fullCustomer(shopifyCustomer(1, { tags: tagsRead }))], { moment: LATER })).values(),
      ...(await applyFullProducts(tx, [fullProduct(shopifyProduct(7), [shopifyVariant(70, { price })], 2)], { moment: LATER })).values(),
    ]);
    expect(await both(['a'], '5.00')).toEqual(['inserted', 'inserted']);
    expect(await both(['a'], '5.00')).toEqual(['same', 'same']);
    await rows("UPDATE customers SET first_name = 'Wrong'; UPDATE product_variants SET price = 1");
    expect(await both(['a'], '5.00')).toEqual(['updated', 'updated']);
    expect(await changed()).toEqual([1]);
  });
});

describe('a bad event', () => {
  it('fails alone, by its code and without its words, and holds nobody up', async () => {
    // A text that no jsonb takes: the database is the first to see it.
    const poison = payloadOrder(2, {
      discount_applications: [{ type: 'manual', title: '\ud800', value: '1.0', value_type: 'fixed_amount', allocation_method: 'across', target_selection: 'all' }],
      line_items: [payloadLine(20, { discount_allocations: [{ amount: '1.00', amount_set: moneySet('1.00'), discount_application_index: 0 }] })],
    });
    const results = await apply(
      event('orders/create', payloadOrder(1)), event('orders/create', poison), event('orders/create', 'not an object'), event('customers/update', payloadCustomer(3, { updated_at: null })),
      event('checkouts/create', { token: 'x' }), event('orders/create', payloadOrder(4)),
    );
    expect(results.map((one) => [one.outcome, one.reasonCode])).toEqual([
      ['applied', undefined], ['failed', '22P02'], ['failed', 'form'], ['failed', 'instant'], ['ignored', 'checkouts-are-not-kept'], ['applied', undefined],
    ]);
    expect(results[1]).toMatchObject({ retryable: false });
    expect(JSON.stringify(results)).not.toContain('example.com');
    expect(await rows('SELECT id FROM orders ORDER BY id')).toEqual([{ id: 1 }, { id: 4 }]);
  });

  it('of another shop\'s id is that shop\'s own row', async () => {
    await apply(event('orders/create', payloadOrder(1)), event('customers/create', payloadCustomer(1)));
    shopId += 1;
    await apply(event('orders/create', payloadOrder(1, { name: 'theirs' })), event('customers/delete', { id: 1 }, at('08:00')));
    expect(await rows('SELECT name FROM orders')).toEqual([{ name: 'theirs' }]);
    shopId -= 1;
    expect(await rows('SELECT name FROM orders')).toEqual([{ name: '#1' }]);
    expect(await rows('SELECT id FROM customers')).toEqual([{ id: 1 }]);
    shopId += 1;
  });
});
