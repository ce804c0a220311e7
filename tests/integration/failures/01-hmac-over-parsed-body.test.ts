import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closeLooker, eventHeaders, inboxRows, send, sign, startIngress } from '../ingress/shopify-sender.ts';

// Failure 1: the HMAC was taken over a parsed or a cut body.
let ingress: Awaited<ReturnType<typeof startIngress>>;
/** Written as no serializer would write it again. */
const BODY = '{ "price": 1.0,\n\t"name": "caf\\u00e9 \u2028", "id": 12345678901234567890, "id": 1 }';

beforeAll(async () => {
  ingress = await startIngress();
});
afterAll(async () => {
  await ingress.stop();
  await closePools();
  await closeLooker();
});

it('an event is checked over the bytes that came: what a parser would write otherwise is taken, and kept as it came', async () => {
  const headers = eventHeaders();
  expect((await send(ingress.port, BODY, { headers })).status).toBe(200);
  expect(await inboxRows('event_id = $1', [headers['x-shopify-event-id']])).toMatchObject([{ payload_bytes: Buffer.byteLength(BODY) }]);
});

it.each([
  ['parsed and written again', JSON.stringify(JSON.parse(BODY))],
  ['cut by a byte', BODY.slice(0, -1)],
  ['cut to nothing', ''],
  ['with its spaces gone', BODY.replaceAll(' ', '')],
])('the same body %s is not what was signed: 401', async (_, sent) => {
  const headers: Record<string, string> = { ...eventHeaders(), 'x-shopify-hmac-sha256': sign(BODY) };
  expect((await send(ingress.port, sent, { headers })).status).toBe(401);
  expect(await inboxRows('event_id = $1', [headers['x-shopify-event-id']])).toEqual([]);
});
