import { randomUUID } from 'node:crypto';
import { holdConnection, type HeldConnection } from '../database/held-connection.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { RetryableError, errorCode, errorMessage } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { LEFT_BEHIND, blameTurn, endTurn } from './blame-turn.server.ts';
import { claimEvents, shopsWithDueEvents, type ClaimedEvent } from './claim-events.server.ts';
import { INBOX_CHANNEL } from './inbox-channel.ts';
import { settleEvents, type EventOutcome } from './settle-events.server.ts';
import { TurnOrder } from './turn-order.ts';

/** First key of the advisory locks of this room ("inbx"); the second is made of the shop's domain. */
const LOCK_CLASS = 0x696e6278;
/** A shop whose turn failed as a whole, or whom another process serves, is left alone for so long. */
const REST_MS = 1_000;

export interface Turn {
  shopDomain: string;
  events: readonly ClaimedEvent[];
  /** Aborted when the process stops for good, or has lost its hold on the shop. */
  signal: AbortSignal;
}

export interface PumpOptions {
  /** Topics that `work` deals with. Events of others wait for a version that does. */
  topics: readonly string[];
  /** Deals with a turn's events. What it does not mention, or throws, comes again. */
  work: (turn: Turn) => Promise<readonly EventOutcome[]>;
  /** Most events in one turn of a shop. */
  turnEvents?: number;
  /** Shops that have their turn at once. */
  shopsAtOnce?: number;
  /** How often the inbox is looked at though nobody said that something came: for what is due again, and what got lost. */
  pollMs?: number;
}

export interface Pump {
  /** No turn begins from now on; those under way get `graceMs` to end by themselves. */
  stop(graceMs?: number): Promise<void>;
}

/**
 * Takes events out of the inbox, shop by shop, and has them dealt with. A shop is served by one process at a time (an
 * advisory lock of a connection that is held for it, so that it ends with the process), the one that was served longest
 * ago first, a bounded number of events a turn. An event stays `new` until all that follows from it is through or
 * remembered elsewhere: a process that dies in a turn leaves the whole turn to the next, which changes nothing twice, and
 * takes its events one by one.
 */
export function startPump(options: PumpOptions): Pump {
  const pump = new RunningPump(options);
  const running = pump.run();
  return {
    stop: async (graceMs = 5_000) => {
      pump.stop(graceMs);
      await running;
    },
  };
}

class RunningPump {
  private readonly options: Required<PumpOptions>;
  /** By which the turns of this start are told from those of a process that died. */
  private readonly holder = randomUUID();
  private readonly order = new TurnOrder();
  private readonly turns = new Map<string, Promise<void>>();
  /** Until when a shop is left alone. */
  private readonly resting = new Map<string, number>();
  private readonly stopping = new AbortController();
  private readonly givingUp = new AbortController();
  /** Something may be in the inbox that is not in the order. */
  private lookNow = true;
  private woken = false;
  private wakeSleeper: () => void = () => {};

  constructor(options: PumpOptions) {
    this.options = { turnEvents: 50, shopsAtOnce: 8, pollMs: 1_000, ...options };
  }

  async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      let held: HeldConnection | undefined;
      try {
        held = await holdConnection('inbox');
        await held.listen(INBOX_CHANNEL, (payload) => this.hear(payload));
        held.lost.addEventListener('abort', () => this.wake(), { once: true });
        await this.serve(held);
      } catch (error) {
        if (this.stopping.signal.aborted) break;
        log.warn({ reason: errorMessage(error) }, 'the inbox could not be looked at; it is tried again');
        await this.sleep(REST_MS);
      } finally {
        await Promise.all(this.turns.values());
        await held?.close();
      }
    }
  }

  stop(graceMs: number): void {
    this.stopping.abort();
    this.wake();
    setTimeout(() => this.givingUp.abort(new RetryableError('stopping', 'The process is stopping; the events are dealt with by another.')), graceMs).unref();
  }

  private hear(payload: string): void {
    if (payload === '') this.lookNow = true;
    else for (const shopDomain of payload.split(',')) this.order.add(shopDomain);
    this.wake();
  }

  private async serve(held: HeldConnection): Promise<void> {
    this.lookNow = true;
    for (let lookedAt = -Infinity; !this.stopping.signal.aborted; ) {
      held.lost.throwIfAborted();
      if (this.turns.size < this.options.shopsAtOnce && (this.lookNow || machineNow() - lookedAt >= this.options.pollMs)) {
        this.lookNow = false;
        lookedAt = machineNow();
        for (const shopDomain of await shopsWithDueEvents(this.options.topics)) this.order.add(shopDomain);
      }
      this.beginTurns(held);
      await this.sleep(Math.max(1, this.options.pollMs - (machineNow() - lookedAt)));
    }
  }

  private beginTurns(held: HeldConnection): void {
    const at = machineNow();
    for (const [shopDomain, until] of this.resting) if (until <= at) this.resting.delete(shopDomain);
    const passOver = { has: (shopDomain: string) => this.turns.has(shopDomain) || this.resting.has(shopDomain) };
    while (this.turns.size < this.options.shopsAtOnce) {
      const shopDomain = this.order.next(passOver);
      if (shopDomain === null) return;
      this.turns.set(shopDomain, this.turn(held, shopDomain).catch((error: unknown) => {
        log.warn({ shop: shopDomain, code: errorCode(error), reason: errorMessage(error) }, 'a turn of the inbox failed; it is taken again');
        this.resting.set(shopDomain, machineNow() + REST_MS);
        this.order.add(shopDomain);
      }).finally(() => {
        this.turns.delete(shopDomain);
        this.wake();
      }));
    }
  }

  private async turn(held: HeldConnection, shopDomain: string): Promise<void> {
    const [lock] = await held.query<{ held: boolean; leftBehind: boolean }>(
      `SELECT pg_try_advisory_lock($1, hashtext($2)) AS held, ${LEFT_BEHIND} AS "leftBehind"`, [LOCK_CLASS, shopDomain, this.holder],
    );
    if (lock?.held !== true) {
      // Another process serves the shop, and may have looked before the last event came.
      this.resting.set(shopDomain, machineNow() + REST_MS);
      this.order.add(shopDomain);
      return;
    }
    const mine = { shopDomain, holder: this.holder };
    try {
      if (lock.leftBehind) await blameTurn(mine);
      const events = await claimEvents({ ...mine, topics: this.options.topics, most: this.options.turnEvents });
      if (events.length === 0) return;
      const signal = AbortSignal.any([held.lost, this.givingUp.signal]);
      await settleEvents(await this.options.work({ shopDomain, events, signal }), mine);
      if (events.length === this.options.turnEvents || events.some((one) => one.alone)) this.order.add(shopDomain);
    } catch (error) {
      // It failed, and nobody died. Where this cannot be said either, its events are taken one by one for once.
      await endTurn(mine).catch(() => {});
      throw error;
    } finally {
      if (!held.lost.aborted) await held.query('SELECT pg_advisory_unlock($1, hashtext($2))', [LOCK_CLASS, shopDomain]);
    }
  }

  private wake(): void {
    this.woken = true;
    this.wakeSleeper();
  }

  /** Until something happens, at most so long. What happened before it began counts. */
  private async sleep(milliseconds: number): Promise<void> {
    if (!this.woken) {
      await new Promise<void>((done) => {
        const timer = setTimeout(done, milliseconds);
        this.wakeSleeper = () => {
          clearTimeout(timer);
          done();
        };
      });
    }
    this.woken = false;
  }
}
