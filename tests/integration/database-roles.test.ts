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
