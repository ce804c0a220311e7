import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findUndoOf } from '#app/tags/find-undo.server.ts';
import { listTagRuns, loadTagRun } from '#app/tags/list-tag-runs.server.ts';
import { loadTagDiff } from '#app/tags/load-tag-diff.server.ts';
import { proposeTagsAgain } from '#app/tags/propose-again.server.ts';
import { undoAll, undoRun } from '#app/tags/undo-run.server.ts';
import { undoTag } from '#app/tags/undo-tag.server.ts';
import { STAFF, TaggedShop } from './tagged-shop.ts';

let shop: TaggedShop;
let beginning: Map<number, string[]>;
const at = (index: number): number => shop.customerIds[index] as number;
const range = (from: number, to: number): number[] => shop.customerIds.slice(from, to);
const stillThere = (map: Map<number, string[]>): Map<number, string[]> => new Map([...map].filter(([id]) => shop.customerIds.includes(id)));

beforeAll(async () => {
  shop = await TaggedShop.open({ customers: 120 });
  // Spellings and order that an undo must not touch.
  for (const tag of ['zebra', 'LAPSED', 'Árvíztűrő', 'alpha']) shop.merchantAdds(at(0), tag);
  for (const tag of ['b', 'VIP', 'a']) shop.merchantAdds(at(1), tag);
  beginning = shop.allTags();
});

afterAll(async () => {
  await shop.close();
});

describe('undo of a run', () => {
  it('takes off what it added, leaves alone what changed since, and counts it with the reason', async () => {
    await shop.setRhythm('lapsed', range(0, 6));
    const runId = (await shop.run()) as number;
    shop.merchantRemoves(at(2), 'Lapsed');
    shop.merchantRemoves(at(3), 'Lapsed');
    await shop.propose();
    shop.merchantAdds(at(3), 'lapsed');
    const { undoRunId, changes } = await undoRun({ shopId: shop.shopId, runId, by: STAFF });
    const [expected] = await listTagRuns({ shopId: shop.shopId, runId });
    expect(changes).toBe(expected?.added);
    await shop.write();
    const detail = await loadTagRun({ shopId: shop.shopId, runId: undoRunId });
    expect(detail?.run).toMatchObject({ kind: 'undo', undoOf: runId, state: 'done', removed: changes - 2, skipped: 2, approvedBy: STAFF });
    expect(detail?.outcomes.map((one) => one.outcome).sort()).toEqual(['gone-already', 'merchants']);
    expect(shop.tagsOf(at(3))).toContain('lapsed');
    expect(shop.tagsOf(at(4))).toEqual(beginning.get(at(4)));
    expect(shop.tagsOf(at(0))).toEqual(beginning.get(at(0)));
    await expect(undoRun({ shopId: shop.shopId, runId: undoRunId, by: STAFF })).rejects.toThrow(/an undo itself/);
  });

  it('keeps tags off until they are asked for again', async () => {
    expect(await shop.propose()).toMatchObject({ proposalId: null });
    const [undo] = (await listTagRuns({ shopId: shop.shopId })).filter((run) => run.kind === 'undo');
    expect((await loadTagDiff({ shopId: shop.shopId })).tags.find((tag) => tag.rule === 'lapsed')?.heldOff).toBeGreaterThan(2);
    expect(await proposeTagsAgain({ shopId: shop.shopId, undoRunId: undo?.id ?? 0 })).toBeGreaterThan(2);
    const again = await shop.propose();
    expect(again.adds).toBeGreaterThan(2);
    expect(await proposeTagsAgain({ shopId: shop.shopId, customerId: at(2), nameKey: 'lapsed' })).toBe(1);
    expect((await shop.propose()).adds).toBe(again.adds + 1);
  });

  it('refuses what is being undone already, however far that has come, and offers it no more', async () => {
    const runId = (await shop.run()) as number;
    const offered = async () => (await loadTagRun({ shopId: shop.shopId, runId }))?.run.canUndo;
    expect(await offered()).toBe(true);
    const [one, other] = await Promise.allSettled([1, 2].map(() => undoRun({ shopId: shop.shopId, runId, by: STAFF })));
    expect([one?.status, other?.status].sort()).toEqual(['fulfilled', 'rejected']);
    const undoRunId = (await findUndoOf({ shopId: shop.shopId, runId }))?.id ?? 0;
    for (const state of ['approved', 'paused', 'failed']) {
      await shop.query('UPDATE tag_runs SET state = $1 WHERE id = $2', [state, undoRunId]);
      await expect(undoRun({ shopId: shop.shopId, runId, by: STAFF })).rejects.toMatchObject({ code: 'undo-running' });
      await expect(undoTag({ shopId: shop.shopId, rule: 'lapsed', by: STAFF, keepOn: true })).rejects.toMatchObject({ code: 'undo-running' });
      await expect(undoAll({ shopId: shop.shopId, by: STAFF })).rejects.toMatchObject({ code: state === 'approved' ? 'undo' : 'undo-running' });
      expect(await offered()).toBe(false);
      expect(await findUndoOf({ shopId: shop.shopId, runId })).toEqual({ id: undoRunId, underWay: true });
    }
    await shop.query("UPDATE tag_runs SET undo_of = NULL, undo_rule = 'lapsed' WHERE id = $1", [undoRunId]);
    await expect(undoRun({ shopId: shop.shopId, runId, by: STAFF })).rejects.toMatchObject({ code: 'undo-running' });
    expect(await offered()).toBe(false);
    await shop.query("UPDATE tag_runs SET undo_of = $2, undo_rule = NULL, state = 'approved' WHERE id = $1", [undoRunId, runId]);
    await shop.write();
    expect(await findUndoOf({ shopId: shop.shopId, runId })).toEqual({ id: undoRunId, underWay: false });
    await expect(undoRun({ shopId: shop.shopId, runId, by: STAFF })).rejects.toThrow(/nothing left to undo/);
    await proposeTagsAgain({ shopId: shop.shopId, undoRunId });
  });

  it('refuses a run that is being written, that is not there, or that has nothing left', async () => {
    await expect(undoRun({ shopId: shop.shopId, runId: 999_999, by: STAFF })).rejects.toThrow(/no run 999999/);
    const runId = await shop.approve(await shop.propose());
    await expect(undoRun({ shopId: shop.shopId, runId, by: STAFF })).rejects.toThrow(/still being written/);
    await expect(undoAll({ shopId: shop.shopId, by: STAFF })).rejects.toThrow(/being written at the moment/);
    await shop.write();
    await undoRun({ shopId: shop.shopId, runId, by: STAFF });
    await shop.write();
    await expect(undoRun({ shopId: shop.shopId, runId, by: STAFF })).rejects.toThrow(/nothing left to undo/);
  });
});

describe('undo of everything', () => {
  it('gives back exactly the tags that customers began with, whatever the runs added and removed', async () => {
    for (const id of range(0, 6)) for (const tag of shop.tagsOf(id)) if (!(beginning.get(id) ?? []).includes(tag)) shop.merchantRemoves(id, tag);
    await shop.query('DELETE FROM tag_ledger');
    for (const rhythm of ['lapsed', 'new', 'prospect', 'lapsed'] as const) {
      await shop.setRhythm(rhythm, range(0, 80));
      await shop.run();
      await shop.propose();
      shop.day += 8;
      await shop.setRhythm(rhythm, range(0, 80));
      await shop.run();
    }
    expect(shop.allTags()).not.toEqual(beginning);
    const [last] = await listTagRuns({ shopId: shop.shopId });
    await undoRun({ shopId: shop.shopId, runId: last?.id ?? 0, by: STAFF });
    await shop.write();
    const plans = await undoAll({ shopId: shop.shopId, by: STAFF });
    expect(plans.length).toBeGreaterThanOrEqual(3);
    await shop.write();
    expect(stillThere(shop.allTags())).toEqual(beginning);
    for (const plan of plans) expect((await listTagRuns({ shopId: shop.shopId, runId: plan.undoRunId }))[0]?.failed).toBe(0);
    expect(await shop.propose()).toMatchObject({ adds: 0, removes: 0 });
    const entry = shop.standIn.live.flowLog().length;
    await undoAll({ shopId: shop.shopId, by: STAFF });
    await shop.write();
    expect(shop.effectsSince(entry), 'a second time there is nothing left').toEqual([]);
  });
});
