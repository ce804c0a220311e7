import type pg from 'pg';
import { describe, expect, it } from 'vitest';
import { connectedAs } from '../ground/roles.ts';
import { SCHEMA_RULES, schemaFaults } from './schema-faults.ts';

/** A table as a migration should make it. */
const GOOD = `
  CREATE TABLE public.notes (shop_id integer NOT NULL, id integer NOT NULL, word text, CONSTRAINT notes_pkey PRIMARY KEY (shop_id, id));
  ALTER TABLE public.notes OWNER TO regulars_owner;
  SELECT protect_tenant_table('public.notes');`;
const NOT_OWNERS = `CREATE TABLE public.loose (id integer PRIMARY KEY); ALTER TABLE public.loose OWNER TO regulars_owner;`;

/** By rule: what a migration could do wrong, and the fault's words. */
const WRONG: Record<string, { make: string; fault: string }[]> = {
  'open to the app role without a shop': [
    { make: `${NOT_OWNERS} GRANT SELECT ON loose TO regulars_app`, fault: 'loose is open to regulars_app and has no shop_id' },
    { make: `${NOT_OWNERS} GRANT SELECT (id) ON loose TO regulars_app`, fault: 'loose is open to regulars_app and has no shop_id' },
  ],
  'a shop that may be left out': [{ make: `${GOOD} ALTER TABLE notes DROP CONSTRAINT notes_pkey; ALTER TABLE notes ALTER shop_id DROP NOT NULL`, fault: 'notes.shop_id may be null' }],
  'row-level security off': [
    { make: `${GOOD} ALTER TABLE notes DISABLE ROW LEVEL SECURITY`, fault: 'notes has no row-level security' },
    { make: 'CREATE TABLE plain (shop_id integer NOT NULL, id integer, PRIMARY KEY (shop_id, id)); ALTER TABLE plain OWNER TO regulars_owner', fault: 'plain has no row-level security' },
  ],
  'row-level security not forced': [{ make: `${GOOD} ALTER TABLE notes NO FORCE ROW LEVEL SECURITY`, fault: 'notes is open to its owner: row-level security is not forced' }],
  'a policy that is not the one policy': [
    'DROP POLICY one_tenant ON notes',
    'CREATE POLICY more ON notes TO regulars_app USING (word IS NULL)',
    'ALTER POLICY one_tenant ON notes USING (true)',
    'ALTER POLICY one_tenant ON notes WITH CHECK (true)',
    'ALTER POLICY one_tenant ON notes TO PUBLIC',
    'DROP POLICY one_tenant ON notes; CREATE POLICY one_tenant ON notes TO regulars_app USING (shop_id = current_shop_id())',
    'DROP POLICY one_tenant ON notes; CREATE POLICY one_tenant ON notes FOR SELECT TO regulars_app USING (shop_id = current_shop_id())',
  ].map((change) => ({ make: `${GOOD} ${change}`, fault: 'notes has not the one policy by shop_id, for reading and for writing, for the app role alone' })),
  'no primary key': [{ make: `${GOOD} ALTER TABLE notes DROP CONSTRAINT notes_pkey`, fault: 'notes has no primary key' }],
  'a key that forgets the shop': [
    { make: `${GOOD} CREATE UNIQUE INDEX notes_word_key ON notes (word)`, fault: 'notes_word_key of notes is unique and does not begin with shop_id' },
    { make: `${GOOD} CREATE UNIQUE INDEX notes_word_key ON notes (lower(word))`, fault: 'notes_word_key of notes is unique and does not begin with shop_id' },
    { make: `${GOOD} ALTER TABLE notes DROP CONSTRAINT notes_pkey, ADD CONSTRAINT notes_pkey PRIMARY KEY (id)`, fault: 'notes_pkey of notes is unique and does not begin with shop_id' },
    { make: `${GOOD} ALTER TABLE notes ADD CONSTRAINT notes_apart EXCLUDE (word WITH =)`, fault: 'notes_apart of notes is unique and does not begin with shop_id' },
  ],
  'an index that forgets the shop': [{ make: `${GOOD} CREATE INDEX notes_word_idx ON notes (word, shop_id)`, fault: 'notes_word_idx of notes does not begin with shop_id' }],
  'a reference that forgets the shop': [{
    make: `${GOOD} ${NOT_OWNERS} ALTER TABLE notes ADD CONSTRAINT notes_loose_fkey FOREIGN KEY (id) REFERENCES loose (id)`, fault: 'notes_loose_fkey of notes refers to rows without their shop',
  }],
  'a tenant table open to the system role': [
    { make: `${GOOD} GRANT SELECT ON notes TO regulars_system`, fault: 'notes is open to regulars_system' },
    { make: `${GOOD} GRANT UPDATE (word) ON notes TO regulars_system`, fault: 'notes is open to regulars_system' },
  ],
  'a right that no policy stops': ['TRUNCATE', 'REFERENCES', 'TRIGGER'].map((right) => ({ make: `${GOOD} GRANT ${right} ON notes TO regulars_app`, fault: `notes lets regulars_app ${right}` })),
  'something for everybody': [{ make: `${GOOD} GRANT SELECT ON notes TO PUBLIC`, fault: 'notes is open to every role' }],
  'a view that reads as its owner': ['', 'WITH (security_invoker = false)', 'WITH (security_barrier = true)'].map((options) => ({
    make: `${GOOD} CREATE VIEW all_notes ${options} AS SELECT * FROM notes; ALTER VIEW all_notes OWNER TO regulars_owner; GRANT SELECT ON all_notes TO regulars_app`, fault: 'all_notes is a view that reads as its owner',
  })),
  'a materialized view': [{ make: `${GOOD} CREATE MATERIALIZED VIEW kept_notes AS SELECT * FROM notes; ALTER MATERIALIZED VIEW kept_notes OWNER TO regulars_owner`, fault: 'kept_notes is a materialized view, which no policy locks' }],
  'a function that runs as its owner': [{ make: 'CREATE FUNCTION peek() RETURNS bigint LANGUAGE sql SECURITY DEFINER RETURN 1', fault: 'peek() runs as its owner' }],
  'a role with more than its own': [
    { make: 'ALTER ROLE regulars_app BYPASSRLS', fault: 'regulars_app stands above the lock or can make roles' },
    { make: 'ALTER ROLE regulars_system CREATEROLE', fault: 'regulars_system stands above the lock or can make roles' },
    { make: 'GRANT regulars_owner TO regulars_app', fault: 'regulars_app is a member of regulars_owner' },
    { make: 'GRANT pg_read_all_data TO regulars_system', fault: 'regulars_system is a member of pg_read_all_data' },
    { make: 'GRANT CREATE ON SCHEMA public TO regulars_app', fault: 'regulars_app can make objects in public' },
  ],
  'an owner who is not the owner': [{ make: `${GOOD} ALTER TABLE notes OWNER TO regulars_app`, fault: 'notes belongs to regulars_app' }],
  'a sequence that can be read or set': [{ make: 'CREATE SEQUENCE counted; ALTER SEQUENCE counted OWNER TO regulars_owner; GRANT SELECT ON SEQUENCE counted TO regulars_app', fault: 'counted can be read or set by regulars_app' }],
  'rights on tables yet to be made': [{ make: 'ALTER DEFAULT PRIVILEGES FOR ROLE regulars_owner IN SCHEMA public GRANT SELECT ON TABLES TO regulars_app', fault: 'tables yet to be made are open to regulars_app' }],
  'jobs that the app role can read': [
    { make: 'GRANT SELECT (data) ON pgboss.job TO regulars_app', fault: 'pgboss.job.data can be read by regulars_app' },
    { make: 'GRANT DELETE ON pgboss.job TO regulars_app', fault: 'pgboss.job lets regulars_app DELETE' },
  ],
};

/** What the database has to say after a change that is then taken back. */
async function faultsAfter(change: string): Promise<Record<string, string[]>> {
  return connectedAs('superuser', async (client: pg.Client) => {
    await client.query('BEGIN');
    try {
      await client.query(change);
      return await schemaFaults(client);
    } finally {
      await client.query('ROLLBACK');
    }
  });
}

describe('the schema', () => {
  it('keeps the shops apart: no table, key, reference, view, function, sequence, role or right lets one reach another', async () => {
    expect(await connectedAs('superuser', schemaFaults)).toEqual({});
  });

  it('of a table made as it should be has no fault either', async () => {
    expect(await faultsAfter(GOOD)).toEqual({});
  });

  it('holds tenant tables at all, so that these rules are about something', async () => {
    const { rows } = await connectedAs('superuser', (client) => client.query<{ tables: number; keys: number }>(`
      SELECT count(DISTINCT c.oid)::int AS tables, count(i.indexrelid)::int AS keys FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'shop_id' AND NOT a.attisdropped
        LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisunique WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`));
    expect(rows[0]?.tables).toBeGreaterThan(30);
    expect(rows[0]?.keys).toBeGreaterThanOrEqual(rows[0]?.tables ?? Infinity);
  });

  it('breaks each rule in the ways tried below', () => {
    expect(Object.keys(WRONG).sort()).toEqual(SCHEMA_RULES.map((rule) => rule.name).sort());
  });

  describe.each(Object.entries(WRONG))('made wrong by %s', (rule, ways) => {
    it.each(ways)('is caught: $fault', async ({ make, fault }) => {
      expect((await faultsAfter(make))[rule]).toContain(fault);
    });
  });
});
