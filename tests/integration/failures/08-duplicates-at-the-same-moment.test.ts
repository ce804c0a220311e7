import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closeLooker, eventHeaders, inboxRows, send, startIngress } from '../ingress/shopify-sender.ts';

// Failure 8: duplicates were dealt with twice, some of them at the same moment.
let ingress: Awaited<ReturnType<typeof startIngress>>;
beforeAll(async () => {
  ingress = await startIngress();
});
afterAll(async () => {
  await ingress.stop();
  await closePools();
  await closeLooker();
});

it('forty deliveries of one event, by several subscriptions and at one moment, are one event, and each is answered with 200', async () => {
  const headers = eventHeaders();
  const answers = await Promise.all(Array.from({ length: 40 }, async () => send(ingress.port, '{"id":1}', { headers: { ...headers, 'x-shopify-webhook-id': randomUUID() } })));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(await inboxRows('event_id = $1', [headers['x-shopify-event-id']])).toHaveLength(1);
});

it('one that comes again, by another subscription, is known still', async () => {
  const headers = eventHeaders();
  await send(ingress.port, '{"id":1}', { headers });
  const [first] = await inboxRows('event_id = $1', [headers['x-shopify-event-id']]);
  expect((await send(ingress.port, '{"id":1}', { headers: { ...headers, 'x-shopify-webhook-id': randomUUID() } })).status).toBe(200);
  expect((await inboxRows('event_id = $1', [headers['x-shopify-event-id']])).map(({ id }) => id)).toEqual([first?.id]);
});
