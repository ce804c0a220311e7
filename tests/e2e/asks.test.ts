import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { StoreCustomer, StoreOrder } from '../shopify-standin/store/model.ts';
import { currentQuantity } from '../shopify-standin/store/order-money.ts';
import { USER_AGENT } from './chromium.ts';
import { axeViolations, DESKTOP, launchTestBrowser, NARROWEST } from './harness.ts';
import { openDatabase, openTestHouse, type TestDatabase, type TestHouse } from './house.ts';
import { madeStore } from './made-store.ts';
import { testBrowser } from './test-browser.ts';

const DAY = 86_400_000;
const { enter, importStore } = testBrowser();
let database: TestDatabase;
let house: TestHouse;
let browser: Browser;
let shopper: Page;
let buyer: StoreCustomer;
/** Of the buyer, delivered a week ago or more, nothing of it sent back. */
let arrived: StoreOrder;
const problems: string[] = [];

beforeAll(async () => {
  database = await openDatabase();
  const made = await madeStore({ customers: 120, seed: 5 });
  const week = (order: StoreOrder): number => (made.now - (order.deliveredAt ?? made.now)) / DAY;
  const asked = [...made.store.orders.values()].find((order) => order.customer !== null && order.customer.firstName !== null && /^[A-Z][a-z]+$/.test(order.customer.firstName) && !order.test && order.cancelledAt === null
    && order.fulfillmentStatus === 'FULFILLED' && week(order) > 7 && week(order) < 90 && order.returns.length === 0 && order.lines.every((line) => line.variant !== null && !line.isGiftCard && currentQuantity(line) > 0));
  if (asked?.customer == null) throw new Error('The store has no order to ask about.');
  [arrived, buyer] = [asked, asked.customer];
  house = await openTestHouse({ store: made, database });
  await importStore(house);
  browser = await launchTestBrowser();
  const context = await browser.newContext({ viewport: { width: DESKTOP.width, height: DESKTOP.height }, userAgent: USER_AGENT, locale: 'en-GB' });
  context.setDefaultTimeout(60_000);
  shopper = await context.newPage();
  shopper.on('pageerror', (error) => problems.push(error.message));
  shopper.on('console', (message) => message.type() === 'error' && problems.push(`${message.text()} (${message.location().url})`));
});

afterAll(async () => {
  await browser?.close();
  await house?.close();
  await database?.close();
});

/** What axe finds in the frame of an extension. */
async function barriers(name: string): Promise<string[]> {
  const frame = shopper.frame({ name });
  if (frame === null) throw new Error(`The page has no frame ${name}.`);
  return axeViolations(frame);
}

it('a guest buys, sees what goes with it, and says how they found the shop', async () => {
  const { storefrontUrl } = house.standIn;
  const product = arrived.lines[0]?.variant?.product;
  const variant = product?.variants.find((one) => one.availableForSale) ?? [...house.standIn.live.store.products.values()].flatMap((one) => one.variants).find((one) => one.availableForSale);
  await shopper.goto(`${storefrontUrl}/cart/${variant?.id}:1?storefront=true`);
  await shopper.goto(`${storefrontUrl}/checkout`);
  await shopper.getByRole('button', { name: 'Pay now' }).click();
  await shopper.waitForURL(/\/checkouts\/thank-you\/\d+$/);
  const block = shopper.frameLocator('iframe[name="regulars-thank-you"]');
  // What goes with what is worked out some seconds after the store was sorted.
  await expect.poll(async () => {
    const answered = shopper.waitForResponse((response) => response.url().includes('/extension/recommendations'));
    await shopper.reload();
    return ((await (await answered).json()) as { items: unknown[] }).items.length;
  }, { timeout: 90_000, interval: 1_000 }).toBeGreaterThan(0);
  await block.getByRole('link').first().waitFor();
  const titles = await block.getByRole('link').allInnerTexts();
  expect(titles.length).toBeGreaterThan(0);
  expect(titles).not.toContain(variant?.product.title);
  expect(await block.getByRole('link').first().getAttribute('href')).toContain(`${storefrontUrl}/products/`);

  await block.getByRole('button', { name: 'Send' }).click();
  await block.getByText('Choose one first.').waitFor();
  // From here on by keys alone: the arrows choose, Tab goes on.
  await block.getByRole('radio', { name: 'Search engine' }).focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'Tab']) await shopper.keyboard.press(key);
  await shopper.keyboard.type('My sister');
  for (const key of ['Tab', 'Enter']) await shopper.keyboard.press(key);
  await block.getByText('Thank you for telling us.').waitFor();
  await shopper.reload();
  await block.getByRole('link').first().waitFor();
  await block.getByRole('radio').first().waitFor({ state: 'detached' });
});

it('they give stars, words and a score on the page of an order that has arrived, and are not asked again', async () => {
  const { storefrontUrl } = house.standIn;
  await shopper.goto(`${storefrontUrl}/account/login?q=${buyer.id}`);
  await shopper.getByRole('button', { name: /^Log in as/ }).click();
  await shopper.waitForURL(`${storefrontUrl}/`);
  await shopper.goto(`${storefrontUrl}/account/orders/${arrived.id}`);
  const block = shopper.frameLocator('iframe[name="regulars-order-status"]');
  await block.getByRole('radio', { name: '5 stars: excellent' }).first().check();
  expect(await barriers('regulars-order-status')).toEqual([]);
  await block.getByRole('textbox').first().fill('Lovely <b>thing</b>');
  await block.getByRole('radio', { name: '9 of 10', exact: true }).check();
  await block.getByRole('textbox').last().fill('Came quickly');
  await block.getByRole('button', { name: 'Send' }).click();
  await block.getByText('Thank you for your answers').waitFor();
  await shopper.reload();
  await block.getByText('Thank you for your answers').waitFor();
  expect(await block.getByRole('radio').count()).toBe(0);
  await block.getByRole('link', { name: 'Buy all of it again' }).waitFor();
  expect(problems).toEqual([]);
});

it('the merchant reads the answers on their page and in the timeline, and the admin’s block says where the customer stands', async () => {
  const merchant = await enter(house, NARROWEST);
  await merchant.open('/app/answers');
  for (const words of ['Lovely <b>thing</b>', 'Came quickly', 'My sister', '1 answer: too few for a score, which needs 10', 'Friends or family']) await merchant.app.getByText(words, { exact: true }).first().waitFor();
  await merchant.settled();
  expect(merchant.problems()).toEqual([]);
  await merchant.page.setViewportSize(DESKTOP);
  await merchant.open(`/app/customers/${buyer.id}`);
  await merchant.app.getByText(`Answered about order ${arrived.name}`).waitFor();
  await merchant.app.getByText('Would recommend your shop: 9 of 10').waitFor();
  const sentence = (await merchant.app.getByText(/since the last order; /).first().innerText()).trim();
  await merchant.page.goto(`${house.standIn.adminUrl}/customers/${buyer.id}`);
  const block = merchant.page.frameLocator('iframe[name="regulars-admin"]');
  await block.getByText(sentence).waitFor();
  await block.getByText('Tags, and whose they are').waitFor();
  await block.getByRole('link', { name: 'Open in Regulars' }).click();
  await merchant.at(`/app/customers/${buyer.id}`);
});
