import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFormats } from '#app/components/format.ts';
import type { Formats } from '#app/components/format.ts';
import type { StoreCustomer } from '../shopify-standin/store/model.ts';
import { NARROWEST, SCREENS } from './harness.ts';
import type { Merchant } from './harness.ts';
import { openDatabase, openTestHouse } from './house.ts';
import type { TestDatabase, TestHouse } from './house.ts';
import { HOSTILE, madeStore } from './made-store.ts';
import type { MadeStore } from './made-store.ts';
import { customerTruth } from './store-truth.ts';
import { testBrowser } from './test-browser.ts';

const { enter, importStore } = testBrowser();
let database: TestDatabase;
let house: TestHouse;
let made: MadeStore;
let formats: Formats;

beforeAll(async () => {
  database = await openDatabase();
  made = await madeStore({ customers: 130, seed: 7 });
  house = await openTestHouse({ store: made, database });
  const { currencyCode, ianaTimezone } = made.store.shop;
  formats = createFormats('en-GB', currencyCode, ianaTimezone);
  await importStore(house);
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

const customers = (): StoreCustomer[] => [...made.store.customers.values()];
const nameOf = (customer: StoreCustomer): string => [customer.firstName, customer.lastName].filter((part) => part !== null).join(' ');

/** What stands on the page: ids in their order. */
async function ids(merchant: Merchant): Promise<number[]> {
  const links = await merchant.app.locator('tbody th a').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  return links.map((href) => Number(/\/app\/customers\/(\d+)$/.exec(href)?.[1]));
}

/** Until the line above the list says so. */
async function counted(merchant: Merchant, text: string): Promise<void> {
  await merchant.app.getByRole('status').filter({ hasText: new RegExp(`^${text}$`) }).waitFor();
}

async function search(merchant: Merchant, text: string): Promise<void> {
  await merchant.app.getByRole('searchbox', { name: 'Search customers' }).fill(text);
  await merchant.at(text === '' ? '/app/customers' : `/app/customers?${new URLSearchParams({ search: text }).toString()}`);
}

describe.each(SCREENS)('the list of customers on $name', (screen) => {
  it('finds by a part of the name, the e-mail or a tag, in any case, and says when nobody fits', async () => {
    const merchant = await enter(house, screen);
    await merchant.open('/app/customers');
    await counted(merchant, '130 customers');
    await merchant.settled();
    const someone = customers().find((one) => one.email !== null && one.lastName !== null && /^[A-Za-z]{5,}$/.test(one.lastName) && one.tags.some((tag) => /^\w{4,}$/.test(tag)));
    const { email, lastName, tags } = someone ?? {};
    if (!email || !lastName || !tags) throw new Error('The store has nobody to search for.');
    const tag = tags.find((one) => /^\w{4,}$/.test(one)) ?? '';
    for (const text of [email.slice(0, email.indexOf('@')), lastName.slice(1).toUpperCase(), tag.toUpperCase()]) {
      await search(merchant, text);
      const wanted = text.toLowerCase();
      const found = customers().filter((one) => [nameOf(one), one.email ?? '', ...one.tags].some((part) => part.toLowerCase().includes(wanted)));
      await counted(merchant, `${found.length} of 130 customers`);
      expect(found.map((one) => one.id)).toEqual(expect.arrayContaining(await ids(merchant)));
    }
    await search(merchant, 'nobody-is-called-this');
    await merchant.app.getByRole('heading', { name: 'No customer matches' }).waitFor();
    await merchant.settled();
    await merchant.app.getByRole('button', { name: 'Clear search and filters' }).click();
    await counted(merchant, '130 customers');
    expect(merchant.place()).toBe('/app/customers');
  });

  it('filters by tier, stage and tag, keeps all that in its address, and over a reload', async () => {
    const merchant = await enter(house, screen);
    await merchant.open('/app/customers');
    await merchant.app.getByRole('button', { name: /^Tier/ }).click();
    await merchant.app.getByRole('checkbox', { name: /^Champions/ }).click();
    await merchant.at('/app/customers?tier=Champions');
    await merchant.app.getByRole('checkbox', { name: /^Loyal/ }).click();
    await merchant.at('/app/customers?tier=Champions&tier=Loyal');
    await merchant.page.keyboard.press('Escape');
    await expect.poll(async () => new Set((await merchant.app.locator('tbody tr td:nth-of-type(1)').allTextContents()).map((text) => text.replace(/^Tier/, '')))).toEqual(new Set(['Champions', 'Loyal']));
    await merchant.settled();

    await merchant.app.getByRole('button', { name: /^Stage/ }).click();
    await merchant.app.getByRole('checkbox', { name: /^Regular/ }).click();
    await merchant.at('/app/customers?tier=Champions&tier=Loyal&stage=Regular');
    await merchant.page.keyboard.press('Escape');
    const here = merchant.place();
    const before = await ids(merchant);
    const line = await merchant.app.getByRole('status').first().innerText();
    await merchant.page.reload();
    await merchant.ready('Customers');
    expect(merchant.place()).toBe(here);
    expect(await ids(merchant)).toEqual(before);
    expect(await merchant.app.getByRole('status').first().innerText()).toBe(line);

    await merchant.app.getByRole('button', { name: 'Clear all' }).click();
    await merchant.at('/app/customers');
    await merchant.app.getByRole('button', { name: 'Tag', exact: true }).click();
    const [tag = ''] = customers().flatMap((one) => one.tags).filter((one) => /^[a-z]{3,}$/.test(one));
    await merchant.app.getByRole('textbox', { name: 'Tag' }).fill(tag.toUpperCase());
    await merchant.app.getByRole('button', { name: 'Apply', exact: true }).click();
    await merchant.at(`/app/customers?tag=${tag.toUpperCase()}`);
    const tagged = customers().filter((one) => one.tags.some((own) => own.toLowerCase() === tag));
    await merchant.app.getByRole('status').filter({ hasText: / of 130 customers$/ }).waitFor();
    // Those for whom it is proposed are listed too.
    expect(await ids(merchant)).toEqual(expect.arrayContaining(tagged.map((one) => one.id)));
  });

  it('sorts by net spend as the store has it, and pages there and back', async () => {
    const merchant = await enter(house, screen);
    await merchant.open('/app/customers');
    await merchant.app.getByRole('combobox', { name: 'Sort by' }).selectOption('net-spend desc');
    await merchant.at('/app/customers?sort=net-spend');
    const now = house.standIn.storeNow;
    const spend = new Map(customers().map((one) => [one.id, customerTruth(house.standIn.live, one, now).netSpend]));
    const best = [...spend.values()].sort((left, right) => right - left);
    const spends = async (): Promise<(number | undefined)[]> => (await ids(merchant)).map((id) => spend.get(id));
    await expect.poll(spends).toEqual(best.slice(0, (await ids(merchant)).length));
    const first = await ids(merchant);
    const shown = (await merchant.app.locator('tbody tr').first().locator('td').nth(3).innerText()).replace(/^Net spend\s*/, '');
    expect(shown).toBe(formats.money(best[0] ?? 0));
    await merchant.settled();

    await merchant.app.getByRole('button', { name: 'Next page' }).click();
    await merchant.at(/[?&]after=/);
    await expect.poll(spends).toEqual(best.slice(first.length, 2 * first.length));
    await merchant.app.getByRole('button', { name: 'Previous page' }).click();
    await merchant.at(/[?&]before=/);
    await expect.poll(() => ids(merchant)).toEqual(first);
    await merchant.page.goBack();
    await merchant.at(/[?&]after=/);
    await expect.poll(spends).toEqual(best.slice(first.length, 2 * first.length));
  });

  it('shows names and tags of any kind as text, each in its own direction', async () => {
    const merchant = await enter(house, screen);
    let alerted = false;
    merchant.page.on('dialog', (dialog) => {
      alerted = true;
      void dialog.dismiss();
    });
    for (const [customer, name] of [[made.hostile.script, HOSTILE.script], [made.hostile.rightToLeft, HOSTILE.rightToLeft], [made.hostile.emoji, HOSTILE.emoji]] as const) {
      await merchant.open(`/app/customers?${new URLSearchParams({ search: name }).toString()}`);
      expect(await ids(merchant)).toEqual([customer.id]);
      const link = merchant.app.locator('tbody th a bdi');
      expect(await link.textContent()).toBe(nameOf(customer));
      expect(await link.getAttribute('dir')).toBe('auto');
      await merchant.settled();
      await merchant.app.locator('tbody th a').click();
      await merchant.at(`/app/customers/${customer.id}`);
      await merchant.app.getByRole('heading', { level: 1 }).filter({ hasText: nameOf(customer) }).waitFor();
      await merchant.settled();
    }
    await merchant.open(`/app/customers/${made.hostile.script.id}`);
    for (const tag of [HOSTILE.tag, HOSTILE.longTag]) expect(await merchant.app.getByText(tag, { exact: true }).count()).toBeGreaterThan(0);
    await merchant.open(`/app/customers/${made.hostile.nameless.id}`);
    await merchant.app.getByRole('heading', { level: 1, name: 'No name' }).waitFor();
    await merchant.settled();
    expect(alerted).toBe(false);
  });
});

it('the list does not scroll sideways at 320 pixels', async () => {
  const merchant = await enter(house, NARROWEST);
  await merchant.open('/app/customers');
  await merchant.settled();
  await merchant.open(`/app/customers/${made.hostile.script.id}`);
  await merchant.settled();
});
