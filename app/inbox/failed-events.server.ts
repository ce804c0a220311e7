import { systemPool } from '../database/pools.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { INBOX_CHANNEL } from './inbox-channel.ts';

/** An event that was put aside for a person. */
export interface FailedEvent {
  id: number;
  topic: string;
  failedAt: Date;
  tries: number;
  code: string | null;
  reason: string | null;
}

export async function listFailedEvents(options: { shopDomain: string; most: number }): Promise<FailedEvent[]> {
  const { rows } = await systemPool().query<FailedEvent>(
    `SELECT id, topic, finished_at AS "failedAt", attempts AS tries, reason_code AS code, reason
       FROM inbox_events WHERE shop_domain = $1 AND state = 'failed' ORDER BY finished_at DESC, id DESC LIMIT $2`,
    [options.shopDomain, options.most],
  );
  return rows;
}

export async function countFailedEvents(options: { shopDomain: string }): Promise<number> {
  const { rows } = await systemPool().query<{ count: number }>("SELECT count(*)::int AS count FROM inbox_events WHERE shop_domain = $1 AND state = 'failed'", [options.shopDomain]);
  return rows[0]?.count ?? 0;
}

/**
 * Puts failed events of a shop back among the new ones, with all their tries.
 * @param options.ids null: all of them
 * @returns how many
 */
export async function retryFailedEvents(options: { shopDomain: string; ids: readonly number[] | null }): Promise<number> {
  const { rows } = await systemPool().query<{ count: number }>(
    `WITH again AS (
       UPDATE inbox_events SET state = 'new', attempts = 0, crashes = 0, not_before = NULL, finished_at = NULL, reason_code = NULL, reason = NULL
        WHERE shop_domain = $1 AND state = 'failed' AND ($2::bigint[] IS NULL OR id = ANY ($2::bigint[])) RETURNING 1)
     SELECT count(*)::int AS count, pg_notify($3, $1) FROM again`,
    [options.shopDomain, options.ids, INBOX_CHANNEL],
  );
  return rows[0]?.count ?? 0;
}

/** Leaves a failed event of a shop be, for good: its payload goes. @returns how many: 0 when it is not there any more */
export async function dismissFailedEvent(options: { shopDomain: string; id: number }): Promise<number> {
  const { rowCount } = await systemPool().query(
    "UPDATE inbox_events SET state = 'ignored', reason_code = 'dismissed', payload = NULL, finished_at = $3 WHERE shop_domain = $1 AND id = $2 AND state = 'failed'",
    [options.shopDomain, options.id, new Date(machineNow())],
  );
  return rowCount ?? 0;
}
