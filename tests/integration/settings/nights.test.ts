import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closePools, systemPool } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { installJobs } from '#app/jobs/install-jobs.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { jobs } from '#app/pipeline.server.ts';
import { scheduleNight } from '#app/settings/schedule-night.server.ts';
import { startNights } from '#app/settings/start-nights.server.ts';
import { findNight } from '#app/shops/nightly-store.server.ts';
import { saveNightlyMinute } from '#app/shops/shop-store.server.ts';
import { runRebuild } from '#app/profiles/run-rebuild.server.ts';
import { closeFactory, factoryPool, makeShop as makeBareShop, type MadeShop } from '#tests/factories/made-mirror.ts';

const DAY_MS = 86_400_000;
const NOON = Date.parse('2026-06-15T12:00:00Z');

beforeAll(async () => installJobs(process.env['DATABASE_OWNER_URL'] ?? '', jobs));

beforeEach(async () => {
  await factoryPool().query("UPDATE shops SET nightly_at = NULL, nightly_zone = NULL, nightly_minute = NULL; DELETE FROM pgboss.job WHERE name IN ('rebuild-profiles', 'start-nights')");
});

afterAll(async () => {
  await closeJobQueue(0);
  await closePools();
  await closeFactory();
});

/** A shop whose customers were sorted once: the first import is through. */
async function makeShop(shop: MadeShop): Promise<number> {
  const shopId = await makeBareShop(shop);
  await runRebuild({ shopId, now: NOON });
  return shopId;
}

interface Queued { shopId: number; cause: string; dueAt: string }
async function queued(): Promise<Queued[]> {
  const { rows } = await systemPool().query<{ data: Queued }>("SELECT data FROM pgboss.job WHERE name = 'rebuild-profiles' ORDER BY data->>'shopId'");
  return rows.map((row) => row.data);
}
/** As if the rebuilds that were queued had been done. */
const done = () => factoryPool().query("DELETE FROM pgboss.job WHERE name = 'rebuild-profiles'");
const nightOf = async (shopId: number): Promise<string | undefined> => (await findNight(shopId))?.at.toISOString();

describe('the night of a shop', () => {
  it('comes at its own midnight until the merchant chooses a time, and is begun once however often and by however many it is looked for', async () => {
    const tokyo = await makeShop({ timeZone: 'Asia/Tokyo' });
    const london = await makeShop({ timeZone: 'Europe/London' });
    for (const shopId of [tokyo, london]) await scheduleNight({ shopId, now: NOON });
    expect([await nightOf(tokyo), await nightOf(london)]).toEqual(['2026-06-15T15:00:00.000Z', '2026-06-15T23:00:00.000Z']);
    expect(await startNights({ now: NOON })).toBe(0);
    const justAfter = Date.parse('2026-06-15T15:00:30Z');
    const counts = await Promise.all(Array.from({ length: 4 }, () => startNights({ now: justAfter })));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(await queued()).toEqual([{ shopId: tokyo, cause: 'nightly', dueAt: '2026-06-15T15:00:00.000Z' }]);
    expect(await startNights({ now: justAfter + 60_000 })).toBe(0);
    expect(await nightOf(tokyo)).toBe('2026-06-16T15:00:00.000Z');
  });

  it('that nobody was there for is made up for once, not once for each', async () => {
    const shopId = await makeShop({ timeZone: 'UTC' });
    await scheduleNight({ shopId, now: NOON });
    const later = NOON + 10 * DAY_MS;
    expect(await startNights({ now: later })).toBe(1);
    await done();
    expect(await startNights({ now: later + 60_000 })).toBe(0);
    expect(await queued()).toEqual([]);
    expect(await nightOf(shopId)).toBe('2026-06-26T00:00:00.000Z');
  });

  it('follows a new time and a new zone, and is left as it is by a rebuild that finds both unchanged', async () => {
    const shopId = await makeShop({ timeZone: 'UTC' });
    await scheduleNight({ shopId, now: NOON });
    await withTenant(shopId, (tx) => saveNightlyMinute(tx, 3 * 60 + 30));
    await scheduleNight({ shopId, now: NOON });
    expect(await nightOf(shopId)).toBe('2026-06-16T03:30:00.000Z');
    await factoryPool().query("UPDATE shop_details SET iana_timezone = 'America/New_York' WHERE shop_id = $1", [shopId]);
    await scheduleNight({ shopId, now: NOON });
    expect(await nightOf(shopId)).toBe('2026-06-16T07:30:00.000Z');
    // Due, and a rebuild for another reason ends first: the night is still to come.
    await scheduleNight({ shopId, now: NOON + 2 * DAY_MS });
    expect(await nightOf(shopId)).toBe('2026-06-16T07:30:00.000Z');
  });

  it('is no work of its own when a rebuild of the shop waits already', async () => {
    const shopId = await makeShop({ timeZone: 'UTC' });
    await scheduleNight({ shopId, now: NOON });
    await startNights({ now: NOON + DAY_MS });
    await startNights({ now: NOON + 2 * DAY_MS });
    expect(await queued()).toHaveLength(1);
  });

  it('does not come to a shop that uninstalled the app, nor under a clock that stands still', async () => {
    const shopId = await makeShop({ timeZone: 'UTC' });
    await scheduleNight({ shopId, now: NOON });
    for (let look = 0; look < 3; look += 1) expect(await startNights({ now: NOON })).toBe(0);
    await factoryPool().query('UPDATE shops SET uninstalled_at = now() WHERE id = $1', [shopId]);
    expect(await startNights({ now: NOON + DAY_MS })).toBe(0);
    expect(await findNight(shopId)).toBeNull();
    await scheduleNight({ shopId, now: NOON });
    expect(await findNight(shopId)).toBeNull();
  });

  it('does not come before the first import is through: it would sort a part of the store as if it were all of it', async () => {
    const shopId = await makeBareShop({ timeZone: 'UTC' });
    await scheduleNight({ shopId, now: NOON });
    expect(await findNight(shopId)).toBeNull();
    await runRebuild({ shopId, now: NOON });
    await factoryPool().query('UPDATE shop_summaries SET provisional = true WHERE shop_id = $1', [shopId]);
    await scheduleNight({ shopId, now: NOON });
    expect(await findNight(shopId)).toBeNull();
  });

  it('is looked for by the index alone, and in as many steps as there are shops due', async () => {
    await factoryPool().query("INSERT INTO shops (domain, installed_at, nightly_at, nightly_zone, nightly_minute) SELECT 'night-' || n || '.myshopify.com', now(), '2026-07-01Z'::timestamptz + n * interval '1 minute', 'UTC', 0 FROM generate_series(1, 3000) n");
    await factoryPool().query('ANALYZE shops');
    expect(await startNights({ now: Date.parse('2026-07-01T04:10:00Z') })).toBe(250);
    const { rows } = await factoryPool().query<{ 'QUERY PLAN': string }>("EXPLAIN SELECT id FROM shops WHERE nightly_at <= '2026-07-01T04:12:00Z' AND uninstalled_at IS NULL ORDER BY nightly_at LIMIT 100");
    expect(rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('shops_nightly_at_idx');
    await factoryPool().query("DELETE FROM shops WHERE domain LIKE 'night-%'");
  });

  it('is looked for every minute by the queue itself', async () => {
    const { rows } = await systemPool().query<{ cron: string }>("SELECT cron FROM pgboss.schedule WHERE name = 'start-nights'");
    expect(rows).toEqual([{ cron: '* * * * *' }]);
    await installJobs(process.env['DATABASE_OWNER_URL'] ?? '', jobs.filter((job) => job.name !== 'start-nights'));
    await installJobs(process.env['DATABASE_OWNER_URL'] ?? '', jobs);
    expect((await systemPool().query("SELECT 1 FROM pgboss.schedule WHERE name = 'start-nights'")).rowCount).toBe(1);
  });
});
