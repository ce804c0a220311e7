import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemPool, closePools } from '#app/database/pools.server.ts';
import { dismissFailedWork, loadFailedWork, retryFailedWork } from '#app/insights/failed-work.server.ts';
import { installJobs } from '#app/jobs/install-jobs.server.ts';
import { jobs } from '#app/pipeline.server.ts';
import { inboxRows, putInInbox } from '#tests/factories/made-events.ts';
import { closeFactory, factoryPool, makeShop } from '#tests/factories/made-mirror.ts';
import { urlOf } from '../ground/roles.ts';

interface OfShop { shopId: number; shopDomain: string }
let ours: OfShop;
let theirs: OfShop;

async function shop(): Promise<OfShop> {
  const shopId = await makeShop();
  const { rows } = await factoryPool().query<{ domain: string }>('SELECT domain FROM shops WHERE id = $1', [shopId]);
  return { shopId, shopDomain: rows[0]?.domain ?? '' };
}

/** A job in the queue's table, as the queue leaves one. */
async function putJob(shopId: number, state: string, options: { name?: string; at?: string } = {}): Promise<string> {
  const { rows } = await systemPool().query<{ id: string }>(
    `INSERT INTO pgboss.job (name, data, state, singleton_key, policy, retry_count, completed_on, output)
     VALUES ($1, $2, $3::pgboss.job_state, $4, 'stately', 5, CASE WHEN $3::text > 'b' THEN coalesce($5::timestamptz, now()) END, '{"code": "access-denied", "reason": "Shopify denies access."}') RETURNING id`,
    [options.name ?? 'propose-tags', JSON.stringify({ shopId }), state, String(shopId), options.at ?? null],
  );
  return rows[0]?.id ?? '';
}

async function failedEvent({ shopDomain }: OfShop): Promise<number> {
  const [id] = await putInInbox([{ shopDomain }]);
  await systemPool().query("UPDATE inbox_events SET state = 'failed', attempts = 10, finished_at = now(), reason_code = 'form', reason = 'No date.' WHERE id = $1", [id]);
  return id as number;
}

async function jobState(id: string): Promise<string | undefined> {
  return (await systemPool().query<{ state: string }>('SELECT state FROM pgboss.job WHERE id = $1', [id])).rows[0]?.state;
}

beforeAll(async () => {
  await installJobs(urlOf('owner'), jobs);
  [ours, theirs] = [await shop(), await shop()];
});

beforeEach(async () => {
  await systemPool().query('DELETE FROM inbox_events');
  await systemPool().query('DELETE FROM pgboss.job');
});

afterAll(async () => {
  await closeFactory();
  await closePools();
});

describe('work that failed', () => {
  it('is what of this shop was given up, events and jobs, with why; none of another shop', async () => {
    const [event, job] = [await failedEvent(ours), await putJob(ours.shopId, 'failed')];
    await failedEvent(theirs);
    await putJob(theirs.shopId, 'failed');
    await putInInbox([{ shopDomain: ours.shopDomain }]);
    const { work, count } = await loadFailedWork(ours);
    expect(count).toBe(2);
    expect(work.find((one) => one.source === 'event')).toMatchObject({ key: `event ${event}`, kind: 'orders/create', tries: 10, code: 'form', reason: 'No date.' });
    expect(work.find((one) => one.source === 'job')).toMatchObject({ key: `job ${job}`, kind: 'propose-tags', tries: 6, code: 'access-denied', reason: 'Shopify denies access.' });
  });

  it('leaves out a job whose work was done by a later one of its kind', async () => {
    await putJob(ours.shopId, 'failed', { at: '2026-01-01T00:00:00Z' });
    await putJob(ours.shopId, 'completed', { at: '2026-01-01T01:00:00Z' });
    expect((await loadFailedWork(ours)).count).toBe(0);
    await putJob(ours.shopId, 'failed', { at: '2026-01-01T02:00:00Z' });
    expect((await loadFailedWork(ours)).count).toBe(1);
  });

  it('is tried again with all its tries, one or all of it; where the same work waits already, that one is enough', async () => {
    const [event, one, two] = [await failedEvent(ours), await putJob(ours.shopId, 'failed'), await putJob(ours.shopId, 'failed')];
    const foreign = await putJob(theirs.shopId, 'failed');
    expect(await retryFailedWork({ ...ours, key: `event ${event}` })).toEqual({ retried: 1 });
    expect(await inboxRows([event])).toMatchObject([{ state: 'new', attempts: 0, reason: null }]);
    expect(await retryFailedWork({ ...ours, key: null })).toEqual({ retried: 2 });
    expect([await jobState(one), await jobState(two)].sort()).toEqual(['retry', undefined]);
    expect(await jobState(foreign)).toBe('failed');
    expect((await loadFailedWork(ours)).count).toBe(0);
  });

  it('is left out for good, and an event loses its payload', async () => {
    const [event, job] = [await failedEvent(ours), await putJob(ours.shopId, 'failed')];
    await dismissFailedWork({ ...ours, key: `event ${event}` });
    await dismissFailedWork({ ...ours, key: `job ${job}` });
    expect(await inboxRows([event])).toMatchObject([{ state: 'ignored', reason_code: 'dismissed', payload: null }]);
    expect(await jobState(job)).toBeUndefined();
  });

  it('of another shop, or that is no longer there, is refused and stays as it is', async () => {
    const [event, job] = [await failedEvent(theirs), await putJob(theirs.shopId, 'failed')];
    for (const key of [`event ${event}`, `job ${job}`]) {
      await expect(retryFailedWork({ ...ours, key })).rejects.toMatchObject({ code: 'failed-work-gone' });
      await expect(dismissFailedWork({ ...ours, key })).rejects.toMatchObject({ code: 'failed-work-gone' });
    }
    await expect(retryFailedWork({ ...ours, key: 'everything' })).rejects.toMatchObject({ code: 'failed-work' });
    expect((await loadFailedWork(theirs)).count).toBe(2);
  });
});
