import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { QueryResultRow } from 'pg';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { BatchBuilder } from '#app/mirror/line-batch.ts';
import { mergeBatch, mergeHeld, type MergeOutcome } from '#app/mirror/merge-batch.server.ts';
import type { BulkKind } from '#app/mirror/mirror-tables.ts';
import { below, shopifyCustomer, shopifyLine, shopifyOrder } from '#tests/factories/shopify-rows.ts';

afterAll(closePools);

const shopId = 41;
const otherShopId = 42;
const older = '2026-03-01T00:00:00Z';
const newer = '2026-03-09T00:00:00Z';
/** The file was read long after all that is in it. */
const LATER = { notBefore: Date.parse('2026-06-01T00:00:00Z') };
const order = (id: number): string => `gid://shopify/Order/${id}`;

async function merge(kind: BulkKind, rows: object[], options: { runId?: number; unfinishedRuns?: number[]; shop?: number; firstEver?: boolean } = {}): Promise<MergeOutcome> {
  const { runId = 1, unfinishedRuns = [], shop = shopId, firstEver = runId === 1 } = options;
  const builder = new BatchBuilder(kind, 2);
  rows.forEach((row, at) => builder.add({ number: at + 1, text: JSON.stringify(row), fault: null }));
  return withTenant(shop, (tx) => mergeBatch(tx, { runId, kind, unfinishedRuns, firstEver, moment: LATER }, builder.take()));
}

async function held(runId: number): Promise<MergeOutcome> {
  return withTenant(shopId, (tx) => mergeHeld(tx, { runId, kind: 'orders', unfinishedRuns: [], firstEver: false }));
}

async function rows<Row extends QueryResultRow>(sql: string, shop = shopId): Promise<Row[]> {
  return withTenant(shop, async (tx) => (await tx.query<Row>(sql)).rows);
}

beforeEach(async () => {
  for (const shop of [shopId, otherShopId]) {
    await withTenant(shop, async (tx) => {
      for (const table of ['customers', 'orders', 'order_lines', 'refunds', 'import_seen', 'import_held', 'import_rejects']) await tx.query(`DELETE FROM ${table}`);
    });
  }
});

describe('a customer in the mirror', () => {
  it('is written anew by a newer version, and not by an older or the same', async () => {
    expect(await merge('customers', [shopifyCustomer(1)])).toEqual({ inserted: 1, updated: 0, stale: 0, rejected: 0, held: 0 });
    expect(await merge('customers', [shopifyCustomer(1, { firstName: 'Old', updatedAt: older })], { runId: 2 })).toMatchObject({ updated: 0, stale: 1 });
    expect(await merge('customers', [shopifyCustomer(1, { firstName: 'Same' })], { runId: 2 })).toMatchObject({ updated: 0, stale: 1 });
    expect(await merge('customers', [shopifyCustomer(1, { firstName: 'New', updatedAt: newer })], { runId: 2 })).toMatchObject({ updated: 1, stale: 0 });
    expect(await rows('SELECT first_name FROM customers')).toEqual([{ first_name: 'New' }]);
  });

  it('that comes twice in one batch is written once, in its newest version', async () => {
    expect(await merge('customers', [shopifyCustomer(1, { firstName: 'New', updatedAt: newer }), shopifyCustomer(1), shopifyCustomer(2), shopifyCustomer(2)])).toEqual({ inserted: 2, updated: 0, stale: 2, rejected: 0, held: 0 });
    expect(await rows('SELECT id, first_name FROM customers ORDER BY id')).toEqual([{ id: 1, first_name: 'New' }, { id: 2, first_name: 'Ada' }]);
  });

  it('is another shop\'s own under the same id', async () => {
    await merge('customers', [shopifyCustomer(1, { updatedAt: newer })]);
    expect(await merge('customers', [shopifyCustomer(1, { firstName: 'Theirs' })], { shop: otherShopId })).toMatchObject({ inserted: 1 });
    expect(await rows('SELECT first_name FROM customers')).toEqual([{ first_name: 'Ada' }]);
    expect(await rows('SELECT first_name FROM customers', otherShopId)).toEqual([{ first_name: 'Theirs' }]);
  });

  it('with NUL, a 300-character tag and a right-to-left name is in the database as it should be', async () => {
    const tags = ['x'.repeat(300), 'a"b\\c', '{NULL}'];
    await merge('customers', [shopifyCustomer(1, { firstName: 'שלום\0 👩‍🚀\t\\N', tags })]);
    expect(await rows('SELECT first_name, tags FROM customers')).toEqual([{ first_name: 'שלום 👩‍🚀\t\\N', tags }]);
  });
});

describe('a first import', () => {
  it('that finds rows in its way all the same guards them as any other', async () => {
    await merge('customers', [shopifyCustomer(1, { firstName: 'New', updatedAt: newer })]);
    expect(await merge('customers', [shopifyCustomer(1), shopifyCustomer(2)], { runId: 2, firstEver: true })).toMatchObject({ inserted: 1, updated: 0, stale: 1 });
    expect(await rows('SELECT first_name FROM customers ORDER BY id')).toEqual([{ first_name: 'New' }, { first_name: 'Ada' }]);
  });
});

describe('a batch of a large store', () => {
  const orders = (from: number, count: number, refunded = false): object[] =>
    Array.from({ length: count }, (_, at) => from + at).flatMap((id) => [
      shopifyOrder(id, refunded ? { refunds: [{ id: `gid://shopify/Refund/${id}`, createdAt: older, processedAt: older, note: null, total: { s: { a: '1.0' } }, return: null }] } : {}),
      below(order(id), shopifyLine(id * 10)),
    ]);
  /** Rows of orders that the merge of such a batch looks at. */
  async function ordersRead(rows: object[], runId: number, firstEver: boolean): Promise<number> {
    const builder = new BatchBuilder('orders', 2);
    rows.forEach((row, at) => builder.add({ number: at + 1, text: JSON.stringify(row), fault: null }));
    return withTenant(shopId, async (tx) => {
      await mergeBatch(tx, { runId, kind: 'orders', unfinishedRuns: [], firstEver, moment: LATER }, builder.take());
      const { rows: read } = await tx.query<{ read: number }>("SELECT seq_tup_read + idx_tup_fetch AS read FROM pg_stat_xact_user_tables WHERE relname = 'orders'");
      return read[0]?.read ?? Number.NaN;
    });
  }

  it('costs what the batch has, however much stands in the mirror', async () => {
    await merge('orders', orders(1, 3_000));
    expect(await ordersRead(orders(10_001, 20, true), 1, true)).toBeLessThan(100);
    // The same again: nothing is newer, and each order is looked up to say so.
    expect(await ordersRead(orders(10_001, 20, true), 2, false)).toBeLessThan(200);
    expect(await ordersRead(orders(20_001, 20, true), 2, false)).toBeLessThan(100);
  });
});

describe('the lines of an order', () => {
  const lineOf = (orderId: number, id: number, title: string): object => below(order(orderId), shopifyLine(id, { title }));
  const titles = (): Promise<{ title: string }[]> => rows('SELECT title FROM order_lines ORDER BY order_id, id');

  it('follow their order: written with a newer one, left with one that is not newer', async () => {
    expect(await merge('orders', [shopifyOrder(1), lineOf(1, 11, 'first'), lineOf(1, 12, 'first')])).toMatchObject({ inserted: 3 });
    expect(await merge('orders', [shopifyOrder(1), lineOf(1, 11, 'second')], { runId: 2 })).toEqual({ inserted: 0, updated: 0, stale: 2, rejected: 0, held: 0 });
    expect(await titles()).toEqual([{ title: 'first' }, { title: 'first' }]);
    expect(await merge('orders', [shopifyOrder(1, { updatedAt: newer }), lineOf(1, 11, 'third')], { runId: 3 })).toEqual({ inserted: 0, updated: 2, stale: 0, rejected: 0, held: 0 });
    expect(await titles()).toEqual([{ title: 'third' }, { title: 'first' }]);
  });

  it('follow it in a later batch too, far from their order', async () => {
    await merge('orders', [shopifyOrder(1), shopifyOrder(2)]);
    expect(await merge('orders', [lineOf(1, 11, 'far'), lineOf(2, 21, 'far')])).toMatchObject({ inserted: 2 });
    await merge('orders', [shopifyOrder(1), shopifyOrder(2, { updatedAt: newer })], { runId: 2 });
    expect(await merge('orders', [lineOf(1, 11, 'stale'), lineOf(2, 21, 'fresh')], { runId: 2 })).toEqual({ inserted: 0, updated: 1, stale: 1, rejected: 0, held: 0 });
    expect(await titles()).toEqual([{ title: 'far' }, { title: 'fresh' }]);
  });

  it('that come before their order wait for it, and are rejected when it never comes', async () => {
    expect(await merge('orders', [lineOf(1, 11, 'early'), lineOf(9, 91, 'orphan')])).toEqual({ inserted: 0, updated: 0, stale: 0, rejected: 0, held: 2 });
    await merge('orders', [shopifyOrder(1)]);
    expect(await held(1)).toEqual({ inserted: 1, updated: 0, stale: 0, rejected: 1, held: 0 });
    expect(await titles()).toEqual([{ title: 'early' }]);
    expect(await rows('SELECT line_number, reason_code FROM import_rejects')).toEqual([{ line_number: 2, reason_code: 'no-parent' }]);
  });

  it('that come before an order which turns out not to be newer are left', async () => {
    await merge('orders', [shopifyOrder(1), lineOf(1, 11, 'first')]);
    expect(await merge('orders', [lineOf(1, 11, 'early')], { runId: 2 })).toMatchObject({ held: 1 });
    await merge('orders', [shopifyOrder(1)], { runId: 2 });
    expect(await held(2)).toMatchObject({ stale: 1, rejected: 0 });
    expect(await titles()).toEqual([{ title: 'first' }]);
  });

  it('are left when a webhook has overtaken their order in the middle of the import', async () => {
    await merge('orders', [shopifyOrder(1)]);
    await rows(`UPDATE orders SET import_run_id = NULL, updated_at = '${newer}'`);
    expect(await merge('orders', [lineOf(1, 11, 'overtaken')])).toMatchObject({ held: 1 });
    expect(await held(1)).toMatchObject({ stale: 1, rejected: 0 });
    expect(await titles()).toEqual([]);
  });

  it('are completed by the next import when the one that wrote their order broke off', async () => {
    await merge('orders', [shopifyOrder(1)]);
    expect(await merge('orders', [shopifyOrder(1), lineOf(1, 11, 'completed')], { runId: 2, unfinishedRuns: [1] })).toMatchObject({ inserted: 1, updated: 1 });
    expect(await titles()).toEqual([{ title: 'completed' }]);
  });

  it('that come twice are written once', async () => {
    expect(await merge('orders', [shopifyOrder(1), lineOf(1, 11, 'one'), lineOf(1, 11, 'two'), lineOf(1, 12, 'three')])).toEqual({ inserted: 3, updated: 0, stale: 1, rejected: 0, held: 0 });
    expect(await titles()).toEqual([{ title: 'two' }, { title: 'three' }]);
  });
});

describe('the refunds of an order', () => {
  const refund = (id: number, amount: string): ReturnType<typeof shopifyOrder>['refunds'][number] => ({
    id: `gid://shopify/Refund/${id}`, createdAt: older, processedAt: older, note: null, total: { s: { a: amount } }, return: null,
  });

  it('are those of its newest version, and what was read of them besides stays', async () => {
    await merge('orders', [shopifyOrder(1, { refunds: [refund(5, '1.0'), refund(6, '2.0')] })]);
    await rows('UPDATE refunds SET uncarried_amount = 30');
    await merge('orders', [shopifyOrder(1, { updatedAt: newer, refunds: [refund(6, '2.5'), refund(7, '3.0')] }), shopifyOrder(1, { updatedAt: older, refunds: [refund(8, '9.0')] })], { runId: 2 });
    expect(await rows('SELECT id, total_refunded, uncarried_amount FROM refunds ORDER BY id')).toEqual([
      { id: 6, total_refunded: 250, uncarried_amount: 30 },
      { id: 7, total_refunded: 300, uncarried_amount: 0 },
    ]);
    expect(await rows('SELECT details_pending FROM orders')).toEqual([{ details_pending: true }]);
  });
});
