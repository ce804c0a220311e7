import { json, openFakeShopify, type FakeShopify } from '../ground/fake-shopify.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { COMPLIANCE_TOPICS, WEBHOOK_TOPICS } from '#app/inbox/inbox-event.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { closeLooker } from '../ingress/shopify-sender.ts';
import { LeavingShop } from './uninstalled-shop.ts';

// Failure 6: after the uninstall the handler of webhooks failed for good, for want of a session: also at the topics about privacy, which come just then.
let shop: LeavingShop;
let shopify: FakeShopify;
beforeAll(async () => {
  shopify = await openFakeShopify();
  shopify.answers(json(401, { errors: '[API] Invalid API key or access token' }));
  shop = await LeavingShop.open('leaver.myshopify.com');
  await shop.tell('app/uninstalled', { id: 1 });
});
afterAll(async () => {
  await shop.close();
  await shopify.close();
  await closeJobQueue(0);
  await closePrisma();
  await closePools();
  await closeLooker();
});

const BODIES: Record<string, object> = {
  'customers/data_request': { shop_id: 1, shop_domain: 'leaver.myshopify.com', orders_requested: [10], customer: { id: 1, email: 'a@example.com', phone: null }, data_request: { id: 9 } },
  'customers/redact': { shop_id: 1, shop_domain: 'leaver.myshopify.com', customer: { id: 1, email: 'a@example.com', phone: null }, orders_to_redact: [10] },
  'shop/redact': { shop_id: 1, shop_domain: 'leaver.myshopify.com' },
};

it('every topic is answered with 200, and none is put aside as failed: it comes to its end', async () => {
  const order = [...Object.keys(WEBHOOK_TOPICS).filter((topic) => !COMPLIANCE_TOPICS.some((one) => one === topic)), ...COMPLIANCE_TOPICS];
  for (const topic of order) {
    const { status, state, reason } = await shop.tell(topic, BODIES[topic] ?? { id: 1 }, { patienceMs: 30_000 });
    expect(`${topic} ${status} ${state}`).toMatch(/ 200 (done|ignored)$/);
    // The data of a shop that has gone is still there: what is asked about it is followed, and never ignored for want of the app.
    if (COMPLIANCE_TOPICS.some((one) => one === topic)) expect(`${topic} ${reason}`).not.toMatch(/not-installed|unknown-shop/);
  }
});
