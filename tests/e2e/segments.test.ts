import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { HttpAnswer } from '../shopify-standin/graphql/faults.ts';
import { DESKTOP, NARROWEST, PHONE } from './harness.ts';
import type { Merchant } from './harness.ts';
import { openDatabase, openTestHouse } from './house.ts';
import type { TestDatabase, TestHouse } from './house.ts';
import { madeStore } from './made-store.ts';
import { testBrowser } from './test-browser.ts';

const { enter, importStore } = testBrowser();
let database: TestDatabase;
let house: TestHouse;
/** What Shopify answers to segmentCreate instead of doing it. */
let instead: HttpAnswer | 'throttle' | null = null;

beforeAll(async () => {
  database = await openDatabase();
  house = await openTestHouse({
    store: await madeStore({ customers: 90, seed: 3 }),
    database,
    faults: { beforeRespond: ({ operation }) => (operation === 'SegmentCreate' ? instead : null) },
  });
  await importStore(house);
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

afterEach(() => {
  instead = null;
});

const atShopify = (): { name: string; query: string }[] => house.standIn.live.segments().all().map(({ name, query }) => ({ name, query }));
const carrying = (tag: string): number => [...house.standIn.live.store.customers.values()].filter((one) => one.tags.some((has) => has.toLowerCase() === tag.toLowerCase())).length;
const table = (merchant: Merchant) => merchant.app.getByRole('table', { name: 'Segments in Shopify with their number of customers' });

async function openSegments(merchant: Merchant): Promise<void> {
  await merchant.open('/app/segments');
  await merchant.app.getByRole('heading', { name: 'What about tiers?' }).waitFor();
}

/** Chooses a tag and presses the button. */
async function create(merchant: Merchant, key: string, name?: string): Promise<void> {
  await merchant.app.getByLabel('Customers with the tag').selectOption(key);
  if (name !== undefined) await merchant.app.getByLabel('Name in Shopify').fill(name);
  await merchant.app.getByRole('button', { name: 'Create segment' }).click();
}

describe('before tags are written', () => {
  it.each([DESKTOP, PHONE, NARROWEST])('the screen says why there is nothing to make a segment from, and where to go ($name)', async (screen) => {
    const merchant = await enter(house, screen);
    await openSegments(merchant);
    await merchant.app.getByRole('heading', { name: 'No tags have been written yet' }).waitFor();
    await merchant.app.getByText('None yet. The ones you create here').waitFor();
    await merchant.settled();
    await merchant.app.getByRole('link', { name: 'Review tag changes' }).click();
    await merchant.at('/app/tags');
  });
});

describe('with tags written', () => {
  beforeAll(async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/tags');
    await merchant.app.getByRole('button', { name: 'Review and approve' }).click();
    await merchant.app.getByRole('button', { name: /^Write [\d,]+ changes?$/ }).click();
    await merchant.at(/^\/app\/tags\/\d+$/);
    await merchant.app.getByText('Done', { exact: true }).first().waitFor({ timeout: 60_000 });
  });

  it('from the menu: a segment is named, created, and listed with Shopify\'s count; its page is one click away', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app');
    await merchant.page.getByRole('link', { name: 'Segments', exact: true }).last().click();
    await merchant.at('/app/segments');
    await merchant.app.getByText("customer_tags CONTAINS '", { exact: false }).first().waitFor();
    await merchant.settled();
    await create(merchant, 'lapsed', 'Gone quiet');
    await table(merchant).getByRole('row', { name: /Gone quiet/ }).getByText(String(carrying('Lapsed')), { exact: true }).waitFor();
    expect(atShopify()).toEqual([{ name: 'Gone quiet', query: "customer_tags CONTAINS 'Lapsed'" }]);
    await merchant.settled();
    expect(await merchant.app.getByLabel('Customers with the tag').locator('option').evaluateAll((all) => all.map((one) => (one as unknown as HTMLOptionElement).value))).not.toContain('lapsed');

    await table(merchant).getByRole('link', { name: 'Open Gone quiet in Shopify' }).click();
    await merchant.page.getByRole('heading', { name: 'Gone quiet' }).waitFor();
    expect(await merchant.page.getByText(`${carrying('Lapsed')} customer`).count()).toBeGreaterThan(0);
  });

  it.each([DESKTOP, PHONE, NARROWEST])('what Shopify keeps waiting is shown as under way, and what it refuses in its own words, to be tried again ($name)', async (screen) => {
    const merchant = await enter(house, screen);
    const before = atShopify().length;
    await openSegments(merchant);
    instead = 'throttle';
    await create(merchant, 'loyal', 'Steady');
    await merchant.app.getByText('Creating “Steady” in Shopify').waitFor();
    await merchant.settled();
    instead = { status: 200, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ data: { segmentCreate: { segment: null, userErrors: [{ field: ['name'], message: 'You have too many segments' }] } } }) };
    await merchant.app.getByText('“Steady” was not created').waitFor();
    await merchant.app.getByText('Shopify says: You have too many segments').waitFor();
    await merchant.settled();
    expect(atShopify()).toHaveLength(before);
    instead = null;
    await merchant.app.getByRole('button', { name: 'Try again' }).click();
    await table(merchant).getByRole('row', { name: /Steady/ }).waitFor();
    await merchant.app.getByText('“Steady” was not created').waitFor({ state: 'detached' });
    expect(atShopify().filter((one) => one.name === 'Steady')).toHaveLength(1);
    await remove(merchant, 'Steady');
  });

  it.each([DESKTOP, PHONE, NARROWEST])('what the merchant did in Shopify is noticed when the screen is opened ($name)', async (screen) => {
    const merchant = await enter(house, screen);
    await openSegments(merchant);
    await create(merchant, 'new', 'Everyone new');
    await table(merchant).getByRole('row', { name: /Everyone new/ }).waitFor();
    const segment = house.standIn.live.segments().all().find((one) => one.name === 'Everyone new');
    house.standIn.live.setSegment({ id: segment?.id, name: 'Fresh faces', query: segment?.query ?? '' });
    await openSegments(merchant);
    await merchant.app.getByText('Renamed in Shopify. It was “Everyone new”.').waitFor();
    await merchant.settled();
    house.standIn.live.deleteSegment(segment?.id ?? 0);
    await openSegments(merchant);
    await merchant.app.getByText(/^Deleted in Shopify/).waitFor();
    await merchant.settled();
    await merchant.app.getByRole('button', { name: 'Take off this list: Fresh faces' }).click();
    await merchant.app.getByText('Fresh faces').first().waitFor({ state: 'detached' });
  });

  it('a name that is none is refused where it stands, and nothing is lost', async () => {
    const merchant = await enter(house, DESKTOP);
    await openSegments(merchant);
    await create(merchant, 'loyal', ' ');
    await merchant.app.getByText('Give the segment a name.').waitFor();
    await merchant.settled();
    expect(await merchant.app.getByLabel('Customers with the tag').inputValue()).toBe('loyal');
  });

  it('is deleted after a question that says what is lost, and not before', async () => {
    const merchant = await enter(house, PHONE);
    await openSegments(merchant);
    await merchant.app.getByRole('button', { name: 'Delete Gone quiet' }).click();
    await merchant.app.getByText('“Gone quiet” is deleted in Shopify.').waitFor();
    await merchant.settled();
    await merchant.page.keyboard.press('Escape');
    await merchant.app.getByText('“Gone quiet” is deleted in Shopify.').waitFor({ state: 'hidden' });
    expect(atShopify().map((one) => one.name)).toContain('Gone quiet');
    await remove(merchant, 'Gone quiet');
    expect(atShopify().map((one) => one.name)).not.toContain('Gone quiet');
    expect(carrying('Lapsed')).toBeGreaterThan(0);
  });
});

async function remove(merchant: Merchant, name: string): Promise<void> {
  await merchant.app.getByRole('button', { name: `Delete ${name}` }).click();
  await merchant.app.getByRole('button', { name: 'Delete segment' }).click();
  await table(merchant).getByRole('row', { name: new RegExp(name) }).waitFor({ state: 'detached' });
}
