import { afterAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { parseDay } from '#app/profiles/calendar.ts';
import { exportProfiles, type ExportedProfile } from '#app/profiles/export-profiles.server.ts';
import { loadShopSummary } from '#app/profiles/load-shop-summary.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { scoredShop, madeShop, type MadeCustomer } from '#app/profiles/arbitrary-shop.test-data.ts';
import { scoreCustomer } from '#app/profiles/score-customer.ts';
import { scoringSettingsSchema } from '#app/profiles/settings.ts';
import { loadDiffRows } from '#app/tags/load-tag-diff.server.ts';
import { proposeTags } from '#app/tags/propose-tags.server.ts';
import { closeFactory, factoryPool, makeShop, putInMirror, setScoring, type MadeOrder } from '#tests/factories/made-mirror.ts';
import { fillLargeMirror } from '#tests/factories/large-mirror.ts';

afterAll(async () => {
  await closePools();
  await closeFactory();
});

const NOW = Date.parse('2011-12-10T12:00:00Z');
const NOW_DAY = parseDay('2011-12-10');

async function exported(shopId: number): Promise<ExportedProfile[]> {
  return withTenant(shopId, async (tx) => {
    const rows: ExportedProfile[] = [];
    for await (const row of exportProfiles(tx)) rows.push(row);
    return rows;
  });
}

/** Shape of every row on disk: which row versions stand where, so that a rewrite of the same values would show. */
async function rowVersions(shopId: number): Promise<unknown> {
  const { rows } = await factoryPool().query(
    `SELECT 'profile' AS kind, customer_id, ctid::text, xmin::text FROM profiles WHERE shop_id = $1
     UNION ALL SELECT 'products', customer_id, ctid::text, xmin::text FROM profile_products WHERE shop_id = $1
     UNION ALL SELECT 'model', version, ctid::text, xmin::text FROM scoring_models WHERE shop_id = $1 ORDER BY 1, 2`, [shopId]);
  return rows;
}

/** P's made shops, written into the mirror as orders at noon. */
function ordersOf(customers: readonly MadeCustomer[]): MadeOrder[] {
  let id = 0;
  return customers.flatMap((customer) => [
    ...customer.purchases.map((purchase): MadeOrder => ({
      id: (id += 1), customerId: Number(customer.id), processedAt: new Date(purchase.day * 86_400_000 + 43_200_000).toISOString(),
      currencyCode: purchase.foreign ? 'EUR' : 'GBP', discounts: purchase.discounted ? 1 : 0, status: purchase.refundedUnits > 0 ? 'PARTIALLY_REFUNDED' : 'PAID',
      lines: [{ net: purchase.value, quantity: purchase.units, kept: purchase.units - purchase.refundedUnits }],
      refunds: purchase.refundedUnits > 0 ? [{ lines: [{ line: 0, quantity: purchase.refundedUnits, subtotal: 0 }] }] : [],
    })),
    ...Array.from({ length: customer.emptyOrders }, (): MadeOrder => ({
      id: (id += 1), customerId: Number(customer.id), processedAt: new Date(NOW - 86_400_000).toISOString(), lines: [{ net: 0, quantity: 0 }],
    })),
  ]);
}

describe('a rebuild', () => {
  it('leaves out no customer, whatever their id is, 0 too, in the file and in the tag changes', async () => {
    const shopId = await makeShop();
    await putInMirror(shopId, {
      customers: [{ id: 0 }, { id: 7 }],
      orders: [0, 7].map((customerId) => ({ id: customerId + 1, customerId, processedAt: '2011-01-01T12:00:00Z', lines: [{ net: 100 }] })),
    });
    await rebuildProfiles({ shopId, now: NOW });
    expect((await exported(shopId)).map((row) => row.customerId)).toEqual([0, 7]);
    await proposeTags({ shopId });
    expect((await loadDiffRows({ shopId })).rows.map((row) => row.customerId)).toEqual([0, 7]);
  });

  it.each([[0, 1], [1, 2], [20, 3], [200, 4], [2_000, 5]])('of %i customers comes to the model and the scores of the pure rules on the same purchases', async (size, seed) => {
    const customers = madeShop(seed, size, NOW_DAY);
    const shopId = await makeShop({ scoring: { excludedTags: ['out'] } });
    await putInMirror(shopId, {
      customers: customers.map((customer) => ({ id: Number(customer.id), tags: customer.excluded ? ['OUT'] : [] })),
      orders: ordersOf(customers),
    });
    const result = await rebuildProfiles({ shopId, now: NOW });
    expect(result).toMatchObject({ customers: size, inserted: size, updated: 0, removed: 0, modelVersion: 1 });

    const expected = scoredShop(customers, scoringSettingsSchema.parse({ excludedTags: ['out'] }), NOW_DAY);
    const summary = await loadShopSummary(shopId);
    const { rows } = await withTenant(shopId, (tx) => tx.query<{ model: unknown }>('SELECT model FROM scoring_models'));
    // Empty orders are orders: their day can be the shop's first.
    const emptyFirst = customers.some((one) => !one.excluded && one.emptyOrders > 0 && one.purchases.length === 0) && expected.model.floor.days < 1;
    expect(rows[0]?.model).toEqual(emptyFirst ? { ...expected.model, floor: { ...expected.model.floor, days: 1 } } : expected.model);
    expect(summary?.figures.customers).toBe(customers.filter((one) => !one.excluded).length);
    const written = await exported(shopId);
    expect(written.map(({ customerId, r, f, m, tier, stage }) => ({ customerId, r, f, m, tier, stage }))).toEqual(expected.facts
      .map((facts) => ({ facts, profile: scoreCustomer(facts, expected.model, NOW_DAY) }))
      .map(({ facts, profile: { r, f, m, tier, stage } }) => ({ customerId: Number(facts.customerId), r, f, m, tier, stage })));
    expect(written.map((row) => row.netSpend)).toEqual(expected.facts.map((facts) => facts.netSpend));
  });

  it('done twice writes nothing the second time', async () => {
    const customers = madeShop(9, 60, NOW_DAY);
    const shopId = await makeShop();
    await putInMirror(shopId, { customers: customers.map((customer) => ({ id: Number(customer.id) })), orders: ordersOf(customers) });
    await rebuildProfiles({ shopId, now: NOW });
    const before = await rowVersions(shopId);
    expect(await rebuildProfiles({ shopId, now: NOW })).toMatchObject({ inserted: 0, updated: 0, removed: 0, modelVersion: 1 });
    expect(await rowVersions(shopId)).toEqual(before);
  });

  it('a day later has a model of its own, and writes only the customers that the day changes', async () => {
    const shopId = await makeShop();
    await putInMirror(shopId, {
      customers: [{ id: 1 }, { id: 2 }],
      orders: [
        { id: 1, customerId: 1, processedAt: '2011-12-01T12:00:00Z', lines: [{ net: 100 }] },
        // 60 days on 10 December: on time to the day (the shop's gap is taken to be 60).
        { id: 2, customerId: 2, processedAt: '2011-10-11T12:00:00Z', lines: [{ net: 100 }] },
      ],
    });
    await rebuildProfiles({ shopId, now: NOW });
    expect((await exported(shopId)).map((row) => [row.recencyDays, row.r])).toEqual([[9, 5], [60, 5]]);
    expect(await rebuildProfiles({ shopId, now: NOW + 86_400_000 })).toMatchObject({ updated: 1, modelVersion: 2 });
    expect((await exported(shopId)).map((row) => [row.recencyDays, row.r])).toEqual([[10, 5], [61, 4]]);
  });

  it('under other settings scores by them, and drops the profile of a customer who is gone', async () => {
    const shopId = await makeShop();
    await putInMirror(shopId, {
      customers: [{ id: 1 }, { id: 2, tags: ['Staff'] }],
      orders: [{ id: 1, customerId: 1, processedAt: '2011-11-01T12:00:00Z', lines: [{ net: 100 }] }],
    });
    await rebuildProfiles({ shopId, now: NOW });
    await setScoring(shopId, { atRisk: 'flat', excludedTags: ['staff'] });
    expect(await rebuildProfiles({ shopId, now: NOW })).toMatchObject({ modelVersion: 2, updated: 2 });
    expect((await exported(shopId)).map((row) => row.stage)).toEqual(['At risk', null]);
    await factoryPool().query('DELETE FROM customers WHERE shop_id = $1 AND id = 1', [shopId]);
    expect(await rebuildProfiles({ shopId, now: NOW })).toMatchObject({ removed: 1, customers: 1 });
    expect(await loadShopSummary(shopId)).toMatchObject({ figures: { guests: { orders: 1 }, kpis: { buyers: 0 } } });
  });

  it("touches no other shop, and reads none", async () => {
    const [one, other] = [await makeShop(), await makeShop()];
    const store = (net: number) => ({
      customers: [{ id: 1 }], orders: [{ id: 1, customerId: 1, processedAt: '2011-11-01T12:00:00Z', lines: [{ net }] }],
    });
    await putInMirror(one, store(100));
    await putInMirror(other, store(700));
    await rebuildProfiles({ shopId: other, now: NOW });
    const before = await rowVersions(other);
    await rebuildProfiles({ shopId: one, now: NOW });
    expect(await rowVersions(other)).toEqual(before);
    expect((await exported(one)).map((row) => row.netSpend)).toEqual([100]);
    expect((await exported(other)).map((row) => row.netSpend)).toEqual([700]);
  });

  it('shows its readers the old rows until it is done', async () => {
    const shopId = await makeShop();
    const order = (net: number): MadeOrder => ({ id: 1, customerId: 1, processedAt: '2011-11-01T12:00:00Z', lines: [{ net }] });
    await putInMirror(shopId, { customers: [{ id: 1 }], orders: [order(100)] });
    await rebuildProfiles({ shopId, now: NOW });
    await putInMirror(shopId, { orders: [order(900)] });
    const seen: number[] = [];
    await rebuildProfiles({ shopId, now: NOW, onProgress: async () => {
      seen.push((await exported(shopId))[0]?.netSpend as number);
    } });
    expect(seen).toEqual([100, 100, 100, 100, 100]);
    expect((await exported(shopId))[0]?.netSpend).toBe(900);
  });

  it('says that a shop must be imported first', async () => {
    await expect(rebuildProfiles({ shopId: 987_654, now: NOW })).rejects.toThrow('import the store');
  });

  it('of 100,000 customers with 400,000 orders adds up to what a plain query finds', async () => {
    const shopId = await makeShop();
    await fillLargeMirror(shopId, { customers: 100_000, orders: 400_000 });
    const result = await rebuildProfiles({ shopId, now: NOW });
    expect(result).toMatchObject({ customers: 100_000, inserted: 100_000 });
    const summary = await loadShopSummary(shopId);
    const { rows } = await factoryPool().query<{ net: string; buyers: number }>(
      `SELECT sum(greatest(net, 0)) AS net, count(DISTINCT customer_id) FILTER (WHERE net > 0)::integer AS buyers FROM (
         SELECT o.id, o.customer_id,
                (SELECT coalesce(sum(net_amount), 0) FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.id AND NOT l.is_gift_card)
                - (SELECT coalesce(sum(uncarried_amount), 0) FROM refunds r WHERE r.shop_id = o.shop_id AND r.order_id = o.id) AS net
           FROM orders o WHERE o.shop_id = $1 AND NOT o.test AND o.financial_status <> 'PENDING') x`, [shopId]);
    expect(summary?.figures.kpis).toMatchObject({ netRevenue: Number(rows[0]?.net), buyers: rows[0]?.buyers });
    expect(summary?.rules.m).toBe('midrank');
  }, 300_000);
});
