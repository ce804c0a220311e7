import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { approveTags } from '#app/tags/approve-tags.server.ts';
import { deleteCustomer } from '../shopify-standin/store/customer-desk.ts';
import type { StoreCustomer } from '../shopify-standin/store/model.ts';
import { DESKTOP, NARROWEST, PHONE } from './harness.ts';
import type { Merchant } from './harness.ts';
import { openDatabase, openTestHouse } from './house.ts';
import type { TestDatabase, TestHouse } from './house.ts';
import { madeStore } from './made-store.ts';
import type { MadeStore } from './made-store.ts';
import { testBrowser } from './test-browser.ts';

const DAY_MS = 86_400_000;
const SIZES = [DESKTOP, PHONE, NARROWEST];
const { enter, importStore } = testBrowser();
let database: TestDatabase;
let house: TestHouse;
let made: MadeStore;
let pool: pg.Pool;
let shopId: number;
/** Carries the tag that the shop excludes; never ordered; was merged into `kept`; is gone from Shopify; has the most orders. */
let excluded: StoreCustomer;
let prospect: StoreCustomer;
let gone: StoreCustomer;
let kept: StoreCustomer;
let deleted: StoreCustomer;
let most: StoreCustomer;

const query = async <Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> => (await pool.query<Row>(text, values)).rows;

/** Waits for what the app's worker does. */
async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 90_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`Not until now: ${what}. ${house.log().slice(-1500)}`);
    await sleep(200);
  }
}

/** A store in which a run has written, people have moved, two were merged and one is gone. */
beforeAll(async () => {
  database = await openDatabase();
  made = await madeStore({ customers: 120, seed: 9 });
  house = await openTestHouse({ store: made, database });
  const address = new URL(database.postgres.superuserUrl);
  address.pathname = new URL(database.postgres.ownerUrl).pathname;
  pool = new pg.Pool({ connectionString: address.href, max: 2 });
  const people = [...made.store.customers.values()].sort((a, b) => b.orders.length - a.orders.length);
  const plain = people.filter((one) => !Object.values(made.hostile).includes(one) && one.email !== null);
  [most, gone, kept, deleted, excluded] = [plain[0], ...plain.filter((one) => one.orders.length > 0 && one.orders.length < 8)] as [StoreCustomer, StoreCustomer, StoreCustomer, StoreCustomer, StoreCustomer];
  prospect = plain.at(-1) as StoreCustomer;
  excluded.tags.push('Walk-in');
  await importStore(house);
  shopId = (await query<{ id: number }>('SELECT id FROM shops'))[0]?.id ?? 0;
  const { storeNow } = house.standIn;

  const [proposal] = await query<{ id: number }>("SELECT id FROM tag_runs WHERE state = 'proposed'");
  await approveTags({ shopId, proposalId: proposal?.id ?? 0, by: '42' });
  await until('the run is written', async () => (await query("SELECT 1 FROM tag_runs WHERE state = 'done'")).length === 1);

  house.standIn.live.mergeCustomers(gone.id, kept.id);
  // Shopify deletes nobody who has orders.
  for (const order of deleted.orders) order.customer = null;
  deleted.orders = [];
  deleteCustomer(house.standIn.live, deleted.id);
  const merchant = await enter(house, DESKTOP);
  await merchant.open('/app');
  await merchant.app.getByRole('button', { name: 'Import again' }).first().click();
  await until('the merge is followed', async () => (await query('SELECT 1 FROM customer_merges')).length === 1);
  await until('the worker is done', async () => (await query("SELECT 1 FROM pgboss.job WHERE state < 'completed' AND name = ANY ($1)", [['rebuild-profiles', 'propose-tags', 'refresh-profiles']])).length === 0);

  await rebuildProfiles({ shopId, now: storeNow + 150 * DAY_MS });
  await query("UPDATE shop_settings SET scoring = scoring || '{\"excludedTags\": [\"walk-in\"]}' WHERE shop_id = $1", [shopId]);
  await query("INSERT INTO shop_settings (shop_id, scoring, updated_at) VALUES ($1, '{\"excludedTags\": [\"walk-in\"]}', now()) ON CONFLICT DO NOTHING", [shopId]);
  await rebuildProfiles({ shopId, now: storeNow + 151 * DAY_MS });
});

afterAll(async () => {
  await pool?.end();
  await closeJobQueue(0);
  await closePools();
  await house?.close();
  await database?.close();
});

const text = async (merchant: Merchant): Promise<string> => (await merchant.app.locator('main').innerText()).replaceAll('\u00a0', ' ');

describe.each(SIZES)('on $name', (screen) => {
  it('the timeline has moves, tags with their run and approver, and can be narrowed', async () => {
    const merchant = await enter(house, screen);
    await merchant.open(`/app/customers/${kept.id}?show=changes`);
    const shown = await text(merchant);
    expect(shown).toContain(`Customer ${gone.id} was merged into this one at Shopify`);
    expect(shown).toMatch(/Tag .+ added by Regulars/);
    expect(shown).toMatch(/Run \d+, approved by staff member 42/);
    expect(shown).not.toContain('Order #');
    await merchant.settled();
    await merchant.app.getByRole('link', { name: 'Orders, refunds and answers' }).click();
    await merchant.at(`/app/customers/${kept.id}?show=orders`);
    expect(await merchant.app.locator('[data-kind="order"]').count()).toBeGreaterThan(0);
    expect(await merchant.app.locator('[data-kind="tag"], [data-kind="tier"]').count()).toBe(0);
    await merchant.app.getByRole('link', { name: 'Everything' }).click();
    await merchant.at(`/app/customers/${kept.id}`);
    await merchant.app.getByRole('link', { name: /^Run \d+$/ }).first().click();
    await merchant.at(/^\/app\/tags\/\d+$/);
  });

  it('a long timeline is paged by months, there and back', async () => {
    const merchant = await enter(house, screen);
    await merchant.open(`/app/customers/${most.id}`);
    const items = merchant.app.locator('.rg-timeline > li');
    expect(await items.count()).toBe(25);
    expect(await merchant.app.locator('.rg-month h3').count()).toBeGreaterThan(1);
    const first = await items.first().innerText();
    await merchant.settled();
    await merchant.app.getByRole('button', { name: 'Next page' }).click();
    await merchant.at(/after=/);
    expect(await items.first().innerText()).not.toBe(first);
    await merchant.app.getByRole('button', { name: 'Previous page' }).click();
    await merchant.at(/before=/);
    expect(await items.first().innerText()).toBe(first);
  });

  it('each score has a picture, the same in words, and a table that counts every buyer', async () => {
    const merchant = await enter(house, screen);
    await merchant.open(`/app/customers/${most.id}`);
    const [summary] = await query<{ buyers: number }>("SELECT (distributions->>'buyers')::int AS buyers FROM shop_summaries");
    const pictures = merchant.app.getByRole('img', { name: /: [1-5] of 5\. / });
    expect(await pictures.count()).toBe(3);
    for (const name of ['Recency (R)', 'Frequency (F)', 'Money (M)']) {
      await merchant.app.getByText(`${name} as a table`).click();
      const box = merchant.app.locator('.rg-spread').filter({ has: merchant.app.getByRole('heading', { name }) });
      const counts = await box.locator('tbody td').allInnerTexts();
      expect(counts.reduce((sum, one) => sum + Number(one.replaceAll(',', '')), 0)).toBe(summary?.buyers);
      expect(await box.locator('tr[data-here]').count()).toBe(1);
    }
    await merchant.settled();
  });

  it('who is excluded, never ordered or has no name is shown as such', async () => {
    const merchant = await enter(house, screen);
    await merchant.open(`/app/customers/${excluded.id}`);
    expect(await text(merchant)).toContain('carries “Walk-in”, which you excluded in the settings');
    expect(await text(merchant)).toContain('Because the settings of your shop changed, not the customer.');
    await merchant.settled();
    await merchant.open(`/app/customers/${prospect.id}`);
    expect(await text(merchant)).toContain('Nothing has happened yet.');
    expect(await text(merchant)).toContain('No purchase yet.');
    await merchant.settled();
    await merchant.open(`/app/customers/${made.hostile.nameless.id}`);
    await merchant.app.getByRole('heading', { level: 1, name: 'No name' }).waitFor();
    await merchant.settled();
    await merchant.open(`/app/customers/${made.hostile.script.id}`);
    await merchant.settled();
  });

  it('who was merged leads to the one who stays, and who was deleted is said to be gone', async () => {
    const merchant = await enter(house, screen);
    merchant.allow(/status of 404/);
    await merchant.open(`/app/customers/${deleted.id}`);
    await merchant.app.getByRole('heading', { level: 1, name: 'This customer is gone from Shopify' }).waitFor();
    await merchant.settled();
    await merchant.open(`/app/customers/${gone.id}`);
    await merchant.app.getByRole('heading', { level: 1, name: 'This customer was merged into another' }).waitFor();
    await merchant.settled();
    await merchant.app.getByRole('link', { name: /^Open / }).click();
    await merchant.at(`/app/customers/${kept.id}`);
  });
});
