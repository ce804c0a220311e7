import { systemPool } from '../database/pools.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { log } from '../runtime/log.server.ts';
import { MOST_CRASHES, pauseBeforeNextTry } from './next-try.ts';

/**
 * What a process that died left of its turn. An event that takes the process with it (all memory gone, a fault in native
 * code) never comes to where its try is counted, and would be tried for ever, and with it its shop. So a turn notes which
 * events it has (claimEvents), and whoever finds the note of another holder counts it against them here.
 */

/** Whether a shop has the note of another holder. The caller has the shop to itself, but not since this was looked at. */
export const LEFT_BEHIND = "EXISTS (SELECT FROM inbox_turns WHERE shop_domain = $2 AND holder <> $3 AND event_ids <> '{}')";

const BLAME = `
  WITH dead AS (
    UPDATE inbox_turns t SET holder = $2, event_ids = '{}'
      FROM (SELECT event_ids FROM inbox_turns WHERE shop_domain = $1 AND holder <> $2 FOR UPDATE) AS before
     WHERE t.shop_domain = $1 RETURNING before.event_ids),
  counted AS (
    SELECT e.id, e.crashes + 1 AS crashes, e.crashes + 1 >= ${MOST_CRASHES} AS enough FROM inbox_events e, dead WHERE e.id = ANY (dead.event_ids) AND e.state = 'new')
  UPDATE inbox_events e
     SET crashes = c.crashes, attempts = least(e.attempts + 1, 32767),
         state = CASE WHEN c.enough THEN 'failed' ELSE 'new' END,
         finished_at = CASE WHEN c.enough THEN $3::timestamptz END,
         not_before = CASE WHEN NOT c.enough THEN $3::timestamptz + ($4::float8[])[c.crashes] * interval '1 millisecond' END,
         reason_code = 'process-ended',
         reason = CASE WHEN c.enough THEN 'Regulars stopped in the middle of this ' || c.crashes || ' times, the last ones with nothing else in hand.' ELSE 'Regulars stopped in the middle of this.' END
    FROM counted c WHERE e.id = c.id RETURNING e.state`;

/**
 * Counts the death of a holder against the events it had: they are taken one by one from now on, which tells the one that
 * did it from those that were with it, and that one is put aside after MOST_CRASHES.
 * @param options.holder of whoever has the shop now
 * @returns how many events the dead holder left
 */
export async function blameTurn(options: { shopDomain: string; holder: string }): Promise<number> {
  const { rows } = await systemPool().query<{ state: string }>(BLAME, [options.shopDomain, options.holder, new Date(machineNow()), PAUSES]);
  const failed = rows.filter((row) => row.state === 'failed').length;
  if (rows.length > 0) log.warn({ shop: options.shopDomain, events: rows.length, failed }, 'a process died in the midst of a turn; its events are taken one by one');
  return rows.length;
}

/** By how often it happened. The first time it may have been any of them: nobody waits. */
const PAUSES = Array.from({ length: MOST_CRASHES }, (_, index) => (index === 0 ? 0 : pauseBeforeNextTry(index, { random: 0 }) ?? 0));

/** The holder has nothing of the shop in its hands any more. */
export async function endTurn(options: { shopDomain: string; holder: string }): Promise<void> {
  await systemPool().query("UPDATE inbox_turns SET event_ids = '{}' WHERE shop_domain = $1 AND holder = $2", [options.shopDomain, options.holder]);
}
