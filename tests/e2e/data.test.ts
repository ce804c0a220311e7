import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unzip } from '../factories/unzip.ts';
import type { StoreOrder } from '../shopify-standin/store/model.ts';
import { DESKTOP, NARROWEST, PHONE } from './harness.ts';
import type { Merchant } from './harness.ts';
import { openDatabase, openTestHouse } from './house.ts';
import type { TestDatabase, TestHouse } from './house.ts';
import { madeStore, HOSTILE } from './made-store.ts';
import type { MadeStore } from './made-store.ts';
import { customerTruth } from './store-truth.ts';
import { testBrowser } from './test-browser.ts';

/** More digits than any id of Shopify's. */
const NO_ID = 10 ** 16;
/** A year that no date of Shopify's can be in. */
const YEAR_10000 = 253_402_300_800_000;

const { enter, importStore } = testBrowser();
let database: TestDatabase;
let house: TestHouse;
let made: MadeStore;
/** Orders that cannot be taken over: their id is none, or their date. */
let broken: { id: StoreOrder[]; date: StoreOrder[] };

beforeAll(async () => {
  database = await openDatabase();
  made = await madeStore({ customers: 90, seed: 3 });
  const { orders } = made.store;
  const some = [...orders.values()].filter((order) => order.refunds.length === 0).slice(0, 18);
  broken = { id: some.slice(0, 12), date: some.slice(12) };
  for (const [index, order] of broken.id.entries()) {
    orders.delete(order.id);
    order.id = NO_ID + index * 2;
    orders.set(order.id, order);
  }
  for (const order of broken.date) order.createdAt = YEAR_10000;
  house = await openTestHouse({ store: made, database });
  await importStore(house);
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

/** What the browser downloads when this is done. */
async function downloaded(merchant: Merchant, work: () => Promise<void>): Promise<{ name: string; content: Buffer }> {
  const [download] = await Promise.all([merchant.page.waitForEvent('download'), work()]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

describe('Data', () => {
  it('gives everything in one zip, which holds what the store has, in both forms', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/data');
    const { name, content } = await downloaded(merchant, () => merchant.app.getByRole('button', { name: 'Export everything' }).click());
    expect(name).toMatch(/^regulars-[a-z0-9-]+-\d{4}-\d\d-\d\d\.zip$/);
    const files = unzip(content);
    const csv = (file: string): Record<string, string>[] => parse(files.get(`csv/${file}.csv`)?.toString('utf8') ?? '', { bom: true, columns: true }) as Record<string, string>[];
    const jsonl = (file: string): Record<string, unknown>[] => (files.get(`jsonl/${file}.jsonl`)?.toString('utf8') ?? '').split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
    const { store } = made;
    const taken = [...store.orders.values()].filter((order) => !broken.id.includes(order) && !broken.date.includes(order));
    expect(jsonl('customers').map((row) => row['customer_id'])).toEqual([...store.customers.keys()].sort((a, b) => a - b));
    expect(jsonl('orders').map((row) => row['order_id'])).toEqual(taken.map((order) => order.id).sort((a, b) => a - b));
    expect(jsonl('order-lines')).toHaveLength(taken.reduce((sum, order) => sum + order.lines.length, 0));
    expect(jsonl('refunds')).toHaveLength(taken.reduce((sum, order) => sum + order.refunds.length, 0));
    expect(jsonl('products')).toHaveLength(store.products.size);
    for (const file of ['customers', 'orders', 'order-lines', 'profiles', 'tag-changes', 'rejected-rows', 'settings', 'imports']) expect(csv(file)).toHaveLength(jsonl(file).length);
    // Profiles agree with the store's own orders, worked out by other code.
    const profiles = new Map(jsonl('profiles').map((row) => [row['customer_id'], row]));
    let spent = 0;
    for (const customer of store.customers.values()) {
      const own = { ...customer, orders: customer.orders.filter((order) => taken.includes(order)) };
      const truth = customerTruth(house.standIn.live, own, house.standIn.storeNow);
      expect(profiles.get(customer.id)).toMatchObject({ purchases: truth.purchases, first_purchase: truth.firstPurchase, last_purchase: truth.lastPurchase });
      spent += truth.netSpend;
    }
    expect(spent).toBeGreaterThan(0);
    expect(Math.round(jsonl('profiles').reduce((sum, row) => sum + Number(row['net_spend']), 0) * 100)).toBe(spent);
    expect(jsonl('customers').find((row) => row['customer_id'] === made.hostile.script.id)).toMatchObject({ first_name: HOSTILE.script });
    expect(files.get('README.txt')?.toString('utf8')).toContain('profiles (');
    expect([...files.values()].some((file) => /shpat_|access_token|refresh_token/.test(file.toString('utf8')))).toBe(false);
    await merchant.app.getByText(/^Last export: .*(kB|MB)$/).waitFor();
    await merchant.app.getByRole('table', { name: 'What was done with your data, the newest first' }).getByText('Export of everything').first().waitFor();
    await merchant.settled();
  });

  it('shows the last runs, and leads to an import with its figures, which add up', async () => {
    for (const screen of [DESKTOP, PHONE, NARROWEST]) {
      const merchant = await enter(house, screen);
      await merchant.open('/app/data');
      await merchant.app.getByRole('heading', { name: 'Last runs' }).waitFor();
      await merchant.settled();
      const runs = merchant.app.getByRole('table', { name: 'What was done with your data, the newest first' });
      await runs.getByText('Profiles rebuilt after an import').first().waitFor();
      await runs.getByRole('link', { name: /^Import \d+$/ }).last().click();
      await merchant.at(/^\/app\/data\/imports\/\d+$/);
      const figures = merchant.app.getByRole('table', { name: 'Rows of this import by kind' });
      const rows = await figures.locator('tbody tr').evaluateAll((all) => all.map((row) => [...row.querySelectorAll('td')].map((cell) => Number((cell.lastChild?.textContent ?? '').replaceAll(',', '')))));
      expect(rows).toHaveLength(4);
      for (const [read, inserted, updated, stale, rejected] of rows) expect(read).toBe((inserted ?? 0) + (updated ?? 0) + (stale ?? 0) + (rejected ?? 0));
      await merchant.settled();
      await merchant.headingAction('All imports');
      await merchant.at('/app/data/imports');
      await merchant.app.getByRole('table', { name: 'Imports, the newest first' }).getByRole('link').first().waitFor();
      await merchant.settled();
    }
  });

  it('says which rows were left out and why, one reason at a time, a page at a time, and gives them as files', async () => {
    const lines = (orders: StoreOrder[]): number => orders.reduce((sum, order) => sum + order.lines.length, 0);
    const all = broken.id.length + lines(broken.id) + broken.date.length + lines(broken.date);
    for (const screen of [DESKTOP, NARROWEST]) {
      const merchant = await enter(house, screen);
      await merchant.open('/app/data');
      await merchant.app.getByRole('link', { name: `${all} rows could not be taken over. See which, and what to do.` }).click();
      await merchant.at(/^\/app\/data\/imports\/\d+$/);
      await merchant.app.getByText(`Orders: ${broken.id.length + lines(broken.id)} rows`, { exact: true }).waitFor();
      await merchant.app.getByText(`Orders: ${lines(broken.date)} rows`, { exact: true }).waitFor();
      const table = merchant.app.getByRole('table', { name: 'Rejected rows' });
      expect(await table.locator('tbody tr').count()).toBe(25);
      await merchant.settled();
      const seen = new Set(await table.locator('tbody tr td:nth-child(2)').allInnerTexts());
      await merchant.app.getByRole('button', { name: 'Next page' }).click();
      await merchant.at(/after=/);
      for (const line of await table.locator('tbody tr td:nth-child(2)').allInnerTexts()) expect(seen.has(line)).toBe(false);
      await merchant.app.getByRole('button', { name: 'Previous page' }).click();
      await merchant.at(/before=/);
      expect(new Set(await table.locator('tbody tr td:nth-child(2)').allInnerTexts())).toEqual(seen);

      await merchant.app.getByRole('link', { name: 'Show only these: A date was not a date' }).click();
      await merchant.at(/reason=instant/);
      expect(await table.locator('tbody tr').count()).toBe(broken.date.length);
      await table.locator('summary').first().click();
      await table.getByText('gid://shopify/Order/').first().waitFor();
      await merchant.settled();
      const one = await downloaded(merchant, () => merchant.app.getByRole('button', { name: 'Download the rows as they came' }).click());
      const raws = one.content.toString('utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as { id: string });
      expect(raws.map((row) => row.id).sort()).toEqual(broken.date.map((order) => `gid://shopify/Order/${order.id}`).sort());

      await merchant.app.getByRole('link', { name: 'Show all' }).click();
      await merchant.at(/^\/app\/data\/imports\/\d+\??$/);
      const whole = await downloaded(merchant, () => merchant.app.getByRole('button', { name: 'Download as CSV' }).click());
      const rows = parse(whole.content.toString('utf8'), { bom: true, columns: true }) as { reason_code: string; row: string }[];
      expect(rows).toHaveLength(all);
      expect(rows.filter((row) => row.reason_code === 'instant')).toHaveLength(broken.date.length);
    }
  });

  it('rebuilds the profiles when asked, and shows how far it is', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/data');
    await merchant.app.getByRole('button', { name: 'Rebuild profiles' }).click();
    const runs = merchant.app.getByRole('table', { name: 'What was done with your data, the newest first' });
    await runs.locator('tr').filter({ has: merchant.page.frameLocator('iframe').getByRole('rowheader', { name: 'Profiles rebuilt', exact: true }) }).getByText('Done').waitFor();
    await merchant.app.getByRole('button', { name: 'Rebuild profiles' }).waitFor();
    await merchant.settled();
  });

  it('says calmly what is not there', async () => {
    const merchant = await enter(house, PHONE);
    merchant.allow(/404/);
    await merchant.open('/app/data');
    await merchant.page.goto(`${house.standIn.adminUrl}/apps/regulars/app/data/imports/999999`);
    await merchant.app.getByText('There is no such import').first().waitFor();
    await merchant.settled();
  });

  it('imports again, and follows it to its end', async () => {
    const merchant = await enter(house, PHONE);
    await merchant.open('/app/data');
    await merchant.headingAction('Import now');
    await merchant.app.getByRole('link', { name: /^Import \d+$/ }).first().waitFor();
    await merchant.app.getByRole('heading', { name: 'Imports', exact: true }).waitFor({ timeout: 90_000 });
    await merchant.settled();
  });
});
