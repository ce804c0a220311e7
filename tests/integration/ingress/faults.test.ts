import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openWay } from '#tests/e2e/app-process.ts';
import { type Answer, closeLooker, eventHeaders, inboxRows, lockInbox, send, sign } from './shopify-sender.ts';

// The app reaches its database by a way that can be cut. It reads its configuration when it is first asked, so that is said before anything of it is imported.
const system = new URL(process.env['DATABASE_SYSTEM_URL'] ?? '');
const way = await openWay(Number(system.port));
process.env['DATABASE_SYSTEM_URL'] = Object.assign(new URL(system), { port: String(way.port) }).href;
const [{ startIngress }, { closePools }] = await Promise.all([import('./shopify-sender.ts'), import('#app/database/pools.server.ts')]);

const ORDER = JSON.stringify({ id: 1 });
let port: number;
let stop: () => Promise<void>;

beforeAll(async () => {
  ({ port, stop } = await startIngress());
});

afterEach(async () => {
  way.mend();
  await expect.poll(async () => (await send(port, ORDER)).status, { timeout: 20_000 }).toBe(200);
});

afterAll(async () => {
  await stop();
  way.close();
  await closePools();
  await closeLooker();
});

/** As Shopify does, though sooner: the same again until it is taken. */
async function sendUntilTaken(headers: Record<string, string>): Promise<number[]> {
  const statuses: number[] = [];
  while (statuses.at(-1) !== 200 && statuses.length < 200) {
    statuses.push((await send(port, ORDER, { headers })).status);
    await new Promise((done) => setTimeout(done, 100));
  }
  return statuses;
}

describe('while the database', () => {
  it('refuses, every event gets a quick 503 with a time to come again, and is taken when it is back', async () => {
    way.cut();
    const answers = await Promise.all(Array.from({ length: 30 }, async () => send(port, ORDER)));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([503]));
    expect(answers.every((answer) => Number(answer.headers['retry-after']) >= 1)).toBe(true);
    expect(Math.max(...answers.map((answer) => answer.seconds))).toBeLessThan(2);
    const headers = eventHeaders();
    const taken = sendUntilTaken(headers);
    await new Promise((done) => setTimeout(done, 500));
    way.mend();
    const statuses = await taken;
    expect(statuses[0]).toBe(503);
    expect(statuses.at(-1)).toBe(200);
    expect(await inboxRows('event_id = $1', [headers['x-shopify-event-id']])).toHaveLength(1);
  });

  it('says nothing at all, no event waits longer than Shopify does, and those behind the first are told at once', async () => {
    way.freeze();
    const first = send(port, ORDER);
    await new Promise((done) => setTimeout(done, 300));
    const behind = await Promise.all([first, ...Array.from({ length: 20 }, async () => send(port, ORDER))]);
    expect(new Set(behind.map((answer) => answer.status))).toEqual(new Set([503]));
    expect(Math.max(...behind.map((answer) => answer.seconds))).toBeLessThan(4.5);
    // Now that it is known, nobody waits.
    const next = await send(port, ORDER);
    expect(next.status).toBe(503);
    expect(next.seconds).toBeLessThan(1);
  });

  it('holds an insert up in a lock, it is given up on both sides: 503, and nothing is committed afterwards', async () => {
    const headers = eventHeaders();
    const release = await lockInbox();
    const answer = await send(port, ORDER, { headers });
    expect(answer.status).toBe(503);
    expect(answer.seconds).toBeLessThan(4.5);
    await release();
    await new Promise((done) => setTimeout(done, 500));
    expect(await inboxRows('event_id = $1', [headers['x-shopify-event-id']])).toHaveLength(0);
    expect((await sendUntilTaken(headers)).at(-1)).toBe(200);
    expect(await inboxRows('event_id = $1', [headers['x-shopify-event-id']])).toHaveLength(1);
  });

  it('is away, what nobody signed still gets 401', async () => {
    way.cut();
    expect((await send(port, ORDER, { headers: { 'x-shopify-hmac-sha256': 'no signature' } })).status).toBe(401);
  });
});

describe('more than can be held', () => {
  it('is turned away at once with 503 while slow bodies fill the room, and taken again when they are gone', async () => {
    const lines = Object.entries({ ...eventHeaders(), 'x-shopify-hmac-sha256': sign(ORDER), 'content-length': '100', host: 'x' }).map(([name, value]) => `${name}: ${value}\r\n`);
    const sockets: Socket[] = [];
    let answer: Answer | undefined;
    // In waves: of those that come in one turn of the event loop only some are taken.
    for (let wave = 0; wave < 15 && answer?.status !== 503; wave += 1) {
      const more = Array.from({ length: 150 }, () => connect(port, '127.0.0.1').on('error', () => undefined));
      sockets.push(...more);
      await Promise.all(more.map((socket) => new Promise<void>((done) => socket.once('connect', () => done()))));
      for (const socket of more) socket.write(`POST /webhooks HTTP/1.1\r\n${lines.join('')}\r\nx`);
      await new Promise((done) => setTimeout(done, 20));
      answer = await send(port, ORDER);
    }
    expect(answer?.status).toBe(503);
    expect(answer?.seconds).toBeLessThan(1);
    for (const socket of sockets) socket.destroy();
    await expect.poll(async () => (await send(port, ORDER)).status, { timeout: 5_000 }).toBe(200);
  });

  it('at one moment is taken in part, the rest is told at once, and all of it is there after it came again', async () => {
    const all = Array.from({ length: 600 }, () => eventHeaders());
    const first = await Promise.all(all.map(async (headers) => send(port, ORDER, { headers })));
    expect(first.every((answer) => (answer.status === 200 || answer.status === 503) && answer.seconds < 4.5)).toBe(true);
    const refused = all.filter((_, index) => first[index]?.status === 503);
    for (const headers of refused) expect((await sendUntilTaken(headers)).at(-1)).toBe(200);
    expect(await inboxRows('event_id = ANY($1)', [all.map((headers) => headers['x-shopify-event-id'])])).toHaveLength(600);
  });
});
