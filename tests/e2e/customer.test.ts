import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFormats } from '#app/components/format.ts';
import type { Formats } from '#app/components/format.ts';
import { stageOf } from '#app/profiles/stage.ts';
import { DEFAULT_TIER_MAP, tierOf } from '#app/profiles/tier.ts';
import type { Score } from '#app/profiles/rfm.ts';
import type { StoreCustomer } from '../shopify-standin/store/model.ts';
import { refundTotal } from '../shopify-standin/store/order-money.ts';
import { NARROWEST, SCREENS } from './harness.ts';
import type { Merchant } from './harness.ts';
import { openDatabase, openTestHouse } from './house.ts';
import type { TestDatabase, TestHouse } from './house.ts';
import { madeStore, newestFirst } from './made-store.ts';
import type { MadeStore } from './made-store.ts';
import { customerTruth, netValue } from './store-truth.ts';
import { testBrowser } from './test-browser.ts';

const { enter, importStore } = testBrowser();
let database: TestDatabase;
let house: TestHouse;
let made: MadeStore;
let formats: Formats;

beforeAll(async () => {
  database = await openDatabase();
  made = await madeStore({ customers: 80, seed: 9 });
  house = await openTestHouse({ store: made, database });
  const { currencyCode, ianaTimezone } = made.store.shop;
  formats = createFormats('en-GB', currencyCode, ianaTimezone);
  await importStore(house);
});

afterAll(async () => {
  await house?.close();
  await database?.close();
});

const customers = (): StoreCustomer[] => [...made.store.customers.values()];
const truthOf = (customer: StoreCustomer) => customerTruth(house.standIn.live, customer, house.standIn.storeNow);

/** One customer of each kind, so that each rule has somebody to show: those who bought lately by number of purchases, who bought long ago, who did not, and who has orders that are no purchase. */
function kinds(): StoreCustomer[] {
  const people = customers().map((customer) => ({ customer, ...truthOf(customer) })).sort((left, right) => (right.lastPurchase ?? '').localeCompare(left.lastPurchase ?? ''));
  const latest = (low: number, high: number) => people.find((one) => one.purchases >= low && one.purchases <= high);
  const found = [latest(0, 0), latest(1, 1), latest(2, 3), latest(4, Infinity), people.findLast((one) => one.purchases > 0), people.find((one) => one.purchases > 0 && one.orders > one.purchases)];
  return found.map((one, index) => {
    if (one === undefined) throw new Error(`The store has no customer of kind ${index}.`);
    return one.customer;
  });
}

/** A fact by its name, as it is written. */
async function fact(merchant: Merchant, name: string): Promise<string> {
  const value = merchant.app.locator('.rg-pairs dt').filter({ hasText: new RegExp(`^${name}`) }).locator('xpath=following-sibling::dd[1]');
  return (await value.first().innerText()).trim();
}

const numberIn = (text: string, pattern: RegExp): number => {
  const found = pattern.exec(text)?.[1];
  if (found === undefined) throw new Error(`No ${pattern} in "${text}".`);
  return Number(found.replaceAll(',', ''));
};

describe.each(SCREENS)('a customer on $name', (screen) => {
  it('has the facts that their orders at Shopify give', async () => {
    const merchant = await enter(house, screen);
    for (const customer of kinds()) {
      await merchant.open(`/app/customers/${customer.id}`);
      const truth = truthOf(customer);
      const day = (value: string | null): string => (value === null ? 'Never' : formats.day(value));
      expect({
        spend: await fact(merchant, 'Net spend'), purchases: await fact(merchant, 'Purchases'), orders: await fact(merchant, 'Orders'),
        first: await fact(merchant, 'First purchase'), last: await fact(merchant, 'Last purchase'),
      }).toEqual({
        spend: formats.money(truth.netSpend), purchases: formats.number(truth.purchases), orders: formats.number(truth.orders), first: day(truth.firstPurchase), last: day(truth.lastPurchase),
      });
    }
    await merchant.settled();
  });

  it('stands where the numbers of the sentence put them', async () => {
    const merchant = await enter(house, screen);
    const stages = new Set<string>();
    for (const customer of kinds().filter((one) => truthOf(one).purchases > 0)) {
      await merchant.open(`/app/customers/${customer.id}`);
      const standing = merchant.app.locator('.Polaris-ShadowBevel, .Polaris-Card').filter({ has: merchant.app.getByRole('heading', { name: 'How they stand' }) }).first();
      const text = (await standing.innerText()).replaceAll('\u00a0', ' ');
      const [, sentence = ''] = /(\d[\d,]* days? since the last order;.*)/.exec(text) ?? [];
      const recencyDays = numberIn(sentence, /^([\d,]+) days?/);
      const purchases = numberIn(sentence, /([\d,]+) purchases? ever/);
      const back = /came back after ([\d,]+) days?, when they counted as lapsed after ([\d,]+)/.exec(sentence);
      const stage = stageOf({
        recencyDays, purchases, lateDays: numberIn(sentence, /late after ([\d,]+)/), lostDays: numberIn(sentence, /lapsed after ([\d,]+)/),
        lastGap: back === null ? null : Number(back[1]), lostDaysBefore: back === null ? null : Number(back[2]),
      });
      expect(purchases).toBe(truthOf(customer).purchases);
      expect(await badgeUnder(merchant, 'Stage')).toBe(stage);
      stages.add(stage);

      await standing.getByText('How is this computed?').click();
      const boxes = await merchant.app.locator('.rg-scores > *').allInnerTexts();
      const [r, f, m] = boxes.map((box) => numberIn(box, /([1-5]) of 5/)) as [Score, Score, Score];
      const fm = Math.floor((f + m + 1) / 2) as Score;
      expect(await badgeUnder(merchant, 'Tier')).toBe(tierOf({ r, fm, purchases, recencyDays }, DEFAULT_TIER_MAP));
    }
    await merchant.settled();
    expect(stages.size).toBeGreaterThan(2);
  });

  it('has their orders and refunds in the timeline, as Shopify gives them', async () => {
    const merchant = await enter(house, screen);
    const refunded = customers().filter((one) => one.orders.length <= 10 && one.orders.some((order) => order.refunds.length > 0)).slice(0, 2);
    expect(refunded).toHaveLength(2);
    for (const customer of refunded) {
      await merchant.open(`/app/customers/${customer.id}?show=orders`);
      const items = merchant.app.locator('.rg-timeline > li');
      const texts = (await items.allInnerTexts()).map((text) => text.replaceAll('\u00a0', ' '));
      const orders = newestFirst(customer);
      expect(texts).toHaveLength(orders.reduce((sum, order) => sum + 1 + order.refunds.length, 0));
      const shown = texts.filter((text) => text.includes('Order #') && !text.includes('Refund of'));
      for (const [index, order] of orders.entries()) {
        const text = shown[index] ?? '';
        const money = (minor: number): string => formats.money(minor, { currency: order.currencyCode });
        expect(text).toContain(order.name);
        expect(text).toContain(money(netValue(order)));
        for (const refund of order.refunds) expect(texts.some((one) => one.includes(`Refund of ${money(refundTotal(refund))}`) && one.includes(order.name))).toBe(true);
        for (const line of order.lines) expect(text).toContain(line.title);
      }
      await merchant.settled();
    }
  });

  it('has their tags, each with whose it is', async () => {
    const merchant = await enter(house, screen);
    const tagged = customers().find((one) => one.tags.length > 1 && one.tags.every((tag) => tag.length < 40)) ?? made.hostile.script;
    await merchant.open(`/app/customers/${tagged.id}`);
    const yours = merchant.app.getByRole('heading', { name: 'Yours', exact: true }).locator('xpath=following-sibling::ul[1]').locator('.rg-tag');
    expect((await yours.allTextContents()).sort()).toEqual([...tagged.tags].sort());
    expect(await merchant.app.getByRole('heading', { name: 'Written by Regulars' }).count()).toBe(0);
  });

  it('leads to Shopify\'s own page of the customer', async () => {
    const merchant = await enter(house, screen);
    const [customer] = kinds();
    await merchant.open(`/app/customers/${customer?.id}`);
    await merchant.headingAction('Open in Shopify');
    await merchant.page.waitForURL(`**/customers/${customer?.id}`);
    await merchant.page.getByText(`gid://shopify/Customer/${customer?.id}`).waitFor();
  });

  it('who is unknown is said to be, with a way back', async () => {
    const merchant = await enter(house, screen);
    merchant.allow(/status of 404/);
    for (const id of ['999999999999', '0', 'nonsense', '99999999999999999999']) {
      await merchant.open(`/app/customers/${id}`);
      await merchant.app.getByRole('heading', { level: 1, name: 'There is no such customer' }).waitFor();
    }
    await merchant.settled();
    await merchant.app.getByRole('link', { name: 'Back to customers' }).click();
    await merchant.at('/app/customers');
  });
});

/** What the badge beside a heading says. */
async function badgeUnder(merchant: Merchant, heading: 'Stage' | 'Tier'): Promise<string> {
  const text = await merchant.app.getByRole('heading', { name: heading, exact: true }).locator('xpath=..').innerText();
  return text.replace(heading, '').trim();
}

it('the page does not scroll sideways at 320 pixels', async () => {
  const merchant = await enter(house, NARROWEST);
  const [most] = customers().sort((left, right) => right.orders.length - left.orders.length);
  await merchant.open(`/app/customers/${most?.id}`);
  await merchant.settled();
});
