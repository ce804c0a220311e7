import type pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appPool, closePools } from '#app/database/pools.server.ts';
import { closePrisma, withTenantPrisma } from '#app/database/prisma.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { connectedAs, type Role } from './roles.ts';

/** What belongs to no tenant. The app role can touch none of it, and whatever is not named here has to be locked. */
const SYSTEM_TABLES = ['_prisma_migrations', 'inbox_events', 'inbox_turns', 'sessions', 'shops', 'worker_ticks'];
const OWN_SHOP = 7001;
const OTHER_SHOP = 7002;

const saveSettings = 'INSERT INTO shop_settings (shop_id, scoring, updated_at) VALUES ($1, $2, now())';

async function rowsAs<Row extends pg.QueryResultRow>(role: Role, text: string, values: unknown[] = []): Promise<Row[]> {
  return connectedAs(role, async (client) => (await client.query<Row>(text, values)).rows);
}

/** The SQLSTATE of a refusal, or what came instead. */
async function refusal(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    (result) => ({ notRefused: result }),
    (error: { code?: string }) => error.code,
  );
}
const NOT_PERMITTED = '42501';

beforeAll(async () => {
  for (const shopId of [OWN_SHOP, OTHER_SHOP]) await withTenant(shopId, (tx) => tx.query(saveSettings, [shopId, `{"of":${shopId}}`]));
});

afterAll(async () => {
  await closePrisma();
  await closePools();
});

interface TableLock {
  name: string;
  forced: boolean;
  policies: { name: string; roles: string[]; command: string; using: string; check: string }[];
}

describe('every table of the schema', () => {
  it('is locked for the owner too, with one policy for the app role by shop_id, or is one of the few system tables', async () => {
    const tables = await rowsAs<TableLock>('superuser', `
      SELECT relname AS name, relrowsecurity AND relforcerowsecurity AS forced,
             coalesce((SELECT jsonb_agg(jsonb_build_object('name', polname, 'command', polcmd, 'using', pg_get_expr(polqual, polrelid), 'check', pg_get_expr(polwithcheck, polrelid),
               'roles', (SELECT jsonb_agg(rolname) FROM pg_roles WHERE oid = ANY (polroles)))) FROM pg_policy WHERE polrelid = c.oid), '[]') AS policies
        FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')`);
    expect(tables.map((table) => table.name).filter((name) => SYSTEM_TABLES.includes(name)).sort()).toEqual(SYSTEM_TABLES);
    const tenantTables = tables.filter((table) => !SYSTEM_TABLES.includes(table.name));
    expect(tenantTables.length).toBeGreaterThan(10);
    const rule = '(shop_id = current_shop_id())';
    const expected = { forced: true, policies: [{ name: 'one_tenant', command: '*', using: rule, check: rule, roles: ['regulars_app'] }] };
    for (const { name, ...lock } of tenantTables) expect({ name, ...lock }).toEqual({ name, ...expected });
  });

  it('of the system cannot be touched by the app role in any way, nor any of its columns', async () => {
    const open = await rowsAs('superuser', `
      SELECT c.relname, p.privilege FROM pg_class c, unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','TRIGGER']) AS p(privilege)
       WHERE relnamespace = 'public'::regnamespace AND relname = ANY ($1)
         AND (has_table_privilege('regulars_app', c.oid, p.privilege)
              OR (p.privilege IN ('SELECT','INSERT','UPDATE','REFERENCES') AND has_any_column_privilege('regulars_app', c.oid, p.privilege)))`, [SYSTEM_TABLES]);
    expect(open).toEqual([]);
    for (const table of SYSTEM_TABLES) expect(await refusal(rowsAs('app', `SELECT * FROM ${table}`)), table).toBe(NOT_PERMITTED);
  });

  it('of a tenant is closed to the system role, and to TRUNCATE (which no policy stops) for both', async () => {
    const open = await rowsAs('superuser', `
      SELECT c.relname, r.role, p.privilege FROM pg_class c, unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','TRIGGER']) AS p(privilege),
             unnest(ARRAY['regulars_app', 'regulars_system']) AS r(role)
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'm') AND relname <> ALL ($1)
         AND (r.role = 'regulars_system' OR p.privilege IN ('TRUNCATE', 'REFERENCES', 'TRIGGER')) AND has_table_privilege(r.role, c.oid, p.privilege)`, [SYSTEM_TABLES]);
    expect(open).toEqual([]);
    expect(await refusal(rowsAs('system', 'SELECT * FROM shop_settings'))).toBe(NOT_PERMITTED);
  });

  it('of a tenant leads its primary key, each unique key and each index with shop_id', async () => {
    const wrong = await rowsAs('superuser', `
      SELECT c.relname AS table, i.indexrelid::regclass::text AS index FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
       WHERE relnamespace = 'public'::regnamespace AND relname <> ALL ($1)
         AND (SELECT attname FROM pg_attribute WHERE attrelid = c.oid AND attnum = i.indkey[0]) IS DISTINCT FROM 'shop_id'
      UNION ALL
      SELECT c.relname, 'no primary key' FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> ALL ($1)
         AND NOT EXISTS (SELECT FROM pg_index WHERE indrelid = c.oid AND indisprimary)`, [SYSTEM_TABLES]);
    expect(wrong).toEqual([]);
  });

  it('is joined by no view that reads past the lock, no function that runs as its owner, and no sequence that the roles can set', async () => {
    const views = await rowsAs('superuser', `
      SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
         AND (relkind = 'm' OR (relkind = 'v' AND NOT coalesce('security_invoker=true' = ANY (reloptions), false)))`);
    expect(views).toEqual([]);
    expect(await rowsAs('superuser', "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef")).toEqual([]);
    const sequences = await rowsAs('superuser', `
      SELECT c.relname, r.role FROM pg_class c, unnest(ARRAY['regulars_app', 'regulars_system']) AS r(role)
       WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'
         AND (has_sequence_privilege(r.role, c.oid, 'UPDATE') OR has_sequence_privilege(r.role, c.oid, 'SELECT')
              OR (has_sequence_privilege(r.role, c.oid, 'USAGE') AND (relname = 'shops_id_seq') <> (r.role = 'regulars_system')))`);
    expect(sequences).toEqual([]);
  });

  it('gives nothing to a role that nobody named: neither PUBLIC nor the right to make tables', async () => {
    const open = await rowsAs('superuser', `
      SELECT relname FROM pg_class c, aclexplode(relacl) AS a WHERE relnamespace = 'public'::regnamespace AND a.grantee = 0`);
    expect(open).toEqual([]);
    for (const role of ['app', 'system'] as const) expect(await refusal(rowsAs(role, 'CREATE TABLE mine (id int)'))).toBe(NOT_PERMITTED);
  });
});

describe('the app role', () => {
  it('sees nothing and can add nothing while no shop is named', async () => {
    expect(await rowsAs('app', 'SELECT * FROM shop_settings')).toEqual([]);
    expect(await refusal(rowsAs('app', saveSettings, [OWN_SHOP + 5, '{}']))).toBe(NOT_PERMITTED);
    const changed = await connectedAs('app', async (client) => (await client.query("UPDATE shop_settings SET scoring = '{}'")).rowCount);
    expect(changed).toBe(0);
  });

  it("sees its own shop's rows and neither reads, changes, deletes nor adds another's", async () => {
    await withTenant(OWN_SHOP, async (tx) => {
      expect((await tx.query('SELECT shop_id FROM shop_settings')).rows).toEqual([{ shop_id: OWN_SHOP }]);
      expect((await tx.query('UPDATE shop_settings SET scoring = scoring WHERE shop_id = $1', [OTHER_SHOP])).rowCount).toBe(0);
      expect((await tx.query('DELETE FROM shop_settings WHERE shop_id = $1', [OTHER_SHOP])).rowCount).toBe(0);
    });
    expect(await refusal(withTenant(OWN_SHOP, (tx) => tx.query(saveSettings, [OTHER_SHOP + 5, '{}'])))).toBe(NOT_PERMITTED);
    expect(await refusal(withTenant(OWN_SHOP, (tx) => tx.query('UPDATE shop_settings SET shop_id = $1', [OTHER_SHOP + 5])))).toBe(NOT_PERMITTED);
    expect(await withTenantPrisma(OWN_SHOP, (tx) => tx.shopSettings.count())).toBe(1);
  });

  it("learns nothing of another shop's row from a conflict: the tenant is part of every unique key", async () => {
    const insert = 'INSERT INTO scoring_models SELECT * FROM scoring_models LIMIT 0';
    await withTenant(OWN_SHOP, (tx) => tx.query(insert));
    await expect(withTenant(OWN_SHOP + 1000, (tx) => tx.query(saveSettings, [OWN_SHOP + 1000, '{}']))).resolves.toBeDefined();
    // The same key value, were it the other shop's, is refused by the lock before any unique key is asked.
    expect(await refusal(withTenant(OWN_SHOP, (tx) => tx.query(saveSettings, [OTHER_SHOP, '{}'])))).toBe(NOT_PERMITTED);
  });

  it('can neither take another role nor switch the lock off', async () => {
    for (const statement of ['SET ROLE regulars_owner', 'SET ROLE regulars_system', 'ALTER TABLE shop_settings DISABLE ROW LEVEL SECURITY', 'DROP POLICY one_tenant ON shop_settings']) {
      expect(await refusal(rowsAs('app', statement)), statement).toBe(NOT_PERMITTED);
    }
    // row_security = off does not open the table: it makes the query fail instead of being filtered.
    expect(await refusal(connectedAs('app', async (client) => { await client.query('SET row_security = off'); return client.query('SELECT * FROM shop_settings'); }))).toBe(NOT_PERMITTED);
  });

  it('refuses a shop that is no id, before any connection is taken', async () => {
    for (const shopId of [0, -1, 1.5, Number.NaN, '1; DROP TABLE shops' as unknown as number]) {
      await expect(withTenant(shopId, async () => 'reached')).rejects.toMatchObject({ code: 'tenant' });
      await expect(withTenantPrisma(shopId, async () => 'reached')).rejects.toMatchObject({ code: 'tenant' });
    }
  });
});

describe('the named shop', () => {
  it('is forgotten with the transaction, so that the next user of the connection sees nothing', async () => {
    const client = await appPool().connect();
    try {
      for (const end of ['COMMIT', 'ROLLBACK']) {
        await client.query(`BEGIN; SELECT set_config('app.shop_id', '${OWN_SHOP}', true)`);
        expect((await client.query('SELECT FROM shop_settings')).rowCount).toBe(1);
        await client.query(end);
        // '' and not NULL: current_shop_id() has to bear it.
        expect((await client.query("SELECT current_setting('app.shop_id', true) AS shop")).rows).toEqual([{ shop: '' }]);
        expect((await client.query('SELECT current_shop_id() AS shop')).rows).toEqual([{ shop: null }]);
        expect((await client.query('SELECT FROM shop_settings')).rowCount).toBe(0);
      }
    } finally {
      client.release();
    }
  });

  it("of a caller who set it for the whole session is not inherited by the connection's next user", async () => {
    await withTenant(OWN_SHOP, (tx) => tx.query("SELECT set_config('app.shop_id', $1, false)", [String(OWN_SHOP)]));
    const free = await Promise.all(Array.from({ length: 4 }, () => appPool().connect()));
    try {
      for (const client of free) expect((await client.query('SELECT FROM shop_settings')).rowCount).toBe(0);
    } finally {
      for (const client of free) client.release();
    }
  });

  it('of two transactions at once on the same pool is not mixed up', async () => {
    const seen = await Promise.all(Array.from({ length: 40 }, (_, index) => {
      const shopId = index % 2 === 0 ? OWN_SHOP : OTHER_SHOP;
      return withTenant(shopId, async (tx) => {
        await tx.query('SELECT pg_sleep(0.002)');
        const { rows } = await tx.query<{ shop_id: number }>('SELECT shop_id FROM shop_settings');
        return rows.length === 1 && rows[0]?.shop_id === shopId;
      });
    }));
    expect(seen).toEqual(Array.from({ length: 40 }, () => true));
  });
});

describe('who stands above the lock', () => {
  it("is not the tables' owner, since the lock is forced", async () => {
    expect(await rowsAs('owner', 'SELECT * FROM shop_settings')).toEqual([]);
  });

  it('is a superuser, which is why the processes refuse to be one', async () => {
    expect((await rowsAs('superuser', 'SELECT * FROM shop_settings WHERE shop_id = ANY ($1)', [[OWN_SHOP, OTHER_SHOP]])).length).toBe(2);
  });

  it("is a view of the owner's without security_invoker: with it the view shows the caller's rows only", async () => {
    await connectedAs('superuser', async (client) => {
      await client.query('BEGIN');
      await client.query('CREATE VIEW by_invoker WITH (security_invoker = true) AS SELECT * FROM shop_settings; CREATE VIEW by_superuser AS SELECT * FROM shop_settings; GRANT SELECT ON by_invoker, by_superuser TO regulars_app; SET LOCAL ROLE regulars_app');
      expect((await client.query('SELECT FROM by_invoker')).rowCount).toBe(0);
      expect((await client.query('SELECT FROM by_superuser')).rowCount).toBeGreaterThan(1);
      await client.query('ROLLBACK');
    });
  });
});
