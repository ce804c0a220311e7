import { measured } from '../measured-process.ts';
import { madeRequests } from './made-orders.ts';
import { RawConnection, eventId } from './raw-connection.ts';

export interface OpenLoad {
  port: number;
  secret: string;
  run: string;
  /** Events that come into being each second, whatever becomes of those before them. */
  perSecond: number;
  seconds: number;
  /** Seconds after that, in which what was refused is sent again. */
  patience: number;
}

export interface OpenLoadResult {
  events: number;
  /** Numbers of the events that were never answered with 200. */
  unanswered: number[];
  refusals: number;
  /** Attempts that had no answer: within five seconds, or because the connection ended. */
  timedOut: number;
  broken: number;
  /** Milliseconds from when an attempt began, its connection included, until its 200, and until its 503. */
  acknowledged: number[];
  refused: number[];
  /** From when an attempt was due until the sender came to it: where this is long, the sender was too slow for its rate. */
  ownDelay: number[];
  /** From the first event's moment until the last one was answered with 200. */
  settledSeconds: number;
}

interface Attempt {
  number: number;
  due: number;
  tries: number;
}

/** Shopify opens as many connections as it needs. */
const MOST_CONNECTIONS = 12_000;
/** Shopify waits for an answer so long, from when it begins to connect. */
const GIVEN_UP_AFTER_MS = 5_000;
/** Waits grow with the tries up to this, in seconds; Shopify's are longer by far. */
const LONGEST_WAIT = 30;
/** Those that wait to be sent again are looked through so often. */
const LOOK_EVERY_MS = 50;

/** A sender that does not wait for answers: the next event comes when it comes. One that was refused is sent again until it is taken. */
measured<OpenLoad, OpenLoadResult>(async ({ port, secret, run, perSecond, seconds, patience }) => {
  const requests = madeRequests({ count: 300, bodyBytes: 6_500, secret, port });
  const events = Math.round(perSecond * seconds);
  const result: OpenLoadResult = { events, unanswered: [], refusals: 0, timedOut: 0, broken: 0, acknowledged: [], refused: [], ownDelay: [], settledSeconds: 0 };
  const taken = new Uint8Array(events);
  let toBeTaken = events;
  const free: RawConnection[] = [];
  const due: Attempt[] = [];
  let later: Attempt[] = [];
  let open = 0;
  let made = 0;
  const began = performance.now();

  const connected = async (): Promise<RawConnection | undefined> => {
    for (let connection = free.pop(); connection !== undefined; connection = free.pop()) {
      if (!connection.closed) return connection;
      open -= 1;
    }
    open += 1;
    return RawConnection.open(port).catch(() => undefined);
  };

  const attempt = async (one: Attempt): Promise<void> => {
    const began = performance.now();
    result.ownDelay.push(began - one.due);
    const connection = await connected();
    const request = requests[one.number % requests.length];
    if (request === undefined) throw new Error('There are no requests.');
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      connection?.close();
    }, Math.max(1, began + GIVEN_UP_AFTER_MS - performance.now()));
    const status = (await connection?.send(request, eventId(run, one.number))) ?? 0;
    clearTimeout(timer);
    if (connection?.closed === false && !late) free.push(connection);
    else {
      connection?.close();
      open -= 1;
    }
    note(one, status, performance.now() - began, late);
  };

  const note = (one: Attempt, status: number, took: number, late: boolean): void => {
    if (status === 200) {
      taken[one.number] = 1;
      toBeTaken -= 1;
      result.acknowledged.push(took);
      return;
    }
    if (status === 503) {
      result.refusals += 1;
      result.refused.push(took);
    } else if (status !== 0) throw new Error(`An event was answered with ${status}.`);
    else if (late) result.timedOut += 1;
    else result.broken += 1;
    const wait = Math.min(2 ** one.tries, LONGEST_WAIT) * (0.5 + Math.random());
    later.push({ number: one.number, due: performance.now() + wait * 1000, tries: one.tries + 1 });
  };

  let looked = 0;
  while (toBeTaken > 0 && performance.now() - began < (seconds + patience) * 1000) {
    const now = performance.now();
    for (const ready = Math.min(events, ((now - began) / 1000) * perSecond); made < ready; made += 1) due.push({ number: made, due: began + (made / perSecond) * 1000, tries: 0 });
    if (now - looked > LOOK_EVERY_MS) {
      looked = now;
      const still: Attempt[] = [];
      for (const one of later) (one.due <= now ? due : still).push(one);
      later = still;
    }
    // An attempt that finds no connection waits here, and its time runs.
    for (const one of due.splice(0, Math.max(0, MOST_CONNECTIONS - open + free.length))) void attempt(one);
    await new Promise((done) => setTimeout(done, 1));
  }
  taken.forEach((is, number) => void (is === 1 || result.unanswered.push(number)));
  result.settledSeconds = (performance.now() - began) / 1000;
  for (const connection of free) connection.close();
  return result;
});
