import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customerQuerySchema } from '#app/customers/customer-selection.ts';
import { approveMarkedTags, loadMarkedTags } from '#app/customers/marked-tags.server.ts';
import { pauseWriting } from '#app/tags/change-writing.server.ts';
import { loadTagDiff } from '#app/tags/load-tag-diff.server.ts';
import { STAFF, TaggedShop } from '../tags/tagged-shop.ts';

let shop: TaggedShop;
const at = (index: number): number => shop.customerIds[index] as number;
const range = (from: number, to: number): number[] => shop.customerIds.slice(from, to);
const some = (...ids: number[]) => ({ query: customerQuerySchema.parse({}), ids: ids.map(String) });
const all = (query: object = {}) => ({ query: customerQuerySchema.parse(query), ids: null });
const proposed = async () => (await loadTagDiff({ shopId: shop.shopId })).proposal;

beforeAll(async () => {
  shop = await TaggedShop.open({ customers: 60 });
  for (const id of shop.customerIds) shop.standIn.live.removeTags('Customer', id, shop.tagsOf(id), null);
  shop.tick();
  await shop.setRhythm('lapsed', range(0, 20));
  await shop.setRhythm('new', range(20, 25));
  await shop.propose();
});

afterAll(async () => {
  await shop.close();
});

describe('tag changes of marked customers', () => {
  it('are counted and named before they are approved, and nothing else is approved with them', async () => {
    const selection = some(at(0), at(1), at(40));
    const seen = await loadMarkedTags({ shopId: shop.shopId, selection });
    expect(seen).toMatchObject({ customers: 2, adds: 2, removes: 0, paused: false, dailyAdditions: null });
    expect(seen.sample.map((one) => one.customerId)).toEqual([at(0), at(1)].sort((left, right) => left - right));
    const run = await approveMarkedTags({ shopId: shop.shopId, by: STAFF, selection, proposal: seen.proposal as { id: number; revision: number }, seen });
    expect(run).toMatchObject({ adds: 2, removes: 0, left: 23 });
    await shop.write();
    expect(range(0, 3).map((id) => shop.tagsOf(id))).toEqual([['Lapsed'], ['Lapsed'], []]);
  });

  it('are none where nothing is proposed for them', async () => {
    expect(await loadMarkedTags({ shopId: shop.shopId, selection: some(at(0), at(40)) })).toMatchObject({ proposal: null, customers: 0, adds: 0, removes: 0, sample: [] });
  });

  it('are approved as they were shown, or not at all', async () => {
    const selection = all({ tag: 'new' });
    const seen = await loadMarkedTags({ shopId: shop.shopId, selection });
    expect(seen).toMatchObject({ customers: 5, adds: 5 });
    expect(seen.sample).toHaveLength(5);
    const proposal = seen.proposal as { id: number; revision: number };
    const before = await proposed();
    await expect(approveMarkedTags({ shopId: shop.shopId, by: STAFF, selection, proposal, seen: { adds: 4, removes: 0 } })).rejects.toThrow(/worked out anew/);
    expect(await proposed()).toEqual(before);
    expect(await approveMarkedTags({ shopId: shop.shopId, by: STAFF, selection, proposal, seen })).toMatchObject({ adds: 5, left: 18 });
  });

  it('of all that match are taken over all pages, and wait while writing is paused', async () => {
    await pauseWriting({ shopId: shop.shopId, by: STAFF });
    const seen = await loadMarkedTags({ shopId: shop.shopId, selection: all() });
    expect(seen).toMatchObject({ customers: 18, adds: 18, paused: true });
    expect(await approveMarkedTags({ shopId: shop.shopId, by: STAFF, selection: all(), proposal: seen.proposal as { id: number; revision: number }, seen })).toMatchObject({ adds: 18, left: 0 });
    expect(shop.tagsOf(at(2))).toEqual([]);
  });
});
