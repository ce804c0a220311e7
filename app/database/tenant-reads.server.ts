import type pg from 'pg';
import { machineNow } from '../runtime/clock.server.ts';
import { RetryableError, TerminalError, errorCode, isRetryable } from '../runtime/errors.ts';
import { SHOPPER_WAITS_MS, shopperPool } from './pools.server.ts';
import { TenantQuery, textOf, type AskedRead, type ReadValue, type TenantRead } from './tenant-query.ts';

/** Who waits for a connection, several of which go with each: what comes beyond is told so at once. */
const MOST_WAITING = 400;
/** After so many reads in a row for which the database was away or too slow, nobody is sent into the same for so long. */
const FAILURES_IN_A_ROW = 3;
const REST_MS = 1_000;
const LOOK_EVERY_MS = 25;
/** SQLSTATE of a statement that took longer than it may. */
const CANCELLED = '57014';

let restingUntil = 0;
let failuresInARow = 0;

function noteFailure(): void {
  failuresInARow += 1;
  if (failuresInARow < FAILURES_IN_A_ROW) return;
  restingUntil = machineNow() + REST_MS;
  // The next to try decides by itself.
  failuresInARow = FAILURES_IN_A_ROW - 1;
}

const slow = (): RetryableError => new RetryableError('slow', 'The database took too long to answer. Try again in a few seconds.');
const resting = (): RetryableError => new RetryableError('unavailable', 'The database does not answer just now. Try again in a few seconds.');

/** When somebody who asks now is not to be kept waiting any longer. */
export function shopperDeadline(): number {
  return machineNow() + SHOPPER_WAITS_MS;
}

/** Reads of one shop that go to the database together. */
interface Gathered {
  shopId: number;
  asked: (AskedRead & { settle(error: unknown): void })[];
  /** Until the last of them gives up. */
  until: number;
}

/** Those that still wait for a connection, by shop: who comes meanwhile goes with them. */
const gathering = new Map<number, Gathered>();
/** Reads that go together: one that is slow holds the others up. */
const MOST_TOGETHER = 8;
let waiting = 0;

/**
 * Reads one shop's rows for whoever waits for a fraction of a second: one message to the database and one transaction, where
 * a transaction by its statements is four messages. What is asked of a shop at the same moment goes in the same message.
 * @param values of $2 and on
 * @param until the machine's clock: later there is no answer but an error
 * @throws RetryableError where the database is slow, away or busy
 */
export async function readTenant<Row>(shopId: number, read: TenantRead<Row>, values: readonly ReadValue[], until: number): Promise<Row[]> {
  if (!Number.isInteger(shopId) || shopId <= 0) throw new TerminalError('tenant', `${shopId} is not a shop's id.`);
  const texts = values.map(textOf);
  if (machineNow() < restingUntil) throw resting();
  if (waiting >= MOST_WAITING) throw new RetryableError('busy', 'Regulars is busy just now. Try again in a few seconds.');
  const rows: Row[] = [];
  await withinUntil(until, new Promise<void>((resolve, reject) => {
    join(shopId, until, { read, texts, rows, settle: (error) => (error === null ? resolve() : reject(asError(error))) });
  }));
  return rows;
}

function join(shopId: number, until: number, one: Gathered['asked'][number]): void {
  waiting += 1;
  const there = gathering.get(shopId);
  if (there !== undefined && there.asked.length < MOST_TOGETHER) {
    there.asked.push(one);
    there.until = Math.max(there.until, until);
    return;
  }
  const gathered: Gathered = { shopId, asked: [one], until };
  gathering.set(shopId, gathered);
  // When all that has come in by now was looked at.
  setImmediate(() => void send(gathered, until));
}

/** @param until when the first of them gives up: if there is no connection by then, nobody has to wait for one any longer */
async function send(gathered: Gathered, until: number): Promise<void> {
  const { shopId, asked } = gathered;
  let client: pg.PoolClient | undefined;
  let failed: unknown = null;
  try {
    try {
      client = await connection(shopperPool(), until);
    } finally {
      // Nobody joins those that have gone.
      if (gathering.get(shopId) === gathered) gathering.delete(shopId);
      waiting -= asked.length;
    }
    await query(client, gathered);
    failuresInARow = 0;
    client.release();
  } catch (error) {
    // It may be busy for long, or be half way through a message: another is made.
    client?.release(asError(error));
    // The server's own time limit may be the first to come.
    failed = errorCode(error) === CANCELLED ? slow() : error;
    if (client !== undefined && isRetryable(failed)) noteFailure();
  }
  for (const { settle } of asked) settle(failed);
}

function query(client: pg.PoolClient, { shopId, asked, until }: Gathered): Promise<void> {
  return withinUntil(until, new Promise<void>((resolve, reject) => {
    client.query(new TenantQuery(shopId, asked, (error) => (error === null ? resolve() : reject(asError(error)))));
  }));
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

async function connection(pool: pg.Pool, until: number): Promise<pg.PoolClient> {
  const connecting = pool.connect();
  try {
    return await withinUntil(until, connecting);
  } catch (error) {
    noteFailure();
    // One that comes after all is of use to whoever asks next.
    connecting.then((client) => client.release(), () => undefined);
    throw error instanceof RetryableError ? error : resting();
  }
}

interface Awaited {
  until: number;
  giveUp(): void;
}

/** One timer looks after all who wait: to set and clear one for each costs more than the rest of it. */
const awaited = new Set<Awaited>();
let looking: NodeJS.Timeout | undefined;

function look(): void {
  const now = machineNow();
  for (const one of awaited) if (one.until <= now) one.giveUp();
  if (awaited.size > 0) return;
  clearInterval(looking);
  looking = undefined;
}

function withinUntil<Result>(until: number, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const entry: Awaited = {
      until,
      giveUp: () => {
        awaited.delete(entry);
        reject(slow());
      },
    };
    awaited.add(entry);
    looking ??= setInterval(look, LOOK_EVERY_MS);
    work.then((result) => {
      awaited.delete(entry);
      resolve(result);
    }, (error: unknown) => {
      awaited.delete(entry);
      reject(asError(error));
    });
  });
}
