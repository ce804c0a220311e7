import type { InboxEvent } from '#app/inbox/inbox-event.ts';
import type { LiveStore } from '#tests/shopify-standin/store/live-store.ts';
import { webhookEvents } from '#tests/shopify-standin/webhooks/events.ts';

/** Writes down, from now on, every event that Shopify would tell of a store, as it would stand in the inbox. */
export function writeDownEvents(live: LiveStore, pictureUrl: string): InboxEvent[] {
  const told: InboxEvent[] = [];
  live.onChange((change) => {
    const at = 'at' in change ? change.at : live.now();
    for (const event of webhookEvents(change, live, pictureUrl)) {
      const id = told.length + 1;
      // As it goes over the wire, in the state of this moment.
      told.push({ id, shopDomain: live.store.shop.domain, topic: event.topic, eventId: `event-${id}`, triggeredAt: new Date(at), attempts: 0, body: JSON.parse(JSON.stringify(event.payload())) as unknown });
    }
  });
  return told;
}
