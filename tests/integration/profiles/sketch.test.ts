import { afterAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { formatDay, parseDay } from '#app/profiles/calendar.ts';
import { firstDayOfMonth } from '#app/profiles/calendar-month.ts';
import { loadCurrentModel } from '#app/profiles/profile-store.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { refreshChangedProfiles } from '#app/profiles/refresh-profiles.server.ts';
import { sketchProfiles } from '#app/profiles/sketch-profiles.server.ts';
import { proposeTags, proposeTagsForCustomer } from '#app/tags/propose-tags.server.ts';
import { closeFactory, factoryPool, makeShop, putInMirror } from '#tests/factories/made-mirror.ts';

afterAll(async () => {
  await closePools();
  await closeFactory();
});

const NOW = Date.parse('2011-12-10T12:00:00Z');

async function rows(shopId: number): Promise<{ customer_id: number; tier: string }[]> {
  return (await factoryPool().query<{ customer_id: number; tier: string }>('SELECT customer_id::integer, tier FROM profiles WHERE shop_id = $1 ORDER BY customer_id', [shopId])).rows;
}

/** Half a store: the oldest orders have been read, so that by the day of now everybody looks lapsed. */
async function halfRead(): Promise<number> {
  const shopId = await makeShop();
  await putInMirror(shopId, {
    customers: [{ id: 1 }, { id: 2 }, { id: 3 }],
    orders: [
      { id: 1, customerId: 1, processedAt: '2009-01-10T12:00:00Z', lines: [{ net: 100 }] },
      { id: 2, customerId: 2, processedAt: '2009-02-20T12:00:00Z', lines: [{ net: 900 }] },
      { id: 3, customerId: null, processedAt: '2009-02-21T12:00:00Z', lines: [{ net: 5 }] },
    ],
  });
  return shopId;
}

describe('a first look at a store that is still being read', () => {
  it('sorts the customers with orders so far, as of the latest of these, and says that it is provisional', async () => {
    const shopId = await halfRead();
    expect(await sketchProfiles({ shopId, now: NOW })).toMatchObject({ customers: 2 });
    expect((await rows(shopId)).map((row) => [row.customer_id, row.tier])).toEqual([[1, 'New'], [2, 'New']]);
    const current = await withTenant(shopId, loadCurrentModel);
    expect(current).toMatchObject({ provisional: true, computedForDay: parseDay('2009-02-21'), figures: { kpis: { buyers: 2, netRevenue: 1005 } } });
    expect(current?.figures.months.map((row) => formatDay(firstDayOfMonth(row.month)))).toEqual(['2009-01-01', '2009-02-01']);
  });

  it('leads to no tag: nothing is wanted, proposed or changed by it, for all or for one', async () => {
    const shopId = await halfRead();
    await sketchProfiles({ shopId, now: NOW });
    expect(await proposeTags({ shopId })).toMatchObject({ proposalId: null, wanted: 0 });
    await proposeTagsForCustomer({ shopId, customerId: 1 });
    const { rows: left } = await factoryPool().query('SELECT (SELECT count(*)::int FROM wanted_tags WHERE shop_id = $1) AS wanted, (SELECT count(*)::int FROM tag_runs WHERE shop_id = $1) AS runs', [shopId]);
    expect(left).toEqual([{ wanted: 0, runs: 0 }]);
  });

  it('leaves what the mirror reports to the rebuild of the whole, which replaces it', async () => {
    const shopId = await halfRead();
    await factoryPool().query("INSERT INTO customer_changes (shop_id, customer_id, kind, changed_at) VALUES ($1, 1, 'mirror', now())", [shopId]);
    await sketchProfiles({ shopId, now: NOW });
    expect(await withTenant(shopId, (tx) => refreshChangedProfiles(tx, { now: NOW }))).toMatchObject({ modelled: false, changed: [], taken: 1 });
    await putInMirror(shopId, { orders: [{ id: 4, customerId: 1, processedAt: '2011-12-01T12:00:00Z', lines: [{ net: 100 }] }] });
    await rebuildProfiles({ shopId, now: NOW });
    expect(await rows(shopId)).toMatchObject([{ customer_id: 1 }, { customer_id: 2, tier: 'Almost lost' }, { customer_id: 3, tier: 'Prospects' }]);
    expect(await withTenant(shopId, loadCurrentModel)).toMatchObject({ provisional: false, computedForDay: parseDay('2011-12-10') });
  });

  it('comes to the same rows in the end as a rebuild that no look went before', async () => {
    const [looked, plain] = [await halfRead(), await halfRead()];
    await sketchProfiles({ shopId: looked, now: NOW });
    for (const shopId of [looked, plain]) await rebuildProfiles({ shopId, now: NOW });
    const all = async (shopId: number): Promise<unknown> => (await factoryPool().query("SELECT to_jsonb(p) - 'shop_id' AS row FROM profiles p WHERE shop_id = $1 ORDER BY customer_id", [shopId])).rows;
    expect(await all(looked)).toEqual(await all(plain));
  });

  it('that comes after the whole changes nothing, and one without orders shows nothing', async () => {
    const shopId = await halfRead();
    await rebuildProfiles({ shopId, now: NOW });
    const before = await rows(shopId);
    expect(await sketchProfiles({ shopId, now: NOW })).toBeNull();
    expect(await rows(shopId)).toEqual(before);
    const empty = await makeShop();
    expect(await sketchProfiles({ shopId: empty, now: NOW })).toBeNull();
    expect(await withTenant(empty, loadCurrentModel)).toBeNull();
  });
});

describe('the figures by month', () => {
  it("of a rebuild add up to the shop's buyers and net revenue, by days of its own time zone", async () => {
    const shopId = await makeShop({ timeZone: 'America/New_York', scoring: { excludedTags: ['staff'] } });
    await putInMirror(shopId, {
      customers: [{ id: 1 }, { id: 2, tags: ['Staff'] }],
      orders: [
        // Still 31 January in New York.
        { id: 1, customerId: 1, processedAt: '2011-02-01T03:00:00Z', lines: [{ net: 100 }] },
        { id: 2, customerId: 1, processedAt: '2011-02-02T12:00:00Z', lines: [{ net: 30 }] },
        { id: 3, customerId: 2, processedAt: '2011-02-02T12:00:00Z', lines: [{ net: 7 }] },
        { id: 4, customerId: null, processedAt: '2011-03-02T12:00:00Z', lines: [{ net: 1 }] },
        { id: 5, customerId: null, processedAt: '2011-03-03T12:00:00Z', lines: [{ net: 4 }], currencyCode: 'EUR' },
      ],
    });
    await rebuildProfiles({ shopId, now: Date.parse('2011-04-05T12:00:00Z') });
    const figures = (await withTenant(shopId, loadCurrentModel))?.figures;
    expect(figures?.months.map(({ month, ...row }) => [formatDay(firstDayOfMonth(month)).slice(0, 7), ...Object.values(row)])).toEqual([
      ['2011-01', 1, 0, 100, 0, 0], ['2011-02', 0, 1, 0, 30, 7], ['2011-03', 0, 0, 0, 0, 1], ['2011-04', 0, 0, 0, 0, 0],
    ]);
    expect(figures?.months.reduce((sum, row) => sum + row.newRevenue + row.returningRevenue + row.otherRevenue, 0)).toBe(figures?.kpis.netRevenue);
  });
});
