import { systemPool } from '../database/pools.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import type { InboxEvent } from './inbox-event.ts';
import { readPayload } from './inbox-store.server.ts';

/** An event that was taken out of the inbox. */
export type ClaimedEvent =
  | { readable: true; event: InboxEvent; receivedAt: Date; alone: boolean }
  /** Its payload cannot be read, and never will be. `alone`: a process died over it or beside it, so that it was taken without the others that are due. */
  | { readable: false; event: Omit<InboxEvent, 'body'>; receivedAt: Date; alone: boolean; fault: unknown };

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
  crashes: number;
  payload: Buffer | null;
  received_at: Date;
}

// One that a process died over is taken alone, so that it can be told from those that were with it.
const CLAIM = `
  WITH due AS (
    SELECT *, row_number() OVER (ORDER BY id) AS place FROM (
      SELECT id, topic, event_id, triggered_at, received_at, attempts, crashes, payload FROM inbox_events WHERE shop_domain = $3 AND ${DUE} ORDER BY id LIMIT $4) AS oldest),
  taken AS (
    SELECT * FROM due WHERE place < coalesce((SELECT greatest(place, 2) FROM due WHERE crashes > 0 ORDER BY place LIMIT 1), $4::integer + 1)),
  noted AS (
    INSERT INTO inbox_turns (shop_domain, holder, event_ids)
    SELECT $3, $5, array_agg(id) FROM taken WHERE $5::text IS NOT NULL HAVING count(*) > 0
    ON CONFLICT (shop_domain) DO UPDATE SET holder = EXCLUDED.holder, event_ids = EXCLUDED.event_ids)
  SELECT id, topic, event_id, triggered_at, received_at, attempts, crashes, payload FROM taken ORDER BY id`;

/**
 * The oldest due events of one shop, read and parsed. The caller has the shop to itself: the events are not marked.
 * @param options.holder who has them in its hands from now on, until endTurn: should it die, it is known over which (blame-turn.server.ts)
 */
export async function claimEvents(options: { shopDomain: string; topics: readonly string[]; most: number; holder?: string }): Promise<ClaimedEvent[]> {
  const { rows } = await systemPool().query<EventRow>({
    name: 'claim-inbox-events', text: CLAIM, values: [options.topics, new Date(machineNow()), options.shopDomain, options.most, options.holder ?? null],
  });
  return rows.map((row) => {
    const event = { id: row.id, shopDomain: options.shopDomain, topic: row.topic, eventId: row.event_id, triggeredAt: row.triggered_at, attempts: row.attempts };
    const claimed = { receivedAt: row.received_at, alone: row.crashes > 0 };
    try {
      return { ...claimed, readable: true, event: { ...event, body: readPayload(row.payload ?? EMPTY) } };
    } catch (fault) {
      return { ...claimed, readable: false, event, fault };
    }
  });
}

const EMPTY = Buffer.alloc(0);
