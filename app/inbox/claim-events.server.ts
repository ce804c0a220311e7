import { systemPool } from '../database/pools.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import type { InboxEvent } from './inbox-event.ts';
import { readPayload } from './inbox-store.server.ts';

/** An event that was taken out of the inbox. */
export type ClaimedEvent =
  | { readable: true; event: InboxEvent; receivedAt: Date }
  /** Its payload cannot be read, and never will be. */
  | { readable: false; event: Omit<InboxEvent, 'body'>; receivedAt: Date; fault: unknown };

const DUE = "state = 'new' AND topic = ANY ($1::text[]) AND (not_before IS NULL OR not_before <= $2)";

/**
 * The shops with an event that is due. Costs a look into the index for each shop that has any, however many events it has.
 * @param topics those that somebody deals with; events of others stay where they are
 */
export async function shopsWithDueEvents(topics: readonly string[]): Promise<string[]> {
  const { rows } = await systemPool().query<{ shop_domain: string }>(
    `WITH RECURSIVE shops AS (
       (SELECT shop_domain FROM inbox_events WHERE state = 'new' ORDER BY shop_domain LIMIT 1)
       UNION ALL
       SELECT (SELECT e.shop_domain FROM inbox_events e WHERE e.state = 'new' AND e.shop_domain > s.shop_domain ORDER BY e.shop_domain LIMIT 1)
         FROM shops s WHERE s.shop_domain IS NOT NULL)
     SELECT s.shop_domain FROM shops s WHERE s.shop_domain IS NOT NULL AND EXISTS (SELECT FROM inbox_events e WHERE e.shop_domain = s.shop_domain AND ${DUE})`,
    [topics, new Date(machineNow())],
  );
  return rows.map((row) => row.shop_domain);
}

interface EventRow {
  id: number;
  topic: string;
  event_id: string;
  triggered_at: Date;
  attempts: number;
  payload: Buffer | null;
  received_at: Date;
}

/** The oldest due events of one shop, read and parsed. The caller has the shop to itself: nothing is marked. */
export async function claimEvents(options: { shopDomain: string; topics: readonly string[]; most: number }): Promise<ClaimedEvent[]> {
  const { rows } = await systemPool().query<EventRow>(
    `SELECT id, topic, event_id, triggered_at, received_at, attempts, payload FROM inbox_events WHERE shop_domain = $3 AND ${DUE} ORDER BY id LIMIT $4`,
    [options.topics, new Date(machineNow()), options.shopDomain, options.most],
  );
  return rows.map((row) => {
    const event = { id: row.id, shopDomain: options.shopDomain, topic: row.topic, eventId: row.event_id, triggeredAt: row.triggered_at, attempts: row.attempts };
    try {
      return { readable: true, event: { ...event, body: readPayload(row.payload ?? EMPTY) }, receivedAt: row.received_at };
    } catch (fault) {
      return { readable: false, event, receivedAt: row.received_at, fault };
    }
  });
}

const EMPTY = Buffer.alloc(0);
