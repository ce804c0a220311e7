import { machineNow } from '../runtime/clock.server.ts';
import { errorCode } from '../runtime/errors.ts';
import { outsideLogContext } from '../runtime/log-context.server.ts';
import { log } from '../runtime/log.server.ts';
import { observeInsert } from '../runtime/metrics.server.ts';
import type { ReceivedEvent } from './received-event.ts';

/** `stored` is committed, now or by an earlier delivery; the other two were not written as far as is known. */
export type WriteOutcome = 'stored' | 'overloaded' | 'unavailable';

export interface WriterLimits {
  /** Inserts that run at once. */
  inserts: number;
  /** Events of one insert, and bytes of their payloads. */
  batchEvents: number;
  batchBytes: number;
  /** An event whose insert has not begun so long after it came is let go: it could not be answered in time any more. */
  beginWithinMs: number;
  /** After an insert that failed, nothing is taken for so long: whoever comes is told at once instead of waiting for the same. */
  restMs: number;
}

export const WRITER_LIMITS: WriterLimits = { inserts: 2, batchEvents: 500, batchBytes: 8 * 1024 * 1024, beginWithinMs: 2_300, restMs: 500 };

interface Waiting {
  event: ReceivedEvent;
  settle(outcome: WriteOutcome): void;
}

/**
 * Gathers the events of the same moment into one insert. An event that comes while nothing is being written goes at once;
 * what comes while the inserts run goes together with the next one. So nobody waits for a timer, and the busier it is,
 * the fewer statements there are for an event.
 */
export class InboxWriter {
  readonly #insert: (events: readonly ReceivedEvent[]) => Promise<number>;
  readonly #limits: WriterLimits;
  #waiting: Waiting[] = [];
  #running = 0;
  #restsUntil = 0;
  #planned = false;

  constructor(insert: (events: readonly ReceivedEvent[]) => Promise<number>, limits: WriterLimits = WRITER_LIMITS) {
    this.#insert = insert;
    this.#limits = limits;
  }

  /** True shortly after an insert has failed. */
  get resting(): boolean {
    return machineNow() < this.#restsUntil;
  }

  /** Resolves when the event is committed, or will not be. */
  write(event: ReceivedEvent): Promise<WriteOutcome> {
    if (this.resting) return Promise.resolve('unavailable');
    return new Promise((settle) => {
      this.#waiting.push({ event, settle });
      this.#plan();
    });
  }

  /** At the end of this turn of the event loop, so that requests which were read in it go together. */
  #plan(): void {
    if (this.#planned || this.#running >= this.#limits.inserts) return;
    this.#planned = true;
    // An insert is of many requests, and its log line of none.
    outsideLogContext(() => setImmediate(() => {
      this.#planned = false;
      while (this.#running < this.#limits.inserts && this.#waiting.length > 0) this.#start();
    }));
  }

  #start(): void {
    const batch = this.#take();
    if (batch.length === 0) return;
    this.#running += 1;
    this.#insert(batch.map((one) => one.event))
      .then(
        (inserted) => {
          observeInsert(batch.length, inserted);
          for (const one of batch) one.settle('stored');
        },
        (error: unknown) => this.#fail(batch, error),
      )
      .finally(() => {
        this.#running -= 1;
        this.#plan();
      });
  }

  #take(): Waiting[] {
    const { batchEvents, batchBytes, beginWithinMs } = this.#limits;
    const oldest = machineNow() - beginWithinMs;
    const batch: Waiting[] = [];
    let bytes = 0;
    let taken = 0;
    for (const one of this.#waiting) {
      if (batch.length === batchEvents || (batch.length > 0 && bytes + one.event.payload.length > batchBytes)) break;
      taken += 1;
      if (one.event.receivedAt.getTime() < oldest) {
        one.settle('overloaded');
        continue;
      }
      batch.push(one);
      bytes += one.event.payload.length;
    }
    this.#waiting.splice(0, taken);
    return batch;
  }

  /** Whoever waits behind a database that does not answer would wait in vain: they are told now, while somebody still listens. */
  #fail(batch: readonly Waiting[], error: unknown): void {
    const behind = this.#waiting;
    this.#waiting = [];
    this.#restsUntil = machineNow() + this.#limits.restMs;
    // The message of a database's error may quote what it refused, so its code alone is logged.
    log.error({ code: errorCode(error) ?? 'unknown', events: batch.length, behind: behind.length }, 'events could not be written to the inbox; Shopify will send them again');
    for (const one of [...batch, ...behind]) one.settle('unavailable');
  }
}
