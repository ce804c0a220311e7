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
  /** Seconds without a sign of life after which another worker takes the job up. */
  expireInSeconds: number;
  /** At most one waiting and one running job per key: what comes meanwhile is the same work. */
  singletonKey?: (payload: Payload) => string;
}

export function declareJob<Payload>(job: Job<Payload>): Job<Payload> {
  return job;
}
