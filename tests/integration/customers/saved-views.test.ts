import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CustomerQuery } from '#app/customers/customer-list.ts';
import { MOST_VIEWS } from '#app/customers/saved-view.ts';
import { deleteView, loadViews, overwriteView, renameView, saveView } from '#app/customers/saved-views.server.ts';
import { closePools } from '#app/database/pools.server.ts';
import { closeFactory, factoryPool, makeShop } from '#tests/factories/made-mirror.ts';

const QUERY: CustomerQuery = { search: '50% "off"', tiers: ['New'], stages: ['At risk'], tag: 'VIP', fits: ['loyal'], risks: ['high'], due: true, sort: 'net-spend', direction: 'asc' };
let shopId = 0;

beforeAll(async () => {
  shopId = await makeShop();
});

afterAll(async () => {
  await closePools();
  await closeFactory();
});

const names = async (): Promise<string[]> => (await loadViews({ shopId })).views.map((view) => view.name);

describe('a saved view', () => {
  it('comes back as it was, is renamed, overwritten and deleted, and belongs to its shop', async () => {
    const other = await makeShop();
    const { viewId } = await saveView({ shopId, by: '7', name: '  Late \t VIPs ', query: QUERY });
    expect((await loadViews({ shopId })).views).toEqual([{ id: viewId, name: 'Late VIPs', query: QUERY }]);
    expect((await loadViews({ shopId: other })).views).toEqual([]);
    await renameView({ shopId, by: '8', viewId, name: 'late vips' });
    await overwriteView({ shopId, by: '8', viewId, query: { ...QUERY, search: '' } });
    expect((await loadViews({ shopId })).views).toEqual([{ id: viewId, name: 'late vips', query: { ...QUERY, search: '' } }]);
    await expect(renameView({ shopId: other, by: '8', viewId, name: 'mine' })).rejects.toMatchObject({ code: 'view-gone' });
    await deleteView({ shopId: other, viewId });
    expect(await names()).toEqual(['late vips']);
    await deleteView({ shopId, viewId });
    await deleteView({ shopId, viewId });
    expect(await names()).toEqual([]);
    await expect(overwriteView({ shopId, by: '8', viewId, query: QUERY })).rejects.toMatchObject({ code: 'view-gone' });
  });

  it('needs a name of its own, whatever its capitals', async () => {
    await saveView({ shopId, by: '7', name: 'Ünique', query: QUERY });
    const { viewId } = await saveView({ shopId, by: '7', name: 'Other', query: QUERY });
    await expect(saveView({ shopId, by: '7', name: 'üNIQUE', query: QUERY })).rejects.toMatchObject({ code: 'view-name' });
    await expect(renameView({ shopId, by: '7', viewId, name: 'ÜNIQUE' })).rejects.toMatchObject({ code: 'view-name' });
    for (const name of ['', '  ', '\0', 'x'.repeat(61)]) await expect(saveView({ shopId, by: '7', name, query: QUERY })).rejects.toMatchObject({ code: 'view-name' });
    for (const name of ['ALL', 'Won  back', 'Gefährdete VIPs', "VIP qui s'éloignent"]) {
      await expect(saveView({ shopId, by: '7', name, query: QUERY })).rejects.toThrow(/Every shop has a view called/);
      await expect(renameView({ shopId, by: '7', viewId, name })).rejects.toMatchObject({ code: 'view-name' });
    }
    expect(await names()).toEqual(['Ünique', 'Other']);
  });

  it('is one of a few', async () => {
    const full = await makeShop();
    for (let made = 0; made < MOST_VIEWS; made += 1) await saveView({ shopId: full, by: '7', name: `View ${made}`, query: QUERY });
    await expect(saveView({ shopId: full, by: '7', name: 'One more', query: QUERY })).rejects.toMatchObject({ code: 'view-count' });
  });

  it('that an older version saved is still the list that it was', async () => {
    const old = await makeShop();
    const { viewId } = await saveView({ shopId: old, by: '7', name: 'Old', query: QUERY });
    await factoryPool().query("UPDATE saved_views SET query = query - 'fits' WHERE id = $1", [viewId]);
    expect((await loadViews({ shopId: old })).views[0]?.query).toEqual({ ...QUERY, fits: [] });
  });

  it('whose list this version does not understand is left out', async () => {
    const odd = await makeShop();
    const { viewId } = await saveView({ shopId: odd, by: '7', name: 'Odd', query: QUERY });
    await saveView({ shopId: odd, by: '7', name: 'Good', query: QUERY });
    await factoryPool().query(`UPDATE saved_views SET query = '{"tiers": ["Emperors"]}' WHERE id = $1`, [viewId]);
    expect((await loadViews({ shopId: odd })).views.map((view) => view.name)).toEqual(['Good']);
  });
});
