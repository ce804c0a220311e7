import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { closePools, systemPool } from '#app/database/pools.server.ts';
import { dealWithEvents, type EventHandler } from '#app/inbox/deal-with-events.server.ts';
import type { InboxEvent } from '#app/inbox/inbox-event.ts';
import { retryFailedEvents } from '#app/inbox/failed-events.server.ts';
import { MOST_CRASHES } from '#app/inbox/next-try.ts';
import { startPump, type Pump, type PumpOptions } from '#app/inbox/pump.server.ts';
import { InvalidInputError } from '#app/runtime/errors.ts';
import { inboxRows, putInInbox } from '#tests/factories/made-events.ts';
import { connectedAs } from '../ground/roles.ts';

const TOPICS = ['orders/create', 'orders/updated'];
const pumps: Pump[] = [];

/** A pump whose events all go to one handler. */
function start(handle: EventHandler, options: Partial<PumpOptions> = {}): Pump {
  const pump = startPump({
    topics: TOPICS,
    work: async ({ events, signal }) => dealWithEvents(events.flatMap((one) => (one.readable ? [one.event] : [])), handle, { random: () => 0, signal }),
    ...options,
  });
  pumps.push(pump);
  return pump;
}

const applied = (events: readonly InboxEvent[]) => events.map(({ id }) => ({ id, outcome: 'applied' as const }));

afterEach(async () => {
  await Promise.all(pumps.splice(0).map((pump) => pump.stop(0)));
  await systemPool().query('DELETE FROM inbox_events');
});

afterAll(async () => closePools());

describe('the pump', () => {
  it('deals with what stood in the inbox before it began and with what comes, in the order of arrival, and keeps no payload of it', async () => {
    const seen: number[] = [];
    const before = await putInInbox([{ shopDomain: 'a.myshopify.com' }, { shopDomain: 'a.myshopify.com' }]);
    start(async (events) => {
      seen.push(...events.map(({ id }) => id));
      return applied(events);
    });
    const after = await putInInbox([{ shopDomain: 'a.myshopify.com' }]);
    await vi.waitFor(async () => expect((await inboxRows([...before, ...after])).map((row) => row.state)).toEqual(['done', 'done', 'done']), 5_000);
    expect(seen).toEqual([...before, ...after]);
    expect((await inboxRows(before)).map((row) => row.payload)).toEqual([null, null]);
  });

  it('hears of an event at once, and finds one that nobody spoke of within its poll', async () => {
    const at: number[] = [];
    start(async (events) => {
      at.push(performance.now());
      return applied(events);
    }, { pollMs: 2_000 });
    const warm = await putInInbox([{ shopDomain: 'a.myshopify.com' }]);
    await vi.waitFor(async () => expect((await inboxRows(warm))[0]?.state).toBe('done'), 5_000);
    const spoken = performance.now();
    await putInInbox([{ shopDomain: 'a.myshopify.com' }]);
    await vi.waitFor(() => expect(at).toHaveLength(2), 5_000);
    expect((at[1] as number) - spoken).toBeLessThan(1_000);
    await putInInbox([{ shopDomain: 'b.myshopify.com' }], { silently: true });
    await vi.waitFor(() => expect(at).toHaveLength(3), 5_000);
  });

  it('serves a shop with a flood one turn a round: another one waits for one turn of it, however long the flood', async () => {
    const turns: string[] = [];
    let open: () => void = () => {};
    const gate = new Promise<void>((resolve) => (open = resolve));
    const flood = await putInInbox(Array.from({ length: 40 }, () => ({ shopDomain: 'flood.myshopify.com' })));
    start(async (events) => {
      turns.push(events[0]?.shopDomain ?? '');
      if (turns.length === 1) await gate;
      return applied(events);
    }, { shopsAtOnce: 1, turnEvents: 10 });
    await vi.waitFor(() => expect(turns).toHaveLength(1), 5_000);
    await putInInbox([{ shopDomain: 'small.myshopify.com' }, { shopDomain: 'other.myshopify.com' }]);
    open();
    await vi.waitFor(async () => expect((await inboxRows(flood)).every((row) => row.state === 'done')).toBe(true), 10_000);
    expect(turns.slice(0, 3)).toEqual(['flood.myshopify.com', 'small.myshopify.com', 'other.myshopify.com']);
    expect(turns.filter((one) => one === 'flood.myshopify.com')).toHaveLength(4);
  });

  it('lets no event that cannot be applied hold up the others of its shop, and tries again what may pass', async () => {
    const tries: Record<string, number> = { poison: 0, passing: 0, good: 0 };
    const ids = await putInInbox(['good', 'poison', 'passing', 'good'].map((kind) => ({ shopDomain: 'a.myshopify.com', body: { kind } })));
    start(async (events) => {
      for (const { body } of events) {
        const { kind } = body as { kind: string };
        tries[kind] = (tries[kind] ?? 0) + 1;
        if (kind === 'poison') throw new InvalidInputError('bad-order', 'The order has no date.');
        if (kind === 'passing' && events.length === 1 && tries[kind] === 1) throw new Error('jane@example.com went wrong');
      }
      return applied(events);
    });
    await vi.waitFor(async () => expect((await inboxRows(ids)).map((row) => row.state)).toEqual(['done', 'failed', 'new', 'done']), 5_000);
    const [, poison, passing] = await inboxRows(ids);
    expect(poison).toMatchObject({ attempts: 1, reason_code: 'bad-order', reason: 'The order has no date.' });
    expect(poison?.payload, 'it can be tried again by a person').not.toBeNull();
    expect(passing?.reason, 'words of others may be a person\'s').not.toContain('jane');
    expect(passing?.not_before?.getTime()).toBeGreaterThan(Date.now());
    await vi.waitFor(async () => expect((await inboxRows(ids)).map((row) => row.state)).toEqual(['done', 'failed', 'done', 'done']), 8_000);
  });

  it('puts aside what still fails after its tries', async () => {
    const ids = await putInInbox([{ shopDomain: 'a.myshopify.com' }]);
    await systemPool().query('UPDATE inbox_events SET attempts = 9');
    start(async () => {
      throw new Error('no luck');
    });
    await vi.waitFor(async () => expect(await inboxRows(ids)).toMatchObject([{ state: 'failed', attempts: 10, reason_code: 'unexpected' }]), 5_000);
  });

  it('leaves alone what nobody deals with', async () => {
    const seen: string[] = [];
    const ids = await putInInbox([{ shopDomain: 'a.myshopify.com', topic: 'shop/redact' }, { shopDomain: 'a.myshopify.com' }]);
    start(async (events) => {
      seen.push(...events.map((event) => event.topic));
      return applied(events);
    });
    await vi.waitFor(async () => expect((await inboxRows(ids)).map((row) => row.state)).toEqual(['new', 'done']), 5_000);
    expect(seen).toEqual(['orders/create']);
  });

  it('of two processes, one serves a shop at a time', async () => {
    let running = 0;
    let most = 0;
    const seen: number[] = [];
    const ids = await putInInbox(Array.from({ length: 30 }, () => ({ shopDomain: 'a.myshopify.com' })));
    const handle: EventHandler = async (events) => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((done) => setTimeout(done, 30));
      seen.push(...events.map(({ id }) => id));
      running -= 1;
      return applied(events);
    };
    start(handle, { turnEvents: 5 });
    start(handle, { turnEvents: 5 });
    await vi.waitFor(async () => expect((await inboxRows(ids)).every((row) => row.state === 'done')).toBe(true), 10_000);
    expect(most).toBe(1);
    expect(seen).toEqual(ids);
  });

  it('ends after the turn that is under way, and begins no other', async () => {
    const turns: number[] = [];
    const ids = await putInInbox(Array.from({ length: 20 }, () => ({ shopDomain: 'a.myshopify.com' })));
    const pump = start(async (events) => {
      turns.push(events.length);
      await new Promise((done) => setTimeout(done, 300));
      return applied(events);
    }, { turnEvents: 5 });
    await vi.waitFor(() => expect(turns).toHaveLength(1), 5_000);
    await pump.stop();
    expect(turns).toEqual([5]);
    expect((await inboxRows(ids)).filter((row) => row.state === 'done')).toHaveLength(5);
  });

  it('goes on when its connection was cut, and lets no two turns of a shop write at once', async () => {
    const signals: AbortSignal[] = [];
    const ids = await putInInbox([{ shopDomain: 'a.myshopify.com' }]);
    const pump = startPump({
      topics: TOPICS,
      work: async ({ events, signal }) => {
        signals.push(signal);
        if (signals.length === 1) await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
        return events.map(({ event }) => ({ event, state: 'done' as const }));
      },
    });
    pumps.push(pump);
    await vi.waitFor(() => expect(signals).toHaveLength(1), 5_000);
    await connectedAs('superuser', (client) => client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'regulars-inbox' AND datname = current_database()"));
    await vi.waitFor(async () => expect((await inboxRows(ids))[0]?.state).toBe('done'), 10_000);
    expect(signals[0]?.aborted).toBe(true);
  });

  it('takes the turn of a process that was killed, within seconds', async () => {
    const ids = await putInInbox([{ shopDomain: 'a.myshopify.com' }, { shopDomain: 'a.myshopify.com' }]);
    const child = spawn(process.execPath, [fileURLToPath(new URL('hold-a-turn.ts', import.meta.url))], { env: process.env, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    await once(child.stdout, 'data');
    const seen: number[] = [];
    start(async (events) => {
      seen.push(...events.map(({ id }) => id));
      return applied(events);
    });
    await new Promise((done) => setTimeout(done, 1_500));
    expect(seen, 'the shop is the other process\'s while that lives').toEqual([]);
    child.kill('SIGKILL');
    await ended;
    const killedAt = performance.now();
    await vi.waitFor(async () => expect((await inboxRows(ids)).map((row) => row.state)).toEqual(['done', 'done']), 30_000);
    expect(performance.now() - killedAt).toBeLessThan(20_000);
    expect(seen).toEqual(ids);
  });

  it('puts aside an event over which the process dies again and again, and gets the others of its shop through', async () => {
    const ids = await putInInbox(['good', 'good', 'poison', 'good', 'good'].map((kind) => ({ shopDomain: 'a.myshopify.com', body: { kind } })));
    let deaths = 0;
    for (let starts = 0; starts < 12 && (await inboxRows(ids)).some((row) => row.state === 'new'); starts += 1) {
      const child = spawn(process.execPath, [fileURLToPath(new URL('die-over-an-event.ts', import.meta.url))], { env: process.env, stdio: ['ignore', 'ignore', 'inherit'] });
      const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
      if (signal === 'SIGKILL') deaths += 1;
      if (deaths === 2) expect((await inboxRows(ids)).filter((row) => row.state === 'new').length, 'those before it are through once they are taken alone').toBeLessThanOrEqual(3);
      // Who waits for its next try is not waited for.
      await systemPool().query('UPDATE inbox_events SET not_before = NULL');
    }
    const rows = await inboxRows(ids);
    expect(rows.map((row) => row.state)).toEqual(['done', 'done', 'failed', 'done', 'done']);
    expect(rows[2]).toMatchObject({ reason_code: 'process-ended', attempts: MOST_CRASHES });
    expect(rows[2]?.payload, 'it can be tried again by a person').not.toBeNull();
    expect(deaths).toBe(MOST_CRASHES);
    await retryFailedEvents({ shopDomain: 'a.myshopify.com', ids: null });
    start(async (events) => applied(events));
    await vi.waitFor(async () => expect((await inboxRows(ids)).every((row) => row.state === 'done')).toBe(true), 10_000);
  }, 90_000);

  it('counts nothing against events whose turn failed while its process lives', async () => {
    const ids = await putInInbox([{ shopDomain: 'a.myshopify.com' }, { shopDomain: 'a.myshopify.com' }]);
    const turns: number[] = [];
    const failing = startPump({ topics: TOPICS, work: async ({ events }) => {
      turns.push(events.length);
      throw Object.assign(new Error('away'), { code: '57P01' });
    } });
    await vi.waitFor(() => expect(turns).toEqual([2]), 5_000);
    await failing.stop();
    start(async (events) => {
      turns.push(events.length);
      return applied(events);
    });
    await vi.waitFor(async () => expect((await inboxRows(ids)).every((row) => row.state === 'done')).toBe(true), 10_000);
    expect(turns.at(-1), 'both together').toBe(2);
    expect((await systemPool().query('SELECT FROM inbox_events WHERE crashes > 0')).rowCount).toBe(0);
  });
});
