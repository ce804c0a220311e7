import { afterAll, beforeAll, expect, it } from 'vitest';
import { isWebhookTopic, type InboxEvent } from '#app/inbox/inbox-event.ts';
import { applyEvents } from '#app/mirror/apply-events.server.ts';
import { placeOrder } from '#tests/shopify-standin/store/place-order.ts';
import { webhookEvents } from '#tests/shopify-standin/webhooks/events.ts';
import { TaggedShop } from '../tags/tagged-shop.ts';

// Failure 9: the update came before the create, and the older one won.
let shop: TaggedShop;
const told: InboxEvent[] = [];

beforeAll(async () => {
  shop = await TaggedShop.open({ customers: 3 });
  const { live } = shop.standIn;
  live.onChange((change) => {
    for (const event of webhookEvents(change, live, 'http://127.0.0.1').filter(({ topic }) => isWebhookTopic(topic))) {
      told.push({ id: told.length + 1, shopDomain: shop.standIn.shopDomain, topic: event.topic, eventId: `e${told.length}`, triggeredAt: new Date(live.now()), attempts: 0, body: JSON.parse(JSON.stringify(event.payload())) });
    }
  });
});
afterAll(async () => shop.close());

const rows = () => shop.query<Record<string, unknown>>('SELECT o.*, (SELECT json_agg(l ORDER BY l.id) FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.id) AS lines FROM orders o ORDER BY id');

it('an order whose events come backwards stands as it would have had they come in order', async () => {
  const { live } = shop.standIn;
  const variant = [...live.store.products.values()].flatMap((product) => product.variants)[0];
  placeOrder(live, { customer: shop.customerIds[0] as number, lines: [{ variantId: variant?.id as number, quantity: 1, unitPrice: 2_500 }] });
  shop.tick();
  const created = told.find(({ topic }) => topic === 'orders/create');
  const order = created?.body as { id: number; updated_at: string; note: string | null };
  const at = new Date(live.now());
  const updated: InboxEvent = { ...(created as InboxEvent), id: 1_000, topic: 'orders/updated', eventId: 'update', triggeredAt: at, body: { ...order, updated_at: at.toISOString(), cancelled_at: at.toISOString(), cancel_reason: 'customer' } };

  expect((await applyEvents({ shopId: shop.shopId, events: [updated] })).map(({ outcome }) => outcome)).toEqual(['applied']);
  const first = await rows();
  expect(first).toMatchObject([{ id: order.id, cancel_reason: 'CUSTOMER' }]);
  expect((await applyEvents({ shopId: shop.shopId, events: [created as InboxEvent] })).map(({ outcome }) => outcome)).toEqual(['stale']);
  expect(await rows()).toEqual(first);
  // The same update again, as a late repetition brings it.
  await applyEvents({ shopId: shop.shopId, events: [{ ...updated, id: 1_001 }] });
  expect(await rows()).toEqual(first);
});
