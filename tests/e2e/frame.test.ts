import type { Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signSessionToken } from '../shopify-standin/session-token.ts';
import { DESKTOP, SCREENS } from './harness.ts';
import type { Merchant } from './harness.ts';
import { openDatabase, openTestHouse } from './house.ts';
import type { TestDatabase, TestHouse } from './house.ts';
import { madeStore } from './made-store.ts';
import { testBrowser } from './test-browser.ts';

const { enter, importStore } = testBrowser();
let database: TestDatabase;
let house: TestHouse;

beforeAll(async () => {
  database = await openDatabase();
  house = await openTestHouse({ store: await madeStore({ customers: 60, seed: 13 }), database });
  await importStore(house);
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

it('whatever should not happen in the browser is noticed, so that none of these tests passes over it', async () => {
  const merchant = await enter(house, DESKTOP);
  await merchant.open('/app');
  expect(merchant.problems()).toEqual([]);
  const frame = await merchant.frame();
  await frame.evaluate(async () => {
    /* eslint-disable house/one-reader -- said in the browser, for the harness to notice */
    console.error('an error of React, say');
    console.warn('a warning');
    /* eslint-enable house/one-reader */
    setTimeout(() => {
      throw new Error('thrown by a handler');
    });
    const picture = document.createElement('img');
    picture.style.width = '3000px';
    document.querySelector('main')?.append(picture);
    await fetch('https://elsewhere.example/').catch(() => {});
  });
  await expect.poll(() => merchant.problems().join('\n')).toContain('thrown by a handler');
  await merchant.settled();
  const problems = merchant.problems().join('\n');
  for (const expected of [/console error: an error of React/, /console warning: a warning/, /page error: thrown by a handler/, /unexpected request: GET https:\/\/elsewhere.example/, /failed request: GET https:\/\/elsewhere.example/, /axe: image-alt/, /scrolls sideways by/]) {
    expect(problems).toMatch(expected);
  }
  merchant.allow(/./);
});

/** The page's clock can be put forward, as if the window had been left open: App Bridge then asks for a new session token. */
async function withClock(merchant: Merchant): Promise<void> {
  await merchant.page.addInitScript(() => {
    const real = Date.now.bind(Date);
    const page = window as unknown as { lateBy: number };
    page.lateBy = 0;
    Date.now = () => real() + page.lateBy;
  });
}

async function leaveOpen(merchant: Merchant): Promise<void> {
  const frame = await merchant.frame();
  await frame.evaluate(() => {
    (window as unknown as { lateBy: number }).lateBy = 70_000;
  });
}

describe('a session token that has run out', () => {
  it('is renewed, and what was asked for with it goes through at the second try', async () => {
    const merchant = await enter(house, DESKTOP);
    merchant.allow(/status of 401/);
    await withClock(merchant);
    await merchant.open('/app');
    let given = 0;
    await merchant.page.route('**/session-token.json', async (route: Route) => {
      given += 1;
      if (given > 1) return route.continue();
      const { clientId, clientSecret } = house.app;
      const token = signSessionToken({ shopDomain: house.standIn.shopDomain, clientId, clientSecret, now: Date.now() - 120_000 });
      return route.fulfill({ json: { token } });
    });
    const answers: number[] = [];
    merchant.page.on('response', (response) => {
      if (response.request().method() === 'POST' && new URL(response.url()).pathname === '/app/import') answers.push(response.status());
    });
    await leaveOpen(merchant);
    await merchant.app.getByRole('button', { name: 'Import again' }).click();
    await merchant.page.getByText('The import has started.').waitFor();
    expect(answers).toEqual([401, 200]);
    expect(given).toBeGreaterThanOrEqual(2);
    await merchant.app.getByRole('button', { name: 'Import again' }).waitFor({ timeout: 60_000 });
  });
});

describe.each(SCREENS)('the app inside the admin on $name', (screen) => {
  it('stays where it was over a reload, and follows back and forward', async () => {
    const merchant = await enter(house, screen);
    await merchant.open('/app/customers?sort=name');
    await merchant.app.locator('tbody th a').first().click();
    await merchant.at(/^\/app\/customers\/\d+$/);
    const customer = merchant.place();
    await merchant.ready();
    const name = await merchant.app.getByRole('heading', { level: 1 }).innerText();
    await merchant.page.reload();
    await merchant.ready();
    expect(merchant.place()).toBe(customer);
    expect(await merchant.app.getByRole('heading', { level: 1 }).innerText()).toBe(name);

    const menu = merchant.page.locator('[data-app-menu]');
    await menu.getByRole('link', { name: 'Tag changes' }).click();
    await merchant.at('/app/tags');
    await merchant.app.getByRole('heading', { level: 1, name: 'Tag changes' }).waitFor();
    await merchant.page.goBack();
    await merchant.at(customer);
    await merchant.app.getByRole('heading', { level: 1, name }).waitFor();
    await merchant.page.goForward();
    await merchant.at('/app/tags');
    await merchant.app.getByRole('heading', { level: 1, name: 'Tag changes' }).waitFor();
    await merchant.ready('Tag changes');
  });

  it('says at an address that is none what to do', async () => {
    const merchant = await enter(house, screen);
    merchant.allow(/status of 404/);
    await merchant.open('/app/tags/999999');
    await merchant.app.getByRole('heading', { level: 1, name: /nothing at this address|no such run/ }).waitFor();
    await merchant.settled();
    await merchant.app.getByRole('link', { name: /Go to (Home|Tag changes)/ }).first().click();
    await merchant.at(/^\/app(\/tags)?$/);
  });

  it('moves nothing for whoever asked for less motion', async () => {
    const merchant = await enter(house, screen, { reducedMotion: true });
    await merchant.open('/app');
    const frame = await merchant.frame();
    const moving = await frame.evaluate(() => {
      const own = [...document.querySelectorAll('[class*="rg-"]')].flatMap((element) => [getComputedStyle(element), getComputedStyle(element, '::after')]);
      const seconds = (text: string): number => Math.max(...text.split(',').map((part) => parseFloat(part) * (part.includes('ms') ? 0.001 : 1)));
      return own.filter((style) => seconds(style.transitionDuration) > 0.01 || (style.animationName !== 'none' && seconds(style.animationDuration) > 0.01)).length;
    });
    expect(moving).toBe(0);
  });
});
