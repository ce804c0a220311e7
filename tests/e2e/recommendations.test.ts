import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, PHONE } from './harness.ts';
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
  house = await openTestHouse({ store: await madeStore({ customers: 250, seed: 3 }), database });
  await importStore(house);
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

const preview = (merchant: Merchant) => merchant.app.getByRole('table', { name: 'Products in the order in which they are shown, with why' });

async function openPreview(merchant: Merchant): Promise<void> {
  await merchant.open('/app/recommendations?block=bestsellers');
  await preview(merchant).getByRole('rowheader').first().waitFor({ timeout: 90_000 });
}

const titles = async (merchant: Merchant): Promise<string[]> => preview(merchant).getByRole('rowheader').locator('bdi').allInnerTexts();

describe('recommendations', () => {
  it('are changed by a press: pinned to the front, hidden, and as before when both are undone', async () => {
    const merchant = await enter(house, DESKTOP);
    await openPreview(merchant);
    const before = await titles(merchant);
    expect(before.length).toBeGreaterThan(3);
    const [first = '', , , fourth = ''] = before;
    await merchant.app.getByRole('button', { name: `Pin: ${fourth}`, exact: true }).click();
    await merchant.app.getByText('Pinned', { exact: true }).waitFor();
    expect((await titles(merchant))[0]).toBe(fourth);
    await merchant.app.getByRole('button', { name: `Hide: ${first}`, exact: true }).click();
    await merchant.app.getByText(`${first}: hidden by you`).waitFor();
    expect(await titles(merchant)).not.toContain(first);
    const rules = merchant.app.getByRole('table', { name: 'Rules in force, the latest first' });
    for (let left = 2; left > 0; left -= 1) {
      await rules.getByRole('button', { name: /^Undo:/ }).first().click();
      await expect.poll(() => rules.getByRole('button', { name: /^Undo:/ }).count()).toBe(left - 1);
    }
    expect(await titles(merchant)).toEqual(before);
    await merchant.settled();
  });

  it.each([DESKTOP, PHONE])('say where blocks stand, what was earned and how well they foresee ($name)', async (screen) => {
    const merchant = await enter(house, screen);
    await openPreview(merchant);
    await merchant.app.getByText('In your theme “Local theme”', { exact: false }).waitFor();
    expect(await merchant.app.getByRole('link', { name: 'Place it: Bought together' }).getAttribute('href')).toContain('addAppBlockId=');
    await merchant.settled();
    await merchant.app.getByRole('link', { name: 'Results' }).click();
    await merchant.at('/app/recommendations/results');
    await merchant.app.getByText('Cannot tell yet', { exact: false }).waitFor();
    await merchant.app.getByText('No shopper has done anything with a list in these days.', { exact: false }).waitFor();
    await merchant.app.getByRole('heading', { name: 'How well the lists foresee' }).waitFor();
    await merchant.settled();
  });
});
