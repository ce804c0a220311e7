import { createHmac, randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { MAX_PAYLOAD_BYTES, readPayload } from '#app/inbox/inbox-store.server.ts';
import { WEBHOOK_TOPICS } from '#app/inbox/inbox-event.ts';
import { closeLooker, eventHeaders, inboxRows, send, sign, startIngress } from './shopify-sender.ts';

let port: number;
let stop: () => Promise<void>;
const ORDER = JSON.stringify({ id: 450789469, admin_graphql_api_id: 'gid://shopify/Order/450789469', note: 'schön\u00a0\u2028', line_items: [{ id: 1, price: '199.00' }] });

beforeAll(async () => {
  ({ port, stop } = await startIngress());
});

afterAll(async () => {
  await stop();
  await closePools();
  await closeLooker();
});

const stored = async (eventId: string): Promise<number> => (await inboxRows('event_id = $1', [eventId])).length;

describe('a signed event', () => {
  it('is in the inbox, byte for byte and with what its headers say, by the time that it is answered with 200', async () => {
    const headers = eventHeaders({ 'x-shopify-shop-domain': 'Upper-Case.myshopify.com' });
    const before = Date.now();
    const answer = await send(port, ORDER, { headers });
    expect(answer.status).toBe(200);
    const rows = await inboxRows('event_id = $1', [headers['x-shopify-event-id']]);
    expect(rows).toMatchObject([{ shop_domain: 'upper-case.myshopify.com', topic: 'orders/create', webhook_id: headers['x-shopify-webhook-id'], api_version: '2026-10', state: 'new', payload_bytes: Buffer.byteLength(ORDER) }]);
    expect(rows[0]?.triggered_at.toISOString()).toBe('2026-11-28T12:34:56.123Z');
    expect(rows[0]?.received_at.getTime()).toBeGreaterThanOrEqual(before);
    expect(rows[0]?.received_at.getTime()).toBeLessThanOrEqual(Date.now());
    expect(readPayload(rows[0]?.payload ?? Buffer.alloc(0))).toEqual(JSON.parse(ORDER));
  });

  it('is taken of every topic, whether or not the shop is known and has a session', async () => {
    for (const topic of Object.keys(WEBHOOK_TOPICS)) {
      const headers = eventHeaders({ 'x-shopify-topic': topic, 'x-shopify-shop-domain': 'never-heard-of.myshopify.com' });
      expect(`${topic} ${(await send(port, '{}', { headers })).status}`).toBe(`${topic} 200`);
      expect(await inboxRows('event_id = $1', [headers['x-shopify-event-id']])).toMatchObject([{ topic }]);
    }
  });

  it('may be of any bytes: an empty body, no JSON, no UTF-8; they are stored as they came', async () => {
    for (const body of [Buffer.alloc(0), Buffer.from('{"a":'), Buffer.from([0xff, 0x00, 0xc3, 0x28, 0x00]), Buffer.from('\ufeff{}')]) {
      const headers = eventHeaders();
      expect((await send(port, body, { headers })).status).toBe(200);
      expect(await inboxRows('event_id = $1', [headers['x-shopify-event-id']])).toMatchObject([{ payload_bytes: body.length }]);
    }
  });

  it('of a topic that the app does not take is answered with 200, so that it does not come again, and not stored', async () => {
    const headers = eventHeaders({ 'x-shopify-topic': 'themes/publish' });
    expect((await send(port, ORDER, { headers })).status).toBe(200);
    expect(await stored(headers['x-shopify-event-id'] ?? '')).toBe(0);
  });

  it('comes in pieces with characters cut in two, and is signed over the bytes', async () => {
    const headers = eventHeaders();
    const body = Buffer.from(ORDER);
    const socket = connect(port, '127.0.0.1');
    const lines = Object.entries({ ...headers, 'x-shopify-hmac-sha256': sign(body), 'content-length': String(body.length), host: 'x', connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(`POST /webhooks HTTP/1.1\r\n${lines.join('')}\r\n`);
    for (let at = 0; at < body.length; at += 7) {
      socket.write(body.subarray(at, at + 7));
      await new Promise((done) => setTimeout(done, 1));
    }
    expect(await textOf(socket)).toMatch(/^HTTP\/1\.1 200 /);
    expect(await stored(headers['x-shopify-event-id'] ?? '')).toBe(1);
  });
});

describe('the same event', () => {
  it('three times at one moment is stored once, and each delivery is answered with 200', async () => {
    const headers = eventHeaders();
    const answers = await Promise.all([1, 2, 3].map(async () => send(port, ORDER, { headers: { ...headers, 'x-shopify-webhook-id': randomUUID() } })));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200]);
    expect(await stored(headers['x-shopify-event-id'] ?? '')).toBe(1);
  });

  it('again later leaves what is there as it is', async () => {
    const headers = eventHeaders();
    await send(port, ORDER, { headers });
    const first = await inboxRows('event_id = $1', [headers['x-shopify-event-id']]);
    expect((await send(port, '{"other":1}', { headers })).status).toBe(200);
    expect(await inboxRows('event_id = $1', [headers['x-shopify-event-id']])).toEqual(first);
  });

  it('under another topic is another message, and so is the same id of another shop', async () => {
    const headers = eventHeaders();
    const id = headers['x-shopify-event-id'] ?? '';
    const changes: Record<string, string>[] = [{}, { 'x-shopify-topic': 'orders/updated' }, { 'x-shopify-shop-domain': 'second.myshopify.com' }];
    for (const change of changes) {
      expect((await send(port, ORDER, { headers: { ...headers, ...change } })).status).toBe(200);
    }
    expect((await inboxRows('event_id = $1', [id])).map((row) => `${row.shop_domain} ${row.topic}`)).toEqual(['first.myshopify.com orders/create', 'first.myshopify.com orders/updated', 'second.myshopify.com orders/create']);
  });

  it('in crossed orders by many at once never ends in a deadlock', async () => {
    const ids = Array.from({ length: 40 }, () => randomUUID());
    const rounds = [ids, [...ids].reverse(), [...ids].sort(), ids].flat();
    const answers = await Promise.all(rounds.map(async (id) => send(port, ORDER, { headers: eventHeaders({ 'x-shopify-event-id': id }) })));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect((await inboxRows('event_id = ANY($1)', [ids])).length).toBe(ids.length);
  });
});

describe('a request that Shopify did not sign', () => {
  const body = Buffer.from(ORDER);
  const altered = Buffer.from(ORDER.replace('199.00', '198.00'));
  const right = sign(body);
  const cases: [string, Buffer, Record<string, string | string[]>][] = [
    ['with a byte altered after it was signed', altered, { 'x-shopify-hmac-sha256': right }],
    ['with its last byte cut off', body.subarray(0, -1), { 'x-shopify-hmac-sha256': right }],
    ['with a byte more', Buffer.concat([body, Buffer.from('\n')]), { 'x-shopify-hmac-sha256': right }],
    ['parsed and put together again', Buffer.from(JSON.stringify(JSON.parse(`{"a":1.0,"b":"\\u00e9"}`))), { 'x-shopify-hmac-sha256': sign('{"a":1.0,"b":"\\u00e9"}') }],
    ["signed with another app's secret", body, { 'x-shopify-hmac-sha256': sign(body, 'another-secret') }],
    ['signed in hex', body, { 'x-shopify-hmac-sha256': createHmac('sha256', process.env['SHOPIFY_API_SECRET'] ?? '').update(body).digest('hex') }],
    ['signed with SHA-1', body, { 'x-shopify-hmac-sha256': createHmac('sha1', process.env['SHOPIFY_API_SECRET'] ?? '').update(body).digest('base64') }],
    ['with a signature that is no base64', body, { 'x-shopify-hmac-sha256': 'not base64 at all, but as long as one ......' }],
    ['with the right signature in base64url', body, { 'x-shopify-hmac-sha256': right.replaceAll('+', '-').replaceAll('/', '_').replace('=', '') }],
    ['with an empty signature', body, { 'x-shopify-hmac-sha256': '' }],
    ['with the right signature twice', body, { 'x-shopify-hmac-sha256': [right, right] }],
    ['with a wrong signature before the right one', body, { 'x-shopify-hmac-sha256': [sign('x'), right] }],
    ['and without any header of an event', body, { 'x-shopify-hmac-sha256': sign('x'), 'x-shopify-topic': '', 'x-shopify-shop-domain': '', 'x-shopify-event-id': '', 'x-shopify-triggered-at': '' }],
  ];

  it.each(cases)('%s gets 401, and nothing is stored', async (_, sent, change) => {
    const headers = eventHeaders();
    const answer = await send(port, sent, { headers: { ...headers, ...change } });
    expect(answer.status).toBe(401);
    expect(await stored(headers['x-shopify-event-id'] ?? '')).toBe(0);
  });

  it('at all gets 401', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/webhooks`, { method: 'POST', body: ORDER });
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('');
  });

  it('but opened in a browser gets 405', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/webhooks`);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });
});

describe('a signed event that cannot be told from another', () => {
  const wrong: [string, Record<string, string | string[]>][] = [
    ['without a topic', { 'x-shopify-topic': '' }],
    ['with two topics', { 'x-shopify-topic': ['orders/create', 'orders/updated'] }],
    ['without a shop', { 'x-shopify-shop-domain': '' }],
    ['of a shop that is none of Shopify', { 'x-shopify-shop-domain': 'shop.example.com' }],
    ['of a shop that only looks like one', { 'x-shopify-shop-domain': 'shop.myshopify.com.example.com' }],
    ['of two shops', { 'x-shopify-shop-domain': ['first.myshopify.com', 'second.myshopify.com'] }],
    ['without an event id', { 'x-shopify-event-id': '' }],
    ['with an id that would end a text in the database', { 'x-shopify-event-id': 'a","b' }],
    ['without an instant', { 'x-shopify-triggered-at': '' }],
    ['with an instant that is none', { 'x-shopify-triggered-at': '2026-13-45T99:00:00Z' }],
  ];
  it.each(wrong)('%s gets 400, and nothing is stored', async (_, change) => {
    const before = (await inboxRows()).length;
    expect((await send(port, ORDER, { headers: { ...eventHeaders(), ...change } })).status).toBe(400);
    expect((await inboxRows()).length).toBe(before);
  });

  it('but names a null or carries no webhook id and version is taken', async () => {
    const headers = eventHeaders({ 'x-shopify-event-id': 'NULL', 'x-shopify-webhook-id': '', 'x-shopify-api-version': '"}' });
    expect((await send(port, ORDER, { headers })).status).toBe(200);
    expect(await inboxRows('event_id = $1', ['NULL'])).toMatchObject([{ webhook_id: '', api_version: '' }]);
  });
});

describe('a body', () => {
  it('of the largest size is taken', async () => {
    const body = Buffer.alloc(MAX_PAYLOAD_BYTES, 'x');
    const headers = eventHeaders();
    expect((await send(port, body, { headers })).status).toBe(200);
    expect(await inboxRows('event_id = $1', [headers['x-shopify-event-id']])).toMatchObject([{ payload_bytes: MAX_PAYLOAD_BYTES }]);
  });

  it('of a byte more gets 413, whether it says its length or not, and nothing is stored', async () => {
    const body = Buffer.alloc(MAX_PAYLOAD_BYTES + 1, 'x');
    const headers = eventHeaders();
    expect((await send(port, body, { headers })).status).toBe(413);
    const { 'content-length': _, ...without } = { ...headers, 'x-shopify-hmac-sha256': sign(body), 'content-length': '' };
    const streamed = await fetch(`http://127.0.0.1:${port}/webhooks`, { method: 'POST', headers: without, body: new ReadableStream({ start: (to) => (to.enqueue(body), to.close()) }), duplex: 'half' } as RequestInit);
    expect(streamed.status).toBe(413);
    expect(await stored(headers['x-shopify-event-id'] ?? '')).toBe(0);
  });

  it('that says a length it does not have is given up after two seconds, with 408', async () => {
    const headers = eventHeaders();
    const lines = Object.entries({ ...headers, 'x-shopify-hmac-sha256': sign(ORDER), 'content-length': '9000', host: 'x' }).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = connect(port, '127.0.0.1');
    const began = performance.now();
    socket.write(`POST /webhooks HTTP/1.1\r\n${lines.join('')}\r\n${ORDER}`);
    expect(await textOf(socket)).toMatch(/^HTTP\/1\.1 408 /);
    expect(performance.now() - began).toBeLessThan(4_500);
    expect(await stored(headers['x-shopify-event-id'] ?? '')).toBe(0);
  });

  it('whose sender goes away in the middle of it leaves nothing behind, and the next is taken', async () => {
    const headers = eventHeaders();
    const lines = Object.entries({ ...headers, 'x-shopify-hmac-sha256': sign(ORDER), 'content-length': String(ORDER.length + 10), host: 'x' }).map(([name, value]) => `${name}: ${value}\r\n`);
    const socket = connect(port, '127.0.0.1');
    socket.write(`POST /webhooks HTTP/1.1\r\n${lines.join('')}\r\n${ORDER}`);
    await new Promise((done) => setTimeout(done, 100));
    socket.destroy();
    await new Promise((done) => setTimeout(done, 100));
    expect(await stored(headers['x-shopify-event-id'] ?? '')).toBe(0);
    expect((await send(port, ORDER, { headers })).status).toBe(200);
  });
});

describe('a stored payload', () => {
  it('that is no JSON is refused without a word of it', () => {
    expect(() => readPayload(Buffer.from('nonsense'))).toThrow('cannot be unpacked');
  });

  it('10,000 levels deep or with a prototype in it is read as data', async () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    for (const body of [deep, '{"__proto__":{"admin":true}}']) {
      const headers = eventHeaders();
      expect((await send(port, body, { headers })).status).toBe(200);
      const [row] = await inboxRows('event_id = $1', [headers['x-shopify-event-id']]);
      expect((readPayload(row?.payload ?? Buffer.alloc(0)) as { admin?: boolean }).admin).toBeUndefined();
    }
  });
});

/** All that comes back until the other side closes. */
async function textOf(socket: ReturnType<typeof connect>): Promise<string> {
  let text = '';
  socket.on('data', (piece) => (text += piece.toString()));
  socket.on('error', () => undefined);
  await new Promise<void>((done) => socket.once('close', () => done()));
  return text;
}
