import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withTenant } from '#app/database/tenant.server.ts';
import { switchMetafieldsOn } from '#app/metafields/switch-metafields.server.ts';
import { writeMetafields } from '#app/metafields/write-metafields.server.ts';
import { leaveStore } from '#app/privacy/leave-store.server.ts';
import { loadPrivacyPage } from '#app/privacy/load-privacy-page.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { changeSegments } from '#app/segments/change-segments.server.ts';
import { loadSegmentsLeft } from '#app/segments/delete-own-segments.server.ts';
import { createSegment } from '#app/segments/request-segment.server.ts';
import { STAFF, TaggedShop } from '../tags/tagged-shop.ts';

let shop: TaggedShop;
const leave = () => leaveStore({ shopId: shop.shopId, by: STAFF });
const left = () => withTenant(shop.shopId, loadSegmentsLeft);
const work = (crash = false) => changeSegments({
  shopId: shop.shopId,
  onStep: (step) => {
    if (crash && step === 'answered') throw new Error('the worker dies');
  },
});
const atShopify = () => shop.standIn.live.segments().all().map(({ id, name, query }) => ({ id, name, query }));
const named = (name: string) => {
  const segment = atShopify().find((one) => one.name === name);
  if (segment === undefined) throw new Error(`No segment ${name} stands at Shopify.`);
  return segment;
};
const deletions = () => shop.query("SELECT key, state, outcome, requested_by AS by FROM segment_changes WHERE action = 'delete' ORDER BY key");

async function make(key: 'lapsed' | 'new', name: string): Promise<void> {
  await createSegment({ shopId: shop.shopId, key, name, by: STAFF });
  await work();
}

beforeAll(async () => {
  shop = await TaggedShop.open({ customers: 30 });
});

afterAll(async () => {
  await shop.close();
});

describe('leaving cleanly', () => {
  it('deletes the customer metafields with their definitions, once', async () => {
    await shop.setRhythm('new', shop.customerIds.slice(0, 3));
    await rebuildProfiles({ shopId: shop.shopId, now: shop.now() });
    await switchMetafieldsOn({ shopId: shop.shopId, by: STAFF });
    await writeMetafields({ shopId: shop.shopId });
    const written = () => shop.customerIds.filter((id) => shop.standIn.live.customer(id)?.metafields.some(({ namespace }) => namespace.endsWith('--regulars')));
    expect(written()).toEqual(shop.customerIds.slice(0, 3));
    expect((await loadPrivacyPage({ shopId: shop.shopId })).leaving.metafields).toEqual({ customers: 3, stand: true, going: false });
    expect(await leave()).toMatchObject({ metafields: true });
    expect((await loadPrivacyPage({ shopId: shop.shopId })).leaving.metafields).toMatchObject({ going: true });
    expect(await leave()).toMatchObject({ metafields: false });
    await writeMetafields({ shopId: shop.shopId });
    expect(written()).toEqual([]);
    expect(shop.standIn.live.metafields.definitions().all()).toEqual([]);
    expect((await loadPrivacyPage({ shopId: shop.shopId })).leaving.metafields).toEqual({ customers: 0, stand: false, going: false });
    await shop.query("UPDATE tag_settings SET settings = '{}'");
    await shop.setRhythm('prospect', shop.customerIds);
  });

  it('deletes the segments that stand as the app made them, keeps the merchant’s and those that they changed, and asks for nothing twice', async () => {
    const beginning = shop.allTags();
    await shop.setRhythm('lapsed', shop.customerIds.slice(0, 6));
    await shop.setRhythm('new', shop.customerIds.slice(6, 12));
    await shop.run();
    shop.standIn.live.setSegment({ name: 'My own', query: "customer_tags CONTAINS 'mine'" });
    await make('lapsed', 'Lapsed customers');
    await expect(createSegment({ shopId: shop.shopId, key: 'new', name: 'New ones', by: STAFF }).then(leave)).rejects.toMatchObject({ code: 'segment-busy' });
    await work();
    // Told by nobody: Shopify has no event of it.
    shop.standIn.live.setSegment({ id: named('New ones').id, name: 'My new ones', query: named('New ones').query });
    expect(await left()).toEqual({ asWritten: ['Lapsed customers', 'New ones'], changed: [], toDelete: 0, failed: 0 });

    expect(await leave()).toMatchObject({ segments: 1 });
    expect(await left()).toEqual({ asWritten: [], changed: ['My new ones'], toDelete: 1, failed: 0 });
    await expect(work(true)).rejects.toThrow(/dies/);
    await shop.write();
    expect(await leave()).toEqual({ runs: 0, segments: 1, metafields: false, lists: false });
    await work();
    expect(atShopify().map((one) => one.name).sort()).toEqual(['My new ones', 'My own']);
    expect(await left()).toEqual({ asWritten: [], changed: ['My new ones'], toDelete: 0, failed: 0 });
    expect(await deletions()).toEqual([{ key: 'lapsed', state: 'done', outcome: 'gone', by: STAFF }]);
    expect(shop.allTags()).toEqual(beginning);
    expect(await leave()).toEqual({ runs: 0, segments: 0, metafields: false, lists: false });
  });

  it('lets a segment stand that the merchant changes before its turn comes', async () => {
    await shop.query('DELETE FROM segments');
    for (const segment of atShopify()) shop.standIn.live.deleteSegment(segment.id);
    const { id } = shop.standIn.live.setSegment({ name: 'Lapsed customers', query: "customer_tags CONTAINS 'Lapsed'" });
    await shop.query(`INSERT INTO segments (shop_id, key, shopify_id, ours, wrote_name, wrote_query, name, query, checked_at)
      VALUES ($1, 'lapsed', $2, true, 'Lapsed customers', $3, 'Lapsed customers', $3, now())`, [shop.shopId, id, "customer_tags CONTAINS 'Lapsed'"]);
    expect(await leave()).toEqual({ runs: 0, segments: 1, metafields: false, lists: false });
    shop.standIn.live.setSegment({ id, name: 'Lapsed customers', query: "customer_tags CONTAINS 'Lapsed' AND number_of_orders > 3" });
    await work();
    expect(atShopify()).toMatchObject([{ name: 'Lapsed customers' }]);
    expect(await left()).toEqual({ asWritten: [], changed: ['Lapsed customers'], toDelete: 0, failed: 0 });
    expect((await deletions()).at(-1)).toMatchObject({ state: 'done', outcome: 'kept' });
  });
});
