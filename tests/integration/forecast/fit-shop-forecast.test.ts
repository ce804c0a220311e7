import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { fitShopForecast, type FitResult } from '#app/forecast/fit-shop-forecast.server.ts';
import { loadBackTest } from '#app/forecast/forecast-store.server.ts';
import { madeShop } from '#app/forecast/made-shop.test-data.ts';
import { purchasesThrough } from '#app/forecast/order-histories.ts';
import { loadProfileView, loadShopHistories } from '#app/forecast/shop-histories.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { saveWorth } from '#app/shops/shop-store.server.ts';
import { closeFactory, factoryPool, makeShop, putInMirror, removeCustomers } from '#tests/factories/made-mirror.ts';
import { forecastableShop, NOW, ordersOf, TODAY } from './forecastable-shop.ts';

const DAY = 86_400_000;
let shopId: number;
let first: FitResult | null;

beforeAll(async () => {
  ({ shopId } = await forecastableShop());
  await rebuildProfiles({ shopId, now: NOW });
  first = await fitShopForecast({ shopId, now: NOW });
}, 120_000);

afterAll(async () => {
  await closePools();
  await closeFactory();
});

async function rowsOf(shop: number): Promise<Record<string, unknown>[]> {
  return (await withTenant(shop, (tx) => tx.query('SELECT * FROM customer_forecasts WHERE shop_id = $1 ORDER BY customer_id', [shop]))).rows;
}

describe('orders read from the mirror', () => {
  it('are those that were put there, with the day of each refund, and as of today say what the profiles say', async () => {
    const made = madeShop({ customers: 900, firstDay: TODAY - 700, days: 700, seed: 5 });
    const { read, profiles } = await withTenant(shopId, async (tx) => ({
      read: await loadShopHistories(tx, { now: new Date(NOW), timeZone: 'Europe/London', currencyCode: 'GBP' }),
      profiles: await loadProfileView(tx, TODAY),
    }));
    expect(read.histories.days).toEqual(made.days);
    expect(read.histories.values).toEqual(made.values);
    expect(read.histories.marks).toEqual(made.marks);
    // A refund that lies ahead of now is in the mirror by what is left of its order: it was given back today at the latest.
    expect(read.histories.refundDays).toEqual(made.refundDays.map((day) => Math.min(day, TODAY)));
    expect(read.histories.refundValues).toEqual(made.refundValues);
    const { customer, ...view } = purchasesThrough(read.histories, TODAY);
    const { customer: _, ...ofProfiles } = profiles.view;
    expect(ofProfiles).toEqual(view);
    expect([...profiles.customerIds]).toEqual([...customer].map((place) => read.customerIds[place]));
  });

  it('leave out whom the merchant excludes, and know other currencies, refunds without a day and orders of no worth', async () => {
    const shop = await makeShop({ scoring: { excludedTags: ['staff'] } });
    const at = '2011-11-01T12:00:00Z';
    await putInMirror(shop, {
      customers: [{ id: 1 }, { id: 2, tags: ['Staff'] }],
      orders: [
        { id: 1, customerId: 1, processedAt: at, lines: [{ net: 700, quantity: 2, kept: 1 }], refunds: [{ lines: [{ line: 0, quantity: 1, subtotal: 300 }] }] },
        { id: 2, customerId: 1, processedAt: '2011-11-03T12:00:00Z', lines: [{ net: 500 }], currencyCode: 'EUR', discounts: 5 },
        { id: 3, customerId: 1, processedAt: '2011-11-04T12:00:00Z', lines: [{ net: 0 }] },
        { id: 4, customerId: 2, processedAt: at, lines: [{ net: 900 }] },
        { id: 5, customerId: null, processedAt: at, lines: [{ net: 900 }] },
      ],
    });
    await factoryPool().query('UPDATE refunds SET processed_at = NULL, created_at = NULL WHERE shop_id = $1', [shop]);
    await rebuildProfiles({ shopId: shop, now: NOW });
    const { read, profiles } = await withTenant(shop, async (tx) => ({
      read: await loadShopHistories(tx, { now: new Date(NOW), timeZone: 'Europe/London', currencyCode: 'GBP' }), profiles: await loadProfileView(tx, TODAY),
    }));
    expect([...read.customerIds]).toEqual([1]);
    expect([...read.histories.values]).toEqual([1000, 0, 0]);
    expect([...read.histories.refundValues]).toEqual([300]);
    expect(profiles.view).toEqual(purchasesThrough(read.histories, TODAY));
    expect([...profiles.view.values]).toEqual([700, 0]);
  });
});

describe('a fit', () => {
  it('tests itself on the past, and writes what is expected of every buyer', async () => {
    expect(first).toMatchObject({ version: 1, removed: 0 });
    const stored = await withTenant(shopId, loadBackTest);
    expect(stored).toMatchObject({ state: first?.state, forDay: TODAY, progress: { met: true } });
    expect(stored?.accuracy?.rows.length).toBeGreaterThan(20);
    expect(first?.state).toBe('shown');
    const rows = await rowsOf(shopId);
    const buyers = await withTenant(shopId, (tx) => tx.query('SELECT FROM profiles WHERE shop_id = $1 AND purchases > 0', [shopId]));
    expect(rows.length).toBe(buyers.rowCount);
    expect(first).toMatchObject({ customers: rows.length, written: rows.length });
    for (const row of rows) {
      expect(row).toMatchObject({ for_day: TODAY, churn_band: expect.stringMatching(/^(low|medium|high)$/) as string });
      expect(row['clv_low']).toBeLessThanOrEqual(row['clv_12m'] as number);
      expect(row['clv_high']).toBeGreaterThanOrEqual(row['clv_12m'] as number);
    }
  });

  it('done again for the same day changes nothing; on the next day it is another version', async () => {
    const before = await rowsOf(shopId);
    expect(await fitShopForecast({ shopId, now: NOW })).toMatchObject({ version: 1, written: 0, removed: 0 });
    expect(await rowsOf(shopId)).toEqual(before);
    expect(await fitShopForecast({ shopId, now: NOW + DAY })).toMatchObject({ version: 2, removed: 0 });
    expect(new Set((await rowsOf(shopId)).map((row) => row['for_day']))).toEqual(new Set([TODAY + 1]));
  });

  it('takes margin and costs that the merchant gave off lifetime value, under a version of its own, and off nothing else; without them it is as it was', async () => {
    const stands = await fitShopForecast({ shopId, now: NOW });
    const before = await rowsOf(shopId);
    await withTenant(shopId, (tx) => saveWorth(tx, { grossMargin: 50, purchaseCost: 0, discountRate: 10 }));
    const halved = await fitShopForecast({ shopId, now: NOW, cause: 'settings' });
    expect(halved).toMatchObject({ state: 'shown', crossed: 0 });
    expect(halved?.version).toBeGreaterThan(stands?.version ?? Infinity);
    for (const [at, row] of (await rowsOf(shopId)).entries()) {
      const { clv_12m, clv_low, clv_high, ...rest } = before[at] as Record<string, number>;
      expect(row).toMatchObject(rest);
      for (const [now, then] of [[row['clv_12m'], clv_12m], [row['clv_low'], clv_low], [row['clv_high'], clv_high]]) expect(Math.abs(2 * Number(now) - Number(then))).toBeLessThanOrEqual(2);
    }
    await withTenant(shopId, (tx) => saveWorth(tx, { grossMargin: 100, purchaseCost: 0, discountRate: 10 }));
    await fitShopForecast({ shopId, now: NOW, cause: 'settings' });
    expect(await rowsOf(shopId)).toEqual(before);
  });

  it('takes the forecast from whoever has gone or is excluded', async () => {
    await removeCustomers(shopId, [1]);
    await putInMirror(shopId, { customers: [{ id: 2, tags: ['staff'] }] });
    await factoryPool().query(`UPDATE shop_settings SET scoring = '{"excludedTags": ["staff"]}' WHERE shop_id = $1`, [shopId]);
    await rebuildProfiles({ shopId, now: NOW + DAY });
    expect((await fitShopForecast({ shopId, now: NOW + DAY }))?.removed).toBe(2);
    expect((await rowsOf(shopId)).map((row) => row['customer_id'])).not.toEqual(expect.arrayContaining([1]));
    expect((await rowsOf(shopId)).map((row) => row['customer_id'])).not.toEqual(expect.arrayContaining([2]));
  });
});

describe('a shop below the floor', () => {
  it('has how far it is, and not one number of a customer', async () => {
    const small = await makeShop();
    await putInMirror(small, { customers: Array.from({ length: 40 }, (_, i) => ({ id: i + 1 })), orders: ordersOf(madeShop({ customers: 40, firstDay: TODAY - 300, days: 300, seed: 1 })) });
    expect(await fitShopForecast({ shopId: small, now: NOW })).toBeNull();
    await rebuildProfiles({ shopId: small, now: NOW });
    expect(await fitShopForecast({ shopId: small, now: NOW })).toMatchObject({ state: 'below-floor', customers: 0 });
    const stored = await withTenant(small, loadBackTest);
    expect(stored).toMatchObject({ state: 'below-floor', accuracy: null, progress: { buyersNeeded: 500, met: false } });
    expect(stored?.progress.buyers).toBeGreaterThan(30);
    expect(await rowsOf(small)).toEqual([]);
  });

  it('that falls below it loses its forecasts', async () => {
    await putInMirror(shopId, { customers: Array.from({ length: 900 }, (_, i) => ({ id: i + 1, tags: i < 500 ? ['staff'] : [] })) });
    await rebuildProfiles({ shopId, now: NOW + DAY });
    expect(await fitShopForecast({ shopId, now: NOW + DAY })).toMatchObject({ state: 'below-floor', customers: 0 });
    expect(await rowsOf(shopId)).toEqual([]);
  });
});
