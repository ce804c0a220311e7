import { zstdCompressSync } from 'node:zlib';
import { noticeOf, INBOX_CHANNEL } from '#app/inbox/inbox-channel.ts';
import { systemPool } from '#app/database/pools.server.ts';

/** An event as a test puts it into the inbox, past HTTP and its signature. */
export interface MadeEvent {
  shopDomain: string;
  topic?: string;
  eventId?: string;
  triggeredAt?: string;
  body?: unknown;
  /** Bytes in place of a body. */
  /** It was tried once, and is not to be taken before this instant. */
  notBefore?: Date;
  payload?: Buffer;
}

let made = 0;

/** Puts events into the inbox in one transaction, and says so as the web process does. @returns their ids */
export async function putInInbox(events: readonly MadeEvent[], options: { silently?: boolean } = {}): Promise<number[]> {
  const client = await systemPool().connect();
  try {
    await client.query('BEGIN');
    const ids: number[] = [];
    for (const event of events) {
      made += 1;
      const body = Buffer.from(JSON.stringify(event.body ?? { id: made }));
      const { rows } = await client.query<{ id: number }>(
        `INSERT INTO inbox_events (shop_domain, topic, event_id, webhook_id, api_version, triggered_at, received_at, payload, payload_bytes, attempts, not_before)
         VALUES ($1, $2, $3, $4, '2026-10', $5, now(), $6, $7, $8, $9) RETURNING id`,
        [event.shopDomain, event.topic ?? 'orders/create', event.eventId ?? `event-${made}`, `webhook-${made}`, event.triggeredAt ?? new Date().toISOString(), event.payload ?? zstdCompressSync(body), body.length, event.notBefore === undefined ? 0 : 1, event.notBefore ?? null],
      );
      ids.push(rows[0]?.id as number);
    }
    if (options.silently !== true) await client.query('SELECT pg_notify($1, $2)', [INBOX_CHANNEL, noticeOf(events.map((event) => event.shopDomain))]);
    await client.query('COMMIT');
    return ids;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

export interface InboxRow {
  id: number;
  state: string;
  attempts: number;
  payload: Buffer | null;
  reason_code: string | null;
  reason: string | null;
  not_before: Date | null;
}

export async function inboxRows(ids: readonly number[]): Promise<InboxRow[]> {
  const { rows } = await systemPool().query<InboxRow>('SELECT id, state, attempts, payload, reason_code, reason, not_before FROM inbox_events WHERE id = ANY ($1::bigint[]) ORDER BY id', [ids]);
  return rows;
}
