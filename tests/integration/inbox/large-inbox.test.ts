import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePools, systemPool } from '#app/database/pools.server.ts';
import { loadShopEvents, SHOP_EVENTS } from '#app/inbox/shop-events.server.ts';
import { KEEP_EVENT_DAYS, tidyInbox } from '#app/inbox/tidy-inbox.server.ts';
import { inboxRows, putInInbox } from '#tests/factories/made-events.ts';

const MINE = 'mine.myshopify.com';
/** Events of a week of forty busy shops, and a few of mine. */
const OTHERS = 120_000;

beforeAll(async () => {
  await systemPool().query(
    `INSERT INTO inbox_events (shop_domain, topic, event_id, webhook_id, api_version, triggered_at, received_at, payload_bytes, state, finished_at)
     SELECT CASE WHEN n % 1000 = 0 THEN $1 ELSE 'shop-' || n % 40 || '.myshopify.com' END, 'orders/updated', 'week-' || n, 'w', '2026-10', at, at, 6500, 'done', at + interval '1 second'
       FROM generate_series(1, $2::integer) AS n, LATERAL (SELECT now() - (($2::integer - n) * interval '5 seconds') AS at) AS moment`,
    [MINE, OTHERS],
  );
}, 60_000);

afterAll(async () => {
  await systemPool().query('DELETE FROM inbox_events');
  await closePools();
});

interface Plan { 'Shared Hit Blocks': number; 'Shared Read Blocks': number; 'Node Type': string; Plans?: Plan[] }

describe('the events of one shop on the Data page', () => {
  it('cost what is of that shop and that day, and no look through the inbox', async () => {
    const now = Date.now();
    const { rows } = await systemPool().query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${SHOP_EVENTS}`, [MINE, new Date(now - 3_600_000), new Date(now), 'UTC']);
    const plan = (rows[0] as { 'QUERY PLAN': [{ Plan: Plan }] })['QUERY PLAN'][0].Plan;
    const scans = (of: Plan): string[] => [of['Node Type'], ...(of.Plans ?? []).flatMap(scans)];
    expect(scans(plan)).not.toContain('Seq Scan');
    expect(plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], 'pages looked at').toBeLessThan(200);
  });

  it('are those since the shop\'s midnight and since an hour ago, the last one whenever it came, and what waits', async () => {
    const shopDomain = 'quiet.myshopify.com';
    expect(await loadShopEvents({ shopDomain, timeZone: 'UTC' })).toEqual({ today: 0, lastHour: 0, waiting: 0, lastAt: null, oldestWaiting: null });
    const [old] = await putInInbox([{ shopDomain }]);
    await systemPool().query("UPDATE inbox_events SET received_at = now() - interval '3 days', state = 'done', finished_at = now() WHERE id = $1", [old]);
    const before = await loadShopEvents({ shopDomain, timeZone: 'UTC' });
    expect(before).toMatchObject({ today: 0, lastHour: 0, waiting: 0 });
    expect(before.lastAt?.getTime()).toBeLessThan(Date.now() - 2 * 86_400_000);
    await putInInbox([{ shopDomain }]);
    expect(await loadShopEvents({ shopDomain, timeZone: 'UTC' })).toMatchObject({ lastHour: 1, waiting: 1 });
  });
});

describe('an event that was dealt with', () => {
  it('stays for a week, to know its repetition, and goes then; what failed stays longer, and what waits is never removed', async () => {
    const shopDomain = 'tidy.myshopify.com';
    const ids = await putInInbox(Array.from({ length: 6 }, () => ({ shopDomain })));
    const days = [KEEP_EVENT_DAYS.dealtWith + 0.01, KEEP_EVENT_DAYS.dealtWith + 0.01, KEEP_EVENT_DAYS.dealtWith - 0.01, KEEP_EVENT_DAYS.failed - 0.01, KEEP_EVENT_DAYS.failed + 0.01];
    const states = ['done', 'ignored', 'done', 'failed', 'failed'];
    for (const [at, state] of states.entries()) {
      await systemPool().query("UPDATE inbox_events SET state = $2, finished_at = now() - $3 * interval '1 day', received_at = now() - $3 * interval '1 day' WHERE id = $1", [ids[at], state, days[at]]);
    }
    await systemPool().query("UPDATE inbox_events SET received_at = now() - interval '90 days' WHERE id = $1", [ids[5]]);
    // In more than one step.
    expect(await tidyInbox({ rowsAStep: 2 })).toBe(3);
    expect((await inboxRows(ids)).map((row) => row.id)).toEqual([ids[2], ids[3], ids[5]]);
    expect(await tidyInbox()).toBe(0);
  });

  it('is removed by the worker without anybody asking for it', async () => {
    const { jobs } = await import('#app/pipeline.server.ts');
    expect(jobs.find((job) => job.name === 'tidy-inbox')?.cron).toBe('17 * * * *');
  });
});
