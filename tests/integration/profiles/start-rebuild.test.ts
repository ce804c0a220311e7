import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { createRun, endRun } from '#app/mirror/import-run.server.ts';
import { rebuildProfilesJob } from '#app/profiles/rebuild-profiles.job.server.ts';
import { REBUILD_PHASES } from '#app/profiles/rebuild-progress.ts';
import { forgetOldRebuilds, listRebuilds, type ProfileRebuild } from '#app/profiles/rebuild-store.server.ts';
import { runRebuild } from '#app/profiles/run-rebuild.server.ts';
import { startRebuild } from '#app/profiles/start-rebuild.server.ts';
import { unfinishedJobs } from '#app/jobs/unfinished-jobs.server.ts';
import { closeFactory, factoryPool, makeShop, putInMirror } from '#tests/factories/made-mirror.ts';

const NOW = Date.parse('2011-12-10T12:00:00Z');
let shopId: number;

beforeEach(async () => {
  shopId = await makeShop();
  await putInMirror(shopId, {
    customers: [{ id: 1 }, { id: 2 }],
    orders: [{ id: 10, customerId: 1, processedAt: '2011-10-01T10:00:00Z', lines: [{ net: 2_000 }] }],
  });
});

afterAll(async () => {
  await closeJobQueue(0);
  await closeFactory();
  await closePools();
});

const rebuilds = (): Promise<ProfileRebuild[]> => withTenant(shopId, (tx) => listRebuilds(tx, { limit: 20 }));

async function imported(): Promise<void> {
  await withTenant(shopId, async (tx) => endRun(tx, (await createRun(tx, null)).id, { status: 'succeeded', phase: 'done' }));
}

describe('a rebuild that a merchant asks for', () => {
  it('has a row and a job at once, and the row says who asked and what came of it', async () => {
    await imported();
    const { rebuildId } = await startRebuild({ shopId, requestedBy: '7' });
    expect(await rebuilds()).toMatchObject([{ id: rebuildId, status: 'queued', cause: 'merchant', requestedBy: '7' }]);
    expect(await unfinishedJobs([rebuildProfilesJob], String(shopId))).toEqual(['rebuild-profiles']);
    await runRebuild({ shopId, now: NOW });
    const [done] = await rebuilds();
    expect(done).toMatchObject({ id: rebuildId, status: 'succeeded', cause: 'merchant', requestedBy: '7', attempts: 1, customers: 2, inserted: 2, updated: 0, removed: 0, errorCode: null });
    expect(Object.keys(done?.timings ?? {}).sort()).toEqual([...REBUILD_PHASES].sort());
  });

  it('is begun once, however often and at the same moment it is asked for', async () => {
    await imported();
    const answers = await Promise.allSettled(Array.from({ length: 4 }, () => startRebuild({ shopId, requestedBy: '7' })));
    expect(answers.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    for (const one of answers) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'rebuild-running' });
    expect(await rebuilds()).toHaveLength(1);
  });

  it('is refused during an import, and before the first one', async () => {
    await expect(startRebuild({ shopId, requestedBy: '7' })).rejects.toMatchObject({ code: 'never-imported' });
    await imported();
    await withTenant(shopId, (tx) => createRun(tx, null));
    await expect(startRebuild({ shopId, requestedBy: '7' })).rejects.toMatchObject({ code: 'import-running' });
    expect(await rebuilds()).toEqual([]);
  });

  it('tells each phase while it is in it', async () => {
    await imported();
    const seen = new Set<string>();
    const watching = setInterval(() => void rebuilds().then(([one]) => seen.add(one?.phase ?? ''), () => {}), 2);
    // What the rebuild waits for in its last phase but one: until then the watcher has looked.
    const holder = await factoryPool().connect();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE profile_products IN ACCESS EXCLUSIVE MODE');
    const running = runRebuild({ shopId, now: NOW, cause: 'nightly' });
    await expect.poll(() => seen.has('products')).toBe(true);
    expect(await rebuilds()).toMatchObject([{ status: 'running', cause: 'nightly', phase: 'products', customers: 2 }]);
    await holder.query('ROLLBACK');
    holder.release();
    await running;
    clearInterval(watching);
    expect(await rebuilds()).toMatchObject([{ status: 'succeeded', phase: null }]);
  });

  it('whose worker is gone is taken up again by asking for it', async () => {
    await imported();
    const { rebuildId } = await startRebuild({ shopId, requestedBy: '7' });
    await factoryPool().query("UPDATE profile_rebuilds SET status = 'running', attempts = 1, progress_at = now() - interval '2 minutes' WHERE shop_id = $1", [shopId]);
    expect(await startRebuild({ shopId, requestedBy: '8' })).toEqual({ rebuildId });
    await runRebuild({ shopId, now: NOW });
    expect(await rebuilds()).toMatchObject([{ id: rebuildId, status: 'succeeded', attempts: 2 }]);
  });

  it('that cannot be done says why and stands in nobody’s way', async () => {
    await imported();
    await factoryPool().query('DELETE FROM shop_details WHERE shop_id = $1', [shopId]);
    await startRebuild({ shopId, requestedBy: '7' });
    await expect(runRebuild({ shopId, now: NOW })).rejects.toMatchObject({ code: 'shop-details' });
    expect(await rebuilds()).toMatchObject([{ status: 'failed', errorCode: 'shop-details', errorMessage: expect.stringContaining('import the store') as string }]);
  });

  it('that loses its database waits for its next try and says so', async () => {
    await imported();
    const holder = await factoryPool().connect();
    await holder.query('BEGIN');
    await holder.query('LOCK TABLE profile_products IN ACCESS EXCLUSIVE MODE');
    const running = runRebuild({ shopId, now: NOW }).catch((error: unknown) => error);
    await expect.poll(async () => (await rebuilds())[0]?.phase).toBe('products');
    await expect.poll(async () => {
      const { rows } = await factoryPool().query<{ ended: boolean }>("SELECT pg_terminate_backend(pid) AS ended FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
      return rows.length;
    }).toBe(1);
    expect(await running).toBeInstanceOf(Error);
    await holder.query('ROLLBACK');
    holder.release();
    expect(await rebuilds()).toMatchObject([{ status: 'running', attempts: 1, finishedAt: null, errorMessage: expect.stringContaining('The profiles of before stand') as string }]);
    await runRebuild({ shopId, now: NOW });
    expect(await rebuilds()).toMatchObject([{ status: 'succeeded', attempts: 2, errorMessage: null }]);
  });
});

describe('the log of rebuilds', () => {
  it('keeps the newest, and whatever is under way', async () => {
    await factoryPool().query(
      `INSERT INTO profile_rebuilds (shop_id, status, cause, requested_at) SELECT $1, CASE n WHEN 1 THEN 'queued' ELSE 'succeeded' END, 'nightly', now() FROM generate_series(1, 8) n`,
      [shopId],
    );
    expect(await withTenant(shopId, (tx) => forgetOldRebuilds(tx, 3))).toBe(4);
    expect((await rebuilds()).map((one) => one.status)).toEqual(['succeeded', 'succeeded', 'succeeded', 'queued']);
  });
});
