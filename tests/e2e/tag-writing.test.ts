import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoreCustomer } from '../shopify-standin/store/model.ts';
import { DESKTOP, NARROWEST, PHONE } from './harness.ts';
import type { Merchant } from './harness.ts';
import { openDatabase, openTestHouse } from './house.ts';
import type { TestDatabase, TestHouse } from './house.ts';
import { madeStore } from './made-store.ts';
import type { MadeStore } from './made-store.ts';
import { testBrowser } from './test-browser.ts';

const { enter, importStore } = testBrowser();
let database: TestDatabase;
let house: TestHouse;
let made: MadeStore;

beforeAll(async () => {
  database = await openDatabase();
  made = await madeStore({ customers: 90, seed: 3 });
  // Their own tag, on customers who have lapsed and on those who have not.
  for (const [place, one] of customers().entries()) if (place % 6 === 0) one.tags.push('lapsed');
  house = await openTestHouse({ store: made, database });
  await importStore(house);
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

const customers = (): StoreCustomer[] => [...made.store.customers.values()];
const carriers = (tag: string): number => customers().filter((one) => one.tags.includes(tag)).length;
const button = (merchant: Merchant, name: string | RegExp) => merchant.app.getByRole('button', { name });

/** Ticks a box or chooses a radio button as the keyboard does: Polaris draws its own over the real one. */
async function choose(merchant: Merchant, role: 'radio' | 'checkbox', name: string): Promise<void> {
  await merchant.app.getByRole(role, { name }).focus();
  await merchant.page.keyboard.press('Space');
}

async function approve(merchant: Merchant): Promise<void> {
  await button(merchant, 'Review and approve').click();
  await button(merchant, /^Write [\d,]+ changes?$/).click();
  await merchant.at(/^\/app\/tags\/\d+$/);
}

describe('a tag that stood before', () => {
  it('can be stepped aside for by another name, with its effect shown first, and handed over instead', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/tags');
    await merchant.app.getByRole('heading', { name: 'Tags you had before' }).waitFor();
    await button(merchant, 'Decide about Lapsed').click();
    await choose(merchant, 'radio', 'Give Regulars’ tag another name');
    await merchant.app.getByRole('textbox', { name: 'New name of Regulars’ tag' }).fill('vip');
    await merchant.app.getByText(/already the tag for VIP/).waitFor();
    await merchant.settled();
    await merchant.app.getByRole('textbox', { name: 'New name of Regulars’ tag' }).fill('Long gone');
    await merchant.app.getByText('No customer carries this name yet.').waitFor();
    await button(merchant, 'Save the choice').click();
    await merchant.app.getByText('Regulars’ own tag is called Long gone.').waitFor();
    await merchant.app.getByRole('checkbox', { name: 'Include Long gone' }).waitFor();
    await merchant.settled();
    expect(carriers('Long gone')).toBe(0);
  });

  it.each([PHONE, NARROWEST])('is decided on $name', async (screen) => {
    const merchant = await enter(house, screen);
    await merchant.open('/app/tags');
    await button(merchant, 'Decide about Long gone').click();
    await choose(merchant, 'radio', 'Leave it to me');
    await merchant.settled();
  });
});

describe('a part of a proposal in daily batches', () => {
  let adds = 0;

  it('is chosen by tag; the first batch is written and the rest waits, under a clock that stands still for whoever says so', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/tags');
    const boxes = merchant.app.getByRole('checkbox', { name: /^Include / });
    const names = await boxes.evaluateAll((all) => all.map((box) => (box as HTMLInputElement).labels?.[0]?.textContent ?? ''));
    for (const name of names) if (name !== 'Include Long gone') await choose(merchant, 'checkbox', name);
    await merchant.app.getByText(/changes chosen\. What you leave out stays proposed here/).first().waitFor();
    await choose(merchant, 'radio', 'Write additions in daily batches');
    await merchant.app.getByRole('textbox', { name: 'Additions a day' }).fill('0');
    await merchant.app.getByText('Give a whole number above zero.').waitFor();
    expect(await button(merchant, 'Review and approve').isDisabled()).toBe(true);
    await merchant.app.getByRole('textbox', { name: 'Additions a day' }).fill('4');
    await merchant.app.getByText(/The additions take \d+ days/).waitFor();
    await merchant.settled();
    await approve(merchant);
    await merchant.app.getByText(/^4 of [\d,]+ additions done\. The clock stands still here/).waitFor({ timeout: 60_000 });
    adds = Number((await merchant.app.getByText(/^4 of [\d,]+ additions done/).innerText()).match(/of ([\d,]+)/)?.[1]?.replace(',', ''));
    expect(adds).toBeGreaterThan(12);
    expect(carriers('Long gone')).toBe(4);
    await merchant.app.getByText(/by Shop Owner/).waitFor();
    await merchant.settled();
  });

  it.each([PHONE, NARROWEST])('goes on by a batch on $name', async (screen) => {
    const merchant = await enter(house, screen);
    const before = carriers('Long gone');
    await merchant.open('/app/tags');
    await button(merchant, 'Write the next batch now').click();
    await merchant.app.getByText(new RegExp(`^${before + 4} of ${adds} additions done`)).waitFor({ timeout: 60_000 });
    await merchant.settled();
    expect(carriers('Long gone')).toBe(before + 4);
  });

  it('stands still while writing is paused, and is written to its end when the rest is asked for', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/tags/writing');
    await merchant.settled();
    await button(merchant, 'Pause all writing').click();
    await merchant.app.getByText(/Paused by Shop Owner on/).waitFor();
    await merchant.settled();
    const phone = await enter(house, NARROWEST);
    await phone.open('/app/tags');
    await phone.app.getByText(/additions done\. Writing is paused\./).waitFor();
    await phone.settled();
    await button(merchant, 'Go on writing').click();
    await merchant.app.getByText(/Paused by/).waitFor({ state: 'detached' });
    await merchant.open('/app/tags');
    await button(merchant, 'Write all the rest now').click();
    await button(merchant, 'Write the rest').click();
    await expect.poll(() => carriers('Long gone'), { timeout: 60_000 }).toBe(adds);
    await merchant.app.getByText(/is written in daily batches/).waitFor({ state: 'detached', timeout: 60_000 });
    await merchant.settled();
  });
});

describe('automatic approval', () => {
  it('is switched on in a dialog that says what it does; the safety brake waits for a person and says why', async () => {
    const merchant = await enter(house, DESKTOP);
    await merchant.open('/app/tags/writing');
    await merchant.app.getByRole('textbox', { name: 'Share of customers, in percent' }).fill('1');
    await merchant.app.getByRole('textbox', { name: 'And more customers than' }).fill('0');
    await button(merchant, 'Save the brake').click();
    await merchant.page.getByText('The safety brake is set.').waitFor();
    await choose(merchant, 'radio', 'Write everything at once');
    await button(merchant, 'Save the number').click();
    await button(merchant, 'Switch on').first().click();
    await merchant.app.getByText(/From now on whatever is proposed is approved without asking/).waitFor();
    await merchant.settled();
    await button(merchant, 'Switch on').last().click();
    await merchant.app.getByText(/switched on by Shop Owner/).waitFor();
    await merchant.open('/app/tags');
    await expect.poll(async () => {
      await merchant.open('/app/tags');
      return merchant.app.getByText('Automatic approval waits for you').count();
    }, { timeout: 60_000 }).toBe(1);
    await merchant.settled();
    await approve(merchant);
    await merchant.app.getByText('Done', { exact: true }).first().waitFor({ timeout: 60_000 });
    await merchant.open('/app/tags');
    await merchant.app.getByText('Automatic approval waits for you').waitFor({ state: 'detached' });
    await merchant.settled();
  });
});

describe('a tag taken off everywhere', () => {
  it('leaves what stood before, is switched off and stays off', async () => {
    const before = carriers('lapsed');
    const merchant = await enter(house, PHONE);
    await merchant.open('/app/tags/writing');
    await button(merchant, 'Take off Long gone everywhere').click();
    await merchant.app.getByText(/customers? loses? the tag\.$|customers lose the tag/).waitFor();
    await merchant.settled();
    await button(merchant, 'Take it off').click();
    await merchant.at(/^\/app\/tags\/\d+$/);
    await merchant.app.getByText('Done', { exact: true }).first().waitFor({ timeout: 60_000 });
    await merchant.settled();
    expect([carriers('Long gone'), carriers('lapsed')]).toEqual([0, before]);
    await merchant.open('/app/tags');
    expect(await merchant.app.getByRole('row').filter({ hasText: 'Long gone' }).count()).toBe(0);
    expect((await merchant.app.getByRole('table', { name: 'Runs of tag changes, newest first' }).locator('tbody tr').first().innerText())).toMatch(/a tag taken off everywhere[\s\S]*Shop Owner/);
  });
});
