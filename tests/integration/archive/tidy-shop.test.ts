import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { RETENTION, tidyShop } from '#app/archive/tidy-shop.server.ts';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { loadCurrentModel } from '#app/profiles/profile-store.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { closeFactory, factoryPool, makeShop, putInMirror } from '#tests/factories/made-mirror.ts';

const NOW = Date.parse('2011-12-10T12:00:00Z');
const DAY_MS = 86_400_000;
let shopId: number;
const rows = async <Row>(sql: string): Promise<Row[]> => (await factoryPool().query(sql, [shopId])).rows as Row[];

beforeEach(async () => {
  shopId = await makeShop();
});

afterAll(async () => {
  await closeFactory();
  await closePools();
});

describe('what is kept for a while', () => {
  it('is, of models, the one in force and the newest whatever their age, and those of the last 90 days', async () => {
    await putInMirror(shopId, { customers: [{ id: 1 }], orders: [{ id: 10, customerId: 1, processedAt: '2011-01-01T10:00:00Z', lines: [{ net: 5 }] }] });
    await rebuildProfiles({ shopId, now: NOW - 300 * DAY_MS });
    const inForce = (await withTenant(shopId, loadCurrentModel))?.version;
    // Models of other nights, with nothing that stands on them: from 200 to 0 days old.
    await factoryPool().query(
      `INSERT INTO scoring_models (shop_id, version, computed_for_day, model, created_at)
       SELECT $1, 100 + n, 0, model, $2::timestamptz - make_interval(days => 200 - n * 50) FROM scoring_models, generate_series(0, 4) n WHERE shop_id = $1`,
      [shopId, new Date(NOW)],
    );
    expect(await tidyShop({ shopId, now: NOW })).toMatchObject({ models: 3 });
    expect((await rows<{ version: number }>('SELECT version FROM scoring_models WHERE shop_id = $1 ORDER BY version')).map((one) => one.version)).toEqual([inForce, 103, 104]);
    // Two years on with no rebuild: nothing is left but what the profiles stand on, and the newest, after which versions go on.
    await tidyShop({ shopId, now: NOW + 730 * DAY_MS });
    expect((await rows<{ version: number }>('SELECT version FROM scoring_models WHERE shop_id = $1 ORDER BY version')).map((one) => one.version)).toEqual([inForce, 104]);
    expect((await withTenant(shopId, loadCurrentModel))?.version).toBe(inForce);
  });

  it('is, of rejected rows, those of the newest imports that have some; counts and imports stay', async () => {
    const imports = RETENTION.importsWithRejects + 3;
    await factoryPool().query(
      `WITH runs AS (INSERT INTO import_runs (shop_id, status, phase, requested_at) SELECT $1, 'succeeded', '', now() FROM generate_series(1, ${imports}) RETURNING id)
       INSERT INTO import_rejects (shop_id, run_id, kind, line_number, reason_code, reason, raw) SELECT $1, id, 'orders', 1, 'form', '', '' FROM runs`,
      [shopId],
    );
    expect(await tidyShop({ shopId, now: NOW })).toMatchObject({ imports: 3 });
    const kept = await rows<{ id: number }>('SELECT run_id AS id FROM import_rejects WHERE shop_id = $1 ORDER BY run_id');
    const all = await rows<{ id: number }>('SELECT id FROM import_runs WHERE shop_id = $1 ORDER BY id');
    expect(all).toHaveLength(imports);
    expect(kept).toEqual(all.slice(3));
  });

  it('is, of an import’s notes, those of the one that is under way', async () => {
    await factoryPool().query(
      `WITH runs AS (INSERT INTO import_runs (shop_id, status, active, phase, requested_at) VALUES ($1, 'failed', NULL, '', now()), ($1, 'running', true, '', now()) RETURNING id),
            held AS (INSERT INTO import_held (shop_id, run_id, kind, line_number, raw) SELECT $1, id, 'orders', 1, '' FROM runs)
       INSERT INTO import_seen (shop_id, run_id, kind, id) SELECT $1, id, 'orders', 1 FROM runs`,
      [shopId],
    );
    expect(await tidyShop({ shopId, now: NOW })).toMatchObject({ imports: 2 });
    const [active] = await rows<{ id: number }>('SELECT id FROM import_runs WHERE shop_id = $1 AND active');
    for (const table of ['import_held', 'import_seen']) expect(await rows(`SELECT run_id AS id FROM ${table} WHERE shop_id = $1`)).toEqual([active]);
  });

  it('is nobody else’s', async () => {
    const other = await makeShop();
    await factoryPool().query("INSERT INTO import_held (shop_id, run_id, kind, line_number, raw) VALUES ($1, 1, 'orders', 1, '')", [other]);
    expect(await tidyShop({ shopId, now: NOW })).toEqual({ imports: 0, models: 0, rebuilds: 0, riskEvents: 0, shopperEvents: 0 });
    expect((await factoryPool().query('SELECT FROM import_held WHERE shop_id = $1', [other])).rowCount).toBe(1);
  });
});
