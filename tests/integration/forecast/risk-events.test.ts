import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tidyShop } from '#app/archive/tidy-shop.server.ts';
import { loadTimeline } from '#app/customers/load-timeline.server.ts';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { fitShopForecast, type FitResult } from '#app/forecast/fit-shop-forecast.server.ts';
import type { RiskEvent } from '#app/forecast/risk-event.ts';
import { countPastLine, moveRiskEvents, readRiskEvents } from '#app/forecast/risk-event-store.server.ts';
import { isPastLine } from '#app/forecast/risk-line.ts';
import { followChanges } from '#app/pipeline-follow.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { saveRiskLine } from '#app/shops/shop-store.server.ts';
import { closeFactory, factoryPool, removeCustomers } from '#tests/factories/made-mirror.ts';
import { forecastableShop, NOW } from './forecastable-shop.ts';

const DAY = 86_400_000;
let shopId: number;
let first: FitResult | null;
/** Where everybody stood after the first fit. */
let atFirst: Map<number, { pBuy: number; pastLine: boolean }>;

beforeAll(async () => {
  // What no test gives an instant of its own happens on the last of its days.
  process.env['REGULARS_NOW'] = new Date(NOW + 16 * DAY).toISOString();
  ({ shopId } = await forecastableShop({ customers: 700, days: 560, seed: 8 }));
  await rebuildProfiles({ shopId, now: NOW });
  first = await fitShopForecast({ shopId, now: NOW });
  atFirst = await standing();
}, 120_000);

afterAll(async () => {
  delete process.env['REGULARS_NOW'];
  await closePools();
  await closeFactory();
});

async function standing(): Promise<Map<number, { pBuy: number; pastLine: boolean }>> {
  const { rows } = await withTenant(shopId, (tx) => tx.query<{ id: number; pBuy: number; pastLine: boolean }>(
    'SELECT customer_id AS id, p_buy AS "pBuy", past_line AS "pastLine" FROM customer_forecasts WHERE shop_id = $1', [shopId]));
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

const events = (after = 0, limit = 10_000): Promise<RiskEvent[]> => withTenant(shopId, (tx) => readRiskEvents(tx, { after, limit }));

describe('a fit', () => {
  it('makes nobody an event at first, however many stand past the line', async () => {
    expect(first).toMatchObject({ state: 'shown', crossed: 0 });
    expect(await events()).toEqual([]);
    const past = [...atFirst.values()].filter((one) => one.pastLine);
    expect(past.length).toBeGreaterThan(50);
    expect(past.length).toBeLessThan(atFirst.size);
    expect(past.every((one) => isPastLine(one.pBuy, 66))).toBe(true);
    expect(await withTenant(shopId, (tx) => countPastLine(tx, [66, 10]))).toEqual([past.length, expect.any(Number)]);
  });

  it('makes those an event whom time has taken past the line, each once', async () => {
    await rebuildProfiles({ shopId, now: NOW + 9 * DAY });
    const crossed = (await fitShopForecast({ shopId, now: NOW + 9 * DAY }))?.crossed ?? 0;
    const [before, after] = [atFirst, await standing()];
    expect(crossed).toBeGreaterThan(0);
    const told = await events();
    expect(told).toHaveLength(crossed);
    for (const event of told) {
      expect(event).toMatchObject({ line: 66, cause: 'time', happenedAt: new Date(NOW + 9 * DAY) });
      expect(event.riskBefore).toBeCloseTo(1 - (before.get(event.customerId)?.pBuy ?? 0), 6);
      expect(event.riskAfter).toBeCloseTo(1 - (after.get(event.customerId)?.pBuy ?? 0), 6);
      expect(event.riskBefore).toBeLessThanOrEqual(0.66);
      expect(event.riskAfter).toBeGreaterThan(0.66);
      expect(after.get(event.customerId)?.pastLine).toBe(true);
    }
    // Whoever newly stands past it and is no event was lifted there by the model alone: the rule's own test says when.
    const newly = [...after].filter(([id, one]) => one.pastLine && before.get(id)?.pastLine === false).map(([id]) => id);
    expect(newly).toEqual(expect.arrayContaining(told.map((event) => event.customerId)));
    expect(new Set(told.map((event) => event.customerId)).size).toBe(told.length);
  });

  it('makes nobody an event by a line that is moved, and puts what it sees after a change of the settings down to that', async () => {
    const told = (await events()).length;
    await withTenant(shopId, (tx) => saveRiskLine(tx, 85));
    expect(await fitShopForecast({ shopId, now: NOW + 9 * DAY, cause: 'settings' })).toMatchObject({ crossed: 0 });
    expect(await events()).toHaveLength(told);
    await rebuildProfiles({ shopId, now: NOW + 16 * DAY });
    expect((await fitShopForecast({ shopId, now: NOW + 16 * DAY, cause: 'settings' }))?.crossed).toBeGreaterThan(0);
    expect((await events()).slice(told)).toEqual((await events()).slice(told).map((event) => ({ ...event, line: 85, cause: 'settings' })));
  });
});

describe('an event of a customer', () => {
  it('that raises their risk past the line is told in the same turn, and stands in their timeline', async () => {
    // Whoever bought last, and much: without their orders of this year little is expected of them.
    const { rows: [someone] } = await factoryPool().query<{ id: number; pBuy: number }>(
      `SELECT f.customer_id AS id, f.p_buy AS "pBuy" FROM customer_forecasts f JOIN profiles p USING (shop_id, customer_id) WHERE f.shop_id = $1 AND p.purchases > 5 ORDER BY f.p_buy DESC LIMIT 1`, [shopId]);
    if (someone === undefined) throw new Error('Nobody bought often.');
    const before = await events();
    await factoryPool().query("UPDATE orders SET cancelled_at = processed_at WHERE shop_id = $1 AND customer_id = $2 AND processed_at > $3", [shopId, someone.id, new Date(NOW - 200 * DAY)]);
    await factoryPool().query("INSERT INTO customer_changes (shop_id, customer_id, kind, changed_at) VALUES ($1, $2, 'mirror', now())", [shopId, someone.id]);
    await followChanges({ shopId, patient: true });
    const told = (await events(before.at(-1)?.id)).at(-1);
    expect(told).toMatchObject({ customerId: someone.id, cause: 'event', line: 85 });
    expect(told?.riskBefore).toBeCloseTo(1 - someone.pBuy, 6);
    const page = await withTenant(shopId, (tx) => loadTimeline(tx, { customerId: someone.id, now: NOW + 16 * DAY, choice: 'changes' }));
    expect(page.events).toContainEqual(expect.objectContaining({ kind: 'risk', riskBefore: told?.riskBefore, riskAfter: told?.riskAfter, line: 0.85, cause: 'event', mergedFrom: null }));
    // Nothing more happens: nothing more is told.
    await factoryPool().query("INSERT INTO customer_changes (shop_id, customer_id, kind, changed_at) VALUES ($1, $2, 'mirror', now())", [shopId, someone.id]);
    await followChanges({ shopId, patient: true });
    expect(await events(told?.id)).toEqual([]);
  });
});

describe('what was told', () => {
  it('is read on from any number, in parts, without a gap', async () => {
    const all = await events();
    const read: RiskEvent[] = [];
    for (let part = await events(0, 3); part.length > 0; part = await events(read.at(-1)?.id, 3)) read.push(...part);
    expect(read).toEqual(all);
    expect(all.map((event) => event.id)).toEqual(all.map((event) => event.id).sort((a, b) => a - b));
  });

  it('follows a customer into a merge, is kept a year, and is not told of whoever comes back', async () => {
    const [one] = await events();
    if (one === undefined) throw new Error('There is no event.');
    expect(await withTenant(shopId, (tx) => moveRiskEvents(tx, { goneId: one.customerId, keptId: 699 }))).toBe(1);
    const page = await withTenant(shopId, (tx) => loadTimeline(tx, { customerId: 699, now: NOW + 16 * DAY, choice: 'changes' }));
    expect(page.events).toContainEqual(expect.objectContaining({ kind: 'risk', mergedFrom: String(one.customerId) }));
    expect(await tidyShop({ shopId, now: NOW + (365 + 8) * DAY })).toMatchObject({ riskEvents: 0 });
    const old = (await events()).filter((event) => event.happenedAt.getTime() <= NOW + 9 * DAY).length;
    expect(await tidyShop({ shopId, now: NOW + (365 + 9) * DAY + 1 })).toMatchObject({ riskEvents: old });
    // Somebody without a forecast, like after a night on which none could be shown, has risen from nowhere.
    await removeCustomers(shopId, [one.customerId]);
    await factoryPool().query('DELETE FROM customer_forecasts WHERE shop_id = $1', [shopId]);
    const left = (await events()).length;
    expect(await fitShopForecast({ shopId, now: NOW + 17 * DAY })).toMatchObject({ crossed: 0 });
    expect(await events()).toHaveLength(left);
  });
});
