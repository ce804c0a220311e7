import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { dumpStore } from './dump.ts';
import { LiveStore } from './live-store.ts';
import { claimStoreDirectory, loadStore } from './load-store.ts';

const root = mkdtempSync(join(tmpdir(), 'dump-'));
afterAll(() => rmSync(root, { recursive: true }));

const CSV = join(root, 'orders.csv');
writeFileSync(CSV, `invoice,stock_code,description,quantity,invoice_date,price,customer_id,country
536365,85123A,HEART HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
C536400,85123A,HEART HOLDER,-2,2010-12-02 09:00:00,2.55,17850.0,United Kingdom
536366,22633,HAND WARMER,1,2010-12-01 08:28:00,1.85,,United Kingdom
`);

function linesOf(dir: string, name: string): Record<string, unknown>[] {
  const text = readFileSync(join(dir, name), 'utf8');
  return text.split('\n').slice(0, -1).map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the dump', () => {
  it('writes customers, orders and requests as Shopify names them', async () => {
    const loaded = await loadStore({ source: CSV });
    const live = await LiveStore.open({ store: loaded.store, now: loaded.now, frozen: true });
    live.addTags('Customer', 17850, ['At-risk'], 'app');
    const dir = join(root, 'dump');
    await dumpStore(live, dir, [{ operation: 'tagsAdd', cost: 10 }]);
    expect(readdirSync(dir).sort()).toEqual(['customers.jsonl', 'orders.jsonl', 'requests.jsonl']);
    expect(linesOf(dir, 'customers.jsonl')).toEqual([{ id: 'gid://shopify/Customer/17850', legacyResourceId: '17850', sourceId: '17850.0', metafields: [], tags: ['vip', 'Wholesale', 'At-risk'] }]);
    expect(linesOf(dir, 'requests.jsonl')).toEqual([{ operation: 'tagsAdd', cost: 10 }]);
    const [order, guest] = linesOf(dir, 'orders.jsonl');
    const money = (amount: string): object => ({ shopMoney: { amount, currencyCode: 'GBP' } });
    expect(order).toMatchObject({
      id: 'gid://shopify/Order/536365', name: '#536365', customer: { id: 'gid://shopify/Customer/17850' }, processedAt: '2010-12-01T08:26:00Z', updatedAt: '2010-12-02T09:00:00Z',
      displayFinancialStatus: 'PARTIALLY_REFUNDED', totalPriceSet: money('15.30'), totalRefundedSet: money('5.10'), currentTotalPriceSet: money('10.20'),
      lineItems: [{ sku: '85123A', quantity: 6, currentQuantity: 4, originalUnitPriceSet: money('2.55'), priceAfterAllDiscountsBeforeTaxesSet: money('10.20') }],
      refunds: [{ createdAt: '2010-12-02T09:00:00Z', totalRefundedSet: money('5.10'), refundLineItems: [{ lineItem: { id: 'gid://shopify/LineItem/1' }, quantity: 2, subtotalSet: money('5.10') }] }],
    });
    expect(guest).toMatchObject({ customer: null, displayFinancialStatus: 'PAID', refunds: [] });
  });

  it('has the same bytes for the same seed', async () => {
    const bytes: string[] = [];
    for (const name of ['first', 'second']) {
      const loaded = await loadStore({ source: 'generated', customers: 60, seed: 9 });
      const live = await LiveStore.open({ store: loaded.store, now: loaded.now });
      await dumpStore(live, join(root, name), []);
      bytes.push(readFileSync(join(root, name, 'orders.jsonl'), 'utf8') + readFileSync(join(root, name, 'customers.jsonl'), 'utf8'));
    }
    expect(bytes[0]).toBe(bytes[1]);
    expect((bytes[0] ?? '').length).toBeGreaterThan(50_000);
  });

  it('leaves no half-written file behind when a row cannot be written', async () => {
    const loaded = await loadStore({ source: CSV });
    const live = await LiveStore.open({ store: loaded.store, now: loaded.now });
    const dir = join(root, 'broken');
    const endless: { self?: unknown } = {};
    endless.self = endless;
    await expect(dumpStore(live, dir, [endless])).rejects.toThrow(/circular/i);
    expect(readdirSync(dir).sort()).toEqual(['customers.jsonl', 'orders.jsonl']);
  });
});

describe('the directory of a store', () => {
  it('stays with the store it was begun with', async () => {
    const dir = join(root, 'claimed');
    const first = await loadStore({ source: 'generated', customers: 3 });
    claimStoreDirectory(dir, first);
    claimStoreDirectory(dir, await loadStore({ source: 'generated', customers: 3 }));
    for (const other of [{ customers: 4 }, { customers: 3, seed: 2 }, { customers: 3, now: 0 }]) {
      const loaded = await loadStore({ source: 'generated', ...other });
      expect(() => claimStoreDirectory(dir, loaded)).toThrow(/holds another store .*3 customers.*Remove .*claimed to start afresh/);
    }
  });

  it('knows a file by its contents, not its name', async () => {
    const copy = join(root, 'copy.csv');
    writeFileSync(copy, readFileSync(CSV));
    const original = await loadStore({ source: CSV });
    expect((await loadStore({ source: copy })).identity).toBe(original.identity);
    writeFileSync(copy, readFileSync(CSV, 'utf8').replace('HAND WARMER', 'HAND WARMERS'));
    expect((await loadStore({ source: copy })).identity).not.toBe(original.identity);
  });
});
