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
  /** Events that were never answered with 200. */
  unanswered: number;
  refusals: number;
  /** Attempts that ended without an answer. */
  broken: number;
  /** Milliseconds from the moment that an attempt was due until its 200, and until its 503. */
  acknowledged: number[];
  refused: number[];
  /** From the first event's moment until the last one was answered with 200. */
  settledSeconds: number;
}

interface Attempt {
  number: number;
  due: number;
  tries: number;
}

/** Shopify opens as many connections as it needs; so many are plenty here. */
const MOST_CONNECTIONS = 2_000;
/** Waits grow with the tries up to this, in seconds; Shopify's are longer by far. */
const LONGEST_WAIT = 8;

/** A sender that does not wait for answers: the next event comes when it comes. One that was refused is sent again until it is taken. */
measured<OpenLoad, OpenLoadResult>(async ({ port, secret, run, perSecond, seconds, patience }) => {
  const requests = madeRequests({ count: 300, bodyBytes: 6_500, secret, port });
  const events = Math.round(perSecond * seconds);
  const result: OpenLoadResult = { events, unanswered: events, refusals: 0, broken: 0, acknowledged: [], refused: [], settledSeconds: 0 };
  const free: RawConnection[] = [];
  const due: Attempt[] = [];
  let later: Attempt[] = [];
  let open = 0;
  let made = 0;
  const began = performance.now();

  const attempt = async (one: Attempt): Promise<void> => {
    let connection = free.pop();
    while (connection?.closed === true) {
      open -= 1;
      connection = free.pop();
    }
    if (connection === undefined) {
      open += 1;
      connection = await RawConnection.open(port).catch(() => undefined);
      if (connection === undefined) open -= 1;
    }
    const request = requests[one.number % requests.length];
    if (request === undefined) throw new Error('There are no requests.');
    const status = (await connection?.send(request, eventId(run, one.number))) ?? 0;
    const took = performance.now() - one.due;
    if (connection?.closed === false) free.push(connection);
    else if (connection !== undefined) open -= 1;
    if (status === 200) {
      result.unanswered -= 1;
      result.acknowledged.push(took);
      return;
    }
    if (status === 503) {
      result.refusals += 1;
      result.refused.push(took);
    } else if (status === 0) result.broken += 1;
    else throw new Error(`An event was answered with ${status}.`);
    const wait = Math.min(2 ** one.tries, LONGEST_WAIT) * (0.5 + Math.random());
    later.push({ number: one.number, due: performance.now() + wait * 1000, tries: one.tries + 1 });
  };

  while (result.unanswered > 0 && performance.now() - began < (seconds + patience) * 1000) {
    const now = performance.now();
    for (const ready = Math.min(events, ((now - began) / 1000) * perSecond); made < ready; made += 1) due.push({ number: made, due: began + (made / perSecond) * 1000, tries: 0 });
    if (later.length > 0) {
      const still: Attempt[] = [];
      for (const one of later) (one.due <= now ? due : still).push(one);
      later = still;
    }
    // An attempt that finds no connection waits here, and its time runs.
    for (const one of due.splice(0, Math.max(0, MOST_CONNECTIONS - open + free.length))) void attempt(one);
    await new Promise((done) => setTimeout(done, 1));
  }
  result.settledSeconds = (performance.now() - began) / 1000;
  for (const connection of free) connection.close();
  return result;
});
