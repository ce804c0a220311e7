/**
 * Carries webhooks to apps over HTTP as Shopify does: a second to connect, five to answer, eight more tries within four
 * hours by the shop's clock, always with the first payload. One office serves all shops of a stand-in.
 */
import { Agent, request as httpRequest } from 'node:http';

export const connectMs = 1_000;
export const answerMs = 5_000;
const minute = 60_000;
/** When it is tried again, after the first try. */
export const retryAfterMs = [minute, 3 * minute, 7 * minute, 15 * minute, 30 * minute, 60 * minute, 120 * minute, 240 * minute] as const;

export interface Letter {
  shopDomain: string;
  topic: string;
  /** Letters of one subject go one after the other where order is kept by subject. */
  subject: string;
  webhookId: string;
  eventId: string;
  /** By the shop's clock, milliseconds. */
  triggeredAt: number;
  url: URL;
  headers: Record<string, string>;
  body: Buffer;
  /** Of the body, which is let go of once it is delivered. */
  bytes: number;
  /** The shop's clock. */
  now: () => number;
  attempts: Attempt[];
  state: 'queued' | 'sending' | 'delivered' | 'waiting' | 'given up' | 'dropped';
  /** By the shop's clock: not before. */
  dueAt: number;
  onGivenUp?: () => void;
  onDelivered?: () => void;
}

export interface Attempt {
  at: number;
  /** HTTP status, or why there was none. */
  outcome: number | string;
  ms: number;
}

export type KeptOrder = 'shop' | 'subject' | 'none';

export interface PostOfficeOptions {
  /** Letters on their way at once (20). */
  concurrency?: number;
  /** Whose letters wait for one another: those of a shop (so unless told), of a subject, or nobody's. */
  keepOrder?: KeptOrder;
}

export class PostOffice {
  readonly #concurrency: number;
  readonly #keepOrder: KeptOrder;
  readonly #agent: Agent;
  /** Letters by whom they wait for; a lane that is not in `ready` has a letter on its way. */
  readonly #lanes = new Map<string, Letter[]>();
  readonly #ready: string[] = [];
  readonly #waiting = new Set<Letter>();
  #lettersWithoutLane = 0;
  #sending = 0;
  #timer: NodeJS.Timeout | null = null;
  #idle: (() => void)[] = [];
  #closed = false;

  constructor(options: PostOfficeOptions = {}) {
    this.#concurrency = options.concurrency ?? 20;
    this.#keepOrder = options.keepOrder ?? 'shop';
    this.#agent = new Agent({ keepAlive: true, maxSockets: this.#concurrency, scheduling: 'lifo' });
  }

  /** Takes a letter. `aside`: past whatever it would wait for. */
  post(letter: Letter, aside = false): void {
    if (this.#closed) return;
    if (letter.dueAt > letter.now()) {
      letter.state = 'waiting';
      this.#waiting.add(letter);
      this.#setTimer();
      return;
    }
    letter.state = 'queued';
    const lane = aside ? this.#ownLane() : this.#laneOf(letter);
    const waiting = this.#lanes.get(lane);
    if (waiting !== undefined) waiting.push(letter);
    else {
      this.#lanes.set(lane, [letter]);
      this.#ready.push(lane);
      this.#pump();
    }
  }

  /** Letters that wait for their next try, or for their day. */
  waiting(): readonly Letter[] {
    return [...this.#waiting];
  }

  /** Sends what is due by the shops' clocks; `all`: whatever waits, due or not. @returns how many */
  sendDue(options: { all?: boolean; shopDomain?: string } = {}): number {
    let sent = 0;
    for (const letter of [...this.#waiting]) {
      if (options.shopDomain !== undefined && letter.shopDomain !== options.shopDomain) continue;
      const now = letter.now();
      if (options.all !== true && letter.dueAt > now) continue;
      this.#waiting.delete(letter);
      letter.dueAt = Math.min(letter.dueAt, now);
      sent += 1;
      this.post(letter);
    }
    this.#setTimer();
    return sent;
  }

  /** Takes letters back that have not gone out yet. @returns how many */
  withdraw(which: (letter: Letter) => boolean): number {
    let taken = 0;
    for (const letter of this.#waiting) {
      if (!which(letter)) continue;
      this.#waiting.delete(letter);
      letter.state = 'dropped';
      taken += 1;
    }
    return taken;
  }

  /** Resolves when nothing is queued or on its way; what waits for a later try may still wait. */
  idle(): Promise<void> {
    if (this.#lanes.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#lanes.clear();
    this.#waiting.clear();
    this.#agent.destroy();
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #laneOf(letter: Letter): string {
    if (this.#keepOrder === 'shop') return letter.shopDomain;
    if (this.#keepOrder === 'subject') return `${letter.shopDomain} ${letter.subject}`;
    return this.#ownLane();
  }

  #ownLane(): string {
    return String((this.#lettersWithoutLane += 1));
  }

  #pump(): void {
    while (this.#sending < this.#concurrency) {
      const lane = this.#ready.shift();
      if (lane === undefined) return;
      const letter = this.#lanes.get(lane)?.[0];
      if (letter === undefined) continue;
      this.#sending += 1;
      letter.state = 'sending';
      void this.#send(letter).then((outcome) => this.#arrived(lane, letter, outcome));
    }
  }

  #arrived(lane: string, letter: Letter, outcome: number | string): void {
    this.#sending -= 1;
    if (this.#closed) return;
    if (typeof outcome === 'number' && outcome >= 200 && outcome < 300) {
      letter.state = 'delivered';
      letter.onDelivered?.();
    } else this.#failed(letter);
    const letters = this.#lanes.get(lane);
    letters?.shift();
    // To the back: no shop's letters hold up another's.
    if (letters !== undefined && letters.length > 0) this.#ready.push(lane);
    else this.#lanes.delete(lane);
    this.#pump();
    if (this.#lanes.size === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #failed(letter: Letter): void {
    const after = retryAfterMs[letter.attempts.length - 1];
    if (after === undefined) {
      letter.state = 'given up';
      letter.onGivenUp?.();
      return;
    }
    letter.state = 'waiting';
    letter.dueAt = (letter.attempts[0]?.at ?? letter.now()) + after;
    this.#waiting.add(letter);
    this.#setTimer();
  }

  /** Looks again when the first waiting letter is due, should its clock run at the real pace until then. */
  #setTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#closed || this.#waiting.size === 0) return;
    let wait = Infinity;
    for (const letter of this.#waiting) wait = Math.min(wait, letter.dueAt - letter.now());
    this.#timer = setTimeout(() => void this.sendDue(), Math.min(Math.max(wait, 20), 60_000));
    this.#timer.unref();
  }

  #send(letter: Letter): Promise<number | string> {
    const startedAt = performance.now();
    const at = letter.now();
    return new Promise((resolve) => {
      const done = (outcome: number | string): void => {
        letter.attempts.push({ at, outcome, ms: Math.round(performance.now() - startedAt) });
        resolve(outcome);
      };
      this.#knock(letter, (outcome, stale) => {
        // The other end had closed a connection that was kept: nothing of the letter came through it.
        if (stale) this.#knock(letter, done);
        else done(outcome);
      });
    });
  }

  /** One request; `done` is called once. */
  #knock(letter: Letter, done: (outcome: number | string, stale: boolean) => void): void {
    let open = true;
    let why: string | null = null;
    const end = (outcome: number | string, stale = false): void => {
      if (!open) return;
      open = false;
      clearTimeout(patience);
      done(outcome, stale);
    };
    const outgoing = httpRequest(letter.url, { method: 'POST', agent: this.#agent, headers: { ...letter.headers, 'Content-Length': letter.body.length } }, (answer) => {
      answer.resume();
      answer.once('end', () => end(answer.statusCode ?? 0));
      answer.once('close', () => end(why ?? 'the answer broke off'));
    });
    const giveUp = (reason: string): void => {
      why = reason;
      outgoing.destroy(new Error(reason));
    };
    const patience = setTimeout(() => giveUp(`no answer within ${answerMs / 1000} s`), answerMs);
    outgoing.once('socket', (socket) => {
      if (!socket.connecting) return;
      const door = setTimeout(() => giveUp(`no connection within ${connectMs / 1000} s`), connectMs);
      socket.once('connect', () => clearTimeout(door));
      socket.once('close', () => clearTimeout(door));
    });
    outgoing.once('error', (error: NodeJS.ErrnoException) => end(why ?? error.code ?? error.message, why === null && outgoing.reusedSocket && error.code === 'ECONNRESET'));
    outgoing.end(letter.body);
  }
}
