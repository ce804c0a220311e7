import { systemPool } from '../database/pools.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { RegularsError, RetryableError, errorCode, isRetryable } from '../runtime/errors.ts';
import type { InboxEvent } from './inbox-event.ts';
import { endTurn } from './blame-turn.server.ts';
import { pauseBeforeNextTry } from './next-try.ts';

/** What became of an event. `reason` never holds anything of a person. */
export type EventOutcome =
  | { event: Pick<InboxEvent, 'id' | 'attempts'>; state: 'done'; reasonCode?: string }
  | { event: Pick<InboxEvent, 'id' | 'attempts'>; state: 'ignored'; reasonCode: string; reason?: string }
  | { event: Pick<InboxEvent, 'id' | 'attempts'>; state: 'failed'; reasonCode: string; reason: string }
  | { event: Pick<InboxEvent, 'id' | 'attempts'>; state: 'new'; reasonCode: string; reason: string; waitMs: number };

/** What an event that threw is to become: tried again after a pause, or put aside for a person. */
export function outcomeOfError(event: Pick<InboxEvent, 'id' | 'attempts'>, error: unknown, random: number): EventOutcome {
  return failedOutcome(event, { reasonCode: errorCode(error) ?? 'unexpected', reason: reasonOf(error) }, {
    retryable: isRetryable(error), random, atLeastMs: error instanceof RetryableError ? error.retryAfterMs : undefined,
  });
}

/** The same for one of which a room says that it failed. */
export function failedOutcome(
  event: Pick<InboxEvent, 'id' | 'attempts'>, why: { reasonCode: string; reason: string }, options: { retryable: boolean; random: number; atLeastMs?: number | undefined },
): EventOutcome {
  const waitMs = options.retryable ? pauseBeforeNextTry(event.attempts + 1, options) : null;
  return waitMs === null ? { event, ...why, state: 'failed' } : { event, ...why, state: 'new', waitMs };
}

/** Our own errors say what may be shown. Those of others may repeat what they met, and that may be a person's. */
function reasonOf(error: unknown): string {
  if (error instanceof RegularsError) return error.message.slice(0, 500);
  const code = errorCode(error);
  return code === undefined ? 'An error that nobody foresaw.' : `An error that nobody foresaw (${code}).`;
}

/**
 * Keeps what became of events. Whoever has been dealt with loses the payload: the inbox keeps no personal data longer than it needs.
 * @param turn that ends with it
 */
export async function settleEvents(outcomes: readonly EventOutcome[], turn?: { shopDomain: string; holder: string }): Promise<void> {
  if (outcomes.length === 0) return turn === undefined ? undefined : endTurn(turn);
  const at = machineNow();
  await systemPool().query(
    `WITH ended AS (UPDATE inbox_turns SET event_ids = '{}' WHERE shop_domain = $3 AND holder = $4)
     UPDATE inbox_events e
        SET state = n.state, attempts = least(n.attempts, 32767), not_before = n.not_before, reason_code = n.reason_code, reason = n.reason,
            finished_at = CASE WHEN n.state = 'new' THEN NULL ELSE $2::timestamptz END,
            payload = CASE WHEN n.state IN ('done', 'ignored') THEN NULL ELSE e.payload END
       FROM jsonb_to_recordset($1::jsonb) AS n (id bigint, state text, attempts integer, not_before timestamptz, reason_code text, reason text)
      WHERE e.id = n.id AND e.state = 'new'`,
    [
      JSON.stringify(outcomes.map((one) => ({
        id: one.event.id, state: one.state, attempts: one.event.attempts + 1, not_before: one.state === 'new' ? new Date(at + one.waitMs) : null,
        reason_code: one.reasonCode ?? null, reason: 'reason' in one ? one.reason ?? null : null,
      }))),
      new Date(at),
      turn?.shopDomain ?? null,
      turn?.holder ?? null,
    ],
  );
}
