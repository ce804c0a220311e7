import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCESS_SCOPES } from '#app/runtime/config.server.ts';
import { loadStore } from '../shopify-standin/store/load-store.ts';
import { DESKTOP, NARROWEST, PHONE } from './harness.ts';
import { openDatabase, openTestHouse } from './house.ts';
import type { HouseOptions, TestDatabase, TestHouse } from './house.ts';
import { onlyFirstOrders, withoutOrders } from './made-store.ts';
import { shopTruth } from './store-truth.ts';
import { testBrowser } from './test-browser.ts';

const { enter, importStore } = testBrowser();
let database: TestDatabase;
let house: TestHouse | undefined;

beforeAll(async () => {
  database = await openDatabase();
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

async function open(options: Omit<HouseOptions, 'database'>): Promise<TestHouse> {
  await house?.close();
  house = await openTestHouse({ ...options, database });
  return house;
}

describe('Home', () => {
  it('says why an import failed, and goes on where it is told to try again', async () => {
    let broken = true;
    const shop = await open({
      store: await loadStore({ source: 'generated', customers: 30, seed: 2, shopDomain: 'fails.myshopify.com' }),
      // What Shopify answers when it has taken an app's access away: nothing that another try would mend.
      faults: { bulkRun: ({ operation }) => (broken && /customers/i.test(operation) ? { errorCode: 'ACCESS_DENIED', keepPartial: false } : null) },
    });
    const merchant = await enter(shop, DESKTOP);
    await merchant.open('/app');
    const alert = merchant.app.getByRole('alert');
    await alert.getByText('The import stopped before it was done').waitFor({ timeout: 90_000 });
    expect(await alert.innerText()).toMatch(/What happened: .{20}/);
    expect(await alert.innerText()).toMatch(/rows? had been read\./);
    await merchant.settled();
    await merchant.page.setViewportSize(NARROWEST);
    await merchant.settled();
    await merchant.page.setViewportSize(PHONE);
    await merchant.open('/app?locale=de');
    expect(await alert.innerText()).toContain('Was geschah: Shopify verweigert einen Zugriff');
    await merchant.open('/app?locale=fr');
    expect(await alert.innerText()).toContain('Shopify refuse un accès');
    await merchant.settled();
    await merchant.open('/app');
    broken = false;
    await alert.getByRole('button', { name: 'Try again' }).click();
    await merchant.app.getByRole('heading', { name: 'Your shop at a glance' }).waitFor({ timeout: 90_000 });
    expect(await alert.count()).toBe(0);
    await merchant.settled();
  });

  it('of a shop without customers says so, and the other screens lead back', async () => {
    const shop = await open({ store: withoutOrders(await loadStore({ source: 'generated', customers: 0, seed: 1, shopDomain: 'empty.myshopify.com' })) });
    for (const screen of [DESKTOP, PHONE]) {
      const merchant = await enter(shop, screen);
      await merchant.open('/app');
      await merchant.app.getByRole('heading', { name: 'No orders yet' }).waitFor({ timeout: 90_000 });
      await merchant.app.getByText('Read so far: 0 customers and 0 orders.').waitFor();
      expect(await merchant.app.getByRole('button', { name: 'Import again' }).count()).toBe(1);
      await merchant.settled();
      await merchant.open('/app/customers');
      await merchant.app.getByRole('heading', { name: 'Your store has no customers yet' }).waitFor();
      await merchant.settled();
      await merchant.app.getByRole('link', { name: 'Go to Home' }).click();
      await merchant.at('/app');
      await merchant.open('/app/tags');
      await merchant.app.getByRole('heading', { name: 'Your store has no customers yet' }).waitFor();
      await merchant.app.getByText('Tags are proposed once there are customers who buy.').waitFor();
      await merchant.settled();
      await merchant.open('/app/segments');
      await merchant.app.getByRole('heading', { name: 'Your store has no customers yet' }).waitFor();
      await merchant.app.getByText('so far there is nobody to carry one.').waitFor();
      await merchant.settled();
      await merchant.open('/app/insights');
      await merchant.app.getByRole('heading', { name: 'Your store has no customers yet' }).waitFor();
      await merchant.settled();
    }
  });

  it('of a small shop says which rule holds until customers can be ranked', async () => {
    const shop = await open({ store: await loadStore({ source: 'generated', customers: 20, seed: 4, shopDomain: 'small.myshopify.com' }) });
    await importStore(shop);
    const { buyers, repeatBuyers } = shopTruth(shop.standIn.live, shop.standIn.storeNow);
    for (const screen of [DESKTOP, PHONE]) {
      const merchant = await enter(shop, screen);
      await merchant.open('/app');
      const rules = merchant.app.locator('.rg-details').filter({ hasText: 'How the grid is made' });
      if (await rules.count() > 0 && !(await rules.first().evaluate((one) => (one as HTMLDetailsElement).open))) await rules.first().locator('summary').click();
      await merchant.app.getByText(`${buyers} of 500 buyers`).first().waitFor();
      await merchant.app.getByText(new RegExp(`^${repeatBuyers} of 100\\b.*with two or more purchases`)).first().waitFor();
      await merchant.settled();
    }
  });

  it('says that Shopify shows 60 days of orders alone where the app may not read all', async () => {
    const shop = await open({
      store: await loadStore({ source: 'generated', customers: 60, seed: 6, shopDomain: 'sixty.myshopify.com' }),
      scopes: ACCESS_SCOPES.filter((scope) => scope !== 'read_all_orders'),
    });
    for (const screen of [DESKTOP, PHONE]) {
      const merchant = await enter(shop, screen);
      await merchant.open('/app');
      const banner = merchant.app.getByRole('alert').filter({ hasText: 'Shopify shows this app only the last 60 days of orders' });
      await banner.waitFor({ timeout: 90_000 });
      await merchant.app.getByRole('heading', { name: /Your shop at a glance|No orders yet/ }).waitFor({ timeout: 90_000 });
      expect(await banner.getByRole('listitem').count()).toBe(3);
      await banner.getByRole('button', { name: 'Import again' }).waitFor();
      await merchant.settled();
    }
  });

  it('of a shop where nobody came back says so, how many bought, and leads to them', async () => {
    const loaded = await loadStore({ source: 'generated', customers: 40, seed: 8, shopDomain: 'once.myshopify.com' });
    const shop = await open({ store: onlyFirstOrders(loaded) });
    await importStore(shop);
    const { buyers } = shopTruth(shop.standIn.live, shop.standIn.storeNow);
    const merchant = await enter(shop, PHONE);
    await merchant.open('/app');
    await merchant.app.getByRole('heading', { name: 'Nobody has bought twice yet' }).waitFor();
    await merchant.app.getByText(`0 of ${buyers} buyers came back so far.`).waitFor();
    await merchant.settled();
    await merchant.app.getByRole('link', { name: 'See who bought once' }).click();
    await merchant.at('/app/customers?stage=First-time');
    await merchant.settled();
  });
});
