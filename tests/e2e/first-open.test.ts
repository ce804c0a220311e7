import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFormats } from '#app/components/format.ts';
import { loadStore } from '../shopify-standin/store/load-store.ts';
import { DESKTOP, NARROWEST, SCREENS } from './harness.ts';
import type { Merchant } from './harness.ts';
import { openDatabase, openTestHouse } from './house.ts';
import type { TestDatabase, TestHouse } from './house.ts';
import { shopTruth } from './store-truth.ts';
import { testBrowser } from './test-browser.ts';

const { enter } = testBrowser();
let database: TestDatabase;
let house: TestHouse;

beforeAll(async () => {
  database = await openDatabase();
  // Slow enough to be watched and stopped, so that the three operations take some seconds.
  house = await openTestHouse({ store: await loadStore({ source: 'generated', customers: 120, seed: 5 }), database, bulkRowsPerSecond: 150 });
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

/** The share of the progress bars together, 0 to their count. */
async function progress(merchant: Merchant): Promise<number> {
  return merchant.app.locator('progress').evaluateAll((bars) => bars.reduce((sum, bar) => sum + (bar as HTMLProgressElement).position, 0));
}

describe('the first open', () => {
  it('begins the import by itself, shows it moving, and can be cancelled', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app');
    await merchant.app.getByRole('heading', { name: 'Importing your store' }).waitFor();
    const before = await progress(merchant);
    await expect.poll(() => progress(merchant), { timeout: 20_000 }).toBeGreaterThan(before);
    expect(await merchant.app.getByText(/^[\d,]+ of [\d,]+ rows? read/).innerText()).toMatch(/rows a second/);
    await merchant.settled();
    await merchant.app.getByRole('button', { name: 'Cancel import' }).click();
    const alert = merchant.app.getByRole('alert');
    await alert.getByText('The import was cancelled').waitFor({ timeout: 30_000 });
    expect(await merchant.app.getByText('Your shop at a glance').count()).toBe(0);
    await merchant.settled();
  });

  it('goes through when it is started again, after which Home shows what the store holds', async () => {
    const merchant = await enter(house, SCREENS[1] ?? DESKTOP);
    await merchant.open('/app');
    await merchant.settled();
    await merchant.app.getByRole('button', { name: 'Start import again' }).click();
    await merchant.app.getByRole('heading', { name: /Importing your store|The import is about to start/ }).waitFor();
    await merchant.settled();
    await merchant.app.getByRole('heading', { name: 'Your shop at a glance' }).waitFor({ timeout: 60_000 });
    await merchant.app.getByRole('link', { name: 'Review tag changes' }).waitFor({ timeout: 30_000 });
    await merchant.settled();
  });
});

describe.each(SCREENS)('Home on $name', (screen) => {
  it('shows buyers, net revenue and repeat rate as the store gives them', async () => {
    const { live, storeNow } = house.standIn;
    const truth = shopTruth(live, storeNow);
    const formats = createFormats('en-GB', live.store.shop.currencyCode, live.store.shop.ianaTimezone);
    const merchant = await enter(house, screen);
    await merchant.open('/app');
    const figure = (name: string) => merchant.app.locator('.rg-figure').filter({ has: merchant.app.locator('dt', { hasText: new RegExp(`^${name}`) }) }).locator('.rg-value');
    expect(await figure('Buyers').innerText()).toBe(formats.number(truth.buyers));
    expect(await figure('Net revenue').innerText()).toBe(formats.money(truth.netRevenue, { whole: true }));
    expect(await figure('Repeat rate').innerText()).toBe(formats.percent(truth.repeatBuyers / truth.buyers));
    expect(await merchant.app.getByText(`of ${truth.customers} customers`).count()).toBe(1);
    await merchant.settled();
  });

  it('shows each buyer in one cell of the grid or as new', async () => {
    const truth = shopTruth(house.standIn.live, house.standIn.storeNow);
    const merchant = await enter(house, screen);
    await merchant.open('/app');
    const cells = (await merchant.app.locator('.rg-cell').allTextContents()).map(readCell);
    expect(cells).toHaveLength(22);
    const sum = (of: typeof cells): number => of.reduce((total, one) => total + one.people, 0);
    expect(sum(cells.filter((one) => one.tier !== 'Prospects'))).toBe(truth.buyers);
    expect(sum(cells)).toBe(truth.customers);
  });

  it('leads from a cell of the grid, by keyboard, to the customers of its tier', async () => {
    const merchant = await enter(house, screen);
    await merchant.open('/app');
    const text = (await merchant.app.locator('.rg-cell:not(.rg-nobody)').first().textContent()) ?? '';
    await merchant.app.getByRole('link', { name: 'Review tag changes' }).focus();
    await merchant.tabTo((focused) => focused.text === text);
    expect((await merchant.focused()).visible).toBe(true);
    await merchant.page.keyboard.press('Enter');
    const { tier } = readCell(text);
    await merchant.at(`/app/customers?${new URLSearchParams({ tier }).toString()}`);
    await merchant.ready('Customers');
    const badges = await merchant.app.locator('tbody tr td:nth-of-type(1)').allTextContents();
    expect(new Set(badges.map((badge) => badge.replace(/^Tier/, '')))).toEqual(new Set([tier]));
    await merchant.settled();
  });
});

/** A cell of the grid as it is read aloud: "Champions: 8 customers, £1,204". */
function readCell(text: string): { tier: string; people: number } {
  const [, tier, people] = /^(.+): ([\d,]+) customers?, /.exec(text) ?? [];
  if (tier === undefined || people === undefined) throw new Error(`A cell of the grid reads "${text}".`);
  return { tier, people: Number(people.replace(',', '')) };
}

it('Home does not scroll sideways at 320 pixels', async () => {
  const merchant = await enter(house, NARROWEST);
  await merchant.open('/app');
  await merchant.settled();
});

it('a later import that was cancelled leaves the figures whole, and Home and Data say so', async () => {
  const merchant = await enter(house, DESKTOP);
  await merchant.open('/app');
  await merchant.app.getByRole('button', { name: 'Import again' }).click();
  await merchant.app.getByRole('button', { name: 'Cancel import' }).click();
  const alert = merchant.app.getByRole('alert');
  await alert.getByText('your figures stand as they were: an earlier import had read everything').waitFor({ timeout: 30_000 });
  await merchant.settled();
  await merchant.open('/app/data');
  await merchant.app.getByText('The import was cancelled. What it had read is kept, and your figures stand as they were').waitFor();
  await merchant.settled();
});
