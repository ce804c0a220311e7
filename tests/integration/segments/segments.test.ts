import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeSegments, type SegmentStep } from '#app/segments/change-segments.server.ts';
import { checkSegments } from '#app/segments/check-segments.server.ts';
import { loadSegmentsView } from '#app/segments/load-segments.server.ts';
import { createSegment, deleteSegment, updateSegment } from '#app/segments/request-segment.server.ts';
import type { SegmentsView } from '#app/segments/segment-view.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { saveTagSettings } from '#app/tags/tag-settings-store.server.ts';
import { STAFF, TaggedShop } from '../tags/tagged-shop.ts';

let shop: TaggedShop;
const QUERY = "customer_tags CONTAINS 'Lapsed'";

beforeAll(async () => {
  shop = await TaggedShop.open({ customers: 60 });
});
afterAll(async () => {
  await shop.close();
});
beforeEach(async () => {
  shop.meddle = null;
  for (const segment of shop.standIn.live.segments().all()) shop.standIn.live.deleteSegment(segment.id);
  await shop.query('DELETE FROM segments');
  await shop.query('DELETE FROM segment_changes');
});

const atShopify = (): { name: string; query: string }[] => shop.standIn.live.segments().all().map(({ name, query }) => ({ name, query }));
const view = (): Promise<SegmentsView> => loadSegmentsView({ shopId: shop.shopId });
const line = async (): Promise<SegmentsView['segments'][number] | undefined> => (await view()).segments.find((one) => one.key === 'lapsed');
const ask = (name = 'Lapsed customers'): Promise<object> => createSegment({ shopId: shop.shopId, key: 'lapsed', name, by: STAFF });
const work = (crashAt?: SegmentStep): Promise<void> => changeSegments({
  shopId: shop.shopId,
  onStep: (step) => {
    if (step === crashAt) throw new Error(`the worker dies (${step})`);
  },
});

describe('before its tag is written', () => {
  it('no segment can be asked for, and the reason says what to do', async () => {
    expect((await view()).choices.map((choice) => choice.barrier)).toContain('not-written');
    await expect(ask()).rejects.toThrow(/Approve tag changes first/);
    await expect(createSegment({ shopId: shop.shopId, key: 'big-spender', name: 'x', by: STAFF })).rejects.toThrow(/switched off/);
    await expect(ask(' ')).rejects.toThrow(/name/);
  });
});

describe('a segment of a written tag', () => {
  beforeAll(async () => {
    await shop.setRhythm('lapsed', shop.customerIds.slice(0, 5));
    await shop.run();
  });

  it('is created once, listed with Shopify\'s own count, and in the ledger with who asked', async () => {
    await ask();
    await expect(ask()).rejects.toThrow(/being changed/);
    expect((await view()).open).toMatchObject([{ key: 'lapsed', action: 'create' }]);
    await work();
    await work();
    expect(atShopify()).toEqual([{ name: 'Lapsed customers', query: QUERY }]);
    const carrying = [...shop.allTags().values()].filter((tags) => tags.includes('Lapsed')).length;
    expect(carrying).toBeGreaterThan(4);
    expect(await line()).toMatchObject({ name: 'Lapsed customers', members: carrying, ours: true, notes: [] });
    expect(await shop.query('SELECT action, state, outcome, requested_by FROM segment_changes')).toEqual([{ action: 'create', state: 'done', outcome: 'created', requested_by: STAFF }]);
    await expect(ask()).rejects.toThrow(/stands at Shopify already/);
  });

  it('is promised as many customers as Shopify will count, those with the merchant\'s own tag of that name too', async () => {
    const own = shop.customerIds.slice(20, 23);
    for (const [index, id] of own.entries()) shop.merchantAdds(id, ['lapsed', 'LAPSED', 'Lapsed'][index] as string);
    shop.merchantAdds(shop.customerIds[24] as number, 'Lapsed last year');
    await shop.importTags();
    await ask();
    await work();
    const choice = (await view()).choices.find((one) => one.key === 'lapsed');
    expect(choice?.own).toBe(3);
    expect((await line())?.members).toBe(choice?.customers);
    for (const id of own) for (const tag of shop.tagsOf(id)) if (tag.toLowerCase() === 'lapsed') shop.merchantRemoves(id, tag);
    await shop.importTags();
    expect((await view()).choices.find((one) => one.key === 'lapsed')?.own).toBe(0);
  });

  it.each(['looked', 'sent', 'answered'] as const)('is created once when the worker dies (%s)', async (step) => {
    await ask();
    await expect(work(step)).rejects.toThrow(/dies/);
    await work();
    expect(atShopify()).toEqual([{ name: 'Lapsed customers', query: QUERY }]);
    expect(await line()).toMatchObject({ ours: true });
  });

  it('that the merchant had made before is listed as theirs, and never deleted', async () => {
    shop.standIn.live.setSegment({ name: 'Mine', query: QUERY });
    await ask();
    await work();
    expect(await line()).toMatchObject({ name: 'Mine', ours: false });
    await deleteSegment({ shopId: shop.shopId, key: 'lapsed', by: STAFF });
    await work();
    expect(await line()).toBeUndefined();
    expect(atShopify()).toEqual([{ name: 'Mine', query: QUERY }]);
  });

  it('shows what the merchant made of it at Shopify: a new name, other conditions, its end', async () => {
    await ask();
    await work();
    const id = shop.standIn.live.segments().all()[0]?.id ?? 0;
    shop.standIn.live.setSegment({ id, name: 'Gone quiet', query: QUERY });
    await checkSegments({ shopId: shop.shopId });
    expect(await line()).toMatchObject({ name: 'Gone quiet', notes: [{ kind: 'renamed', from: 'Lapsed customers' }] });
    shop.standIn.live.setSegment({ id, name: 'Gone quiet', query: `${QUERY} AND customer_tags CONTAINS 'nobody'` });
    await checkSegments({ shopId: shop.shopId });
    expect(await line()).toMatchObject({ members: 0, notes: [{ kind: 'renamed' }, { kind: 'changed' }] });
    shop.standIn.live.deleteSegment(id);
    await checkSegments({ shopId: shop.shopId });
    expect(await line()).toMatchObject({ members: null, notes: [{ kind: 'gone' }] });
    await ask('Again');
    await work();
    expect(await line()).toMatchObject({ name: 'Again', notes: [] });
  });

  it('follows its tag to a new name when asked, and says so before', async () => {
    await ask();
    await work();
    const rename = (name: string): Promise<void> => withTenant(shop.shopId, (tx) => saveTagSettings(tx, { settings: { lapsed: { name, on: true } }, adopt: [] }));
    await rename("Didn't return");
    expect(await line()).toMatchObject({ notes: [{ kind: 'old-tag' }] });
    await updateSegment({ shopId: shop.shopId, key: 'lapsed', by: STAFF });
    await work('answered').catch(() => {});
    await work();
    expect(atShopify()).toEqual([{ name: 'Lapsed customers', query: "customer_tags CONTAINS 'Didn\\'t return'" }]);
    expect(await line()).toMatchObject({ notes: [] });
    await rename('Lapsed');
  });

  it('is deleted, also when the answer was lost or somebody was faster', async () => {
    await ask();
    await work();
    await deleteSegment({ shopId: shop.shopId, key: 'lapsed', by: STAFF });
    await expect(work('answered')).rejects.toThrow(/dies/);
    await work();
    expect(atShopify()).toEqual([]);
    expect(await line()).toBeUndefined();
    expect((await shop.query('SELECT outcome FROM segment_changes ORDER BY id')).map((row) => row['outcome'])).toEqual(['created', 'gone']);
  });

  it('that Shopify refuses is failed in Shopify\'s words and can be asked for again; the next one is still done', async () => {
    shop.meddle = ({ operation }) => (operation !== 'SegmentCreate' ? null : Response.json({ data: { segmentCreate: { segment: null, userErrors: [{ field: ['name'], message: 'You have too many segments' }] } } }));
    await ask();
    await work();
    expect((await view()).open).toMatchObject([{ key: 'lapsed', state: 'failed', message: 'You have too many segments' }]);
    shop.meddle = null;
    await ask();
    await work();
    expect((await view()).open).toEqual([]);
    expect(await line()).toMatchObject({ ours: true });
  });

  it('without write access is failed with the scope that is missing', async () => {
    const { allScopes } = await import('#tests/shopify-standin/graphql/scopes.ts');
    await shop.grant(['read_customers']);
    await ask();
    await work();
    expect((await view()).open).toMatchObject([{ state: 'failed', message: expect.stringContaining('write_customers') as unknown }]);
    await shop.grant(allScopes);
  });
});
