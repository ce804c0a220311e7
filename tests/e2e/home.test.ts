import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFormats } from '#app/components/format.ts';
import { loadStore } from '../shopify-standin/store/load-store.ts';
import { DESKTOP, NARROWEST, PHONE, SCREENS, type Merchant } from './harness.ts';
import { openDatabase, openTestHouse } from './house.ts';
import type { TestDatabase, TestHouse } from './house.ts';
import { dayOf, monthsTruth } from './store-truth.ts';
import { testBrowser } from './test-browser.ts';

const { enter } = testBrowser();
let database: TestDatabase;
let house: TestHouse;
/** While true, Shopify lets the app wait for refunds: the import goes on with all orders read. */
let refundsWait = true;

beforeAll(async () => {
  database = await openDatabase();
  house = await openTestHouse({
    store: await loadStore({ source: 'generated', customers: 300, seed: 5, shopDomain: 'home.myshopify.com' }),
    database,
    faults: { beforeRespond: ({ operation }) => (refundsWait && operation.startsWith('Refund') ? 'throttle' : null) },
  });
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

const step = (merchant: Merchant, name: string) => merchant.app.locator(`.rg-steps [data-step="${name}"]`);
const ticked = async (merchant: Merchant): Promise<string[]> => merchant.app.locator('.rg-steps [data-done="true"]').evaluateAll((steps) => steps.map((one) => (one as HTMLElement).dataset['step'] ?? ''));

describe('while the first import runs', () => {
  it('Home shows provisional tiers, says on what they rest and what is to come, and proposes no tag', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app');
    await merchant.app.getByRole('heading', { name: 'A first look' }).waitFor({ timeout: 60_000 });
    await merchant.app.getByRole('heading', { name: 'Importing your store' }).waitFor();
    await merchant.app.getByText('Provisional', { exact: true }).waitFor();
    await merchant.app.getByText(/^Worked out from the first [\d,]+ orders that were read, as of .*Still to come: all refunds\.$/).waitFor();
    expect(await merchant.app.getByRole('heading', { name: 'Your shop so far' }).count()).toBe(1);
    expect(await merchant.app.locator('.rg-cell:not(.rg-nobody)').count()).toBeGreaterThan(5);
    expect(await merchant.app.getByRole('link', { name: 'Review tag changes' }).count()).toBe(0);
    await merchant.settled();
    for (const screen of [PHONE, NARROWEST]) {
      await merchant.page.setViewportSize(screen);
      await merchant.settled();
    }
  });

  it('a provisional tier leads to its customers, and there are no tag changes', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app');
    await merchant.app.locator('.rg-cell:not(.rg-nobody)').first().click();
    await merchant.at(/^\/app\/customers\?tier=/);
    expect(await merchant.app.locator('tbody tr').count()).toBeGreaterThan(0);
    for (const screen of [DESKTOP, PHONE, NARROWEST]) {
      await merchant.page.setViewportSize(screen);
      await merchant.app.getByText('Provisional', { exact: true }).waitFor();
      await merchant.settled();
    }
    await merchant.page.setViewportSize(DESKTOP);
    await merchant.app.locator('tbody th a').first().click();
    await merchant.at(/^\/app\/customers\/\d+$/);
    await merchant.app.getByText('Provisional', { exact: true }).waitFor();
    await merchant.settled();
    await merchant.app.getByRole('link', { name: 'See how far the import is' }).click();
    await merchant.at('/app');
    await merchant.open('/app/tags');
    expect(await merchant.app.getByRole('button', { name: /^Write|^Approve/ }).count()).toBe(0);
    await merchant.settled();
  });

  it('whole figures and tag changes take their place as soon as everything is in', async () => {
    refundsWait = false;
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app');
    await merchant.app.getByRole('heading', { name: 'Your shop at a glance' }).waitFor({ timeout: 60_000 });
    await merchant.app.getByRole('link', { name: 'Review tag changes' }).waitFor({ timeout: 60_000 });
    expect(await merchant.app.getByText('Provisional', { exact: true }).count()).toBe(0);
    await merchant.app.getByText('Read-only', { exact: true }).waitFor();
    await merchant.settled();
    await merchant.open('/app/customers');
    await merchant.app.locator('tbody tr').first().waitFor();
    expect(await merchant.app.getByText('Provisional', { exact: true }).count()).toBe(0);
  });
});

describe('the first steps', () => {
  it('are ticked by what really happened', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app');
    await merchant.app.getByRole('heading', { name: 'First steps' }).waitFor();
    // The tiers were looked at, and the screen of tag changes opened, in the tests before.
    expect(await ticked(merchant)).toEqual(['import', 'tiers', 'tag-changes']);
    await step(merchant, 'settings').getByRole('link').waitFor();
    expect(await step(merchant, 'import').innerText()).toContain('Import your store');
    expect(await step(merchant, 'approval').innerText()).toContain('To do');
  });

  it('are hidden for the whole shop and come back when they are asked for, by keyboard', async () => {
    const merchant = await enter(house, PHONE);
    await merchant.open('/app');
    const hide = merchant.app.getByRole('button', { name: 'Hide this list' });
    await hide.focus();
    await merchant.page.keyboard.press('Enter');
    await hide.waitFor({ state: 'detached' });
    await merchant.settled();
    const colleague = await enter(house, DESKTOP);
    await colleague.open('/app');
    expect(await colleague.app.getByRole('heading', { name: 'First steps' }).count()).toBe(0);
    await colleague.app.getByRole('button', { name: 'Show the first steps' }).click();
    await colleague.app.getByRole('heading', { name: 'First steps' }).waitFor();
    await colleague.settled();
  });
});

describe.each(SCREENS)('Home on $name', (screen) => {
  it('draws buyers and revenue by month in a place that was kept for them, and has their numbers in a table', async () => {
    const { live, storeNow } = house.standIn;
    const formats = createFormats('en-GB', live.store.shop.currencyCode, live.store.shop.ianaTimezone);
    const merchant = await enter(house, screen, { reducedMotion: true });
    await merchant.open('/app');
    const place = merchant.app.locator('.rg-chart-place').first();
    const before = await place.boundingBox();
    await place.scrollIntoViewIfNeeded();
    await merchant.app.locator('.rg-chart-place svg.recharts-surface').nth(1).waitFor();
    expect((await place.boundingBox())?.height).toBe(before?.height);
    expect(await merchant.app.getByRole('img', { name: /^New and returning buyers by month, / }).count()).toBe(1);
    expect(await merchant.app.getByRole('img', { name: /^Net revenue from new and from returning buyers/ }).count()).toBe(1);
    await merchant.settled();
    await merchant.app.locator('summary', { hasText: 'All months as a table' }).click();
    const table = merchant.app.getByRole('table', { name: /^New and returning buyers and their net revenue by month/ });
    const rows = await table.locator('tbody tr').evaluateAll((lines) => lines.map((line) => [line.querySelector('th')?.textContent ?? '', ...[...line.querySelectorAll('td')].map((cell) => cell.lastChild?.textContent ?? '')]));
    expect(rows).toHaveLength(24);
    const truth = monthsTruth(live, storeNow);
    const thisMonth = Number(dayOf(storeNow, live.store.shop.ianaTimezone).slice(0, 4)) * 12 + Number(dayOf(storeNow, live.store.shop.ianaTimezone).slice(5, 7)) - 1;
    expect(rows).toEqual(rows.map((_, index) => {
      const month = thisMonth - index;
      const row = truth.get(`${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`);
      const money = (of: 'newRevenue' | 'returningRevenue' | 'otherRevenue'): string => formats.money(row?.[of] ?? 0);
      return [
        formats.calendarMonth(month) + (index === 0 ? ' so far' : ''), formats.number(row?.newBuyers ?? 0), formats.number(row?.returningBuyers ?? 0),
        money('newRevenue'), money('returningRevenue'), money('otherRevenue'),
      ];
    }));
    await merchant.settled();
  });

  it('names VIPs who slip away, the latest first, and leads to all of them in the list', async () => {
    const merchant = await enter(house, screen);
    await merchant.open('/app');
    const heading = merchant.app.getByRole('heading', { name: /^[\d,]+ of your VIPs (is|are) slipping away$/ });
    await heading.waitFor();
    const slipping = Number(/^[\d,]+/.exec(await heading.innerText())?.[0].replace(',', ''));
    const table = merchant.app.getByRole('table', { name: 'VIPs who are slipping away, the latest first' });
    const days = await table.locator('tbody tr td:nth-of-type(2)').evaluateAll((cells) => cells.map((cell) => Date.parse(cell.lastChild?.textContent ?? '')));
    expect(days).toHaveLength(Math.min(5, slipping));
    expect(days).toEqual([...days].sort((a, b) => b - a));
    const first = await table.locator('tbody tr a').first().innerText();
    await merchant.app.getByRole('link', { name: 'See them in the list' }).click();
    await merchant.at('/app/customers?stage=At+risk&stage=Lapsed&fits=vip&sort=net-spend');
    await merchant.app.getByText(first).first().waitFor();
    expect(await merchant.app.locator('tbody tr').count()).toBe(Math.min(50, slipping));
    await merchant.settled();
  });
});
