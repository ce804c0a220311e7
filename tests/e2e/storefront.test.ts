import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { serveList, type ListAsk, type ServedList } from '#app/recommendations/serve-list.server.ts';
import { findShop } from '#app/shops/shop-store.server.ts';
import { placeBlocks } from '../cli/demo/placed-blocks.ts';
import { appNumber } from '../shopify-standin/app-number.ts';
import { isShown } from '../shopify-standin/storefront/catalogue.ts';
import type { StoreCustomer, StoreProduct } from '../shopify-standin/store/model.ts';
import { USER_AGENT } from './chromium.ts';
import { axeViolations, DESKTOP, launchTestBrowser, PHONE } from './harness.ts';
import { openDatabase, openTestHouse } from './house.ts';
import type { TestDatabase, TestHouse } from './house.ts';
import { madeStore } from './made-store.ts';
import { testBrowser } from './test-browser.ts';

/** What shoppers see of Regulars: the whole of it, from the storefront's Liquid to the app's lists. */
const { importStore } = testBrowser();
let browser: Browser;
let database: TestDatabase;
let house: TestHouse;
let shopId: number;
let open: { context: BrowserContext; problems: string[] }[] = [];

beforeAll(async () => {
  browser = await launchTestBrowser();
  database = await openDatabase();
  house = await openTestHouse({ store: await madeStore({ customers: 120, seed: 4 }), database });
  placeBlocks(house.standIn.theme);
  await importStore(house);
  shopId = (await findShop(house.standIn.shopDomain))?.id ?? 0;
  const asked = `${house.standIn.storefrontUrl}/apps/regulars/recommendations?block=bestsellers&limit=2`;
  for (const began = Date.now(); ((await (await fetch(asked)).json()) as { items: unknown[] }).items.length === 0;) {
    if (Date.now() - began > 60_000) throw new Error(`No lists were worked out. ${house.log().slice(-2000)}`);
    await new Promise((done) => setTimeout(done, 200));
  }
});

afterEach(async () => {
  const leaving = open;
  open = [];
  for (const { context } of leaving) await context.close();
  expect(leaving.flatMap(({ problems }) => problems)).toEqual([]);
});

afterAll(async () => {
  await browser?.close();
  await house?.close();
  await closePools();
  await database?.close();
});

interface Shopper {
  page: Page;
  problems: string[];
  /** What the page asked of the app. */
  asked: string[];
}

/** A shopper's browser, which notes whatever should not happen, and every shift of what is on screen. */
async function shop(options: { screen?: typeof DESKTOP; as?: StoreCustomer; script?: boolean; /** The app is: requests to it fail, which the browser tells of. */ away?: boolean } = {}): Promise<Shopper> {
  const { width, height } = options.screen ?? DESKTOP;
  const context = await browser.newContext({ viewport: { width, height }, userAgent: USER_AGENT, javaScriptEnabled: options.script !== false, baseURL: house.standIn.storefrontUrl });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const problems: string[] = [];
  const asked: string[] = [];
  page.on('console', (message) => message.type() === 'error' && !(options.away === true && message.text().includes('502')) && problems.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => problems.push(`page error: ${error.message}`));
  page.on('response', (response) => response.status() >= 500 && !(options.away === true && response.url().includes('/apps/regulars/')) && problems.push(`HTTP ${response.status()}: ${response.url()}`));
  page.on('request', (request) => request.url().includes('/apps/') && asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  await page.addInitScript(() => {
    const shifts: number[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) if (!entry.hadRecentInput) shifts.push(entry.value);
    }).observe({ type: 'layout-shift', buffered: true });
  });
  open.push({ context, problems });
  if (options.as !== undefined) {
    await page.goto(`/account/login?q=${options.as.id}`);
    await page.getByRole('button', { name: /^Log in as/ }).first().click();
    await page.waitForURL(`${house.standIn.storefrontUrl}/`);
  }
  return { page, problems, asked };
}

const cardsOf = (page: Page, block: string) => page.locator(`regulars-list[data-block="${block}"] li[data-product-id]`);
const idsOf = (page: Page, block: string): Promise<string[]> => cardsOf(page, block).evaluateAll((cards) => cards.map((card) => card.getAttribute('data-product-id') ?? ''));

/** Waits until the block has its list and nothing moves any more, and holds the page to what no page may break. */
async function settled({ page }: Shopper, ...blocks: string[]): Promise<void> {
  for (const block of blocks) {
    await page.locator(`regulars-list[data-block="${block}"]`).scrollIntoViewIfNeeded();
    await page.locator(`regulars-list[data-block="${block}"]:not([data-source]) li[data-product-id]`).first().waitFor();
  }
  await page.waitForLoadState('networkidle');
  expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([]);
  expect(await axeViolations(page.mainFrame())).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
}

/** The list that is served, however busy the machine is: a shopper is told to come again after some tenths of a second, and a test comes. */
async function listOf(ask: ListAsk): Promise<ServedList> {
  return vi.waitFor(() => serveList(ask), { timeout: 30_000, interval: 500 });
}

/** Somebody with several orders whose own list is shown to them. */
async function regular(): Promise<{ customer: StoreCustomer; recommended: string[]; again: string[] }> {
  const customers = [...house.standIn.live.store.customers.values()].filter((customer) => customer.email !== null).sort((a, b) => b.orders.length - a.orders.length);
  for (const customer of customers) {
    const ask = async (block: 'recommended' | 'buy-again') => listOf({ shopId, block, productIds: [], customerId: customer.id, limit: 4 });
    const [recommended, again] = [await ask('recommended'), await ask('buy-again')];
    if (!recommended.holdout && recommended.items.length === 4 && again.items.length > 0) return { customer, recommended: recommended.items.map(({ card }) => card.id), again: again.items.map(({ card }) => card.id) };
  }
  throw new Error('Nobody has a list of their own.');
}

/** A product that others were bought together with. */
async function pairedProduct(): Promise<StoreProduct> {
  for (let skip = 1; ; skip += 1) {
    const product = someProduct(skip);
    const { items } = await listOf({ shopId, block: 'together', productIds: [String(product.id)], customerId: null, limit: 3 });
    if (items.some(({ reason }) => reason.kind === 'bought-with')) return product;
  }
}

/** What shoppers did, as the app has it. */
async function counted(): Promise<string[]> {
  return withTenant(shopId, async (tx) => (await tx.query<{ did: string }>("SELECT DISTINCT type || ' ' || block AS did FROM shopper_events WHERE shop_id = $1", [shopId])).rows.map(({ did }) => did));
}

const someProduct = (skip = 0): StoreProduct => {
  const product = [...house.standIn.live.store.products.values()].filter((one) => isShown(one) && !one.isGiftCard && one.variants.every((variant) => variant.availableForSale))[skip];
  if (product === undefined) throw new Error('The store has too few products.');
  return product;
};

it('who is logged in sees their own lists, on a desktop and a phone, and buys from them; the order carries the visit', async () => {
  const { customer, recommended, again } = await regular();
  const shopper = await shop({ as: customer });
  const { page } = shopper;
  await page.getByRole('button', { name: 'Accept' }).click();
  await settled(shopper, 'buy-again', 'recommended');
  expect(await idsOf(page, 'recommended')).toEqual(recommended);
  expect(await idsOf(page, 'buy-again')).toEqual(again.slice(0, (await idsOf(page, 'buy-again')).length));
  await page.getByRole('heading', { name: 'Recommended for you' }).waitFor();
  expect(await page.locator('regulars-list[data-block="recommended"] .regulars-product__reason').first().innerText()).not.toBe('');

  await cardsOf(page, 'buy-again').first().getByRole('button').click();
  await page.locator('cart-drawer:not([hidden])').waitFor();
  await page.locator('cart-drawer regulars-list:not([data-source]) li[data-product-id]').first().waitFor();
  await page.getByRole('link', { name: 'View cart' }).click();
  await settled(shopper, 'complementary');
  await page.getByRole('button', { name: 'Check out' }).click();
  await page.getByRole('button', { name: 'Pay now' }).click();
  await page.waitForURL(/\/checkouts\/thank-you\/\d+$/);
  const order = customer.orders.at(-1);
  expect(order?.lines.map((line) => String(line.variant?.product.id))).toEqual([again[0]]);
  expect(order?.noteAttributes).toEqual([{ name: '_regulars_session', value: expect.stringMatching(/^[0-9a-f-]{36}$/) as string }]);
  await vi.waitFor(async () => expect(await counted()).toEqual(expect.arrayContaining(['impression buy-again', 'view recommended', 'add buy-again', 'impression complementary'])), 15_000);

  const phone = await shop({ as: customer, screen: PHONE });
  await settled(phone, 'buy-again', 'recommended');
  expect(await idsOf(phone.page, 'recommended')).toHaveLength(4);
  // Nobody has allowed anything here.
  expect(phone.asked.filter((request) => request.startsWith('POST'))).toEqual([]);
});

it('a visitor sees what is popular, and nothing is asked about anybody', async () => {
  const shopper = await shop();
  await shopper.page.goto('/');
  await settled(shopper, 'recommended');
  await shopper.page.getByRole('heading', { name: 'Popular right now' }).waitFor();
  expect(await shopper.page.locator('regulars-list[data-block="buy-again"]').count()).toBe(0);
  expect(shopper.asked).toEqual([]);
});

it('before a yes, and after a no, nothing of the visit is stored, and a yes that is taken back leaves nothing', async () => {
  const shopper = await shop();
  const { page } = shopper;
  const stored = () => page.evaluate(() => {
    dispatchEvent(new Event('pagehide'));
    return Object.keys(sessionStorage);
  });
  await page.goto(`/products/${(await pairedProduct()).handle}`);
  await settled(shopper, 'also');
  expect(await stored()).toEqual([]);
  await page.getByRole('button', { name: 'Decline' }).click();
  // The bar asks Shopify's script first; a yes before its no has come would be taken back by it.
  await page.waitForFunction(() => document.cookie.includes('_tracking_consent=no'));
  expect(await stored()).toEqual([]);
  const say = (analytics: boolean) => page.evaluate((yes) => (window as unknown as { Shopify: { customerPrivacy: { setTrackingConsent: (consent: object) => void } } }).Shopify.customerPrivacy.setTrackingConsent({ analytics: yes }), analytics);
  await say(true);
  await vi.waitFor(async () => expect(await stored()).toContain('regulars_session'));
  await say(false);
  expect(await stored()).toEqual([]);
});

it('who is held out sees no “buy again” and what is popular', async () => {
  const { customer } = await regular();
  const held = [];
  for (const one of house.standIn.live.store.customers.values()) {
    if (one === customer || one.email === null || one.orders.length === 0) continue;
    if ((await listOf({ shopId, block: 'recommended', productIds: [], customerId: one.id, limit: 4 })).holdout) held.push(one);
  }
  const heldOut = held.sort((a, b) => b.orders.length - a.orders.length)[0];
  if (heldOut === undefined) throw new Error('Nobody is held out.');
  const shopper = await shop({ as: heldOut });
  await shopper.page.getByRole('button', { name: 'Accept' }).click();
  await settled(shopper, 'recommended');
  await shopper.page.getByRole('heading', { name: 'Popular right now' }).waitFor();
  expect(await idsOf(shopper.page, 'buy-again')).toEqual([]);
});

it('a product whose fields have their lists shows them without a script, adds all of them to the cart and is bought', async () => {
  const product = someProduct();
  const partners = [someProduct(20), someProduct(21)];
  const namespace = `app--${appNumber(house.app.clientId)}--regulars`;
  product.metafields.push({ id: 1, namespace, key: 'bought_together', type: 'list.product_reference', value: JSON.stringify(partners.map(({ id }) => `gid://shopify/Product/${id}`)), createdAt: 0, updatedAt: 0 });
  const shopper = await shop({ script: false });
  const { page } = shopper;
  await page.goto(`/products/${product.handle}`);
  expect(await idsOf(page, 'together')).toEqual(partners.map(({ id }) => String(id)));
  await page.getByRole('button', { name: /^Add all 3 to cart/ }).click();
  await page.getByRole('button', { name: 'Check out' }).click();
  await page.getByRole('button', { name: 'Pay now' }).click();
  await page.getByRole('heading', { name: 'Thank you' }).waitFor();
  const order = [...house.standIn.live.store.orders.values()].at(-1);
  expect(order?.lines.map((line) => line.variant?.product.id).sort()).toEqual([product.id, ...partners.map(({ id }) => id)].sort());
  expect(shopper.asked).toEqual([]);
});

it('a product without such fields asks the app, and the app’s answer has what is bought with it', async () => {
  const product = await pairedProduct();
  const served = await listOf({ shopId, block: 'also', productIds: [String(product.id)], customerId: null, limit: 4 });
  const shopper = await shop();
  await shopper.page.goto(`/products/${product.handle}`);
  await settled(shopper, 'together', 'also');
  await shopper.page.getByRole('heading', { name: 'Bought together' }).waitFor();
  expect(await idsOf(shopper.page, 'also')).toEqual(served.items.map(({ card }) => card.id));
  await shopper.page.getByRole('button', { name: 'Add all to cart' }).click();
  await shopper.page.locator('cart-drawer:not([hidden]) .drawer__item').nth(1).waitFor();
});

it('while the app is away the blocks stand, from what Shopify itself has, and nothing moves', async () => {
  const { customer } = await regular();
  const app = house.standIn.apps.list().find((one) => one.clientId === house.app.clientId);
  if (app?.target === undefined) throw new Error('The app is not installed.');
  const { target } = app;
  app.target = 'http://127.0.0.1:9';
  try {
    const shopper = await shop({ as: customer, away: true });
    await settled(shopper, 'buy-again', 'recommended');
    const had = new Set(customer.orders.flatMap((order) => order.lines.map((line) => String(line.variant?.product.id))));
    const again = await idsOf(shopper.page, 'buy-again');
    expect(again.length).toBeGreaterThan(0);
    expect(again.filter((id) => !had.has(id))).toEqual([]);
    await shopper.page.getByRole('heading', { name: 'Popular right now' }).waitFor();
    const popular = cardsOf(shopper.page, 'recommended').first();
    const [inCart, variant] = [await popular.getAttribute('data-product-id'), await popular.getAttribute('data-variant-id')];
    await shopper.page.evaluate((id) => fetch('/cart/add.js', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ id, quantity: 1 }) }), variant);
    await shopper.page.goto('/cart');
    await settled(shopper, 'complementary');
    expect(await idsOf(shopper.page, 'complementary')).not.toContain(inCart);
    await shopper.page.goto(`/products/${someProduct(5).handle}`);
    await settled(shopper, 'also');
    await shopper.page.getByRole('heading', { name: 'You may also like' }).waitFor();
  } finally {
    app.target = target;
  }
});
