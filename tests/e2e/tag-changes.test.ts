import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoreCustomer } from '../shopify-standin/store/model.ts';
import { DESKTOP, NARROWEST, PHONE } from './harness.ts';
import type { Merchant } from './harness.ts';
import { openDatabase, openTestHouse } from './house.ts';
import type { TestDatabase, TestHouse } from './house.ts';
import { madeStore } from './made-store.ts';
import type { MadeStore } from './made-store.ts';
import { customerTruth } from './store-truth.ts';
import { testBrowser } from './test-browser.ts';

const DAY_MS = 86_400_000;
const { enter, importStore } = testBrowser();
let database: TestDatabase;
let house: TestHouse;
let made: MadeStore;
/** Tags as they stood before the app came. */
let before: Map<number, string[]>;
/** Had "lapsed" by the merchant before, and is lapsed. */
let lapsed: StoreCustomer;

beforeAll(async () => {
  database = await openDatabase();
  made = await madeStore({ customers: 90, seed: 3 });
  house = await openTestHouse({ store: made, database });
  const longAgo = customers().filter((one) => {
    const { purchases, lastPurchase } = customerTruth(house.standIn.live, one, house.standIn.storeNow);
    return purchases === 1 && Date.parse(lastPurchase ?? '') < house.standIn.storeNow - 500 * DAY_MS;
  });
  const [one] = longAgo;
  if (one === undefined) throw new Error('Nobody in the store has lapsed.');
  lapsed = one;
  lapsed.tags.push('lapsed');
  before = tagsNow();
  await importStore(house);
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

const customers = (): StoreCustomer[] => [...made.store.customers.values()];
const tagsNow = (): Map<number, string[]> => new Map(customers().map((one) => [one.id, [...one.tags].sort()]));
const tagCalls = (): string[] => house.standIn.requests().filter((one) => one.type === 'mutation' && /tags/i.test(one.bulk?.operation ?? one.operation)).map((one) => one.operation);

interface Change {
  customerId: number;
  name: string;
  add: boolean;
}

/** Every row of the proposal, over all its pages. */
async function allChanges(merchant: Merchant): Promise<Change[]> {
  const found: Change[] = [];
  for (;;) {
    const table = merchant.app.getByRole('table', { name: 'Customers with their tags before and after' });
    const rows = await table.locator('tbody tr').evaluateAll((all) => all.map((row) => ({ href: row.querySelector('th a')?.getAttribute('href') ?? '', changes: [...row.querySelectorAll('strong')].map((one) => one.textContent ?? '') })));
    for (const { href, changes } of rows) {
      for (const change of changes) found.push({ customerId: Number(href.split('/').at(-1)), name: change.replace(/^(?:Adds|Removes) (.*?):?\s*$/, '$1'), add: change.startsWith('Adds ') });
    }
    const next = merchant.app.getByRole('button', { name: 'Next page' });
    if ((await next.count()) === 0 || (await next.first().isDisabled())) return found;
    const last = rows.at(-1)?.href ?? '';
    await next.first().click();
    await expect.poll(async () => table.locator('tbody tr').last().locator('th a').first().getAttribute('href')).not.toBe(last);
  }
}

/** Approves what is proposed, and follows the run to its end. @returns the run's number */
async function approve(merchant: Merchant): Promise<number> {
  await merchant.app.getByRole('button', { name: 'Review and approve' }).click();
  await merchant.app.getByRole('button', { name: /^Write [\d,]+ changes?$/ }).click();
  return ended(merchant);
}

/** Until the run that is shown has ended well. */
async function ended(merchant: Merchant): Promise<number> {
  await merchant.at(/^\/app\/tags\/\d+$/);
  await merchant.app.getByText('Done', { exact: true }).first().waitFor({ timeout: 60_000 });
  return Number(merchant.place().split('/').at(-1));
}

async function undo(merchant: Merchant): Promise<number> {
  const run = merchant.place();
  await merchant.headingAction('Undo this run');
  await merchant.app.getByRole('button', { name: 'Undo the run' }).click();
  await merchant.page.waitForURL((url) => /\/app\/tags\/\d+$/.test(url.pathname) && !url.pathname.endsWith(run));
  return ended(merchant);
}

describe('before an approval', () => {
  it('the proposal adds up, keeps the merchant\'s own tags, and nothing has been written', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/tags');
    await merchant.settled();
    const changes = await allChanges(merchant);
    const summary = await merchant.app.getByText(/tags? to add and [\d,]+ to remove, on/).first().innerText();
    const [adds = 0, removes = 0, people = 0] = (summary.match(/\d[\d,]*/g) ?? []).map((text) => Number(text.replace(',', '')));
    expect({ adds, removes, people }).toEqual({ adds: changes.filter((one) => one.add).length, removes: changes.filter((one) => !one.add).length, people: new Set(changes.map((one) => one.customerId)).size });
    expect(adds).toBeGreaterThan(50);
    const perTag = await merchant.app.getByRole('table', { name: 'Proposed changes' }).locator('tbody tr').evaluateAll((rows) => rows.map((row) => [row.querySelector('th a')?.textContent ?? '', Number((row.querySelectorAll('td')[0]?.lastChild?.textContent ?? '').replace(/\D/g, ''))] as const));
    for (const [name, count] of perTag) expect([name, count]).toEqual([name, changes.filter((one) => one.name === name && one.add).length]);

    expect(changes.filter((one) => one.customerId === lapsed.id).map((one) => one.name)).not.toContain('Lapsed');
    await merchant.app.getByText(/1 customer already has “Lapsed”, in this or another spelling/).waitFor();
    expect(tagCalls()).toEqual([]);
    expect(tagsNow()).toEqual(before);
    await merchant.app.getByText('Nothing has been written to your store.').waitFor();
  });

  it.each([PHONE, NARROWEST])('it fits on $name', async (screen) => {
    const merchant = await enter(house, screen);
    await merchant.open('/app/tags');
    await merchant.settled();
    await merchant.app.getByRole('button', { name: 'Review and approve' }).click();
    await merchant.app.getByRole('button', { name: /^Write/ }).waitFor();
    await merchant.settled();
    await merchant.page.keyboard.press('Escape');
    expect(tagCalls()).toEqual([]);
  });
});

describe('an approval', () => {
  let proposed: Change[] = [];

  it('by keyboard alone goes through a dialog that keeps the focus, and writes; another window\'s is refused in words', async () => {
    const stale = await enter(house, DESKTOP);
    await stale.open('/app/tags');
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app');
    await merchant.page.locator('body').focus();
    await tabInAdmin(merchant, 'Tag changes');
    await merchant.page.keyboard.press('Enter');
    await merchant.at('/app/tags');
    await merchant.ready('Tag changes');
    proposed = await allChanges(merchant);

    await merchant.open('/app/tags');
    await tabInAdmin(merchant, 'Tag changes');
    await merchant.tabTo((focused) => focused.text.includes('Review and approve'));
    expect((await merchant.focused()).visible).toBe(true);
    await merchant.page.keyboard.press('Enter');
    await merchant.app.getByRole('button', { name: /^Write/ }).waitFor();
    // From its last button on Tab goes to the admin around the frame; what is behind the dialog is never reached.
    const reached = new Set<string>();
    for (let press = 0; press < 40; press += 1) {
      await merchant.page.keyboard.press('Tab');
      const { tag, text } = await merchant.focused();
      if (tag !== '') reached.add(tag === 'button' ? text.trim() : tag);
    }
    const changes = proposed.length;
    expect([...reached].filter((one) => one !== 'dialog' && one !== 'div')).toEqual(expect.arrayContaining(['Cancel', `Write ${changes} changes`]));
    expect([...reached].filter((one) => !['×', 'Cancel', `Write ${changes} changes`, 'dialog', 'div', 'ui-modal'].includes(one))).toEqual([]);
    await merchant.tabTo((focused) => focused.text === 'Cancel');
    await merchant.page.keyboard.press('Escape');
    await expect.poll(async () => (await merchant.focused()).text).toContain('Review and approve');
    expect(tagCalls()).toEqual([]);

    await merchant.page.keyboard.press('Enter');
    await merchant.tabTo((focused) => /^Write/.test(focused.text));
    await merchant.page.keyboard.press('Enter');
    await ended(merchant);
    await merchant.settled();

    stale.allow(/status of 4(09|22)/);
    await stale.app.getByRole('button', { name: 'Review and approve' }).click();
    await stale.app.getByRole('button', { name: /^Write/ }).click();
    await stale.app.getByRole('alert').getByText(/worked out anew since you opened the page. Nothing was written/).waitFor();
  });

  it('has put exactly the proposed tags on Shopify\'s customers, as its own pages show', async () => {
    const wanted = new Map([...before].map(([id, tags]) => [id, [...tags]]));
    for (const { customerId, name } of proposed.filter((one) => one.add)) wanted.get(customerId)?.push(name);
    expect(tagsNow()).toEqual(new Map([...wanted].map(([id, tags]) => [id, tags.sort()])));

    const merchant = await enter(house, DESKTOP);
    const [some] = proposed;
    await merchant.page.goto(`${house.standIn.adminUrl}/customers/${some?.customerId}`);
    await tagAtShopify(merchant, some?.name).waitFor();
    await merchant.page.goto(`${house.standIn.adminUrl}/flow`);
    const entry = merchant.page.locator('.flow tbody tr').first();
    expect(await entry.innerText()).toMatch(/Customer tags added[\s\S]*Regulars/);
    await merchant.open('/app');
    await merchant.app.getByText('Nothing waits for your approval.').waitFor();
    await merchant.settled();
    await merchant.open(`/app/customers/${some?.customerId}`);
    const ours = merchant.app.getByRole('heading', { name: 'Written by Regulars' }).locator('xpath=following-sibling::ul[1]').locator('.rg-tag');
    expect(await ours.allTextContents()).toContain(some?.name);
    await merchant.settled();
  });

  it('can be undone, which leaves alone what the merchant changed since', async () => {
    const merchant = await enter(house, DESKTOP);
    const [first, second] = [...new Set(proposed.map((one) => one.customerId))];
    const removed = proposed.find((one) => one.customerId === first);
    await merchant.page.goto(`${house.standIn.adminUrl}/customers/${first}`);
    await merchant.page.getByRole('button', { name: `Remove ${removed?.name}`, exact: true }).click();
    await tagAtShopify(merchant, removed?.name).waitFor({ state: 'detached' });
    await merchant.page.goto(`${house.standIn.adminUrl}/customers/${second}`);
    await merchant.page.getByRole('textbox', { name: 'Add tags' }).fill('merchant-wrote-this');
    await merchant.page.getByRole('button', { name: 'Add', exact: true }).click();
    await tagAtShopify(merchant, 'merchant-wrote-this').waitFor();

    await merchant.open('/app/tags');
    await merchant.app.getByRole('table', { name: 'Runs of tag changes, newest first' }).getByRole('link').first().click();
    await merchant.at(/^\/app\/tags\/\d+$/);
    await undo(merchant);
    await merchant.settled();
    const wanted = new Map([...before].map(([id, tags]) => [id, id === second ? [...tags, 'merchant-wrote-this'].sort() : tags]));
    expect(tagsNow()).toEqual(wanted);
    before = wanted;

    await merchant.open('/app/tags');
    const history = await merchant.app.getByRole('table', { name: 'Runs of tag changes, newest first' }).locator('tbody tr').allInnerTexts();
    expect(history).toHaveLength(2);
    expect(history[0]).toMatch(/undo of run/);
    expect(history[1]).toMatch(new RegExp(`${proposed.length} added`));
    await merchant.settled();
  });
});

describe('on a phone', () => {
  it('undone tags are proposed again, approved, and undone once more; a customer with 250 tags is told apart', async () => {
    const merchant = await enter(house, PHONE);
    await merchant.open('/app/tags');
    await merchant.app.getByRole('table', { name: 'Runs of tag changes, newest first' }).getByRole('link').first().click();
    await merchant.at(/^\/app\/tags\/\d+$/);
    await merchant.ready();
    await merchant.settled();
    await merchant.headingAction('Propose these tags again');
    await merchant.at('/app/tags');
    await merchant.app.getByRole('button', { name: 'Review and approve' }).waitFor();
    const again = await allChanges(merchant);
    expect(again.length).toBeGreaterThan(50);
    expect(tagsNow()).toEqual(before);

    const full = customers().find((one) => one.id === again.at(-1)?.customerId);
    const has = full?.tags.length ?? 0;
    house.standIn.live.addTags('Customer', full?.id ?? 0, Array.from({ length: 250 - has }, (_, index) => `filler-${index}`), null);
    before = tagsNow();
    await merchant.open('/app/tags');
    await approve(merchant);
    await merchant.app.getByText(/The customer has 250 tags, the most that Shopify allows/).first().waitFor();
    await merchant.settled();
    expect(full?.tags).toHaveLength(250);
    await undo(merchant);
    await merchant.settled();
    expect(tagsNow()).toEqual(before);
  });
});

/** A tag in the editor of Shopify's own page of a customer. */
function tagAtShopify(merchant: Merchant, name = ''): Locator {
  return merchant.page.locator('form.chips .chip bdi').getByText(name, { exact: true });
}

/** Tabs through the admin's own page until this link of its menu has the focus. */
async function tabInAdmin(merchant: Merchant, text: string): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    await merchant.page.keyboard.press('Tab');
    if ((await merchant.page.evaluate(() => document.activeElement?.textContent?.trim())) === text) return;
  }
  throw new Error(`"${text}" is not reached by Tab.`);
}

