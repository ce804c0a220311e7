import type pg from 'pg';
import { RetryableError, TerminalError } from '../runtime/errors.ts';
import { appPool } from './pools.server.ts';

/** A connection inside a transaction that has named its shop: it sees that shop's rows and no others. */
export interface TenantTransaction {
  readonly shopId: number;
  readonly client: pg.PoolClient;
  /** By a named configuration the statement is planned once a connection: for texts that are planned longer than they run. */
  query<Row extends pg.QueryResultRow>(text: string | pg.QueryConfig, values?: unknown[]): Promise<pg.QueryResult<Row>>;
}

const FORGET_SHOP = 'RESET app.shop_id';

/**
 * Runs `work` in one transaction as the role `regulars_app` for one shop; commits when it returns, rolls back when it throws.
 * The shop is named for the transaction only (set_config(..., true)), and reset in the round trip that ends it, in case
 * `work` named it for the session: a connection never carries a shop to the next user.
 * @throws whatever `work` throws; RetryableError when it returned although one of its queries had failed, because nothing was kept then.
 */
export async function withTenant<Result>(shopId: number, work: (tx: TenantTransaction) => Promise<Result>): Promise<Result> {
  return inTransaction(shopId, 'BEGIN', work);
}

/**
 * As `withTenant`, for what is done again and again with few rows, each found by its key: events, and what follows from
 * them. A connection plans each statement once and for any values, which takes a third of the time off. For texts that
 * are the same every time, since a connection keeps each of them.
 */
export async function withTenantRepeated<Result>(shopId: number, work: (tx: TenantTransaction) => Promise<Result>): Promise<Result> {
  return inTransaction(shopId, 'BEGIN; SET LOCAL plan_cache_mode = force_generic_plan', (tx) => work({ ...tx, query: (text, values) => tx.client.query(typeof text === 'string' ? { name: statementName(text), text, values: values ?? [] } : text) }));
}

const statementNames = new Map<string, string>();

/** The name under which this process's connections keep a statement. */
function statementName(text: string): string {
  const known = statementNames.get(text);
  if (known !== undefined) return known;
  const name = `repeated-${statementNames.size + 1}`;
  statementNames.set(text, name);
  return name;
}

/**
 * As `withTenant`, reading only and as of one moment: however long it takes, all its queries see the shop as the first of
 * them did. It holds up the database's tidying for as long, so it should end of itself.
 */
export async function withTenantSnapshot<Result>(shopId: number, work: (tx: TenantTransaction) => Promise<Result>): Promise<Result> {
  return inTransaction(shopId, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', work);
}

async function inTransaction<Result>(shopId: number, begin: string, work: (tx: TenantTransaction) => Promise<Result>): Promise<Result> {
  if (!Number.isInteger(shopId) || shopId <= 0) throw new TerminalError('tenant', `${shopId} is not a shop's id.`);
  const client = await appPool().connect();
  let broken: Error | undefined;
  try {
    // One round trip: the shop's id is an integer, checked above.
    await client.query(`${begin}; SELECT set_config('app.shop_id', '${shopId}', true)`);
    const result = await work({ shopId, client, query: (text, values) => client.query(text, values) });
    if (!(await commit(client))) {
      throw new RetryableError('transaction-aborted', `Nothing was saved for shop ${shopId}: a query of the transaction had failed and its error was not passed on. Let it be thrown, or use a savepoint.`);
    }
    return result;
  } catch (error) {
    await client.query(`ROLLBACK; ${FORGET_SHOP}`).catch((rollback: Error) => {
      broken = rollback;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** @returns false when PostgreSQL rolled back: that is how it answers COMMIT after a failed query, without an error. */
async function commit(client: pg.PoolClient): Promise<boolean> {
  // Several statements give a list of results, which the types of pg leave out.
  const [ended] = (await client.query(`COMMIT; ${FORGET_SHOP}`)) as unknown as pg.QueryResult[];
  return ended?.command === 'COMMIT';
}
