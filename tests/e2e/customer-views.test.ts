import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoreCustomer } from '../shopify-standin/store/model.ts';
import { NARROWEST, SCREENS, type Merchant } from './harness.ts';
import { openDatabase, openTestHouse } from './house.ts';
import type { TestDatabase, TestHouse } from './house.ts';
import { HOSTILE, madeStore } from './made-store.ts';
import type { MadeStore } from './made-store.ts';
import { testBrowser } from './test-browser.ts';

const { enter, importStore } = testBrowser();
let database: TestDatabase;
let house: TestHouse;
let made: MadeStore;

beforeAll(async () => {
  database = await openDatabase();
  made = await madeStore({ customers: 130, seed: 7 });
  house = await openTestHouse({ store: made, database });
  await importStore(house);
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

const customers = (): StoreCustomer[] => [...made.store.customers.values()];

async function toast(merchant: Merchant, text: string): Promise<void> {
  await merchant.page.getByRole('status').filter({ hasText: text }).waitFor();
}

/** Presses a button and gives the file that the browser saved. */
async function downloaded(merchant: Merchant, press: () => Promise<void>): Promise<{ name: string; lines: string[] }> {
  const waiting = merchant.page.waitForEvent('download');
  await press();
  const download = await waiting;
  const text = readFileSync(await download.path(), 'utf8');
  expect(text.startsWith('\uFEFF')).toBe(true);
  return { name: download.suggestedFilename(), lines: text.slice(1).split('\r\n').slice(0, -1) };
}

describe.each([...SCREENS, NARROWEST])('the list of customers on $name', (screen) => {
  it('has views of its own, and saves, updates, renames and deletes the merchant’s', async () => {
    const merchant = await enter(house, screen);
    await merchant.open('/app/customers');
    const views = merchant.app.getByRole('navigation', { name: 'Views' });
    expect(await views.getByRole('link', { name: 'All', exact: true }).getAttribute('aria-current')).toBe('page');
    await views.getByRole('link', { name: 'VIPs slipping' }).click();
    await merchant.at('/app/customers?stage=At+risk&stage=Lapsed&fits=vip&sort=net-spend');
    expect(await views.getByRole('link', { name: 'VIPs slipping' }).getAttribute('aria-current')).toBe('page');
    await merchant.app.getByRole('button', { name: 'Fits VIP: remove this filter' }).waitFor();
    await merchant.settled();
    await views.getByRole('link', { name: 'Lapsed big spenders' }).click();
    await merchant.at('/app/customers?tier=Previously+loyal&sort=net-spend');
    expect(await merchant.app.getByRole('button', { name: 'Save as view' }).count()).toBe(0);

    await merchant.open('/app/customers?stage=Regular&sort=net-spend');
    const name = `Our regulars ${screen.name}`;
    await merchant.app.getByRole('button', { name: 'Save as view' }).click();
    await merchant.app.getByRole('textbox', { name: 'Name of the view' }).fill(name);
    await merchant.settled();
    await merchant.page.keyboard.press('Enter');
    await toast(merchant, `Saved “${name}”`);
    await merchant.at(/view=\d+/);
    const own = views.getByRole('link', { name });
    expect(await own.getAttribute('aria-current')).toBe('page');

    await merchant.app.getByRole('combobox', { name: 'Sort by' }).selectOption('orders desc');
    await views.getByRole('link', { name: `${name} (changed)` }).waitFor();
    await merchant.settled();
    await merchant.app.getByRole('button', { name: `Update “${name}”` }).click();
    await toast(merchant, `Updated “${name}”`);
    await views.getByRole('link', { name: 'All', exact: true }).click();
    await merchant.at('/app/customers');
    await own.click();
    await merchant.at(/stage=Regular&sort=orders&view=\d+/);

    await merchant.app.getByRole('button', { name: 'Save as view' }).waitFor({ state: 'detached' });
    await merchant.app.getByRole('button', { name: 'View options' }).click();
    await merchant.settled();
    await merchant.app.getByRole('menuitem', { name: 'Rename' }).click();
    await merchant.app.getByRole('textbox', { name: 'Name of the view' }).fill(`${HOSTILE.script.slice(0, 20)} ${screen.width}`);
    await merchant.app.getByRole('button', { name: 'Rename', exact: true }).click();
    await toast(merchant, 'Renamed to');
    await views.getByRole('link', { name: `${HOSTILE.script.slice(0, 20)} ${screen.width}` }).waitFor();
    await merchant.settled();

    await merchant.app.getByRole('button', { name: 'View options' }).click();
    await merchant.app.getByRole('menuitem', { name: 'Delete' }).click();
    await merchant.app.getByRole('button', { name: 'Delete', exact: true }).click();
    await toast(merchant, 'Deleted');
    await merchant.at('/app/customers?stage=Regular&sort=orders');
    expect(await views.getByRole('link', { name: String(screen.width) }).filter({ hasText: 'script' }).count()).toBe(0);
  });

  it('refuses a name that is taken, and keeps the list', async () => {
    const merchant = await enter(house, screen);
    const save = async (address: string) => {
      await merchant.open(address);
      await merchant.app.getByRole('button', { name: 'Save as view' }).click();
      await merchant.app.getByRole('textbox', { name: 'Name of the view' }).fill(`Twice ${screen.width}`);
      await merchant.page.keyboard.press('Enter');
    };
    await save(`/app/customers?search=${screen.width}&stage=Repeat`);
    await toast(merchant, 'Saved');
    await merchant.at(/view=/);
    merchant.allow(/422/);
    await save('/app/customers?stage=Lapsed');
    await merchant.app.getByText('already. Choose another name').waitFor();
    expect(merchant.place()).toBe('/app/customers?stage=Lapsed');
    await merchant.settled();
  });

  it('exports the list as it is filtered, as a file of the browser, and says how it went', async () => {
    const merchant = await enter(house, screen);
    await merchant.open('/app/customers?stage=Lapsed&sort=name');
    const count = Number((await merchant.app.getByRole('status').filter({ hasText: / of 130 customers$/ }).innerText()).split(' ')[0]);
    expect(count).toBeGreaterThan(0);
    const { name, lines } = await downloaded(merchant, () => merchant.headingAction('Export'));
    expect(name).toMatch(/^customers-\d{4}-\d{2}-\d{2}\.csv$/);
    expect(lines).toHaveLength(count + 1);
    expect(lines[0]).toMatch(/^"Customer ID","First name",.*"Net spend \([A-Z]{3}\)",/);
    expect(lines.slice(1).every((line) => line.includes('"Lapsed"'))).toBe(true);
    await merchant.app.getByRole('status').filter({ hasText: new RegExp(`^Exported ${count} customers? \\(`) }).waitFor();
    expect(merchant.place()).toBe('/app/customers?stage=Lapsed&sort=name');
    await merchant.settled();
    await merchant.app.getByRole('button', { name: 'Close', exact: true }).click();
  });

  it('marks customers over pages, all that match too, and exports those', async () => {
    const merchant = await enter(house, screen);
    await merchant.open('/app/customers');
    const bar = merchant.app.getByRole('region', { name: 'Selected customers' });
    const box = merchant.app.getByRole('checkbox', { name: 'Select this page' });
    await merchant.app.locator('tbody').getByRole('checkbox').first().click();
    await bar.getByText('1 customer selected').waitFor();
    await merchant.settled();
    await box.click();
    await bar.getByText('50 customers selected').waitFor();
    await merchant.app.getByRole('button', { name: 'Next page' }).click();
    await merchant.at(/after=/);
    await merchant.app.locator('tbody').getByRole('checkbox').nth(1).click();
    await bar.getByText('51 customers selected').waitFor();
    const marked = await downloaded(merchant, () => bar.getByRole('button', { name: 'Export selected' }).click());
    expect(marked.lines).toHaveLength(52);
    await bar.getByRole('button', { name: 'Select all 130 that match' }).click();
    await bar.getByText('All 130 customers that match are selected').waitFor();
    const all = await downloaded(merchant, () => bar.getByRole('button', { name: 'Export selected' }).click());
    expect(new Set(all.lines.slice(1).map((line) => Number(line.split(',')[0])))).toEqual(new Set(customers().map((one) => one.id)));
    // No name of the store is a formula in the file.
    for (const line of all.lines) expect(line).not.toMatch(/(^|,)"[=+@-]/);
    await merchant.settled();
    await merchant.app.getByRole('combobox', { name: 'Sort by' }).selectOption('orders desc');
    await bar.getByText('All 130 customers that match are selected').waitFor();
    await bar.getByRole('button', { name: 'Clear selection' }).click();
    await bar.waitFor({ state: 'detached' });
  });
});

it('views, marks and exports can be had by keyboard alone', async () => {
  const merchant = await enter(house, SCREENS[0] as (typeof SCREENS)[number]);
  await merchant.open('/app/customers?stage=Repeat&sort=orders');
  await merchant.app.locator('body').press('Tab');
  await merchant.tabTo((focused) => focused.text === 'Save as view');
  await merchant.page.keyboard.press('Enter');
  await merchant.app.getByRole('textbox', { name: 'Name of the view' }).waitFor();
  await merchant.page.keyboard.type('By keyboard');
  await merchant.page.keyboard.press('Enter');
  await toast(merchant, 'Saved “By keyboard”');
  await merchant.at(/view=/);
  const first = merchant.app.locator('tbody').getByRole('checkbox').first();
  await first.focus();
  await merchant.page.keyboard.press('Space');
  await merchant.app.getByText('1 customer selected').waitFor();
  expect((await merchant.focused()).visible).toBe(true);
});
