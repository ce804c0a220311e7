import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { QueryResultRow } from 'pg';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { applyEvents } from '#app/mirror/apply-events.server.ts';
import { applyFullCustomers, applyFullOrders } from '#app/mirror/apply-full.server.ts';
import { fullCustomer, fullOrder } from '#app/mirror/full-rows.ts';
import { keepRejects } from '#app/mirror/import-rejects.server.ts';
import { BatchBuilder } from '#app/mirror/line-batch.ts';
import { mergeBatch } from '#app/mirror/merge-batch.server.ts';
import type { BulkKind } from '#app/mirror/mirror-tables.ts';
import { redactInMirror } from '#app/mirror/redactions.server.ts';
import { below, shopifyCustomer, shopifyLine, shopifyOrder } from '#tests/factories/shopify-rows.ts';

const shopId = 51;
const newer = '2026-03-09T00:00:00Z';
const LATER = { notBefore: Date.parse('2026-06-01T00:00:00Z') };
const PERSONAL = { customer: { id: 'gid://shopify/Customer/7' }, discountCodes: ['ANNA-7'], tags: ['anna'] };

afterAll(async () => {
  await closeJobQueue();
  await closePools();
});

const rows = async <Row extends QueryResultRow>(sql: string): Promise<Row[]> => withTenant(shopId, async (tx) => (await tx.query<Row>(sql)).rows);

async function bulk(kind: BulkKind, lines: object[], runId: number): Promise<void> {
  const builder = new BatchBuilder(kind, 2);
  lines.forEach((row, at) => builder.add({ number: at + 1, text: JSON.stringify(row), fault: null }));
  await withTenant(shopId, (tx) => mergeBatch(tx, { runId, kind, unfinishedRuns: [], firstEver: false, moment: LATER }, builder.take()));
}

const theirOrder = (id: number, over: object = {}): object => shopifyOrder(id, { ...PERSONAL, ...over });
const handWritten = (id: number): object => shopifyLine(id, { product: null, title: 'Ring engraved for Anna' });
const redact = (orderIds: number[] = []): Promise<number[]> => withTenant(shopId, (tx) => redactInMirror(tx, { customerId: 7, orderIds, at: new Date() }));

beforeEach(async () => {
  await withTenant(shopId, async (tx) => {
    for (const table of ['customers', 'orders', 'order_lines', 'refunds', 'return_lines', 'import_seen', 'import_held', 'import_rejects', 'redactions', 'redacted_orders', 'customer_changes']) await tx.query(`DELETE FROM ${table}`);
  });
  await bulk('customers', [shopifyCustomer(7), shopifyCustomer(8)], 1);
  await bulk('orders', [theirOrder(70), below('gid://shopify/Order/70', handWritten(700)), shopifyOrder(80, { customer: { id: 'gid://shopify/Customer/8' }, tags: ['kept'] })], 1);
});

describe('an order of a redacted customer', () => {
  it('stays with its money and products, and names nobody', async () => {
    const [before] = await rows('SELECT total, processed_at FROM orders WHERE id = 70');
    await redact();
    expect(await rows('SELECT customer_id, discount_codes, tags, total, processed_at FROM orders WHERE id = 70')).toEqual([{ customer_id: null, discount_codes: [], tags: [], ...before }]);
    expect(await rows('SELECT title FROM order_lines WHERE order_id = 70')).toEqual([{ title: '' }]);
    expect(await rows('SELECT customer_id, tags FROM orders WHERE id = 80')).toEqual([{ customer_id: 8, tags: ['kept'] }]);
  });

  it('stays so when an import, or a read by its id, brings a newer version of it', async () => {
    await redact();
    await bulk('orders', [theirOrder(70, { updatedAt: newer }), below('gid://shopify/Order/70', handWritten(700)), theirOrder(71)], 2);
    expect(await rows('SELECT id, customer_id, tags, discount_codes FROM orders WHERE id < 80 ORDER BY id')).toEqual([70, 71].map((id) => ({ id, customer_id: null, tags: [], discount_codes: [] })));
    expect(await rows('SELECT title FROM order_lines')).toEqual([{ title: '' }]);
    const read = fullOrder(theirOrder(70, { updatedAt: '2026-03-10T00:00:00Z' }) as never, [handWritten(700) as never]);
    await withTenant(shopId, (tx) => applyFullOrders(tx, [read], { moment: LATER }));
    expect(await rows('SELECT customer_id, tags, updated_at FROM orders WHERE id = 70')).toEqual([{ customer_id: null, tags: [], updated_at: new Date('2026-03-10T00:00:00Z') }]);
    expect(await rows('SELECT title FROM order_lines')).toEqual([{ title: '' }]);
    // The same read once more finds nothing to set right: what was left out is no difference.
    expect(await withTenant(shopId, (tx) => applyFullOrders(tx, [read], { moment: LATER }))).toEqual(new Map([['70', 'same']]));
  });

  it('that the request names stays so also where it was a guest’s', async () => {
    await bulk('orders', [shopifyOrder(90, { customer: null, tags: ['anna'] })], 1);
    await redact([90, 91]);
    await bulk('orders', [shopifyOrder(90, { customer: null, tags: ['anna'], updatedAt: newer }), shopifyOrder(91, { customer: null, tags: ['anna'] })], 2);
    expect(await rows('SELECT id, tags FROM orders WHERE id > 80 ORDER BY id')).toEqual([{ id: 90, tags: [] }, { id: 91, tags: [] }]);
  });
});

describe('a redacted customer', () => {
  it('is not brought back by an import, a full read or an event, however new', async () => {
    await redact();
    await withTenant(shopId, (tx) => tx.query('DELETE FROM customers WHERE shop_id = $1 AND id = 7', [shopId]));
    await bulk('customers', [shopifyCustomer(7, { updatedAt: '2027-01-01T00:00:00Z' })], 2);
    expect(await withTenant(shopId, (tx) => applyFullCustomers(tx, [fullCustomer(shopifyCustomer(7, { updatedAt: '2027-01-01T00:00:00Z' }) as never)], { moment: LATER }))).toEqual(new Map([['7', 'gone']]));
    const told = { shopDomain: 'a.myshopify.com', attempts: 0, triggeredAt: new Date('2027-02-01T00:00:00Z') };
    await applyEvents({ shopId, events: [
      { ...told, id: 1, eventId: 'a', topic: 'customers/update', body: { id: 7, admin_graphql_api_id: 'gid://shopify/Customer/7', created_at: newer, updated_at: '2027-02-01T00:00:00Z', first_name: 'Anna', last_name: null, state: 'disabled', email: 'anna@example.com', phone: null, currency: 'EUR', default_address: null } },
      { ...told, id: 2, eventId: 'b', topic: 'customer.tags_added', body: { customerId: 'gid://shopify/Customer/7', tags: ['Anna'], occurredAt: '2027-02-01T00:00:00Z' } },
    ] });
    expect(await rows('SELECT id FROM customers')).toEqual([{ id: 8 }]);
    for (const table of ['customer_tag_changes', 'early_customer_facts']) expect(await rows(`SELECT * FROM ${table}`), table).toEqual([]);
  });

  it('takes those who were merged into them along', async () => {
    await withTenant(shopId, (tx) => tx.query('INSERT INTO customer_merges (shop_id, gone_id, kept_id, merged_at) VALUES ($1, 6, 7, now())', [shopId]));
    expect((await redact()).sort()).toEqual([6, 7]);
    await bulk('customers', [shopifyCustomer(6, { updatedAt: '2027-01-01T00:00:00Z' })], 2);
    expect(await rows('SELECT id FROM customers ORDER BY id')).toEqual([{ id: 7 }, { id: 8 }]);
  });

  it('leaves no rejected row', async () => {
    await redact();
    const raw = (id: number): string => JSON.stringify({ id: `gid://shopify/Customer/${id}`, firstName: 'Anna' });
    await withTenant(shopId, (tx) => keepRejects(tx, 1, 'customers', [7, 8].map((id) => ({ lineNumber: id, code: 'form', reason: '', raw: raw(id), readable: true }) as never)));
    expect(await rows('SELECT line_number FROM import_rejects')).toEqual([{ line_number: 8 }]);
  });
});
