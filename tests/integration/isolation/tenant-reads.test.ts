import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePools, poolUse, shopperPool } from '#app/database/pools.server.ts';
import type { TenantRead } from '#app/database/tenant-query.ts';
import { readTenant } from '#app/database/tenant-reads.server.ts';
import { machineNow } from '#app/runtime/clock.server.ts';
import { closeFactory, makeShop } from '#tests/factories/made-mirror.ts';

/** What a connection knows at the end of a message, and after it, and what row-level security lets it see. */
const SEEN: TenantRead<{ named: string; currencies: string; id: number }> = {
  name: 'test-seen', types: ['integer', 'bigint'],
  text: "SELECT current_setting('app.shop_id', true), (SELECT string_agg(currency_code, ',') FROM shop_details), $2",
  rowOf: ([named, currencies, id]) => ({ named: named ?? '', currencies: currencies ?? '', id: Number(id) }),
};
const ROWS: TenantRead<number> = { name: 'test-rows', types: ['integer', 'bigint'], text: 'SELECT generate_series(1, $2)', rowOf: ([value]) => Number(value) };
const FAILS: TenantRead<number> = { name: 'test-fails', types: ['integer', 'bigint'], text: 'SELECT 1 / $2', rowOf: ([value]) => Number(value) };
const SLOW: TenantRead<number> = { name: 'test-slow', types: ['integer', 'bigint'], text: 'SELECT 1 FROM pg_sleep($2)', rowOf: ([value]) => Number(value) };
const UNREADABLE: TenantRead<number> = { ...ROWS, name: 'test-unreadable', rowOf: () => { throw new Error('not of this form'); } };

const soon = (): number => machineNow() + 5_000;
let [euros, yens] = [0, 0];

beforeAll(async () => {
  [euros, yens] = await Promise.all([makeShop({ currencyCode: 'EUR' }), makeShop({ currencyCode: 'JPY' })]);
  // Connections are there.
  await Promise.all([shopperPool().query('SELECT'), shopperPool().query('SELECT')]);
});

afterAll(async () => {
  await closePools();
  await closeFactory();
});

describe('reads of a shop', () => {
  it('that come at once see each their own shop, however they go together, and get each their own rows', async () => {
    const all = await Promise.all(Array.from({ length: 60 }, async (_, id) => {
      const shopId = id % 3 === 0 ? yens : euros;
      const [seen, rows] = await Promise.all([readTenant(shopId, SEEN, [id], soon()), readTenant(shopId, ROWS, [id % 5], soon())]);
      return { id, shopId, seen, rows };
    }));
    for (const { id, shopId, seen, rows } of all) {
      expect(seen).toEqual([{ named: String(shopId), currencies: shopId === yens ? 'JPY' : 'EUR', id }]);
      expect(rows).toEqual(Array.from({ length: id % 5 }, (_, at) => at + 1));
    }
  });

  it('leave a connection that knows no shop, after a fault too', async () => {
    await readTenant(euros, SEEN, [1], soon());
    await expect(readTenant(euros, FAILS, [0], soon())).rejects.toThrow('division by zero');
    const clients = await Promise.all([shopperPool().connect(), shopperPool().connect()]);
    for (const client of clients) {
      const { rows: [left] } = await client.query<{ shop: string | null; details: number }>("SELECT nullif(current_setting('app.shop_id', true), '') AS shop, (SELECT count(*) FROM shop_details) AS details");
      expect(left).toEqual({ shop: null, details: 0 });
      client.release();
    }
  });

  it('that fail, or that nobody can read, are told so, and the next ones are answered', async () => {
    const together = await Promise.allSettled([readTenant(euros, ROWS, [1], soon()), readTenant(euros, FAILS, [0], soon()), readTenant(yens, ROWS, [2], soon())]);
    expect(together.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    await expect(readTenant(euros, UNREADABLE, [1], soon())).rejects.toThrow('not of this form');
    expect(await readTenant(euros, FAILS, [1], soon())).toEqual([1]);
    expect(poolUse().find(({ name }) => name === 'shopper')).toMatchObject({ waiting: 0 });
  });

  it('that take longer than somebody waits end for them alone, and by the server’s limit for all', async () => {
    const began = machineNow();
    const [hasty, patient] = await Promise.allSettled([readTenant(euros, SLOW, [3], machineNow() + 100), readTenant(euros, SLOW, [3], soon())]);
    expect([hasty, patient]).toMatchObject([{ reason: { code: 'slow' } }, { reason: { code: 'slow' } }]);
    expect(machineNow() - began).toBeLessThan(2_500);
    expect(await readTenant(euros, ROWS, [1], soon())).toEqual([1]);
  });

  it('take whole numbers alone', async () => {
    await expect(readTenant(euros, ROWS, [1.5], soon())).rejects.toMatchObject({ code: 'read-value' });
    await expect(readTenant(0, ROWS, [1], soon())).rejects.toMatchObject({ code: 'tenant' });
  });
});
