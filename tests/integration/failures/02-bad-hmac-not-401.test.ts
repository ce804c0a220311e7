import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { WEBHOOK_TOPICS } from '#app/inbox/inbox-event.ts';
import { closeLooker, inboxRows, send, sign, startIngress } from '../ingress/shopify-sender.ts';

// Failure 2: a bad HMAC was answered with 403 or 405. Shopify's review sends one and wants 401.
let ingress: Awaited<ReturnType<typeof startIngress>>;
beforeAll(async () => {
  ingress = await startIngress();
});
afterAll(async () => {
  await ingress.stop();
  await closePools();
  await closeLooker();
});

it('a bad or missing signature gets 401 at every topic, the three about privacy included, and nothing is kept', async () => {
  for (const topic of Object.keys(WEBHOOK_TOPICS)) {
    for (const signature of ['', 'bad', sign('{}', 'another secret'), `${sign('{}')}x`]) {
      const { status } = await send(ingress.port, '{}', { headers: { 'x-shopify-topic': topic, 'x-shopify-hmac-sha256': signature } });
      expect(`${topic} "${signature}" ${status}`).toBe(`${topic} "${signature}" 401`);
    }
  }
  expect(await inboxRows()).toEqual([]);
});
