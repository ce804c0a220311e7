import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP } from './harness.ts';
import type { Merchant } from './harness.ts';
import { openDatabase, openTestHouse } from './house.ts';
import type { TestDatabase, TestHouse } from './house.ts';
import { madeStore, newestFirst } from './made-store.ts';
import type { MadeStore } from './made-store.ts';
import { testBrowser } from './test-browser.ts';

/**
 * The tasks of docs/accessibility.md, each by keyboard alone: nothing here clicks. Wherever Tab stops inside the app, a
 * ring around the focus can be seen; `reach` fails on the first stop without one.
 */
const { enter, importStore } = testBrowser();
let database: TestDatabase;
let house: TestHouse;
let made: MadeStore;

beforeAll(async () => {
  database = await openDatabase();
  made = await madeStore({ customers: 90, seed: 3 });
  house = await openTestHouse({ store: made, database });
  await importStore(house);
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

interface Stop {
  tag: string;
  /** What a screen reader would call it: its label, else its text. */
  label: string;
  /** A ring around it can be seen: its own, or that of the frame which Polaris draws around a field. */
  ringed: boolean;
}

/** What has the focus in the app; null while the admin around it has. */
async function stop(merchant: Merchant): Promise<Stop | null> {
  const frame = await merchant.frame();
  return frame.evaluate(() => {
    let element = document.activeElement as HTMLElement;
    if (!document.hasFocus() || element === document.body) return null;
    while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement as HTMLElement;
    const labels = (element as HTMLInputElement).labels;
    const field = ['input', 'select', 'textarea'].includes(element.localName) ? element.parentElement ?? element : element;
    const rings = [element, field, ...field.querySelectorAll('*')].flatMap((one) => [getComputedStyle(one), getComputedStyle(one, '::after')]);
    const ringed = element.matches(':focus-visible') && rings.some((style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1) || style.boxShadow !== 'none');
    return { tag: element.localName, label: element.getAttribute('aria-label') ?? labels?.[0]?.textContent?.trim() ?? element.textContent?.trim() ?? '', ringed };
  });
}

/** Tabs to what is looked for. @throws {Error} where a stop shows no focus, or it is not reached */
async function reach(merchant: Merchant, wanted: RegExp, tag?: string): Promise<void> {
  const seen: string[] = [];
  for (let press = 0; press < 160; press += 1) {
    await merchant.page.keyboard.press('Tab');
    const here = await stop(merchant);
    if (here === null) continue;
    if (!here.ringed) throw new Error(`No ring around ${here.tag} "${here.label.slice(0, 60)}".`);
    if (wanted.test(here.label) && (tag === undefined || here.tag === tag)) return;
    seen.push(here.label.slice(0, 30));
  }
  throw new Error(`${String(wanted)} is not reached by Tab. On the way: ${seen.join(', ')}`);
}

const key = (merchant: Merchant, name: string): Promise<void> => merchant.page.keyboard.press(name);

/** Until the run that is shown has ended well. */
async function runEnded(merchant: Merchant): Promise<void> {
  await merchant.at(/^\/app\/tags\/\d+$/);
  await merchant.app.getByText('Done', { exact: true }).first().waitFor({ timeout: 60_000 });
}

describe('by keyboard alone a merchant', () => {
  it('starts an import again', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app');
    await reach(merchant, /^Import again$/);
    // Too quick to be seen in a small store: the local Shopify knows that it was asked for the customers anew.
    const bulkRuns = (): number => house.standIn.requests().filter((one) => /bulkqueryrun/i.test(one.operation)).length;
    const before = bulkRuns();
    await key(merchant, 'Enter');
    await expect.poll(bulkRuns, { timeout: 30_000 }).toBeGreaterThan(before);
    await merchant.app.getByText('Importing your store').first().waitFor({ state: 'detached', timeout: 60_000 });
  });

  it('opens a tier from the grid', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app');
    await reach(merchant, /Champions|Loyal|Promising|Dormant/, 'a');
    await key(merchant, 'Enter');
    await merchant.at(/^\/app\/customers\?/);
  });

  it('searches a customer, and opens them with their timeline', async () => {
    const merchant = await enter(house, DESKTOP);
    const buyer = [...made.store.customers.values()].find((one) => one.orders.length > 1 && one.email !== null);
    if (buyer === undefined) throw new Error('Nobody bought twice.');
    await merchant.open('/app/customers');
    await reach(merchant, /^Search customers$/);
    await merchant.page.keyboard.type(buyer.email ?? '');
    await merchant.at(/search=/);
    await merchant.app.locator(`a[href*="/app/customers/${buyer.id}"]`).first().waitFor();
    await reach(merchant, new RegExp(buyer.lastName ?? buyer.firstName ?? ''), 'a');
    await key(merchant, 'Enter');
    await merchant.at(new RegExp(`^/app/customers/${buyer.id}`));
    await merchant.app.getByText(newestFirst(buyer)[0]?.name ?? '').first().waitFor();
  });

  it('filters the customers by tier', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/customers');
    await reach(merchant, /^Tier$/, 'button');
    await key(merchant, 'Enter');
    await merchant.app.getByRole('checkbox').first().waitFor();
    for (let press = 0; press < 4 && (await stop(merchant))?.tag !== 'input'; press += 1) await key(merchant, 'Tab');
    await key(merchant, 'Space');
    await merchant.at(/tier=/);
    await key(merchant, 'Escape');
    await expect.poll(async () => (await stop(merchant))?.label).toMatch(/^Tier/);
  });

  it('saves a view of the customers', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/customers?tier=Loyal&sort=net-spend');
    await reach(merchant, /^Save as view$/, 'button');
    await key(merchant, 'Enter');
    await expect.poll(async () => (await stop(merchant))?.tag).toBe('input');
    await merchant.page.keyboard.type('By keyboard');
    await key(merchant, 'Enter');
    const view = merchant.app.getByRole('link', { name: 'By keyboard' });
    await view.waitFor();
    expect(await view.getAttribute('aria-current')).toBe('page');
    await merchant.open('/app/customers');
    await reach(merchant, /^By keyboard$/, 'a');
    await key(merchant, 'Enter');
    await merchant.at(/tier=Loyal/);
  });

  it('approves tag changes, and undoes the run', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/tags');
    await merchant.app.getByRole('button', { name: 'Review and approve' }).waitFor({ timeout: 60_000 });
    await reach(merchant, /^Review and approve$/);
    await key(merchant, 'Enter');
    await reach(merchant, /^Write [\d,]+ changes?$/);
    await key(merchant, 'Enter');
    await runEnded(merchant);
    const run = merchant.place();
    await reach(merchant, /^Undo this run$/);
    await key(merchant, 'Enter');
    await reach(merchant, /^Undo the run$/);
    await key(merchant, 'Enter');
    await merchant.page.waitForURL((url) => /\/app\/tags\/\d+$/.test(url.pathname) && !url.pathname.endsWith(run));
    await runEnded(merchant);
    await reach(merchant, /^Propose these tags again$/);
    await key(merchant, 'Enter');
    await merchant.at('/app/tags');
    await merchant.app.getByRole('button', { name: 'Review and approve' }).waitFor({ timeout: 60_000 });
    await reach(merchant, /^Review and approve$/);
    await key(merchant, 'Enter');
    await reach(merchant, /^Write [\d,]+ changes?$/);
    await key(merchant, 'Enter');
    await runEnded(merchant);
  });

  it('creates a segment', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/segments');
    await reach(merchant, /^Name in Shopify$/);
    await key(merchant, 'ControlOrMeta+a');
    await merchant.page.keyboard.type('By keyboard');
    await reach(merchant, /^Create segment$/);
    await key(merchant, 'Enter');
    await merchant.app.getByRole('row', { name: /By keyboard/ }).waitFor();
    expect(house.standIn.live.segments().all().map((one) => one.name)).toEqual(['By keyboard']);
  });

  it('changes a setting and saves it', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/settings');
    await reach(merchant, /^Time that counts for frequency and money/, 'select');
    await key(merchant, 'ArrowUp');
    const chosen = await merchant.app.getByLabel('Time that counts for frequency and money').inputValue();
    // The save bar is the admin's own, outside the frame.
    const bar = merchant.page.getByRole('region', { name: 'Unsaved changes' });
    await bar.waitFor();
    for (let press = 0; press < 160 && (await merchant.page.evaluate(() => document.activeElement?.textContent?.trim())) !== 'Save'; press += 1) await key(merchant, 'Tab');
    await key(merchant, 'Enter');
    await bar.waitFor({ state: 'hidden' });
    await merchant.open('/app/settings');
    expect(await merchant.app.getByLabel('Time that counts for frequency and money').inputValue()).toBe(chosen);
  });

  it('exports everything', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/data');
    await reach(merchant, /^Export everything$/);
    const download = merchant.page.waitForEvent('download');
    await key(merchant, 'Enter');
    expect((await download).suggestedFilename()).toMatch(/\.zip$/);
    await (await download).delete();
  });
});
