import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { approveTags } from '#app/tags/approve-tags.server.ts';
import { listTagRuns } from '#app/tags/list-tag-runs.server.ts';
import { loadDiffRows, loadTagDiff } from '#app/tags/load-tag-diff.server.ts';
import type { TagSelection } from '#app/tags/tag-selection.ts';
import { STAFF, TaggedShop } from './tagged-shop.ts';

let shop: TaggedShop;
const at = (index: number): number => shop.customerIds[index] as number;
const range = (from: number, to: number): number[] => shop.customerIds.slice(from, to);
const approve = (selection: TagSelection, proposalId?: number) => approveTags({ shopId: shop.shopId, by: STAFF, selection, ...(proposalId === undefined ? {} : { proposalId }) });

beforeAll(async () => {
  shop = await TaggedShop.open({ customers: 60 });
  for (const id of shop.customerIds) shop.standIn.live.removeTags('Customer', id, shop.tagsOf(id), null);
  shop.tick();
  await shop.setRhythm('lapsed', range(0, 20));
  await shop.setRhythm('new', range(20, 25));
});

afterAll(async () => {
  await shop.close();
});

describe('a part of a proposal', () => {
  it('of a few customers is written alone, and the rest stays proposed under its number', async () => {
    const proposal = await shop.propose();
    expect(proposal.adds).toBe(25);
    const run = await approve({ customerIds: [at(0), at(1), at(20), at(40)] });
    expect(run).toMatchObject({ adds: 3, removes: 0, left: 22 });
    expect(run.runId).not.toBe(proposal.proposalId);
    await shop.write();
    expect(shop.tagsOf(at(0))).toEqual(['Lapsed']);
    expect(shop.tagsOf(at(20))).toEqual(['New']);
    expect(shop.tagsOf(at(2))).toEqual([]);
    expect((await listTagRuns({ shopId: shop.shopId, runId: run.runId }))[0]).toMatchObject({ state: 'done', adds: 3, added: 3, approvedBy: STAFF, automatic: false });
    const rest = (await loadTagDiff({ shopId: shop.shopId })).proposal;
    expect(rest).toMatchObject({ id: proposal.proposalId, adds: 22, customers: 22 });
    // Another window still shows what was approved.
    const seen = { shopId: shop.shopId, by: STAFF, proposalId: proposal.proposalId ?? 0 };
    for (const selection of [{}, { rules: ['lapsed' as const] }]) {
      await expect(approveTags({ ...seen, revision: proposal.revision, selection })).rejects.toMatchObject({ code: 'proposal-replaced' });
    }
    expect(rest?.revision).toBe(proposal.revision + 1);
  });

  it('of a tag that is most of it leaves the other tags proposed under a new number', async () => {
    const open = (await loadTagDiff({ shopId: shop.shopId })).proposal;
    const run = await approve({ rules: ['lapsed'] }, open?.id);
    expect(run).toEqual({ runId: open?.id, adds: 18, removes: 0, left: 4 });
    const rest = (await loadTagDiff({ shopId: shop.shopId })).proposal;
    expect(rest).toMatchObject({ adds: 4, removes: 0 });
    expect(rest?.id).not.toBe(open?.id);
    await expect(approve({}, open?.id)).rejects.toThrow(/worked out anew/);
    await shop.write();
    for (const id of range(0, 20)) expect(shop.tagsOf(id)).toEqual(['Lapsed']);
    for (const id of range(21, 25)) expect(shop.tagsOf(id)).toEqual([]);
  });

  it('of a tag at some customers is both, and one that nobody has is refused in words', async () => {
    await expect(approve({ rules: ['lapsed'] })).rejects.toThrow(/None of what you chose/);
    await expect(approve({ customerIds: [] })).rejects.toThrow(/None of what you chose/);
    expect(await approve({ rules: ['new', 'vip'], customerIds: [at(21), at(0)] })).toMatchObject({ adds: 1, left: 3 });
    await shop.write();
    expect(shop.tagsOf(at(21))).toEqual(['New']);
    expect((await loadDiffRows({ shopId: shop.shopId })).rows.map((row) => row.customerId)).toEqual(range(22, 25));
    expect(await shop.propose()).toMatchObject({ adds: 3, removes: 0 });
    expect(await approve({ customerIds: shop.customerIds })).toMatchObject({ adds: 3, left: 0 });
    await shop.write();
    expect(await shop.propose()).toMatchObject({ proposalId: null });
  });
});
