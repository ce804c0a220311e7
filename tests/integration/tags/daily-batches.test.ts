import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { withTenant } from '#app/database/tenant.server.ts';
import * as clock from '#app/runtime/clock.server.ts';
import { approveTags } from '#app/tags/approve-tags.server.ts';
import { pauseWriting, resumeWriting, setDailyAdditions, writeBatchNow } from '#app/tags/change-writing.server.ts';
import { listTagRuns } from '#app/tags/list-tag-runs.server.ts';
import { loadTagWriting } from '#app/tags/load-tag-writing.server.ts';
import { stopRun } from '#app/tags/stop-run.server.ts';
import { undoRun } from '#app/tags/undo-run.server.ts';
import type { TagWritingView } from '#app/tags/writing-view.ts';
import { wakeWriting } from '#app/tags/wake-writing.server.ts';
import { STAFF, TaggedShop, waitingJobs } from './tagged-shop.ts';

let shop: TaggedShop;
const at = (index: number): number => shop.customerIds[index] as number;
const range = (from: number, to: number): number[] => shop.customerIds.slice(from, to);
const view = (): Promise<TagWritingView> => withTenant(shop.shopId, loadTagWriting);
const run = async (runId: number) => (await listTagRuns({ shopId: shop.shopId, runId }))[0];
const carriers = (tag: string): number => [...shop.allTags().values()].filter((tags) => tags.includes(tag)).length;

/** The business clock is the shop's own day here, as it goes on in production. */
let hour = 12;
beforeAll(async () => {
  shop = await TaggedShop.open({ customers: 120 });
  vi.spyOn(clock, 'now').mockImplementation(() => shop.now() + (hour - 12) * 3_600_000);
  for (const id of shop.customerIds) shop.standIn.live.removeTags('Customer', id, shop.tagsOf(id), null);
  shop.tick();
});

afterEach(() => {
  hour = 12;
});

afterAll(async () => {
  vi.restoreAllMocks();
  await shop.close();
});

/** Approves what makes so many customers Lapsed, ten additions a day. */
async function approveTen(customers: readonly number[]): Promise<number> {
  await shop.setRhythm('lapsed', customers);
  const proposal = await shop.propose();
  const { runId } = await approveTags({ shopId: shop.shopId, proposalId: proposal.proposalId ?? 0, by: STAFF, dailyAdditions: 10 });
  return runId;
}

async function nextMorning(): Promise<void> {
  shop.day += 1;
  hour = 4;
  await shop.write();
  hour = 12;
}

describe('additions in daily batches', () => {
  it('are written ten a day at three in the morning, once each, with what comes next told', async () => {
    const entry = shop.standIn.live.flowLog().length;
    const runId = await approveTen(range(0, 35));
    await shop.write();
    expect(carriers('Lapsed')).toBe(10);
    expect(await run(runId)).toMatchObject({ state: 'waiting', adds: 35, added: 10, dailyAdditions: 10, nextBatchAt: '2026-06-16T03:00:00.000Z' });
    expect((await view()).waiting).toEqual([{ runId, adds: 35, done: 10, next: 10, nextAt: '2026-06-16T03:00:00.000Z', after: expect.any(Number) as number }]);
    expect(await waitingJobs('next-tag-batch')).toBeGreaterThan(0);
    for (let again = 0; again < 3; again += 1) await shop.write();
    expect(carriers('Lapsed'), 'not twice on a day').toBe(10);
    shop.day += 1;
    hour = 2;
    await shop.write();
    expect(carriers('Lapsed'), 'not before its hour').toBe(10);
    shop.day -= 1;
    await nextMorning();
    expect(carriers('Lapsed')).toBe(20);
    expect(await shop.propose(), 'what waits is not proposed again').toMatchObject({ proposalId: null });
    // Nobody was there for three days: the next batch is one batch.
    shop.day += 3;
    await shop.write();
    expect(carriers('Lapsed')).toBe(30);
    await nextMorning();
    expect(await run(runId)).toMatchObject({ state: 'done', added: 35, skipped: 0, nextBatchAt: null });
    expect(shop.effectsSince(entry)).toHaveLength(35);
    expect((await view()).waiting).toEqual([]);
  });

  it('leave removals alone, which are all written at once', async () => {
    await shop.setRhythm('prospect', range(0, 35));
    await shop.propose();
    shop.day += 8;
    await shop.setRhythm('prospect', range(0, 35));
    const runId = await approveTen(range(40, 55));
    await shop.write();
    expect(await run(runId)).toMatchObject({ state: 'waiting', removes: 35, removed: 35, adds: 15, added: 10 });
    await nextMorning();
    expect(await run(runId)).toMatchObject({ state: 'done', added: 15 });
  });

  it('count for the day over all runs, the oldest first', async () => {
    const first = await approveTen(range(55, 67));
    await shop.write();
    const second = await approveTen(range(67, 70));
    await shop.write();
    expect([(await run(first))?.added, (await run(second))?.added]).toEqual([5, 0]);
    expect((await run(second))?.state).toBe('waiting');
    await nextMorning();
    expect([(await run(first))?.added, (await run(second))?.added]).toEqual([12, 3]);
  });

  it('can be sped up by a batch or by all, and changed', async () => {
    const runId = await approveTen(range(70, 100));
    await shop.write();
    await nextMorning();
    const before = carriers('Lapsed');
    const seen = (await view()).waiting.find((one) => one.runId === runId)?.after ?? -1;
    expect(await writeBatchNow({ shopId: shop.shopId, runId, how: 'next batch', after: seen })).toEqual({ additions: 10 });
    // A tab that was left open still shows that batch.
    for (const how of ['next batch', 'rest'] as const) await expect(writeBatchNow({ shopId: shop.shopId, runId, how, after: seen })).rejects.toMatchObject({ code: 'batch-moved' });
    await shop.write();
    expect(carriers('Lapsed')).toBe(before + 10);
    await setDailyAdditions({ shopId: shop.shopId, dailyAdditions: 3 });
    await nextMorning();
    expect(carriers('Lapsed')).toBe(before + 13);
    expect((await view()).dailyAdditions).toBe(3);
    await writeBatchNow({ shopId: shop.shopId, runId, how: 'rest' });
    await shop.write();
    expect(await run(runId)).toMatchObject({ state: 'done', added: 30 });
    await expect(writeBatchNow({ shopId: shop.shopId, runId, how: 'rest' })).rejects.toThrow(/no additions that wait/);
    await expect(setDailyAdditions({ shopId: shop.shopId, dailyAdditions: 0 })).rejects.toThrow(/above zero/);
  });

  it('are dropped where the rule has ceased to hold while they waited', async () => {
    shop.day += 1;
    const runId = await approveTen(range(100, 112));
    await shop.write();
    await shop.setRhythm('prospect', [at(111)]);
    await shop.propose();
    await nextMorning();
    expect(await run(runId)).toMatchObject({ state: 'done', added: 11, skipped: 1 });
    expect(shop.tagsOf(at(111))).toEqual([]);
  });

  it('can be stopped, or undone halfway; all at once from now on writes what waits', async () => {
    shop.day += 1;
    for (const table of ['tag_ledger', 'tag_changes', 'tag_batches', 'tag_runs', 'wanted_tags']) await shop.query(`DELETE FROM ${table}`);
    for (const id of shop.customerIds) shop.standIn.live.removeTags('Customer', id, ['Lapsed'], null);
    shop.tick();
    await shop.setRhythm('prospect', shop.customerIds);
    const stopped = await approveTen(range(0, 30));
    await shop.write();
    await stopRun({ shopId: shop.shopId, runId: stopped, how: 'cancel' });
    await shop.write();
    expect(await run(stopped)).toMatchObject({ state: 'cancelled', added: 10, cancelled: 20 });
    await nextMorning();
    expect(carriers('Lapsed')).toBe(10);
    shop.day += 1;
    const undone = await approveTen(range(0, 30));
    await shop.write();
    await undoRun({ shopId: shop.shopId, runId: undone, by: STAFF });
    await shop.write();
    expect(carriers('Lapsed')).toBe(10);
    expect(await run(undone)).toMatchObject({ state: 'cancelled' });
    await shop.query("DELETE FROM tag_ledger WHERE state = 'undone'");
    shop.day += 1;
    const rest = await approveTen(range(0, 30));
    await shop.write();
    await setDailyAdditions({ shopId: shop.shopId, dailyAdditions: null });
    await shop.write();
    expect(await run(rest)).toMatchObject({ state: 'done', added: 20 });
    expect(carriers('Lapsed')).toBe(30);
  });
});

describe('a pause', () => {
  it('keeps everything from being written, batches and undos too, until it ends; nothing is lost', async () => {
    shop.day += 1;
    const runId = await approveTen(range(30, 50));
    await pauseWriting({ shopId: shop.shopId, by: STAFF });
    const entry = shop.standIn.live.flowLog().length;
    await shop.write();
    await nextMorning();
    expect(shop.effectsSince(entry)).toEqual([]);
    expect((await view()).paused).toMatchObject({ by: { id: STAFF, name: null } });
    expect(await wakeWriting({ shopId: shop.shopId })).toBe(false);
    await resumeWriting({ shopId: shop.shopId, by: STAFF });
    expect(await wakeWriting({ shopId: shop.shopId })).toBe(true);
    await shop.write();
    expect(await run(runId)).toMatchObject({ state: 'waiting', added: 10 });
    await nextMorning();
    expect(await run(runId)).toMatchObject({ state: 'done', added: 20 });
    expect(shop.effectsSince(entry)).toHaveLength(20);
  });

  it('stops a run that is being written at its next safe point, and it goes on where it was', async () => {
    shop.day += 1;
    await setDailyAdditions({ shopId: shop.shopId, dailyAdditions: null });
    await shop.setRhythm('lapsed', range(50, 60));
    const runId = await shop.approve(await shop.propose());
    let paused: Promise<void> | undefined;
    await shop.write((step) => {
      if (step === 'leftovers settled') paused = pauseWriting({ shopId: shop.shopId, by: STAFF });
    });
    await paused;
    await shop.write();
    const there = await run(runId);
    expect(['approved', 'done']).toContain(there?.state);
    await resumeWriting({ shopId: shop.shopId, by: STAFF });
    await shop.write();
    expect(await run(runId)).toMatchObject({ state: 'done', added: 10 });
  });
});
