import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, NARROWEST, PHONE } from './harness.ts';
import { openDatabase, openTestHouse } from './house.ts';
import type { TestDatabase, TestHouse } from './house.ts';
import { madeStore } from './made-store.ts';
import { testBrowser } from './test-browser.ts';

/** Routes that draw a screen, as their files are called, each with an address of it. A new screen is entered here. */
const SCREENS: Readonly<Record<string, () => string>> = {
  'app._index': () => '/app',
  'app.customers._index': () => '/app/customers',
  'app.customers.$customerId': () => `/app/customers/${buyer}`,
  'app.tags._index': () => '/app/tags',
  'app.tags.$runId': () => `/app/tags/${run}`,
  'app.tags.writing': () => '/app/tags/writing',
  'app.tags.fields': () => '/app/tags/fields',
  'app.recommendations.fields': () => '/app/recommendations/fields',
  'app.segments._index': () => '/app/segments',
  'app.recommendations._index': () => '/app/recommendations',
  'app.recommendations.results': () => '/app/recommendations/results',
  'app.answers._index': () => '/app/answers',
  'app.insights._index': () => '/app/insights',
  'app.insights.accuracy': () => '/app/insights/accuracy',
  'app.settings._index': () => '/app/settings',
  'app.data._index': () => '/app/data',
  'app.data.failed._index': () => '/app/data/failed',
  'app.data.privacy._index': () => '/app/data/privacy',
  'app.data.imports._index': () => '/app/data/imports',
  'app.data.imports.$runId': () => importPath,
};
/** The frame around the screens, and what is outside of it: neither is a screen of its own. */
const NO_SCREENS = new Set(['app', 'auth.$', '_index', '$']);
/** A language is walked once its catalogue is there. */
const LOCALES = ['en', 'de', 'fr'].filter((locale) => readdirSync(path('../../app/components/words/')).includes(`${locale}.ts`));

const { enter, importStore } = testBrowser();
let database: TestDatabase;
let house: TestHouse;
let buyer = 0;
let run = 0;
let importPath = '';

function path(relative: string): string {
  return fileURLToPath(new URL(relative, import.meta.url));
}

/** The routes that draw something: files of components. */
const routes = readdirSync(path('../../app/routes/')).filter((file) => file.endsWith('.tsx')).map((file) => file.slice(0, -'.tsx'.length)).filter((route) => !NO_SCREENS.has(route));

beforeAll(async () => {
  database = await openDatabase();
  const made = await madeStore({ customers: 90, seed: 3 });
  buyer = [...made.store.customers.values()].sort((left, right) => right.orders.length - left.orders.length)[0]?.id ?? 0;
  house = await openTestHouse({ store: made, database });
  await importStore(house);
  const merchant = await enter(house, DESKTOP);
  await merchant.open('/app/tags');
  await merchant.app.getByRole('button', { name: 'Review and approve' }).click();
  await merchant.app.getByRole('button', { name: /^Write [\d,]+ changes?$/ }).click();
  await merchant.at(/^\/app\/tags\/\d+$/);
  run = Number(merchant.place().split('/').at(-1));
  await merchant.app.getByText('Done', { exact: true }).first().waitFor({ timeout: 60_000 });
  await merchant.open('/app/data/imports');
  importPath = (await merchant.app.locator('main a[href^="/app/data/imports/"]').first().getAttribute('href')) ?? '';
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

it('knows every screen that the app has', () => {
  expect(routes.filter((route) => !(route in SCREENS)), 'screens that nobody walks: enter them in SCREENS').toEqual([]);
});

describe.each(LOCALES)('in %s', (locale) => {
  // Longer words than English has are tried where they fit least.
  it.each(locale === 'en' ? [DESKTOP, PHONE, NARROWEST] : [NARROWEST])('every screen has no barrier and does not scroll sideways, with reduced motion ($name)', async (screen) => {
    const merchant = await enter(house, screen, { reducedMotion: true });
    for (const route of routes) {
      const address = SCREENS[route]?.() ?? '';
      await merchant.open(locale === 'en' ? address : `${address}?locale=${locale}`);
      await merchant.shown();
      await merchant.app.locator('main h1').first().waitFor();
      await merchant.settled();
      expect(merchant.problems(), route).toEqual([]);
    }
  });
});

it('Insights draws its pictures, compares two days that the merchant chose, and what is wide scrolls in its own box', async () => {
  const merchant = await enter(house, NARROWEST);
  await merchant.open('/app/insights');
  const { app } = merchant;
  await app.getByRole('heading', { name: 'What a buyer is worth' }).waitFor();
  const cohorts = app.getByRole('region', { name: 'Table of cohorts, scrolls sideways' });
  await cohorts.scrollIntoViewIfNeeded();
  expect(await cohorts.evaluate((box) => [box.scrollWidth > box.clientWidth, document.documentElement.scrollWidth <= window.innerWidth])).toEqual([true, true]);
  await app.getByText('Two other days', { exact: true }).click();
  await app.getByLabel('From the end of').fill('2026-05-31');
  await app.getByLabel('To the end of').fill('2026-08-31');
  await app.getByRole('button', { name: 'Compare', exact: true }).click();
  await merchant.at('/app/insights?from=2026-05-31&to=2026-08-31');
  const picture = app.getByRole('img', { name: /^How customers moved between tiers from 31 May 2026 to 31 Aug 2026/ });
  await picture.waitFor({ timeout: 60_000 });
  await picture.scrollIntoViewIfNeeded();
  await picture.locator('path.rg-flow-link').first().waitFor({ state: 'attached' });
  await app.getByText('All moves as a table').click();
  // The table's last row adds up to the tiers of the last day, its last column to those of the first.
  const table = app.getByRole('table', { name: /^From the tiers of 31 May 2026/ });
  const rows = await table.locator('tbody tr').evaluateAll((lines) => lines.map((line) => [...line.querySelectorAll('td')].map((cell) => Number(cell.textContent))));
  const sums = rows.slice(0, -1).reduce((all, row) => all.map((sum, index) => sum + (row[index] ?? 0)), rows.at(-1)?.map(() => 0) ?? []);
  expect(sums).toEqual(rows.at(-1));
  expect(rows.every((row) => row.slice(0, -1).reduce((sum, one) => sum + one, 0) === row.at(-1))).toBe(true);
  expect(merchant.problems()).toEqual([]);
});

it('a region has its own numbers, and the language of the launch stays while the merchant goes on, as the document says', async () => {
  const merchant = await enter(house, DESKTOP);
  await merchant.open('/app?locale=de-CH');
  const document = merchant.app.locator('html');
  expect(await document.getAttribute('lang')).toBe('de-CH');
  await merchant.app.getByRole('link', { name: 'Einstellungen ansehen' }).click();
  await merchant.at('/app/settings');
  await merchant.app.getByRole('heading', { name: 'Einstellungen', level: 1 }).waitFor();
  expect(await document.getAttribute('lang')).toBe('de-CH');
  await merchant.open('/app/data?locale=fr-CA');
  expect(await document.getAttribute('lang')).toBe('fr-CA');
  await merchant.settled();
  // What React finds otherwise than the server drew it is an error on the console.
  expect(merchant.problems()).toEqual([]);
});
