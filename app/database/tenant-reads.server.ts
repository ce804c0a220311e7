import type pg from 'pg';
import { machineNow } from '../runtime/clock.server.ts';
import { RetryableError, TerminalError, errorCode, isRetryable } from '../runtime/errors.ts';
import { SHOPPER_WAITS_MS, shopperPool } from './pools.server.ts';

/**
 * Reads of one shop's rows for whoever waits for a fraction of a second. Shop and statement go to the database in one
 * message, which is one transaction of its own: half the time of a transaction with its four messages. A connection plans
 * each statement once. Values are whole numbers and lists of them, so that nothing has to be quoted.
 */
export interface TenantRead<Row> {
  name: string;
  /** $1 is the shop. */
  types: readonly ('integer' | 'bigint' | 'bigint[]')[];
  text: string;
  /** Not there: it carries the rows' type. */
  row?: Row;
}

export type ReadValue = number | readonly number[];

/** Who waits for a connection: what comes beyond is told so at once. */
const MOST_WAITING = 100;
/** After so many reads in a row for which the database was away or too slow, nobody is sent into the same for so long. */
const FAILURES_IN_A_ROW = 3;
const REST_MS = 1_000;
const LOOK_EVERY_MS = 25;
/** SQLSTATE of a statement that took longer than it may. */
const CANCELLED = '57014';

const prepared = new WeakMap<pg.PoolClient, Set<string>>();
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

/**
 * @param values of $2 and on
 * @param until the machine's clock: later there is no answer but an error
 * @throws RetryableError where the database is slow, away or busy
 */
export async function readTenant<Row>(shopId: number, read: TenantRead<Row>, values: readonly ReadValue[], until: number): Promise<Row[]> {
  if (!Number.isInteger(shopId) || shopId <= 0) throw new TerminalError('tenant', `${shopId} is not a shop's id.`);
  const pool = shopperPool();
  if (machineNow() < restingUntil) throw resting();
  if (pool.waitingCount >= MOST_WAITING) throw new RetryableError('busy', 'Regulars is busy just now. Try again in a few seconds.');
  const client = await connection(pool, until);
  const names = prepared.get(client) ?? new Set();
  prepared.set(client, names);
  // Both are one transaction, and the shop is named for it alone.
  const execute = `SET LOCAL app.shop_id = '${shopId}'; EXECUTE "${read.name}" (${[shopId, ...values].map(literal).join(', ')})`;
  try {
    const results = await withinUntil(until, client.query(names.has(read.name) ? execute : `PREPARE "${read.name}" (${read.types.join(', ')}) AS ${read.text}; ${execute}`)) as unknown as pg.QueryResult[];
    names.add(read.name);
    failuresInARow = 0;
    client.release();
    return (results[results.length - 1]?.rows ?? []) as Row[];
  } catch (error) {
    // It may hold a statement that was not noted, or be busy for long: another is made.
    client.release(error instanceof Error ? error : true);
    // The server's own time limit may be the first to come.
    const failed = errorCode(error) === CANCELLED ? slow() : error;
    if (isRetryable(failed)) noteFailure();
    throw failed;
  }
}

function literal(value: ReadValue): string {
  if (typeof value === 'number') return whole(value);
  return `'{${value.map(whole).join(',')}}'`;
}

function whole(value: number): string {
  if (!Number.isSafeInteger(value)) throw new TerminalError('read-value', 'A value of a read is no whole number.');
  return String(value);
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
      reject(error instanceof Error ? error : new Error(String(error)));
    });
  });
}
