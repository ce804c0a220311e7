import { systemPool } from '../database/pools.server.ts';
import { payloadText } from './inbox-store.server.ts';

const EVENTS_A_STEP = 200;

/**
 * Takes the payloads out of a shop's events that name somebody who is to be forgotten: of those that were put aside for a person, and
 * those that wait for another try. What has just come is dealt with in its turn, and loses its payload then.
 * @param options.names says whether a payload names them; of one that is no JSON it is given the text, or null where it cannot be unpacked
 * @param options.except the event that asked for it, which is dealt with as any other
 * @returns how many
 */
export async function forgetPayloads(options: { shopDomain: string; names: (topic: string, payload: { body: unknown } | { text: string | null }) => boolean; except?: number }): Promise<number> {
  let forgotten = 0;
  for (let after = 0; ;) {
    const { rows } = await systemPool().query<{ id: number; topic: string; payload: Buffer }>(
      `SELECT id, topic, payload FROM inbox_events
        WHERE shop_domain = $1 AND id > $2 AND payload IS NOT NULL AND (state = 'failed' OR (state = 'new' AND attempts > 0 AND id <> $3)) ORDER BY id LIMIT $4`,
      [options.shopDomain, after, options.except ?? 0, EVENTS_A_STEP],
    );
    const last = rows.at(-1);
    if (last === undefined) return forgotten;
    after = last.id;
    const naming = rows.filter((row) => options.names(row.topic, said(row.payload))).map((row) => row.id);
    await systemPool().query(
      `UPDATE inbox_events SET state = 'ignored', payload = NULL, finished_at = coalesce(finished_at, now()), reason_code = 'redacted', reason = NULL WHERE id = ANY ($1::bigint[]) AND state IN ('failed', 'new')`,
      [naming],
    );
    forgotten += naming.length;
  }
}

function said(payload: Buffer): { body: unknown } | { text: string | null } {
  const text = payloadText(payload);
  if (text === null) return { text };
  try {
    return { body: JSON.parse(text) };
  } catch {
    return { text };
  }
}

/** Removes all events of a shop that is to be forgotten. */
export async function forgetEvents(options: { shopDomain: string }): Promise<void> {
  await systemPool().query('DELETE FROM inbox_events WHERE shop_domain = $1', [options.shopDomain]);
  await systemPool().query('DELETE FROM inbox_turns WHERE shop_domain = $1', [options.shopDomain]);
}
