import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { lineDiscountedTotal, lineNetAfterRefunds, refundTotal, subtotalPrice, totalPrice, totalRefunded } from '#tests/shopify-standin/store/order-money.ts';
import type { Store } from '#tests/shopify-standin/store/model.ts';
import { openShop, progressOf, smallStore, type ImportingShop } from './importing-shop.ts';

let shop: ImportingShop;
afterAll(async () => {
  await closeJobQueue(0);
  await closePrisma();
  await closePools();
});

const by = <Row extends { id: number }>(rows: Row[]): Row[] => [...rows].sort((a, b) => a.id - b.id);
const iso = (at: number | null): string | null => (at === null ? null : `${new Date(at).toISOString().slice(0, 19)}.000Z`);
const text = (at: Date | null): string | null => at?.toISOString() ?? null;

describe('an import of a store', () => {
  let store: Store;
  beforeAll(async () => {
    shop = await openShop({ loaded: await smallStore({ shopDomain: 'whole.myshopify.com' }) });
    store = shop.api.live.store;
    const progress = await shop.import();
    expect(progress).toMatchObject({ status: 'succeeded', active: false, share: 1, rejected: 0, stale: 0, readsAllOrders: true, secondsLeft: null, errorMessage: null });
    expect(progress.read).toBe(progress.inserted + progress.updated + progress.stale + progress.rejected);
  });
  afterAll(() => shop.close());

  it('brings every customer as Shopify has them', async () => {
    const rows = await shop.rows<{ id: number; first_name: string; last_name: string; email: string; tags: string[]; updated_at: Date; number_of_orders: number; email_marketing_state: string; city: string }>('SELECT * FROM customers ORDER BY id');
    expect(rows.map((row) => [row.id, row.first_name, row.last_name, row.email, row.tags, text(row.updated_at), row.number_of_orders, row.city])).toEqual(
      by([...store.customers.values()]).map((one) => [one.id, one.firstName, one.lastName, one.email, one.tags, iso(one.updatedAt), one.orders.length, one.city]),
    );
  });

  it('brings every order with its money, dates and guests', async () => {
    const rows = await shop.rows<Record<string, never> & { id: number; customer_id: number | null; processed_at: Date; subtotal: number; total: number; total_refunded: number; currency_code: string; financial_status: string; test: boolean; cancelled_at: Date | null; delivered_at: Date | null; first_visit_source: string | null; discount_codes: string[] }>('SELECT * FROM orders ORDER BY id');
    expect(rows.map((row) => [row.id, row.customer_id, text(row.processed_at), row.subtotal, row.total, row.total_refunded, row.currency_code, row.financial_status, row.test, text(row.cancelled_at), text(row.delivered_at), row.first_visit_source, row.discount_codes])).toEqual(
      by([...store.orders.values()]).map((one) => [
        one.id, one.customer?.id ?? null, iso(one.processedAt), subtotalPrice(one), totalPrice(one), totalRefunded(one), one.currencyCode, one.financialStatus, one.test, iso(one.cancelledAt),
        iso(one.fulfilledAt === null ? null : one.deliveredAt), one.journey?.source ?? null, one.discounts.filter((discount) => discount.kind === 'code').map((discount) => discount.title),
      ]),
    );
    expect(rows.some((row) => row.customer_id === null)).toBe(true);
  });

  it('brings every line with its net value', async () => {
    const rows = await shop.rows<{ id: number; order_id: number; quantity: number; current_quantity: number; net_amount: number; discount_amount: number; tax: number; is_gift_card: boolean; product_id: number | null; sku: string | null }>('SELECT * FROM order_lines ORDER BY id');
    const lines = [...store.orders.values()].flatMap((order) => order.lines.map((line) => ({ id: line.id, order, line })));
    expect(rows.map((row) => [row.id, row.order_id, row.quantity, row.current_quantity, row.net_amount, row.discount_amount, row.tax, row.is_gift_card, row.product_id, row.sku])).toEqual(
      by(lines).map(({ id, order, line }) => [
        id, order.id, line.quantity, line.quantity - line.refundedQuantity - line.removedQuantity, lineNetAfterRefunds(order, line), line.unitPrice * line.quantity - lineDiscountedTotal(line),
        line.tax, line.isGiftCard, line.variant?.product.id ?? null, line.sku,
      ]),
    );
  });

  it('brings every refund with the money that no line carries', async () => {
    const rows = await shop.rows<{ id: number; total_refunded: number; uncarried_amount: number; note: string | null }>('SELECT * FROM refunds ORDER BY id');
    const refunds = by([...store.orders.values()].flatMap((order) => order.refunds));
    expect(rows.map((row) => [row.id, row.total_refunded, row.uncarried_amount, row.note])).toEqual(refunds.map((one) => [one.id, refundTotal(one), Math.max(0, one.adjustment), one.note]));
    expect(rows.some((row) => row.uncarried_amount > 0)).toBe(true);
    const lines = await shop.rows<{ refund_id: number; line_id: number; quantity: number; subtotal: number; tax: number }>('SELECT * FROM refund_lines ORDER BY refund_id, position');
    expect(lines.map((row) => [row.refund_id, row.line_id, row.quantity, row.subtotal, row.tax])).toEqual(refunds.flatMap((one) => one.lines.map((line) => [one.id, line.line.id, line.quantity, line.subtotal, line.tax])));
    const adjustments = await shop.rows<{ refund_id: number; amount: number }>('SELECT * FROM refund_adjustments ORDER BY refund_id');
    expect(adjustments.map((row) => [row.refund_id, row.amount])).toEqual(refunds.filter((one) => one.adjustment !== 0).map((one) => [one.id, -one.adjustment]));
    expect(await shop.rows('SELECT FROM orders WHERE details_pending')).toEqual([]);
  });

  it('brings returns with their reasons, products and variants', async () => {
    const returns = by([...store.orders.values()].flatMap((order) => order.returns));
    expect(returns.length).toBeGreaterThan(0);
    const lines = await shop.rows<{ id: number; return_id: number; line_id: number; quantity: number; reason: string; customer_note: string | null }>('SELECT * FROM return_lines ORDER BY return_id, id');
    expect(lines.map((row) => [row.return_id, row.id, row.line_id, row.quantity, row.reason, row.customer_note])).toEqual(
      returns.flatMap((one) => by(one.lines).map((line) => [one.id, line.id, line.line.id, line.quantity, line.reason.toLowerCase().replaceAll('_', '-'), line.note])),
    );
    const products = await shop.rows<{ id: number; title: string; product_type: string; image_url: string }>('SELECT * FROM products ORDER BY id');
    expect(products.map((row) => [row.id, row.title, row.product_type])).toEqual(by([...store.products.values()]).map((one) => [one.id, one.title, one.productType]));
    const variants = await shop.rows<{ id: number; product_id: number; price: number; sku: string | null }>('SELECT * FROM product_variants ORDER BY id');
    expect(variants.map((row) => [row.id, row.product_id, row.price, row.sku])).toEqual(by([...store.products.values()].flatMap((one) => one.variants)).map((one) => [one.id, one.product.id, one.price, one.sku]));
  });

  it('a second time finds nothing newer, writes nothing, and says so', async () => {
    const before = await shop.rows<{ sum: string }>("SELECT md5(string_agg(o::text, '|' ORDER BY id)) AS sum FROM orders o");
    const progress = await shop.import();
    expect(progress).toMatchObject({ status: 'succeeded', inserted: 0, updated: 0, rejected: 0, removed: 0 });
    expect(progress.stale).toBe(progress.read);
    expect(await shop.rows("SELECT md5(string_agg(o::text, '|' ORDER BY id)) AS sum FROM orders o")).toEqual(before);
    expect(await shop.rows('SELECT FROM import_seen')).toEqual([]);
    expect(await shop.rows('SELECT FROM import_held')).toEqual([]);
  });

  it('takes what changed and removes what is gone at Shopify', async () => {
    const [changed, gone] = [...store.customers.values()];
    const [withLines, lostOrder] = [...store.orders.values()].filter((order) => order.lines.length > 1 && order.refunds.length === 0);
    if (changed === undefined || gone === undefined || withLines === undefined || lostOrder === undefined) throw new Error('The store is too small for this test.');
    shop.api.live.addTags('Customer', changed.id, ['Fresh'], null);
    store.customers.delete(gone.id);
    store.orders.delete(lostOrder.id);
    const lostLine = withLines.lines.pop();
    withLines.updatedAt += 60_000;
    await shop.close();
    shop = await openShop({ loaded: { store, now: shop.api.live.now(), identity: 'later', description: 'the store, later' } });
    const progress = await shop.import();
    expect(progress).toMatchObject({ status: 'succeeded', inserted: 0, removed: 2 });
    expect(await shop.rows('SELECT tags FROM customers WHERE id = $1', [changed.id])).toEqual([{ tags: changed.tags }]);
    expect(await shop.rows('SELECT FROM customers WHERE id = $1', [gone.id])).toEqual([]);
    expect(await shop.rows('SELECT FROM orders WHERE id = $1', [lostOrder.id])).toEqual([]);
    expect(await shop.rows('SELECT FROM order_lines WHERE order_id = $1', [lostOrder.id])).toEqual([]);
    expect(await shop.rows('SELECT id FROM order_lines WHERE order_id = $1 ORDER BY id', [withLines.id])).toEqual(by(withLines.lines.map((line) => ({ id: line.id }))));
    expect(lostLine).toBeDefined();
  });
});

describe('an import beside events', () => {
  it('removes who is gone at Shopify though an event wrote the row, unless something was told of it since Shopify began to read', async () => {
    shop = await openShop({ loaded: await smallStore({ shopDomain: 'told.myshopify.com', customers: 40 }) });
    await shop.import();
    const { store } = shop.api.live;
    const now = shop.api.live.now();
    const [long, lately, inTotals, order, newOrder] = [...[...store.customers.values()].slice(0, 3), ...[...store.orders.values()].slice(0, 2)] as { id: number }[];
    if (long === undefined || lately === undefined || inTotals === undefined || order === undefined || newOrder === undefined) throw new Error('The store is too small for this test.');
    const customers = [long.id, lately.id, inTotals.id];
    // As an event leaves a row: of no import.
    const [before, after] = [new Date(now - 3_600_000), new Date(now - 60_000)];
    await shop.rows('UPDATE customers SET import_run_id = NULL, partial = true, updated_at = $2, payload_at = $2 WHERE id = ANY ($1::bigint[])', [customers, before]);
    await shop.rows('UPDATE customers SET updated_at = $2, payload_at = $2 WHERE id = $1', [lately.id, after]);
    await shop.rows('UPDATE customers SET totals_until = $2 WHERE id = $1', [inTotals.id, after]);
    await shop.rows('UPDATE orders SET import_run_id = NULL, partial = true, updated_at = $2, payload_at = $2 WHERE id = ANY ($1::bigint[])', [[order.id, newOrder.id], before]);
    await shop.rows('UPDATE orders SET payload_at = $2 WHERE id = $1', [newOrder.id, after]);
    await shop.rows("INSERT INTO customer_tag_changes (shop_id, customer_id, tag_key, tag, added, at) VALUES ($1, $2, 'vip', 'vip', true, now())", [shop.shopId, long.id]);
    for (const id of customers) store.customers.delete(id);
    for (const { id } of [order, newOrder]) store.orders.delete(id);
    await shop.close();
    shop = await openShop({ loaded: { store, now, identity: 'later', description: 'the store, later' } });
    expect(await shop.import()).toMatchObject({ status: 'succeeded', removed: 2 });
    const left = async (table: string, ids: number[]): Promise<number[]> => (await shop.rows<{ id: number }>(`SELECT id FROM ${table} WHERE id = ANY ($1::bigint[]) ORDER BY id`, [ids])).map((row) => row.id);
    expect(await left('customers', customers)).toEqual([lately.id, inTotals.id].sort((a, b) => a - b));
    expect(await left('orders', [order.id, newOrder.id])).toEqual([newOrder.id]);
    expect(await shop.rows('SELECT FROM order_lines WHERE order_id = $1', [order.id])).toEqual([]);
    expect(await shop.rows('SELECT id FROM gone_customers')).toEqual([{ id: long.id }]);
    expect(await shop.rows('SELECT FROM customer_tag_changes')).toEqual([]);
    await shop.close();
  });
});

describe('an import that meets faults', () => {
  let number = 0;
  const open = async (options: Parameters<typeof openShop>[0] = {}): Promise<ImportingShop> => {
    number += 1;
    shop = await openShop({ loaded: await smallStore({ shopDomain: `faults-${number}.myshopify.com`, customers: 40 }), ...options });
    return shop;
  };
  const counts = async (): Promise<unknown> => (await shop.rows('SELECT (SELECT count(*) FROM customers) AS customers, (SELECT count(*) FROM orders) AS orders, (SELECT count(*) FROM order_lines) AS lines, (SELECT count(*) FROM refund_lines) AS refunded'))[0];
  const truth = (): unknown => {
    const orders = [...shop.api.live.store.orders.values()];
    return {
      customers: shop.api.live.store.customers.size,
      orders: orders.length,
      lines: orders.reduce((sum, order) => sum + order.lines.length, 0),
      refunded: orders.reduce((sum, order) => sum + order.refunds.reduce((lines, refund) => lines + refund.lines.length, 0), 0),
    };
  };
  afterEach(() => shop.close());

  it('killed in the middle goes on with the same operations and ends as if nothing had been', async () => {
    await open();
    const killed = new AbortController();
    let orders = 0;
    shop.onFile = (file, kind) => {
      if (kind !== 'Order') return file;
      orders += 1;
      if (orders > 1) return file;
      killed.abort(new Error('killed'));
      return new Error('the connection went with the process');
    };
    await expect(shop.import({ signal: killed.signal })).rejects.toThrow('killed');
    expect(await progressOf(shop)).toMatchObject({ status: 'running', active: true });
    const progress = await shop.import();
    expect(progress).toMatchObject({ id: (await progressOf(shop)).id, status: 'succeeded', rejected: 0 });
    expect(progress.parts.map((part) => part.attempts)).toEqual([1, 1, 1, 0]);
    expect(await counts()).toEqual(truth());
  });

  it('whose download breaks off takes it up again', async () => {
    await open();
    let broken = 0;
    shop.onFile = (file, kind) => {
      if (kind !== 'Order' || broken >= 2) return file;
      broken += 1;
      return broken === 1 ? new Error('reset') : file.slice(0, file.lastIndexOf('\n', file.length - 200) + 50);
    };
    expect(await shop.import()).toMatchObject({ status: 'succeeded' });
    expect(broken).toBe(2);
    expect(await counts()).toEqual(truth());
  });

  it('whose file is gone asks Shopify again', async () => {
    await open();
    let refusals = 0;
    shop.onDownload = () => ((refusals += 1) <= 7 ? 403 : undefined);
    const progress = await shop.import();
    expect(progress.status).toBe('succeeded');
    expect(progress.parts.reduce((sum, part) => sum + part.attempts, 0)).toBeGreaterThan(3);
    expect(await counts()).toEqual(truth());
  });

  it('whose bulk operation fails asks again, five times and ever later, and uses nothing of the half result', async () => {
    let failed = 0;
    await open({ faults: { bulkRun: (run) => (run.operation === 'orders' && run.objectCount > 20 && (failed += 1) <= 5 ? { errorCode: 'INTERNAL_SERVER_ERROR', keepPartial: true } : null) } });
    const progress = await shop.import();
    expect(progress.status).toBe('succeeded');
    expect(progress.parts.find((part) => part.kind === 'orders')).toMatchObject({ attempts: 6, status: 'done' });
    expect(await counts()).toEqual(truth());
  });

  it('whose bulk operation fails every time fails with words for the merchant', async () => {
    await open({ faults: { bulkRun: (run) => (run.operation === 'orders' ? { errorCode: 'TIMEOUT', keepPartial: false } : null) } });
    await expect(shop.import()).rejects.toThrow(/asked 6 times for the orders/);
    expect(await progressOf(shop)).toMatchObject({ status: 'failed', active: false, errorCode: 'bulk-operation', errorMessage: expect.stringContaining('FAILED (TIMEOUT)') as string });
  });

  it('without a scope fails at once and says which access is missing', async () => {
    await open({ scopes: ['read_customers', 'read_products'] });
    await expect(shop.import()).rejects.toThrow(/access/i);
    expect(await progressOf(shop)).toMatchObject({ status: 'failed', errorCode: 'access-denied' });
  });

  it('with the last 60 days of orders only says so, and removes none for being older', async () => {
    const scopes = ['read_customers', 'read_products', 'read_orders', 'read_all_orders', 'read_returns'];
    await open({ scopes });
    await shop.import();
    const before = await counts();
    scopes.splice(scopes.indexOf('read_all_orders'), 1);
    const progress = await shop.import();
    expect(progress).toMatchObject({ status: 'succeeded', readsAllOrders: false, removed: 0 });
    expect(progress.parts.find((part) => part.kind === 'orders')?.rootObjectCount).toBeLessThan(shop.api.live.store.orders.size);
    expect(await counts()).toEqual(before);
  });

  it('whose file lost a row is stopped, and the mirror is not emptied by it', async () => {
    await open();
    await shop.import();
    shop.onFile = (file, kind) => (kind === 'Customer' ? `${file}${file.split('\n')[0]}\n` : file);
    await expect(shop.import()).rejects.toThrow(/announced \d+ rows of customers, and its file had/);
    expect(await progressOf(shop)).toMatchObject({ status: 'failed', errorCode: 'conservation' });
    expect(await counts()).toEqual(truth());
    shop.onFile = undefined;
    expect(await shop.import()).toMatchObject({ status: 'succeeded' });
  });

  it('keeps what it must reject with its reason, and takes the rest', async () => {
    await open();
    shop.onFile = (file, kind) => (kind === 'Customer' ? file.replace(/"currencyCode":"[A-Z]+"/, '"currencyCode":"ZZZ"') : file);
    const progress = await shop.import();
    expect(progress).toMatchObject({ status: 'succeeded', rejected: 1, removed: 0 });
    expect(await shop.rows('SELECT kind, line_number, reason_code FROM import_rejects')).toEqual([{ kind: 'customers', line_number: 1, reason_code: 'currency' }]);
  });

  it('with children before their parents takes them all', async () => {
    await open();
    shop.onFile = (file, kind) => (kind === 'Order' ? `${file.trimEnd().split('\n').reverse().join('\n')}\n` : file);
    expect(await shop.import()).toMatchObject({ status: 'succeeded', rejected: 0 });
    expect(await counts()).toEqual(truth());
  });
});
