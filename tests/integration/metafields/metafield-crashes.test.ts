import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSorted } from '#app/metafields/follow-customers.server.ts';
import { switchMetafieldsOff, switchMetafieldsOn } from '#app/metafields/switch-metafields.server.ts';
import type { MetafieldStep } from '#app/metafields/write-step.ts';
import { STAFF } from '../tags/tagged-shop.ts';
import { Crash, FieldedShop } from './fielded-shop.ts';

const MANY = 160;
const DAY = 20_619;
let shop: FieldedShop;

beforeAll(async () => {
  shop = await FieldedShop.open({ customers: 170, buyers: MANY });
}, 60_000);

afterAll(() => shop.close());

/** Lets the writer die at its nth step from here on, and told which that was; null: it ended before. */
function dieAt(nth: number): Promise<MetafieldStep | null> {
  let count = 0;
  return shop.write(() => {
    count += 1;
    if (count >= nth) throw new Crash();
  });
}

/** Fields are written of some customers and taken off others, killed at one step and once more on the way of the resume, then let go on. */
async function killAt(nth: number, customers: number): Promise<Set<MetafieldStep>> {
  const steps = new Set<MetafieldStep>();
  await shop.startOver();
  const [some, others] = [shop.buyers(0, customers), shop.buyers(customers, 2 * customers)];
  await shop.expect(others, { clv: 5_000, pBuy: 0.9, nextOrderDay: DAY + 9 });
  await switchMetafieldsOn({ shopId: shop.shopId, by: STAFF });
  await shop.write();
  // Values of three kinds of customers are on their way: new ones, other ones with a day that goes, and none.
  await shop.expect(some, { clv: 12_345, pBuy: 0.4, nextOrderDay: DAY + 20 });
  await shop.expect(others, { clv: 90_000, pBuy: 0.1, nextOrderDay: null });
  await writeSorted({ shopId: shop.shopId });
  for (const at of [nth, nth + 2]) {
    const died = await dieAt(at);
    if (died !== null) steps.add(died);
  }
  expect(await shop.write()).toBeNull();
  expect(await shop.unsettled()).toEqual([]);
  for (const id of some) expect(shop.valuesOf(id)).toMatchObject({ clv_12m: '120', churn_risk: '60', next_order_date: '2026-07-05' });
  for (const id of others) expect(Object.entries(shop.valuesOf(id)).filter(([key]) => !['tier', 'rfm_score', 'value_tier'].includes(key))).toEqual([['clv_12m', '900'], ['churn_band', 'high'], ['churn_risk', '90']]);
  // Once more there is nothing to do.
  shop.shop.requests.length = 0;
  await writeSorted({ shopId: shop.shopId });
  await shop.write();
  expect(shop.shop.requests).toEqual([]);
  return steps;
}

describe('a writer of fields that dies', () => {
  it('at any step of single calls forgets nothing when it is taken up again', async () => {
    const steps = new Set<MetafieldStep>();
    for (let nth = 1; nth <= 9; nth += 1) for (const step of await killAt(nth, 2)) steps.add(step);
    expect([...steps].sort()).toEqual(['asked', 'held', 'leftovers settled', 'planned', 'settled', 'walked']);
  }, 60_000);

  it('at any step of a bulk mutation likewise', async () => {
    const steps = new Set<MetafieldStep>();
    for (let nth = 1; nth <= 15; nth += 1) {
      await shop.startOver();
      await shop.expect(shop.buyers(0, MANY), { clv: 12_345, pBuy: 0.4, nextOrderDay: DAY + 20 });
      await switchMetafieldsOn({ shopId: shop.shopId, by: STAFF });
      for (const at of [nth, nth + 2]) {
        const died = await dieAt(at);
        if (died !== null) steps.add(died);
      }
      await shop.write();
      expect(await shop.unsettled()).toEqual([]);
      for (const id of shop.buyers(0, MANY)) expect(shop.valuesOf(id)).toMatchObject({ clv_12m: '120', churn_risk: '60', next_order_date: '2026-07-05', tier: 'New' });
    }
    expect([...steps].sort()).toEqual(['batch done', 'batch prepared', 'batch running', 'defined', 'held', 'leftovers settled', 'lines settled', 'operation ended', 'planned', 'submitted', 'uploaded', 'walked']);
  }, 120_000);

  it('between a bulk mutation’s start and its answer finds it again by its name, and what had no answer is written once more', async () => {
    await shop.startOver();
    await shop.expect(shop.buyers(0, MANY), { clv: 12_345, pBuy: 0.4, nextOrderDay: DAY + 20 });
    await switchMetafieldsOn({ shopId: shop.shopId, by: STAFF });
    let died = false;
    expect(await shop.write((step) => {
      if (step !== 'submitted' || died) return;
      died = true;
      throw new Crash();
    })).toBe('submitted');
    expect(shop.shop.asked('BulkMutationRun')).toBe(1);
    await shop.write();
    expect(shop.shop.asked('BulkMutationRun')).toBe(1);
    expect(shop.shop.asked('BulkMutationsRecent')).toBeGreaterThan(0);
    expect(await shop.unsettled()).toEqual([]);
    expect(shop.withFields()).toBe(MANY);
  });

  it('while it takes values off, in either way, takes them off all the same', async () => {
    for (const definitions of [false, true]) {
      for (const nth of definitions ? [1, 3, 6] : [1, 3, 4, 5, 6, 7, 8, 9]) {
        await shop.startOver();
        await shop.expect(shop.buyers(0, MANY), { clv: 12_345, pBuy: 0.4, nextOrderDay: DAY + 20 });
        await switchMetafieldsOn({ shopId: shop.shopId, by: STAFF });
        await shop.write();
        await switchMetafieldsOff({ shopId: shop.shopId, by: STAFF, definitions });
        await dieAt(nth);
        await shop.write();
        expect(shop.withFields()).toBe(0);
        expect(await shop.ledger()).toEqual([]);
        expect((await shop.runs()).at(-1)).toMatchObject({ kind: 'remove', state: 'done' });
        expect(shop.definitions().length === 0).toBe(definitions);
      }
    }
  }, 60_000);
});
