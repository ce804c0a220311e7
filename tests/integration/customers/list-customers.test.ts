import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listCustomers } from '#app/customers/list-customers.server.ts';
import { CUSTOMER_SORTS, RISKS, type CustomerLine, type CustomerQuery } from '#app/customers/customer-list.ts';
import { closePools } from '#app/database/pools.server.ts';
import { STAGES } from '#app/profiles/stage.ts';
import { TIERS } from '#app/profiles/tier.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { closeFactory, factoryPool, makeShop, putInMirror, type MadeOrder } from '#tests/factories/made-mirror.ts';

const NOW = Date.parse('2011-12-10T12:00:00Z');
const ALL: CustomerQuery = { search: '', tiers: [], stages: [], tag: null, fits: [], risks: [], due: false, sort: 'name', direction: 'asc' };
let shopId = 0;
let otherShopId = 0;

const first = ['Ada', 'bea', 'Cem', 'Dov', 'Éva', 'עמית', '50% Off', 'under_score'];

beforeAll(async () => {
  shopId = await makeShop({ scoring: { excludedTags: ['staff'] } });
  otherShopId = await makeShop();
  const customers = Array.from({ length: 83 }, (_, index) => ({
    id: index + 1, firstName: index % 9 === 8 ? null : first[index % 8] as string, lastName: index % 9 === 8 ? null : `Maker${index % 5}`,
    email: index % 10 === 9 ? null : `Person${index}@Example.com`,
    tags: [...(index % 7 === 0 ? ['VIP'] : []), ...(index % 11 === 0 ? ['loyal customer'] : []), ...(index === 5 ? ['Staff'] : [])],
  }));
  const orders: MadeOrder[] = [];
  for (const { id } of customers) {
    for (let made = 0; made < id % 6; made += 1) {
      orders.push({
        id: id * 10 + made, customerId: id, processedAt: new Date(NOW - ((id * 37 + made * 40) % 900) * 86_400_000).toISOString(), lines: [{ net: (id % 4) * 500 }],
      });
    }
  }
  await putInMirror(shopId, { customers, orders });
  await putInMirror(otherShopId, { customers: [{ id: 1, firstName: 'Ada', lastName: 'Elsewhere', tags: ['VIP'] }] });
  await rebuildProfiles({ shopId, now: NOW });
  await rebuildProfiles({ shopId: otherShopId, now: NOW });
  // Some of them have a forecast: chances of 0.02, 0.04 and so on; some are worth less than nothing, and some have no next day.
  await factoryPool().query(
    `INSERT INTO customer_forecasts (shop_id, customer_id, clv_12m, clv_low, clv_high, expected_spend_90d, expected_purchases_12m, p_alive, p_buy, p_buy_90d, for_day, next_order_day, past_line, risk_line, churn_band)
     SELECT $1, id, (id * 7) % 40 * 100 - 900, 0, 9000, 0, 1, 1, chance, chance, 15318, CASE WHEN id % 5 > 0 THEN 15318 + id % 9 END, chance < 0.34, 66, CASE WHEN chance > 0.67 THEN 'low' WHEN chance < 0.34 THEN 'high' ELSE 'medium' END
       FROM (SELECT id, (id % 50) * 0.02 AS chance FROM generate_series(1, 83, 2) AS id) made`, [shopId]);
});

afterAll(async () => {
  await closePools();
  await closeFactory();
});

/** All pages from the first to the last, and back again. */
async function walk(query: CustomerQuery, limit: number): Promise<{ there: CustomerLine[]; back: CustomerLine[] }> {
  const there: CustomerLine[] = [];
  const pages: CustomerLine[][] = [];
  let page = await listCustomers({ shopId, query, limit });
  expect(page.previous).toBeNull();
  for (;;) {
    there.push(...page.rows);
    if (page.next === null) break;
    page = await listCustomers({ shopId, query, limit, after: page.next });
  }
  for (;;) {
    pages.unshift(page.rows);
    if (page.previous === null) break;
    page = await listCustomers({ shopId, query, limit, before: page.previous });
  }
  return { there, back: pages.flat() };
}

describe('the list of customers', () => {
  it('shows everyone once, forwards and backwards, in every order and page size', async () => {
    await fc.assert(fc.asyncProperty(
      fc.constantFrom(...CUSTOMER_SORTS), fc.constantFrom('asc' as const, 'desc' as const), fc.integer({ min: 1, max: 90 }),
      async (sort, direction, limit) => {
        const query = { ...ALL, sort, direction };
        const { there, back } = await walk(query, limit);
        expect(new Set(there.map((row) => row.id)).size).toBe(83);
        expect(back.map((row) => row.id)).toEqual(there.map((row) => row.id));
        // Who has no forecast comes last, whichever way.
        const none = direction === 'desc' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
        const key = (row: CustomerLine): number | string => ({
          name: (row.name ?? row.email ?? '').toLowerCase(), 'net-spend': row.netSpend, orders: row.orders,
          'last-order': row.lastPurchaseDay ?? Number.NEGATIVE_INFINITY, tier: row.tier === null ? 99 : TIERS.indexOf(row.tier),
          value: row.forecast?.clv12m ?? none, risk: row.forecast === null ? none : RISKS.indexOf(row.forecast.churnBand), 'next-order': row.forecast?.nextOrderDay ?? none,
        })[sort];
        for (let index = 1; index < there.length; index += 1) {
          const [before, after] = [key(there[index - 1] as CustomerLine), key(there[index] as CustomerLine)];
          const inOrder = direction === 'asc' ? before <= after : before >= after;
          // Code point order, which is what < compares by for these names.
          if (!inOrder) expect([before, after]).toBe(direction);
        }
      },
    ), { numRuns: 25 });
  });

  it('filters by the risk of not buying, and says whether the shop has forecasts at all', async () => {
    const page = await listCustomers({ shopId, query: { ...ALL, risks: ['low', 'high'] }, limit: 200 });
    expect(page.forecasts).toBe(true);
    expect(page.rows.length).toBe(page.matching);
    expect(page.rows.length).toBeGreaterThan(5);
    for (const row of page.rows) expect(['low', 'high']).toContain(row.forecast?.churnBand);
    expect(await listCustomers({ shopId: otherShopId, query: { ...ALL, risks: ['low'] } })).toMatchObject({ forecasts: false, rows: [], matching: 0 });
  });

  it('finds part of a name, an e-mail or a tag in any case, and takes signs of SQL as they are', async () => {
    const found = async (search: string) => (await listCustomers({ shopId, query: { ...ALL, search }, limit: 200 }));
    expect((await found('ADA maker1')).rows.map((row) => row.name)).toContain('Ada Maker1');
    expect((await found('ADA maker1')).rows.every((row) => row.name === 'Ada Maker1')).toBe(true);
    expect((await found('person7@example')).rows.map((row) => row.email)).toEqual(['Person7@Example.com']);
    expect((await found('YAL CUST')).rows.every((row) => row.tags.includes('loyal customer'))).toBe(true);
    expect((await found('YAL CUST')).matching).toBe(8);
    expect((await found('עמית')).rows.length).toBeGreaterThan(0);
    expect((await found('50% o')).rows.every((row) => row.name?.startsWith('50% Off'))).toBe(true);
    expect((await found('%')).rows.every((row) => row.name?.startsWith('50% Off'))).toBe(true);
    expect((await found('r_s')).rows.every((row) => row.name?.startsWith('under_score'))).toBe(true);
    for (const none of ['\\', "'; DROP TABLE profiles; --", 'nobody\0', '😀']) expect(await found(none)).toMatchObject({ rows: [], matching: 0, customers: 83 });
  });

  it('filters by tier, stage and whole tag together, and counts what each tier would show', async () => {
    const everyone = (await listCustomers({ shopId, query: ALL, limit: 200 }));
    expect(everyone).toMatchObject({ matching: 83, customers: 83, next: null });
    for (const tag of [null, 'vip', 'LOYAL CUSTOMER', 'loyal']) {
      for (const stages of [[], ['Lapsed', 'At risk'], ['Prospect']] as const) {
        for (const tiers of [[], ['Prospects'], TIERS.slice(0, 6)] as const) {
          const matches = (withTiers: boolean) => everyone.rows.filter((row) =>
            (tag === null || row.tags.some((one) => one.toLowerCase() === tag.toLowerCase()))
            && (stages.length === 0 || (row.stage !== null && (stages as readonly string[]).includes(row.stage)))
            && (!withTiers || tiers.length === 0 || (row.tier !== null && (tiers as readonly string[]).includes(row.tier))));
          const page = await listCustomers({ shopId, query: { ...ALL, tag, stages, tiers }, limit: 200 });
          expect(page.rows.map((row) => row.id)).toEqual(matches(true).map((row) => row.id));
          expect(page).toMatchObject({ matching: matches(true).length, customers: 83 });
          for (const tier of TIERS) expect(page.tierCounts[tier] ?? 0).toBe(matches(false).filter((row) => row.tier === tier).length);
        }
      }
    }
    expect(everyone.rows.find((row) => row.id === '6')).toMatchObject({ tier: null, stage: null, tags: ['Staff'] });
    expect(new Set(everyone.rows.map((row) => row.stage)).size).toBeGreaterThan(STAGES.length / 2);
  });

  it('shows under a tag also those for whom it is proposed', async () => {
    await factoryPool().query(
      `INSERT INTO wanted_tags (shop_id, customer_id, rule, tag_key, name, reason, standing, why)
       VALUES ($1, 2, 'at-risk', 'at-risk', 'At-risk', '{}', 'to-add', ''), ($1, 3, 'at-risk', 'at-risk', 'At-risk', '{}', 'held-off', ''), ($2, 4, 'at-risk', 'at-risk', 'At-risk', '{}', 'to-add', ''),
              ($1, 6, 'vip', 'vip', 'VIP', '{}', 'to-add', '')`,
      [shopId, otherShopId]);
    const page = await listCustomers({ shopId, query: { ...ALL, tag: 'at-risk' } });
    expect(page.rows.map((row) => row.id)).toEqual(['2']);
    await factoryPool().query('DELETE FROM wanted_tags WHERE shop_id = $1', [shopId]);
  });

  it('filters by whom a tag’s rule fits, whatever became of the tag itself', async () => {
    await factoryPool().query(
      `INSERT INTO wanted_tags (shop_id, customer_id, rule, tag_key, name, reason, standing, why)
       VALUES ($1, 2, 'vip', 'vip', 'VIP', '{}', 'to-add', ''), ($1, 3, 'vip', 'vip', 'VIP', '{}', 'held-off', ''), ($1, 4, 'loyal', 'loyal', 'Loyal', '{}', 'stands', ''),
              ($1, 3, 'loyal', 'loyal', 'Loyal', '{}', 'merchants', ''), ($2, 1, 'vip', 'vip', 'VIP', '{}', 'to-add', '')`,
      [shopId, otherShopId]);
    const fitting = async (fits: CustomerQuery['fits']) => {
      const page = await listCustomers({ shopId, query: { ...ALL, fits } });
      expect(page.matching).toBe(page.rows.length);
      return page.rows.map((row) => row.id).toSorted();
    };
    expect(await fitting(['vip'])).toEqual(['2', '3']);
    expect(await fitting(['vip', 'loyal'])).toEqual(['2', '3', '4']);
    expect(await fitting(['big-spender'])).toEqual([]);
    await factoryPool().query('DELETE FROM wanted_tags WHERE shop_id = ANY ($1)', [[shopId, otherShopId]]);
  });

  it('searches without accents, whole words in any order, and in more text than an index takes', async () => {
    const found = async (query: Partial<CustomerQuery>) => (await listCustomers({ shopId: searched, query: { ...ALL, ...query } })).rows.map((row) => row.id);
    const searched = await makeShop();
    const many = Array.from({ length: 200 }, (_, index) => `a rather long tag number ${index}`);
    await putInMirror(searched, {
      customers: [
        { id: 1, firstName: 'Éva', lastName: 'Weißmann', tags: ['Café', 'VIP'] }, { id: 2, firstName: 'Jon', lastName: "O'Neil", tags: ['cafe'] },
        { id: 3, firstName: 'Long', lastName: 'List', tags: [...many, 'VIP'] }, { id: 4, firstName: 'A\tvip\tb', lastName: '100%', tags: ['vip club'] },
        { id: 5, firstName: '😀', lastName: 'C:\\dir "q"', tags: [] }, { id: 6, firstName: null, lastName: null, email: 'Upper@Example.COM' },
      ],
    });
    await rebuildProfiles({ shopId: searched, now: NOW });
    const cases: [string, string[]][] = [
      ['eva', ['1']], ['ÉVA', ['1']], ['weissmann', ['1']], ['Weiß', ['1']], ['mann eva', ['1']], ['o’neil', ['2']], ["O'NEIL jon", ['2']], ['cafe', ['1', '2']], ['CAFÉ', ['1', '2']],
      ['number 199', ['3']], ['100%', ['4']], ['%', ['4']], ['_', []], ['😀', ['5']], ['\\', ['5']], ['c:\\dir', ['5']], ['"q"', ['5']], ['upper@example', ['6']], ['eva jon', []], ['  eva   eva ', ['1']],
    ];
    for (const [search, ids] of cases) expect((await found({ search })).toSorted(), search).toEqual(ids);
    expect((await found({ tag: 'vip' })).toSorted()).toEqual(['1', '3']);
    expect(await found({ tag: 'café' })).toEqual(['1']);
    expect(await found({ tag: 'Cafe' })).toEqual(['2']);
    expect(await found({ tag: 'number 199' })).toEqual([]);
    expect(await found({ tag: 'A rather long tag number 199', search: 'long' })).toEqual(['3']);
    // The mirror's row is what is searched: nothing has to follow.
    await factoryPool().query("UPDATE customers SET tags = '{Wholesale}' WHERE shop_id = $1 AND id = 3", [searched]);
    expect(await found({ tag: 'wholesale' })).toEqual(['3']);
  });

  it("begins at the first page for a cursor that is another order's or nonsense, and knows no other shop", async () => {
    const page = await listCustomers({ shopId, query: { ...ALL, sort: 'orders' }, limit: 5 });
    for (const after of [page.next as string, 'nonsense', '']) {
      expect((await listCustomers({ shopId, query: ALL, limit: 5, after })).previous).toBeNull();
    }
    expect((await listCustomers({ shopId: otherShopId, query: { ...ALL, search: 'ada' } }))).toMatchObject({ rows: [{ id: '1', name: 'Ada Elsewhere' }], customers: 1 });
  });
});
