import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { WEBHOOK_TOPICS } from '#app/inbox/inbox-event.ts';
import { MAX_PAYLOAD_BYTES, compressPayload, readPayload } from '#app/inbox/inbox-store.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { applyEvents } from '#app/mirror/apply-events.server.ts';
import { mergeCustomers } from '#app/tags/merge-customers.server.ts';
import { closeFactory } from '#tests/factories/made-mirror.ts';
import { closeLooker, eventHeaders, inboxRows, send, startIngress } from '../ingress/shopify-sender.ts';
import { eventsNaming } from './events-naming.ts';
import { digestOf, FOREIGN_OFFSET, makeTwins, NOW, type Twins } from './twin-shops.ts';

let twins: Twins;
let ingress: Awaited<ReturnType<typeof startIngress>>;
const MIRROR = Object.entries(WEBHOOK_TOPICS).filter(([, part]) => part === 'mirror').map(([topic]) => topic);

beforeAll(async () => {
  process.env['REGULARS_NOW'] = new Date(NOW).toISOString();
  twins = await makeTwins();
  ingress = await startIngress();
});
afterAll(async () => {
  delete process.env['REGULARS_NOW'];
  await ingress.stop();
  await closeJobQueue(0);
  await closePrisma();
  await closePools();
  await closeLooker();
  await closeFactory();
});

const idsFrom = (offset: number) => ({ customer: twins.customerId + offset, order: twins.orderId + offset, product: 1 + offset });

describe("an event that is signed for the one shop and names the other's rows", () => {
  it.each(MIRROR)('%s changes nothing of the other, whether the numbers are its own or those of both', async (topic) => {
    const before = await digestOf(twins.foreign);
    for (const offset of [FOREIGN_OFFSET, 0]) {
      const events = eventsNaming(twins.ownDomain, idsFrom(offset)).filter((event) => event.topic === topic);
      expect(events).toHaveLength(1);
      const outcomes = await applyEvents({ shopId: twins.own, events });
      expect(outcomes.map(({ outcome }) => outcome)).toEqual([expect.stringMatching(/applied|stale|ignored/)]);
    }
    expect(await digestOf(twins.foreign)).toEqual(before);
  });

  it('customers/merge merges customers of its own shop alone', async () => {
    const before = await digestOf(twins.foreign);
    for (const offset of [FOREIGN_OFFSET, 0]) await mergeCustomers({ shopId: twins.own, keptId: 1 + offset, goneId: 2 + offset, mergedAt: new Date(NOW) } as never);
    expect(await digestOf(twins.foreign)).toEqual(before);
  });

  it('is kept under the shop that it is signed for, whatever shop its body names', async () => {
    const headers = eventHeaders({ 'x-shopify-shop-domain': twins.ownDomain });
    expect((await send(ingress.port, JSON.stringify({ id: 1, shop_domain: twins.foreignDomain, shop_id: twins.foreign }), { headers })).status).toBe(200);
    expect(await inboxRows('event_id = $1', [headers['x-shopify-event-id']])).toMatchObject([{ shop_domain: twins.ownDomain }]);
  });
});

describe('a signed event whose body is hostile', () => {
  const bodies: Record<string, string> = {
    'a NUL in every text': JSON.stringify({ id: 1, first_name: 'a\0', email: '\0', tags: ['\0'], note: '\0' }),
    '__proto__': '{"id":1,"__proto__":{"polluted":"yes","tags":["x"]},"constructor":{"prototype":{"polluted":"yes"}}}',
    'JSON 10,000 deep': `{"id":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
    'JSON 1,000,000 deep': `${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`,
    '10 MB': JSON.stringify({ id: 1, first_name: 'x'.repeat(MAX_PAYLOAD_BYTES - 100) }),
    'a list': '[]', 'nothing': 'null', 'a number': '7', 'ids beyond any': '{"id":1e400,"customer":{"id":99999999999999999999}}',
  };

  it.each(Object.keys(bodies))('%s is taken, and applied or refused one by one with a reason that repeats nothing of it; no other event fails for it', async (name) => {
    const text = bodies[name] ?? '';
    const headers = eventHeaders({ 'x-shopify-shop-domain': twins.ownDomain });
    expect((await send(ingress.port, text, { headers })).status).toBe(200);
    let body: unknown;
    try {
      body = readPayload(await compressPayload(Buffer.from(text)));
    } catch (error) {
      expect((error as { code?: string }).code).toMatch(/^payload-/);
      return;
    }
    for (const topic of MIRROR) {
      const [good] = eventsNaming(twins.ownDomain, { customer: 5_000, order: 5_000, product: 5_000 }).filter((event) => event.topic === 'products/update');
      const outcomes = await applyEvents({ shopId: twins.own, events: [{ id: 1, shopDomain: twins.ownDomain, topic, eventId: name, triggeredAt: new Date(NOW), attempts: 0, body }, { ...good as NonNullable<typeof good>, id: 2 }] });
      expect(outcomes.map(({ id }) => id).sort()).toEqual([1, 2]);
      expect(outcomes.find(({ id }) => id === 2)?.outcome, topic).toMatch(/applied|stale/);
      expect(JSON.stringify(outcomes).length).toBeLessThan(2_000);
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
