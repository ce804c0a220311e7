import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, NARROWEST, PHONE } from './harness.ts';
import type { Merchant } from './harness.ts';
import { openDatabase, openTestHouse } from './house.ts';
import type { TestDatabase, TestHouse } from './house.ts';
import { madeStore } from './made-store.ts';
import type { MadeStore } from './made-store.ts';
import { testBrowser } from './test-browser.ts';

const { enter, importStore } = testBrowser();
let database: TestDatabase;
let house: TestHouse;
let made: MadeStore;

beforeAll(async () => {
  database = await openDatabase();
  made = await madeStore({ customers: 90, seed: 3 });
  house = await openTestHouse({ store: made, database });
  await importStore(house);
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

const button = (merchant: Merchant, name: string | RegExp) => merchant.app.getByRole('button', { name });
const tagsOf = (id: number): string[] => made.store.customers.get(id)?.tags ?? [];

/** Marks the customer in that row of the list, as the keyboard does. @returns their id */
async function mark(merchant: Merchant, row: number): Promise<number> {
  const line = merchant.app.locator('tbody tr').nth(row);
  const id = Number(/(\d+)$/.exec((await line.locator('th a').getAttribute('href')) ?? '')?.[1]);
  await line.getByRole('checkbox').focus();
  await merchant.page.keyboard.press('Space');
  await merchant.app.getByText('1 customer selected').waitFor();
  return id;
}

describe.each([[DESKTOP, 0], [PHONE, 1], [NARROWEST, 2]] as const)('tag changes of a marked customer on $name', (screen, row) => {
  it('are approved from the list, once it was said how many they are, whose, and what an addition may start', async () => {
    const merchant = await enter(house, screen);
    // Whoever is to get the tag is found by it before they carry it.
    await merchant.open('/app/customers?tag=Lapsed');
    const id = await mark(merchant, row);
    const before = tagsOf(id);
    await button(merchant, 'Approve their tag changes').click();
    await merchant.app.getByText(/^\d+ additions? and 0 removals for 1 selected customer:$/).waitFor();
    await merchant.app.getByText(/Each addition may start a workflow in Shopify Flow/).waitFor();
    await merchant.settled();
    await button(merchant, 'Cancel').click();
    expect(tagsOf(id)).toEqual(before);
    await button(merchant, 'Approve their tag changes').click();
    await button(merchant, /^Write \d+ changes?$/).click();
    await merchant.app.getByText(/^\d+ additions? and 0 removals approved\. They are being written\.$/).waitFor();
    await merchant.settled();
    await expect.poll(() => tagsOf(id), { timeout: 60_000 }).toContain('Lapsed');
    await button(merchant, 'Approve their tag changes').click();
    await merchant.app.getByText('Nothing is proposed for them').waitFor();
    await merchant.settled();
  });
});

it('the tag changes of all that match are approved over all pages, and wait while writing is paused; the way leads to their run', async () => {
  const merchant = await enter(house, DESKTOP);
  await merchant.open('/app/tags/writing');
  await button(merchant, 'Pause all writing').click();
  await merchant.app.getByText(/Paused by/).waitFor();
  await merchant.open('/app/customers');
  await merchant.app.getByRole('checkbox', { name: 'Select this page' }).focus();
  await merchant.page.keyboard.press('Space');
  await button(merchant, 'Select all 90 that match').click();
  await button(merchant, 'Approve their tag changes').click();
  await merchant.app.getByText(/^\d+ additions? and 0 removals for \d+ selected customers:$/).waitFor();
  await merchant.app.getByText('Writing is paused: what is approved', { exact: false }).waitFor();
  await merchant.settled();
  await button(merchant, /^Write \d+ changes?$/).click();
  await merchant.app.getByRole('link', { name: /^See run \d+$/ }).click();
  await merchant.at(/^\/app\/tags\/\d+$/);
  await merchant.settled();
  await merchant.open('/app/tags');
  await merchant.app.getByRole('heading', { name: 'Nothing to change' }).waitFor();
});
