import type pg from 'pg';
import { TerminalError } from '../runtime/errors.ts';
import { appPool } from './pools.server.ts';

/** A connection inside a transaction that has named its shop: it sees that shop's rows and no others. */
export interface TenantTransaction {
  readonly shopId: number;
  readonly client: pg.PoolClient;
  query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<pg.QueryResult<Row>>;
}

/**
 * Runs `work` in one transaction as the role `regulars_app` for one shop; commits when it returns, rolls back when it throws.
 * The shop is named for the transaction only (set_config(..., true)), so a connection never carries it to the next user.
 * @throws whatever `work` throws.
 */
export async function withTenant<Result>(shopId: number, work: (tx: TenantTransaction) => Promise<Result>): Promise<Result> {
  if (!Number.isInteger(shopId) || shopId <= 0) throw new TerminalError('tenant', `${shopId} is not a shop's id.`);
  const client = await appPool().connect();
  let broken: Error | undefined;
  try {
    // One round trip: the shop's id is an integer, checked above.
    await client.query(`BEGIN; SELECT set_config('app.shop_id', '${shopId}', true)`);
    const result = await work({ shopId, client, query: (text, values) => client.query(text, values) });
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((rollback: Error) => {
      broken = rollback;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
