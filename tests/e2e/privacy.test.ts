import { createHmac, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoreCustomer } from '../shopify-standin/store/model.ts';
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
let person: StoreCustomer;

beforeAll(async () => {
  database = await openDatabase();
  made = await madeStore({ customers: 60, seed: 5 });
  person = [...made.store.customers.values()].find((one) => one.orders.length > 1 && one.email !== null && one.lastName !== null && /^[\w ]+$/.test(`${one.firstName} ${one.lastName}`)) as StoreCustomer;
  house = await openTestHouse({ store: made, database });
  await importStore(house);
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

const button = (merchant: Merchant, name: string | RegExp) => merchant.app.getByRole('button', { name });
const nameOf = (one: StoreCustomer): string => `${one.firstName} ${one.lastName}`;
const tagged = (): number => [...house.standIn.live.store.customers.values()].filter((one) => one.tags.length > 0).length;

/** What Shopify sends the app about a customer's data, signed as it signs. */
async function tell(topic: string, more: object): Promise<void> {
  const body = JSON.stringify({ shop_id: 1, shop_domain: house.standIn.shopDomain, customer: { id: person.id, email: person.email, phone: person.phone }, ...more });
  const answer = await fetch(`${house.standIn.appPublicUrl}/webhooks`, {
    method: 'POST', body,
    headers: {
      'content-type': 'application/json', 'x-shopify-topic': topic, 'x-shopify-shop-domain': house.standIn.shopDomain, 'x-shopify-api-version': '2026-10', 'x-shopify-webhook-id': randomUUID(),
      'x-shopify-event-id': randomUUID(), 'x-shopify-triggered-at': new Date().toISOString(), 'x-shopify-hmac-sha256': createHmac('sha256', house.app.clientSecret).update(body).digest('base64'),
    },
  });
  expect(answer.status).toBe(200);
}

/** Opens Privacy again and again until it says so. */
async function openUntil(merchant: Merchant, text: string | RegExp): Promise<void> {
  await expect.poll(async () => {
    await merchant.open('/app/data/privacy');
    return merchant.app.getByText(text).count();
  }, { timeout: 60_000, interval: 500 }).toBeGreaterThan(0);
}

describe('Privacy', () => {
  it('is found under Data, and says where nothing has been asked yet', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/data');
    await merchant.app.getByRole('link', { name: /^Privacy:/ }).click();
    await merchant.at('/app/data/privacy');
    await merchant.app.getByText('No customer has asked yet.').waitFor();
    await merchant.settled();
  });

  it('notes that a customer was opened and that the list was searched, and not for what', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open(`/app/customers/${person.id}`);
    await merchant.open(`/app/customers?search=${encodeURIComponent(person.lastName ?? '')}`);
    await merchant.open('/app/data/privacy');
    const table = merchant.app.getByRole('table', { name: 'Looks at people’s data, the latest first' });
    await table.getByText('Opened a customer').first().waitFor();
    await table.getByText('Searched the customers').first().waitFor();
    await table.getByRole('link', { name: nameOf(person) }).first().waitFor();
    await merchant.settled();
  });

  it('has the file that answers a customer’s request, for a few days and from a phone', async () => {
    await tell('customers/data_request', { orders_requested: person.orders.map((order) => order.id), data_request: { id: 1 } });
    const merchant = await enter(house, PHONE);
    await openUntil(merchant, 'What is held about them');
    const [download] = await Promise.all([merchant.page.waitForEvent('download'), button(merchant, `Download what is held about ${nameOf(person)}`).click()]);
    const file = JSON.parse(await readFile(await download.path(), 'utf8')) as Record<string, { id?: number; email?: string }[]>;
    expect(file['Customer']).toMatchObject([{ id: person.id, email: person.email }]);
    expect(file['Orders']?.map((order) => order.id).sort()).toEqual(person.orders.map((order) => order.id).sort());
    await openUntil(merchant, /^Downloaded /);
    await merchant.settled();
    const narrow = await enter(house, NARROWEST);
    await narrow.open('/app/data/privacy');
    await narrow.settled();
  });

  it('tells when a customer’s data was deleted; then nothing in the app knows them', async () => {
    await tell('customers/redact', { orders_to_redact: person.orders.map((order) => order.id) });
    const merchant = await enter(house, DESKTOP);
    await openUntil(merchant, 'Deletion of their data');
    expect(await merchant.app.getByText(nameOf(person)).count()).toBe(0);
    await merchant.app.getByText('The file went when their data was deleted').waitFor();
    await merchant.settled();
    await merchant.open(`/app/customers?search=${encodeURIComponent(person.email ?? '')}`);
    expect(await merchant.app.getByText(nameOf(person)).count()).toBe(0);
  });

  it('keeps logs as long as was chosen', async () => {
    const merchant = await enter(house, PHONE);
    await merchant.open('/app/data/privacy');
    const choice = merchant.app.getByLabel('Logs of who looked at people’s data and of downloaded files');
    await choice.selectOption('90');
    await merchant.page.getByText('Saved.').waitFor();
    await merchant.open('/app/data/privacy');
    expect(await choice.inputValue()).toBe('90');
  });

  it('takes every tag of the app off before it is uninstalled, and says when that is done', async () => {
    const merchant = await enter(house, DESKTOP);
    const before = tagged();
    await merchant.open('/app/tags');
    await button(merchant, 'Review and approve').click();
    await button(merchant, /^Write [\d,]+ changes?$/).click();
    await merchant.at(/^\/app\/tags\/\d+$/);
    await merchant.app.getByText(/^Done/).first().waitFor({ timeout: 60_000 });
    expect(tagged()).toBeGreaterThan(before);
    for (const name of ['Ours', 'To be theirs']) {
      await merchant.open('/app/segments');
      await merchant.app.getByLabel('Name in Shopify').fill(name);
      await button(merchant, 'Create segment').click();
      await merchant.app.getByRole('link', { name: `Open ${name} in Shopify` }).waitFor({ timeout: 30_000 });
    }
    const { live } = house.standIn;
    const theirs = live.segments().all().find((one) => one.name === 'To be theirs');
    live.setSegment({ id: theirs?.id, name: 'Theirs', query: theirs?.query ?? '' });
    await merchant.open('/app/data/privacy');
    await merchant.app.getByText('You changed this segment of Regulars in Shopify, so it stays: “Theirs”.').first().waitFor();
    await button(merchant, 'Take everything out').click();
    await merchant.app.getByText(/tags? that Regulars wrote come off your customers/).waitFor();
    await merchant.app.getByText(/^1 segment that Regulars made in Shopify, .*“Ours”\.$/).waitFor();
    await merchant.settled();
    await button(merchant, 'Take everything out').last().click();
    await merchant.app.getByText('You can uninstall the app.', { exact: false }).waitFor({ timeout: 60_000 });
    expect(tagged()).toBe(before);
    expect(live.segments().all().map((one) => one.name)).toEqual(['Theirs']);
    await merchant.settled();
    const narrow = await enter(house, NARROWEST);
    await narrow.open('/app/data/privacy');
    await narrow.settled();
  });
});
