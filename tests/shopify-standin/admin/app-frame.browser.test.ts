import type { Browser, FrameLocator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchChromium, USER_AGENT } from '../../e2e/chromium.ts';
import { startFakeFramedApp } from '../fake-framed-app.ts';
import type { FakeFramedApp } from '../fake-framed-app.ts';
import { startStandIn } from '../server.ts';
import type { StandIn } from '../server.ts';
import { hostileName, tinyShopDomain, tinyStore } from '../tiny-store.ts';

const credentials = { clientId: 'fake-client', clientSecret: 'fake-secret' };

let standIn: StandIn;
let app: FakeFramedApp;
let browser: Browser;
let page: Page;
let frame: FrameLocator;
let problems: string[];

beforeAll(async () => {
  app = await startFakeFramedApp({ shopDomain: tinyShopDomain, ...credentials, appUrl: () => standIn.appPublicUrl ?? '' });
  standIn = await startStandIn({ store: tinyStore(), app: { ...credentials, target: app.url, scopes: ['read_customers'] } });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser?.close();
  await standIn?.close();
  await app?.close();
});

beforeEach(async () => {
  problems = [];
  app.requests.length = 0;
  page = await browser.newPage({ viewport: { width: 1200, height: 800 }, userAgent: USER_AGENT });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    // The 401 of a refused token is shown there by Chromium itself.
    if (message.type() === 'error' && !message.text().includes('401')) problems.push(message.text());
  });
  frame = page.frameLocator('iframe');
});

afterEach(async () => {
  await page.close();
  expect(problems).toEqual([]);
});

async function openApp(path = ''): Promise<void> {
  await page.goto(`${standIn.adminUrl}/apps/regulars${path}`);
  await frame.locator('#path').waitFor();
}

describe('the page around an app', () => {
  it('frames the app with a session token and puts its menu and title bar into the admin', async () => {
    await openApp();
    expect(await frame.locator('#path').textContent()).toBe('/');
    expect(await page.locator('[data-app-menu] a').allTextContents()).toEqual(['Customers', 'Tag changes']);
    expect(await page.locator('[data-title]').textContent()).toBe('Screen /');
    expect(await page.locator('[data-actions] button').allTextContents()).toEqual(['Second', 'Start import']);
    expect(await frame.locator('ui-nav-menu').isVisible()).toBe(false);
    expect(await frame.locator('body').evaluate(() => [...document.querySelectorAll('[style]')].length)).toBe(1);
    await page.getByRole('button', { name: 'Start import' }).click();
    await page.getByText('Pressed').waitFor();
  });

  it('swaps the App Bridge address in documents and scripts of the app, and tells the app its public host', async () => {
    await openApp();
    expect(await frame.locator('body').evaluate(() => (window as unknown as { bridgeAddress: string }).bridgeAddress)).toBe('/__standin/app-bridge.js');
    expect(new Set(app.requests.map((request) => `http://${request.host}`))).toEqual(new Set([standIn.appPublicUrl]));
  });

  it('keeps the path of the app in its own address, through menu clicks, back, forward and reload', async () => {
    await openApp();
    await page.getByRole('link', { name: 'Tag changes' }).click();
    await page.waitForURL('**/apps/regulars/changes');
    expect(await page.locator('[data-app-menu] [aria-current]').textContent()).toBe('Tag changes');
    await frame.locator('#go').click();
    await page.waitForURL('**/apps/regulars/customers?tier=VIP');
    await page.goBack();
    await page.waitForURL('**/apps/regulars/changes');
    await page.goForward();
    await page.waitForURL('**/apps/regulars/customers?tier=VIP');
    app.requests.length = 0;
    await page.reload();
    await frame.locator('#path').waitFor();
    expect(await frame.locator('#path').textContent()).toBe('/customers');
    expect(app.requests[0]).toMatchObject({ line: 'GET /customers', embedded: true });
    expect(page.url()).toMatch(/\/apps\/regulars\/customers\?tier=VIP$/);
  });

  it('loads an app again whose document found its session token expired, by way of the bounce page', async () => {
    app.refuseNext(1);
    await openApp('/changes');
    expect(await frame.locator('#path').textContent()).toBe('/changes');
    const documents = app.requests.map((request) => request.line).filter((line) => !line.endsWith('.js') && !line.endsWith('.ico'));
    expect(documents).toEqual(['GET /changes', 'GET /auth/session-token', 'GET /changes']);
    expect(page.url()).toMatch(/\/apps\/regulars\/changes$/);
  });

  it('puts the session token on the app\'s fetches, and tries once more when the app refuses it', async () => {
    await openApp();
    await frame.locator('#call').click();
    await expect.poll(() => frame.locator('#out').textContent()).toBe('200 {"ok":true,"method":"GET"}');
    app.requests.length = 0;
    app.refuseNext(1);
    await frame.locator('#post').click();
    await expect.poll(() => frame.locator('#out').textContent()).toBe('200 {"ok":true,"method":"POST"}');
    expect(app.requests.map((request) => [request.line, request.authorized])).toEqual([['POST /api/thing', true], ['POST /api/thing', true]]);
  });

  it('shows toasts as text and calls their action', async () => {
    await openApp();
    await frame.locator('#toast').click();
    const toast = page.locator('.toast');
    expect(await toast.locator('span').textContent()).toBe('Saved <b>it</b>');
    await toast.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => frame.locator('#out').textContent()).toBe('undone');
    expect(await toast.count()).toBe(0);
  });

  it('shows the save bar while a form differs, saves it, discards it after asking, and holds back whoever leaves', async () => {
    await openApp();
    const bar = page.locator('[data-save-bar]');
    await frame.locator('#days').fill('14');
    await bar.waitFor();
    await frame.locator('#days').fill('7');
    await bar.waitFor({ state: 'hidden' });
    await frame.locator('#days').fill('21');
    await bar.getByRole('button', { name: 'Save' }).click();
    await expect.poll(() => frame.locator('#out').textContent()).toBe('submitted 21');
    await bar.waitFor({ state: 'hidden' });

    await frame.locator('#days').fill('30');
    await bar.waitFor();
    await page.getByRole('link', { name: 'Customers' }).first().click();
    await page.getByRole('button', { name: 'Stay' }).click();
    expect(page.url()).toMatch(/apps\/regulars$/);
    await bar.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('button', { name: 'Leave page' }).click();
    await bar.waitFor({ state: 'hidden' });
  });

  it('shows a save bar element with its own buttons', async () => {
    await openApp();
    await frame.locator('body').evaluate(() => (window as unknown as { shopify: { saveBar: { show: (id: string) => Promise<void> } } }).shopify.saveBar.show('bar'));
    await page.getByRole('button', { name: 'Keep' }).click();
    await expect.poll(() => frame.locator('#out').textContent()).toBe('kept');
    await page.locator('[data-save-bar]').waitFor({ state: 'hidden' });
  });

  it('opens a modal over the app with the buttons of its title bar', async () => {
    await openApp();
    expect(await frame.getByText('Write 20 tags?').isVisible()).toBe(false);
    await frame.locator('#open-modal').click();
    await frame.getByText('Write 20 tags?').waitFor();
    await frame.getByRole('dialog', { name: 'Write tags' }).getByRole('button', { name: 'Write' }).click();
    await expect.poll(() => frame.locator('#out').textContent()).toBe('written');
    expect(await frame.getByText('Write 20 tags?').isVisible()).toBe(false);
  });

  it('opens its own page of a customer for shopify://admin links', async () => {
    await openApp();
    await frame.locator('#customer').click();
    await page.waitForURL('**/store/tiny-demo/customers/11');
    expect(await page.locator('h1').textContent()).toBe('Ada Lovelace');
    await page.goBack();
    await frame.locator('#path').waitFor();
  });
});

describe('the admin pages in a browser', () => {
  it('show hostile names as text, take a tag from the merchant and write it to the Flow log', async () => {
    await page.goto(`${standIn.adminUrl}/customers/12`);
    expect(await page.locator('h1').textContent()).toBe(`${hostileName} O'Brien`);
    await page.getByLabel('Add tags').fill('Wholesale, vip');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByRole('button', { name: 'Remove Wholesale' }).click();
    expect(standIn.live.customer(12)?.tags).toContain('vip');
    await page.goto(`${standIn.adminUrl}/flow`);
    const rows = await page.locator('.flow tbody tr').allInnerTexts();
    expect(rows[0]).toMatch(/Customer tags removed[\s\S]*Wholesale[\s\S]*You/);
    expect(rows[1]).toMatch(/Customer tags added/);
  });

  it('do not scroll sideways on a phone', async () => {
    await page.setViewportSize({ width: 390, height: 800 });
    for (const path of ['', '/customers', '/customers/12', '/orders', '/orders/101', '/products', '/products/1', '/flow', '/apps/regulars']) {
      await page.goto(standIn.adminUrl + path);
      expect([path, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)]).toEqual([path, 0]);
    }
  });
});
