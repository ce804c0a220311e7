import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { loadMethodChoice } from '#app/recommendations/list-store.server.ts';
import { loadListRun } from '#app/recommendations/lists-progress-store.server.ts';
import { refreshRecommendations } from '#app/recommendations/refresh-recommendations.server.ts';
import { itemsOf } from '#app/recommendations/stored-items.ts';
import { closeFactory, factoryPool, makeShop, putInMirror } from '#tests/factories/made-mirror.ts';
import { listedShop, NOW, orderOf, P, type ListedShop } from './listed-shop.ts';

let shop: ListedShop;
let other: ListedShop;

beforeAll(async () => {
  shop = await listedShop();
  other = await listedShop({ customers: 12 });
});

afterAll(async () => {
  await closePools();
  await closeFactory();
});

const listOf = async (table: string, where: string, column = 'items', shopId = shop.shopId) => {
  const { rows: [row] } = await factoryPool().query<Record<string, unknown>>(`SELECT ${column} FROM ${table} WHERE shop_id = $1 AND ${where}`, [shopId]);
  return itemsOf(row?.[column]);
};
/** Every row of lists of a shop, with where it stands: a row that is written again stands elsewhere. */
const rowsOf = async (shopId: number): Promise<string[]> => {
  const tables = ['product_lists', 'customer_lists', 'shop_lists'].map((table) => `SELECT '${table} ' || t.ctid || ' ' || t AS row FROM ${table} t WHERE shop_id = $1`);
  return (await factoryPool().query<{ row: string }>(`${tables.join(' UNION ALL ')} ORDER BY 1`, [shopId])).rows.map(({ row }) => row);
};

describe('working out the lists of a shop', () => {
  it('says of every product what goes with it, of every customer what they may buy next, and of the shop what sells', async () => {
    const came = await refreshRecommendations({ shopId: shop.shopId, now: NOW });
    expect(came?.customers).toBe(60);
    expect((await listOf('product_lists', `product_id = ${P.coffee} AND kind = 'together'`))[0]).toMatchObject({ product: String(P.filter), reason: { kind: 'bought-with', product: String(P.coffee) } });
    expect((await listOf('product_lists', `product_id = ${P.lamp} AND kind = 'also'`)).map(({ product }) => product)).toContain(String(P.mug));
    expect((await listOf('customer_lists', 'customer_id = 1', 'reorder')).map(({ product }) => product)).toEqual(expect.arrayContaining([String(P.coffee), String(P.filter)]));
    expect((await listOf('shop_lists', "kind = 'bestsellers'")).map(({ product }) => product)).toContain(String(P.coffee));
    expect((await listOf('shop_lists', "kind = 'type' AND product_type = 'Drinks'")).map(({ product }) => product).sort()).toEqual([String(P.coffee), String(P.tea)]);
    const run = await withTenant(shop.shopId, (tx) => loadListRun(tx, false));
    expect(run).toMatchObject({ underWay: null, fault: null, last: { customers: 60 } });
    expect((await withTenant(shop.shopId, loadMethodChoice))?.choice.kinds.also.serves).toBeTypeOf('string');
  });

  it('again for the same moment writes nothing, and puts itself in force all the same', async () => {
    const before = await rowsOf(shop.shopId);
    expect(await refreshRecommendations({ shopId: shop.shopId, now: NOW })).toMatchObject({ written: 0 });
    expect(await rowsOf(shop.shopId)).toEqual(before);
    const { rows: [version] } = await factoryPool().query('SELECT run, read_at FROM list_versions WHERE shop_id = $1', [shop.shopId]);
    expect(version).toMatchObject({ run: 2, read_at: new Date(NOW) });
  });

  it('touches no other shop, whose ids are the same', async () => {
    await refreshRecommendations({ shopId: other.shopId, now: NOW });
    const before = await rowsOf(other.shopId);
    expect(before.length).toBeGreaterThan(0);
    await putInMirror(shop.shopId, { orders: [orderOf(1, 1, [P.tea, P.lamp])] });
    const came = await refreshRecommendations({ shopId: shop.shopId, now: NOW });
    expect(came?.written).toBeGreaterThan(0);
    expect(await rowsOf(other.shopId)).toEqual(before);
  });

  it('learns from no order of whom the merchant excludes, and leaves gift cards out of every list', async () => {
    const all = (await rowsOf(shop.shopId)).join('\n');
    expect(all).not.toContain(`[${P.gift},`);
    await factoryPool().query('UPDATE profiles SET excluded = true WHERE shop_id = $1 AND customer_id % 4 <> 0', [shop.shopId]);
    await refreshRecommendations({ shopId: shop.shopId, now: NOW });
    expect(await listOf('product_lists', `product_id = ${P.coffee} AND kind = 'together' AND items::text LIKE '%[${P.filter},%'`)).toEqual([]);
    expect(await listOf('customer_lists', 'customer_id = 1', 'reorder')).toEqual([]);
    await factoryPool().query('UPDATE profiles SET excluded = false WHERE shop_id = $1', [shop.shopId]);
  });

  it('keeps no list of who went while it was being worked out', async () => {
    await factoryPool().query('DELETE FROM customers WHERE shop_id = $1 AND id = 2', [shop.shopId]);
    await refreshRecommendations({ shopId: shop.shopId, now: NOW });
    expect((await factoryPool().query('SELECT FROM customer_lists WHERE shop_id = $1 AND customer_id = 2', [shop.shopId])).rowCount).toBe(0);
  });

  it('that fails leaves the lists of before, and says why', async () => {
    const before = await rowsOf(shop.shopId);
    // A table that cannot be written ends the run in the midst of its second table.
    await factoryPool().query('ALTER TABLE customer_lists ADD CONSTRAINT no_more CHECK (false) NOT VALID');
    await putInMirror(shop.shopId, { orders: [orderOf(3, 1, [P.tea, P.mug])] });
    await expect(refreshRecommendations({ shopId: shop.shopId, now: NOW })).rejects.toThrow();
    await factoryPool().query('ALTER TABLE customer_lists DROP CONSTRAINT no_more');
    expect(await rowsOf(shop.shopId)).toEqual(before);
    const run = await withTenant(shop.shopId, (tx) => loadListRun(tx, false));
    expect(run.fault?.message).toMatch(/^The lists stopped at a fault of the app itself/);
    expect(run.last).not.toBeNull();
  });

  it('does nothing before the first whole sorting', async () => {
    const unsorted = await makeShop();
    expect(await refreshRecommendations({ shopId: unsorted, now: NOW })).toBeNull();
    expect(await rowsOf(unsorted)).toEqual([]);
  });
});
