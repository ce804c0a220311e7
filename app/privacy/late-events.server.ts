import { withTenant } from '../database/tenant.server.ts';
import type { InboxEvent } from '../inbox/inbox-event.ts';
import { redactedAmong } from '../mirror/redactions.server.ts';
import { customersOfPayload } from './person-in-payload.ts';

/**
 * Which of these events of a shop are about somebody who was redacted. One that failed would else keep its payload for a
 * person to look at, and bring back who is to be forgotten.
 * @returns their ids
 */
export async function eventsOfRedacted(options: { shopId: number; events: readonly InboxEvent[] }): Promise<Set<number>> {
  const customers = new Map(options.events.map((event) => [event.id, customersOfPayload(event.topic, event.body)]));
  const asked = [...new Set([...customers.values()].flat())].filter((id) => Number.isSafeInteger(id));
  if (asked.length === 0) return new Set();
  const redacted = await withTenant(options.shopId, (tx) => redactedAmong(tx, asked));
  return new Set([...customers].flatMap(([id, theirs]) => (theirs.some((one) => redacted.has(one)) ? [id] : [])));
}
