import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listCustomers } from '#app/customers/list-customers.server.ts';
import { EVERYBODY } from '#app/customers/saved-view.ts';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { isThisWeek } from '#app/profiles/replenishment.ts';
import { loadFit } from '#app/forecast/fit-progress-store.server.ts';
import { fitShopForecast } from '#app/forecast/fit-shop-forecast.server.ts';
import { loadOutlook } from '#app/forecast/outlook-store.server.ts';
import type { ShopOutlook } from '#app/forecast/outlook.ts';
import { runFit } from '#app/forecast/run-fit.server.ts';
import { followChanges } from '#app/pipeline-follow.server.ts';
import { loadTastes, TASTE_BATCH } from '#app/profiles/load-taste.server.ts';
import { loadCurrentModel, loadShopTaste } from '#app/profiles/profile-store.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { walkProfiles } from '#app/profiles/walk-profiles.server.ts';
import { closeFactory, factoryPool, putInMirror } from '#tests/factories/made-mirror.ts';
import { forecastableShop, NOW, TODAY } from './forecastable-shop.ts';

let shopId: number;

beforeAll(async () => {
  process.env['REGULARS_NOW'] = new Date(NOW).toISOString();
  ({ shopId } = await forecastableShop({ customers: 700, days: 560, seed: 8, products: 3, shop: { scoring: { excludedTags: ['staff'] } } }));
  await rebuildProfiles({ shopId, now: NOW });
}, 120_000);

afterAll(async () => {
  delete process.env['REGULARS_NOW'];
  await closePools();
  await closeFactory();
});

interface Row extends Record<string, unknown> {
  id: number;
  stage: string;
  spend: number;
  next: number | null;
  band: string;
}

const rowsOf = async () => (await factoryPool().query<Row>(
  `SELECT p.customer_id::integer AS id, p.stage, f.expected_spend_90d::float AS spend, f.next_order_day AS next, f.churn_band AS band
     FROM customer_forecasts f JOIN profiles p USING (shop_id, customer_id) WHERE f.shop_id = $1 ORDER BY 1`, [shopId])).rows;

const outlook = async (): Promise<Extract<ShopOutlook, { shown: true }>> => {
  const found = await withTenant(shopId, loadOutlook);
  if (!found.shown) throw new Error(`Nothing is shown: ${found.reason}.`);
  return found;
};

/** Days for which a habit is due within the week by the customers' own pages, where it comes before all else. */
async function dueByPages(): Promise<Map<number, number>> {
  return withTenant(shopId, async (tx) => {
    const current = await loadCurrentModel(tx);
    const shop = await loadShopTaste(tx);
    if (current === null || shop === null) throw new Error('The shop has no taste.');
    const due = new Map<number, number>();
    for await (const batch of walkProfiles(tx, current, TASTE_BATCH)) {
      for (const [id, { replenishments }] of await loadTastes(tx, current, shop, batch)) {
        const [first] = replenishments;
        if (first !== undefined && first.times >= 3 && isThisWeek(first.dueDay, TODAY)) due.set(id, first.dueDay);
      }
    }
    return due;
  });
}

const dueOrders = async () => new Map((await factoryPool().query<{ id: number; day: number }>('SELECT customer_id::integer AS id, due_day AS day FROM due_orders WHERE shop_id = $1', [shopId])).rows.map((row) => [row.id, row.day]));

describe('what the shop can expect', () => {
  it('is not told before a fit, and adds up afterwards to what is expected of each customer', async () => {
    expect(await withTenant(shopId, loadOutlook)).toEqual({ shown: false, reason: 'not-yet', progress: null });
    const told: [string, number][] = [];
    expect(await fitShopForecast({ shopId, now: NOW, onProgress: (phase, share) => told.push([phase, share]) })).toMatchObject({ state: 'shown' });
    expect([...new Set(told.map(([phase]) => phase))]).toEqual(['orders', 'learning', 'writing']);
    const learning = told.filter(([phase]) => phase === 'learning').map(([, share]) => share);
    expect(learning.length).toBeGreaterThan(5);
    expect(learning).toEqual(learning.toSorted((a, b) => a - b));
    expect(learning.at(-1)).toBeGreaterThan(0.4);
    const rows = await rowsOf();
    const of = (stage: string) => rows.filter((row) => row.stage === stage);
    const sum = (some: readonly Row[]) => some.reduce((total, row) => total + row.spend, 0);
    expect(await outlook()).toMatchObject({
      forDay: TODAY, expectedSpend: sum(rows), atRisk: { customers: of('At risk').length, spend: sum(of('At risk')) }, lapsed: { customers: of('Lapsed').length, spend: sum(of('Lapsed')) },
    });
    expect(of('At risk').length).toBeGreaterThan(10);
  });

  it('has the orders that are due within the week, by the forecast or by the replenishment on the customer’s page, but of whoever will most likely not buy', async () => {
    const pages = await dueByPages();
    const wanted = new Map<number, number>();
    for (const { id, next, band, stage } of await rowsOf()) {
      if (band === 'high') continue;
      const days = [...(pages.has(id) && stage !== 'At risk' && stage !== 'Lapsed' ? [pages.get(id) as number] : []), ...(next !== null && next < TODAY + 7 ? [Math.max(next, TODAY)] : [])];
      if (days.length > 0) wanted.set(id, Math.min(...days));
    }
    expect(pages.size).toBeGreaterThan(10);
    expect(await dueOrders()).toEqual(wanted);
    expect((await outlook()).due).toBe(wanted.size);
    // The way from Home leads to just these.
    const list = await listCustomers({ shopId, query: { ...EVERYBODY, due: true, sort: 'next-order', direction: 'asc' }, limit: 250 });
    expect(list.matching).toBe(wanted.size);
    expect(list.rows.map((row) => [Number(row.id), row.due?.day])).toEqual([...wanted].sort(([a, day], [b, other]) => day - other || a - b));
    expect(list.rows.some((row) => /^Product [123]$/.test(row.due?.product ?? ''))).toBe(true);
    expect((await listCustomers({ shopId, query: EVERYBODY, limit: 3 })).rows.map((row) => row.due)).toEqual([null, null, null]);
  });

  it('has no order due any more of whoever has ordered since, or is excluded', async () => {
    const [orders, excluded, rest] = [...(await dueOrders()).keys()] as [number, number, number];
    await putInMirror(shopId, {
      orders: [{ id: 900_001, customerId: orders, processedAt: new Date(NOW - 3_600_000).toISOString(), lines: [{ net: 500 }] }],
      customers: [{ id: excluded, tags: ['staff'] }, { id: rest, tags: ['regular'] }],
    });
    await factoryPool().query("INSERT INTO customer_changes (shop_id, customer_id, kind, changed_at) SELECT $1, id, 'mirror', now() FROM unnest($2::bigint[]) id", [shopId, [orders, excluded, rest]]);
    const before = (await outlook()).due;
    while ((await followChanges({ shopId, patient: true })).taken > 0);
    const due = await dueOrders();
    expect([orders, excluded, rest].map((id) => due.has(id))).toEqual([false, false, true]);
    expect((await outlook()).due).toBe(before - 2);
  });
});

describe('a fit under a row that tells how it goes', () => {
  const fit = () => withTenant(shopId, (tx) => loadFit(tx, false));

  it('says why it broke off, and what the one before came to', async () => {
    expect(await fit()).toEqual({ underWay: null, phase: null, share: 0, stalled: false, fault: null, last: null });
    await expect(runFit({ shopId, now: NOW, signal: AbortSignal.abort() })).rejects.toThrow();
    expect(await fit()).toMatchObject({ underWay: null, fault: { message: expect.stringContaining('The forecast of before stands') as string }, last: null });
    expect(await withTenant(shopId, (tx) => loadFit(tx, true))).toMatchObject({ underWay: 'queued' });
    await factoryPool().query("UPDATE profiles SET excluded = true WHERE shop_id = $1 AND customer_id > 300", [shopId]);
    expect(await runFit({ shopId, now: NOW })).toMatchObject({ state: 'below-floor' });
    expect(await fit()).toMatchObject({ fault: null, phase: null, last: { state: 'below-floor', seconds: expect.any(Number) as number } });
  });

  it('leaves nothing to expect in a shop that has fallen below the floor', async () => {
    expect(await withTenant(shopId, loadOutlook)).toMatchObject({ shown: false, reason: 'below-floor', progress: { met: false, buyersNeeded: 500 } });
    expect((await dueOrders()).size).toBe(0);
    expect((await listCustomers({ shopId, query: { ...EVERYBODY, due: true } })).matching).toBe(0);
  });
});
