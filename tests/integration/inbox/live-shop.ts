import { randomUUID } from 'node:crypto';
import { isWebhookTopic } from '#app/inbox/inbox-event.ts';
import { installJobs } from '#app/jobs/install-jobs.server.ts';
import { jobs } from '#app/pipeline.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { approveTags } from '#app/tags/approve-tags.server.ts';
import { setSafetyBrake, switchAutomaticOn } from '#app/tags/change-writing.server.ts';
import { proposeTags } from '#app/tags/propose-tags.server.ts';
import { writeTags } from '#app/tags/write-tags.server.ts';
import { putInInbox, type MadeEvent } from '#tests/factories/made-events.ts';
import { placeOrder } from '#tests/shopify-standin/store/place-order.ts';
import { webhookEvents } from '#tests/shopify-standin/webhooks/events.ts';
import { urlOf } from '../ground/roles.ts';
import { STAFF, TaggedShop } from '../tags/tagged-shop.ts';

// The shop's June, so that an order of today is one of today. Read when the app first asks for its configuration.
export const NOW = '2026-06-15T18:00:00Z';
process.env['REGULARS_NOW'] = NOW;

/**
 * A shop of the local Shopify with automatic writing on, whose changes go into the inbox as its webhooks would, once
 * `listen` was called. Nobody in it has bought anything yet as far as the app knows.
 */
export class LiveShop {
  readonly tagged: TaggedShop;
  /** What was told, in its order. */
  readonly told: { topic: string; ids: Promise<number[]> }[] = [];

  private constructor(tagged: TaggedShop) {
    this.tagged = tagged;
  }

  static async open(options: { customers: number }): Promise<LiveShop> {
    await installJobs(urlOf('owner'), jobs);
    const tagged = await TaggedShop.open(options);
    const { shopId, standIn, customerIds } = tagged;
    for (const id of customerIds) standIn.live.removeTags('Customer', id, tagged.tagsOf(id), null);
    tagged.tick();
    // One approval by a person comes before any that is automatic.
    await tagged.setRhythm('lapsed', customerIds.slice(0, 1));
    await tagged.importTags();
    await rebuildProfiles({ shopId, now: Date.parse(NOW) });
    await proposeTags({ shopId });
    await approveTags({ shopId, by: STAFF });
    await writeTags({ shopId });
    await setSafetyBrake({ shopId, percent: 100, customers: 1_000 });
    await switchAutomaticOn({ shopId, by: STAFF });
    tagged.tick();
    await tagged.importTags();
    return new LiveShop(tagged);
  }

  get shopId(): number {
    return this.tagged.shopId;
  }

  get shopDomain(): string {
    return this.tagged.standIn.shopDomain;
  }

  customer(index: number): number {
    return this.tagged.customerIds[index] as number;
  }

  /** From now on the app hears of what happens in the shop. */
  listen(): () => void {
    const { live } = this.tagged.standIn;
    return live.onChange((change) => {
      for (const event of webhookEvents(change, live, 'http://127.0.0.1').filter(({ topic }) => isWebhookTopic(topic))) this.told.push({ topic: event.topic, ids: this.put({ topic: event.topic, body: event.payload() }) });
    });
  }

  async put(event: Omit<MadeEvent, 'shopDomain'>): Promise<number[]> {
    return putInInbox([{ shopDomain: this.shopDomain, eventId: randomUUID(), triggeredAt: new Date(this.tagged.standIn.live.now()).toISOString(), ...event }]);
  }

  /** A customer buys one of something, now. */
  buys(customerId: number): void {
    const { live } = this.tagged.standIn;
    const variant = [...live.store.products.values()].flatMap((product) => product.variants)[0];
    if (variant === undefined) throw new Error('The store has nothing to sell.');
    placeOrder(live, { customer: customerId, lines: [{ variantId: variant.id, quantity: 1, unitPrice: 2_500 }] });
    this.tagged.tick();
  }
}
