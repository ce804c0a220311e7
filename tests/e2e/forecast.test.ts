import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { DESKTOP, NARROWEST, SCREENS, type Merchant } from './harness.ts';
import { openDatabase, openTestHouse, type TestDatabase, type TestHouse } from './house.ts';
import { madeStore } from './made-store.ts';
import { testBrowser } from './test-browser.ts';

const { enter, importStore } = testBrowser();
let database: TestDatabase;
let house: TestHouse;

beforeAll(async () => {
  database = await openDatabase();
  house = await openTestHouse({ store: await madeStore({ customers: 640, seed: 4 }), database });
  await importStore(house);
  const merchant = await enter(house, DESKTOP);
  // The forecast is fitted after the tags are proposed.
  await vi.waitFor(async () => {
    await merchant.open('/app/customers');
    expect(await merchant.app.getByRole('button', { name: 'Risk' }).count()).toBe(1);
  }, { timeout: 300_000, interval: 2_000 });
}, 600_000);

afterAll(async () => {
  await house?.close();
  await database?.close();
});

/** The card by its title. */
const card = (merchant: Merchant) => merchant.app.locator('.Polaris-ShadowBevel').filter({ has: merchant.app.getByRole('heading', { name: 'Forecast', exact: true }) }).first();

describe.each([...SCREENS, NARROWEST])('what is expected of customers, on $name', (screen) => {
  it('adds up on Home to the revenue at risk, and leads to those whose order is due', async () => {
    const merchant = await enter(house, screen);
    await merchant.open('/app');
    const outlook = merchant.app.locator('.Polaris-ShadowBevel').filter({ has: merchant.app.getByRole('heading', { name: 'The next 90 days' }) });
    expect(await outlook.innerText()).toMatch(/Revenue at risk[^]*€[\d,]+[^]*[\d.]+% of the €[\d,]+ expected of all customers[^]*At risk, \d+ customers?: €[\d,]+/);
    const due = Number(/Reorders due this week[^\d]*(\d+)/.exec(await outlook.innerText())?.[1]);
    expect(due).toBeGreaterThan(0);
    await merchant.settled();
    await outlook.getByRole('link', { name: 'See them in the list' }).click();
    await merchant.app.getByText('Order due this week').waitFor();
    await merchant.app.getByText(new RegExp(`^${due} of [\\d,]+ customers$`)).waitFor();
    await merchant.settled();
  });

  it('is held against the store’s past, beside what simple rules would have said', async () => {
    const merchant = await enter(house, screen);
    await merchant.open('/app/insights/accuracy');
    await merchant.app.getByText('Shown', { exact: true }).waitFor();
    await merchant.app.getByText(/^Of the 10% of customers that the forecast thought likeliest to buy, [\d.]+% did\. Simple rules would have come to: recency [\d.]+%, RFM [\d.]+%, the last 90 days [\d.]+%\.$/).waitFor();
    expect(await merchant.app.getByRole('table', { name: 'All figures' }).getByRole('row').count()).toBe(11);
    await merchant.app.getByText(/^As of .*: \d+ of \d+ customers bought afterwards$/).last().click();
    for (const place of [0, 1]) {
      const chart = merchant.app.locator('.rg-chart-place').nth(place);
      await chart.scrollIntoViewIfNeeded();
      await chart.locator('.recharts-line').nth(1).waitFor({ state: 'attached' });
    }
    await merchant.settled();
    await merchant.open('/app/data');
    await merchant.app.getByText(/Last worked out: .*, in .*\. It is shown on your screens\./).waitFor();
    await merchant.settled();
  });

  it('sorts the list, narrows it, and is told of one customer with what it rests on', async () => {
    const merchant = await enter(house, screen);
    await merchant.open('/app/customers?sort=value');
    const rows = merchant.app.getByRole('row');
    await rows.nth(1).waitFor();
    await merchant.settled();
    const amounts = (await merchant.app.locator('td').filter({ hasText: /€/ }).allInnerTexts()).length;
    expect(amounts).toBeGreaterThan(10);
    await merchant.open('/app/customers?sort=value&risk=low');
    await merchant.app.getByText('Risk of not buying: Low').waitFor();
    await merchant.settled();
    await merchant.app.getByRole('rowgroup').last().getByRole('link').first().click();
    await card(merchant).getByText('Value of the next 12 months').waitFor();
    const text = await card(merchant).innerText();
    expect(text).toContain('Low risk of not buying');
    expect(text).toMatch(/between (nothing|€[\d,.]+) and €[\d,.]+/);
    expect(text).toMatch(/\d+ purchases?, the last on .*; usually \d+ days? between purchases\./);
    expect(text).toMatch(/it told who would buy from who would not in [\d.]+% of pairs; the best simple rule in [\d.]+%/);
    await merchant.settled();
  });

  it('says of who never bought that it begins with the first purchase', async () => {
    const merchant = await enter(house, screen);
    await merchant.open('/app/customers?stage=Prospect');
    await merchant.app.getByRole('rowgroup').last().getByRole('link').first().click();
    await card(merchant).getByText('A forecast begins with the first purchase.').waitFor();
    await merchant.settled();
  });
});
