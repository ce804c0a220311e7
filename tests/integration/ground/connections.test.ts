import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appPool, closePools, systemPool } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { isRetryable } from '#app/runtime/errors.ts';
import { connectedAs } from './roles.ts';

const SHOP = 7101;
const escaped: unknown[] = [];
const note = (error: unknown): void => void escaped.push(error);

beforeAll(() => {
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
});

afterAll(async () => {
  process.off('uncaughtException', note);
  process.off('unhandledRejection', note);
  await closePools();
});

/** As a failover or an administrator does. */
async function endConnections(role: 'regulars_app' | 'regulars_system'): Promise<number> {
  return connectedAs('superuser', async (client) => {
    const { rowCount } = await client.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND datname = current_database() AND application_name LIKE 'regulars-%'", [role]);
    return rowCount ?? 0;
  });
}
const soon = (): Promise<void> => new Promise((done) => setTimeout(done, 100));

describe('a tenant transaction', () => {
  it('fails when its work swallowed a failed query, since PostgreSQL then rolls back at COMMIT without a word', async () => {
    const swallow = withTenant(SHOP, async (tx) => {
      await tx.query("INSERT INTO shop_settings (shop_id, scoring, updated_at) VALUES ($1, '{}', now())", [SHOP]);
      await tx.query('SELECT 1 / 0').catch(() => undefined);
      return 'saved';
    });
    await expect(swallow).rejects.toMatchObject({ code: 'transaction-aborted' });
    expect((await withTenant(SHOP, (tx) => tx.query('SELECT FROM shop_settings'))).rowCount).toBe(0);
  });

  it('rolls back whatever its work did before it threw, and gives the connection back', async () => {
    const before = appPool().totalCount;
    for (let round = 0; round < 12; round += 1) {
      await expect(withTenant(SHOP, async (tx) => {
        await tx.query("INSERT INTO shop_settings (shop_id, scoring, updated_at) VALUES ($1, '{}', now())", [SHOP]);
        throw new Error('changed my mind');
      })).rejects.toThrow('changed my mind');
    }
    expect((await withTenant(SHOP, (tx) => tx.query('SELECT FROM shop_settings'))).rowCount).toBe(0);
    expect(appPool().totalCount).toBeLessThanOrEqual(Math.max(1, before));
    expect(appPool().idleCount).toBe(appPool().totalCount);
  });
});

describe('a connection that the server ends', () => {
  it('while a transaction holds it and waits for something else fails that transaction, not the process', async () => {
    const held = withTenant(SHOP, async (tx) => {
      await tx.query('SELECT 1');
      await endConnections('regulars_app');
      await soon();
      await tx.query('SELECT 1');
    });
    const error: unknown = await held.catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Error);
    expect(isRetryable(error)).toBe(true);
    await soon();
    expect(escaped).toEqual([]);
    expect((await withTenant(SHOP, (tx) => tx.query('SELECT 1 AS one'))).rows).toEqual([{ one: 1 }]);
  });

  it('while a query runs fails that query with something worth another try', async () => {
    const sleeping = withTenant(SHOP, (tx) => tx.query('SELECT pg_sleep(20)')).catch((caught: unknown) => caught);
    await soon();
    await endConnections('regulars_app');
    expect(isRetryable(await sleeping)).toBe(true);
    await soon();
    expect(escaped).toEqual([]);
  });

  it('while it idles in the pool is replaced without anybody noticing', async () => {
    await systemPool().query('SELECT 1');
    expect(await endConnections('regulars_system')).toBeGreaterThan(0);
    await soon();
    expect((await systemPool().query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    expect(escaped).toEqual([]);
  });
});

describe('values from the database', () => {
  it('come exactly: a bigint as a number or a loud error, a date as its text', async () => {
    const { rows } = await systemPool().query<{ id: number; day: string }>("SELECT 9007199254740991::bigint AS id, '2011-12-10'::date AS day");
    expect(rows).toEqual([{ id: 9007199254740991, day: '2011-12-10' }]);
    await expect(systemPool().query('SELECT 9007199254740993::bigint')).rejects.toMatchObject({ code: 'bigint-range' });
    expect((await systemPool().query('SELECT 1 AS still')).rows).toEqual([{ still: 1 }]);
  });
});

describe('the end of the pools', () => {
  it('comes when the server has let every connection go, so that it may stop right after', async () => {
    await Promise.all(Array.from({ length: 4 }, () => systemPool().query('SELECT pg_sleep(0.05)')));
    const held = systemPool().totalCount;
    let gone = 0;
    systemPool().on('remove', () => (gone += 1));
    await closePools();
    expect([held >= 4, gone]).toEqual([true, held]);
  });
});
