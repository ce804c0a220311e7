import { errorCode } from '../runtime/errors.ts';
import type { InboxEvent } from './inbox-event.ts';
import { failedOutcome, outcomeOfError, type EventOutcome } from './settle-events.server.ts';

/** What a room says of an event that it was given. */
export interface HandledEvent {
  id: number;
  /** stale: it knew something newer; failed: this one could not be applied, and held up no other. */
  outcome: 'applied' | 'stale' | 'ignored' | 'failed';
  reasonCode?: string;
  /** Of one that failed: without anything of a person. */
  reason?: string;
  /** Of one that failed: whether another try may help. */
  retryable?: boolean;
}

/** Applies events of one shop, all or none; done again it changes nothing. */
export type EventHandler = (events: readonly InboxEvent[]) => Promise<readonly HandledEvent[]>;

/** SQLSTATE classes and network codes that say that the database is away: no event's fault. */
const DATABASE_AWAY = /^(08...|57P..|53300|ECONN\w+|EPIPE|ETIMEDOUT)$/;

/**
 * Has events applied together, which is cheap, and one by one when that failed: an event that nobody can apply holds up
 * no other.
 * @param options.random from 0 to 1, for the pauses
 * @throws what the handler threw when the process stops or the database is away: then no event has had its try
 */
export async function dealWithEvents(events: readonly InboxEvent[], handle: EventHandler, options: { random: () => number; signal: AbortSignal }): Promise<EventOutcome[]> {
  if (events.length === 0) return [];
  try {
    const handled = new Map((await handle(events)).map((one) => [one.id, one]));
    return events.map((event) => outcomeOf(event, handled.get(event.id), options.random));
  } catch (error) {
    options.signal.throwIfAborted();
    if (DATABASE_AWAY.test(errorCode(error) ?? '')) throw error;
    const [only] = events;
    if (only !== undefined && events.length === 1) return [outcomeOfError(only, error, options.random())];
    const outcomes: EventOutcome[] = [];
    for (const event of events) {
      options.signal.throwIfAborted();
      outcomes.push(...await dealWithEvents([event], handle, options));
    }
    return outcomes;
  }
}

function outcomeOf(event: InboxEvent, handled: HandledEvent | undefined, random: () => number): EventOutcome {
  if (handled === undefined) return { event, state: 'failed', reasonCode: 'no-answer', reason: 'Nothing was said about what became of this event.' };
  if (handled.outcome === 'failed') return failedOutcome(event, { reasonCode: handled.reasonCode ?? 'unexpected', reason: handled.reason ?? '' }, { retryable: handled.retryable === true, random: random() });
  if (handled.outcome === 'ignored') return { event, state: 'ignored', reasonCode: handled.reasonCode ?? 'not-needed' };
  return { event, state: 'done', ...(handled.outcome === 'stale' ? { reasonCode: handled.reasonCode ?? 'stale' } : {}) };
}
