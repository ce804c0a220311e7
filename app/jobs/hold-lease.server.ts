import { randomUUID } from 'node:crypto';
import { RetryableError, errorMessage } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';

/** A worker says this often that it is still there; another may take its work over after as long without a word. */
export const LEASE_MS = 60_000;
const RENEW_MS = 15_000;

/** Work that one worker at a time may do, as a row of the database remembers it. */
export interface Lease {
  /** What is held, for errors and logs: "run 5 of shop 1". */
  what: string;
  /** Code of the error while another holds it, and the beginning of the one when it was lost. */
  code: string;
  /** Takes it, or says once more that it is held, for LEASE_MS. @returns false while another holds it */
  take(worker: string): Promise<boolean>;
  giveBack(worker: string): Promise<void>;
}

/**
 * Holds a lease while `work` goes on. A worker that lost its database or was stopped too long loses it, and `work` is told
 * to stop by the signal.
 * @throws RetryableError while another worker holds it; whatever `work` throws
 */
export async function holdLease(lease: Lease, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const { what, code } = lease;
  const worker = randomUUID();
  if (!(await lease.take(worker))) throw new RetryableError(`${code}-held`, `Another worker is at ${what}.`, { retryAfterMs: LEASE_MS });
  const lost = new AbortController();
  const timer = setInterval(() => {
    lease.take(worker).then((held) => {
      if (!held) lost.abort(new RetryableError(`${code}-lost`, `Another worker has taken over ${what}.`));
    }, (error: unknown) => log.warn({ what, reason: errorMessage(error) }, 'a lease could not be renewed'));
  }, RENEW_MS);
  try {
    await work(signal === undefined ? lost.signal : AbortSignal.any([signal, lost.signal]));
  } finally {
    clearInterval(timer);
    await lease.giveBack(worker).catch((error: unknown) => log.warn({ what, reason: errorMessage(error) }, 'a lease could not be given back; it ends by itself'));
  }
}
