import { tagKey } from '#app/profiles/tag-key.ts';
import type { LiveStore } from '#tests/shopify-standin/store/live-store.ts';
import type { StoreChange } from '#tests/shopify-standin/store/store-change.ts';

/** Watches, at Shopify, whose each customer's tag is, and notes an app that takes away what it did not put there. */
export class TagOwners {
  /** By customer and tag: the app that put it there, or null for the merchant. */
  private readonly owners = new Map<number, Map<string, string | null>>();
  readonly violations: string[] = [];

  constructor(live: LiveStore) {
    for (const customer of live.store.customers.values()) for (const tag of customer.tags) this.of(customer.id).set(tagKey(tag), null);
    live.onChange((change) => this.see(change));
  }

  private of(customerId: number): Map<string, string | null> {
    const known = this.owners.get(customerId) ?? new Map<string, string | null>();
    this.owners.set(customerId, known);
    return known;
  }

  private see(change: StoreChange): void {
    if (change.kind === 'merge') {
      // Whoever stays carries the tags of both; what stood with both is the one who stays'.
      for (const [key, owner] of this.of(change.goneId)) if (!this.of(change.keptId).has(key)) this.of(change.keptId).set(key, owner);
      this.owners.delete(change.goneId);
    }
    if (change.kind !== 'tags' || change.type !== 'Customer') return;
    const tags = this.of(change.id);
    for (const tag of change.removed) {
      const owner = tags.get(tagKey(tag));
      if (change.source !== null && owner !== change.source) this.violations.push(`The app took the tag "${tag}" off customer ${change.id}, which ${owner === null ? 'the merchant' : (owner ?? 'nobody')} had put there.`);
      tags.delete(tagKey(tag));
    }
    for (const tag of change.added) if (!tags.has(tagKey(tag))) tags.set(tagKey(tag), change.source);
  }
}
