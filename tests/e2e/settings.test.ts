import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, NARROWEST, PHONE, type Merchant } from './harness.ts';
import { openDatabase, openTestHouse, type TestDatabase, type TestHouse } from './house.ts';
import { madeStore } from './made-store.ts';
import { testBrowser } from './test-browser.ts';

const { enter, importStore } = testBrowser();
let database: TestDatabase;
let house: TestHouse;

beforeAll(async () => {
  database = await openDatabase();
  house = await openTestHouse({ store: await madeStore({ customers: 120, seed: 5 }), database });
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

const preview = (merchant: Merchant) => merchant.app.getByRole('region', { name: 'Preview' });
const press = (merchant: Merchant, name: 'Save' | 'Discard') => merchant.page.getByRole('button', { name, exact: true }).first().click();
const window12 = (merchant: Merchant) => merchant.app.getByLabel('Time that counts for frequency and money').selectOption('12');
const outcome = (merchant: Merchant) => preview(merchant).getByRole('status');

describe('the settings', () => {
  it('before the first import say that there is nobody to sort yet, and can be chosen all the same', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/settings');
    await merchant.ready('Settings');
    await window12(merchant);
    await preview(merchant).waitFor();
    await merchant.settled();
    await press(merchant, 'Discard');
    await importStore(house);
  });

  for (const screen of [DESKTOP, PHONE, NARROWEST]) {
    it(`show on ${screen.name} what a change would move, and go back to what was by Discard`, async () => {
      const merchant = await enter(house, screen);
      await merchant.open('/app/settings');
      await merchant.ready('Settings');
      await merchant.settled();
      await merchant.app.getByLabel('When somebody is at risk').selectOption('flat');
      await outcome(merchant).filter({ hasText: /of [\d,]+ customers would change their tier/ }).waitFor();
      expect(await preview(merchant).getByRole('table', { name: 'Customers who would change their tier' }).locator('tbody tr').count()).toBeGreaterThan(0);
      await merchant.settled();
      await merchant.app.getByLabel('On time (R 5), FM 5').selectOption('Dormant');
      await outcome(merchant).filter({ hasText: /would change their tier|Nobody moves/ }).waitFor();
      await merchant.settled();
      await press(merchant, 'Discard');
      await merchant.page.getByRole('button', { name: /leave|discard/i }).last().click();
      await expect.poll(() => merchant.app.getByLabel('When somebody is at risk').inputValue()).toBe('rhythm');
      expect(await preview(merchant).count()).toBe(0);
      await merchant.settled();
    });
  }

  it('refuse what cannot be, at the field, and save nothing', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/settings');
    await merchant.ready('Settings');
    await merchant.app.getByLabel('Name of the tag for VIP').fill('LAPSED');
    await merchant.app.getByText('“Lapsed” has this name already').waitFor();
    await merchant.app.getByLabel('Name of the tag for New').fill('a, b');
    await merchant.app.getByText('a comma cannot be part of one').waitFor();
    await merchant.app.getByLabel('Name of the tag for Loyal').fill('x'.repeat(256));
    await merchant.app.getByText('this one has 256').waitFor();
    await merchant.app.getByLabel('Time of day').fill('');
    await merchant.app.getByText('Write a time of day').waitFor();
    await preview(merchant).getByText('There is no preview while a field is wrong.').waitFor();
    await merchant.settled();
    await press(merchant, 'Save');
    await expect.poll(async () => (await merchant.focused()).tag).toBe('input');
    await merchant.open('/app/settings');
    expect(await merchant.app.getByLabel('Name of the tag for VIP').inputValue()).toBe('VIP');
  });

  it('are saved, sorted by, and brought back: the defaults with a preview of their own, the change kept with who made it', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/settings');
    await merchant.ready('Settings');
    await merchant.app.getByLabel('When somebody is at risk').selectOption('flat');
    await merchant.app.getByLabel('Name of the tag for At-risk').fill('Slipping');
    const said = (await outcome(merchant).innerText()).match(/^[\d,]+/)?.[0] ?? '';
    await press(merchant, 'Save');
    await merchant.app.getByText('Done: customers are sorted by the new settings').waitFor({ timeout: 60_000 });
    await merchant.app.getByText(new RegExp(`^${said} customers? changed their tier`)).waitFor();
    await merchant.app.getByRole('table', { name: 'Changes to the settings' }).getByText('When somebody is at risk, Names of tags').waitFor();
    await merchant.settled();
    await merchant.headingAction('Reset to defaults');
    await outcome(merchant).filter({ hasText: `${said} of` }).waitFor();
    await merchant.settled();
    await press(merchant, 'Save');
    await merchant.app.getByText('Done: customers are sorted by the new settings').waitFor({ timeout: 60_000 });
    expect(await merchant.app.getByLabel('Name of the tag for At-risk').inputValue()).toBe('At-risk');
    await merchant.app.getByRole('button', { name: /^Bring back what was before/ }).first().click();
    await expect.poll(() => merchant.app.getByLabel('Name of the tag for At-risk').inputValue()).toBe('Slipping');
  });

  it('can be changed, looked at and discarded by the keyboard alone', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/settings');
    await merchant.ready('Settings');
    const frame = await merchant.frame();
    await frame.locator('#tier-0-0').focus();
    await merchant.page.keyboard.press('d');
    await expect.poll(() => merchant.app.getByLabel('On time (R 5), FM 5').inputValue()).toBe('Dormant');
    await outcome(merchant).waitFor();
    await merchant.tabTo(({ tag }) => tag === 'select', 2);
    expect((await merchant.focused()).visible).toBe(true);
  });
});
