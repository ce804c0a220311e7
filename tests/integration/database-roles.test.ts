import pg from 'pg';
import { afterAll, describe, expect, it } from 'vitest';

const pools = new Map<string, pg.Pool>();
function as(role: 'DATABASE_URL' | 'DATABASE_SYSTEM_URL' | 'DATABASE_OWNER_URL' | 'TEST_SUPERUSER_URL'): pg.Pool {
  const pool = pools.get(role) ?? new pg.Pool({ connectionString: process.env[role] });
  pools.set(role, pool);
  return pool;
}

afterAll(async () => {
  await Promise.all([...pools.values()].map((pool) => pool.end()));
});

describe('the database that each test file gets', () => {
  it('is a copy of its own, made of UTF-8', async () => {
    const { rows } = await as('DATABASE_URL').query<{ name: string; encoding: string }>("SELECT current_database() AS name, current_setting('server_encoding') AS encoding");
    expect(rows[0]?.name).toMatch(/^test_\d+$/);
    expect(rows[0]?.encoding).toBe('UTF8');
  });

  it('is used by three roles, none of which stands above row-level security', async () => {
    for (const [role, name] of [['DATABASE_URL', 'regulars_app'], ['DATABASE_SYSTEM_URL', 'regulars_system'], ['DATABASE_OWNER_URL', 'regulars_owner']] as const) {
      const { rows } = await as(role).query('SELECT rolname, rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user');
      expect(rows).toEqual([{ rolname: name, rolsuper: false, rolbypassrls: false }]);
    }
  });
});

describe('every table', () => {
  it('is locked by row-level security for the app role, or belongs to the system role alone', async () => {
    const { rows } = await as('TEST_SUPERUSER_URL').query<{ name: string; locked: boolean; forced: boolean; policies: number; app: boolean; tenant: boolean }>(`
      SELECT c.oid::regclass::text AS name, c.relrowsecurity AS locked, c.relforcerowsecurity AS forced,
             (SELECT count(*)::int FROM pg_policy WHERE polrelid = c.oid) AS policies,
             has_table_privilege('regulars_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE') AS app,
             EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'shop_id' AND NOT attisdropped) AS tenant
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'`);
    expect(rows.map((row) => row.name)).toContain('shops');
    const open = rows.filter((row) => (row.tenant || row.app) && !(row.locked && row.forced && row.policies > 0));
    expect(open.map((row) => row.name)).toEqual([]);
  });

  it('of a tenant is closed to the system role', async () => {
    const { rows } = await as('TEST_SUPERUSER_URL').query<{ name: string }>(`
      SELECT c.oid::regclass::text AS name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') AND c.relrowsecurity
        AND has_table_privilege('regulars_system', c.oid, 'SELECT, INSERT, UPDATE, DELETE')`);
    expect(rows).toEqual([]);
  });

  it('belongs to the owner, so that neither web nor worker can switch its lock off', async () => {
    const { rows } = await as('TEST_SUPERUSER_URL').query<{ owner: string }>(`
      SELECT DISTINCT pg_get_userbyid(c.relowner) AS owner
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'S')`);
    expect(rows).toEqual([{ owner: 'regulars_owner' }]);
  });
});
