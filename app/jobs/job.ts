import type { z } from 'zod';

/**
 * A kind of background work, declared once and apart from its handler, so that whoever enqueues it needs not know how it is done.
 * The payload is parsed when the job is claimed: a deploy may meet jobs that an older version wrote.
 */
export interface Job<Payload> {
  /** Letters, digits and hyphens; the queue's name. */
  name: string;
  payload: z.ZodType<Payload>;
  /** Tries after the first, for retryable errors only. */
  retryLimit: number;
  /** Seconds that one try may take, however alive its worker is: then it is aborted and counts as failed. (A worker that died is noticed by its heartbeat, long before.) */
  expireInSeconds: number;
  /** At most one waiting and one running job per key: what comes meanwhile is the same work. */
  singletonKey?: (payload: Payload) => string;
  /** Put in by the queue itself, with an empty payload, whenever this cron expression (UTC) comes round: once, however many workers there are. */
  cron?: string;
}

export function declareJob<Payload>(job: Job<Payload>): Job<Payload> {
  return job;
}
