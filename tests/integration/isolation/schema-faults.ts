import type pg from 'pg';

/**
 * What in a database could let one shop see, change or find out about another's rows. Each rule is one query over
 * PostgreSQL's own catalogue that gives its faults in words, so that a test can make a table wrong and see it named.
 */
interface SchemaRule {
  name: string;
  faults: string;
}

/** A table is a tenant's when it has a shop_id, or when the app's role can do anything with it: then it has to be locked. */
const TABLES = `
  WITH tables AS (
    SELECT c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relacl,
           EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'shop_id' AND NOT attisdropped) AS has_shop,
           has_any_column_privilege('regulars_app', c.oid, 'SELECT, INSERT, UPDATE, REFERENCES') OR has_table_privilege('regulars_app', c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') AS open_to_app
      FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'f')),
  tenant AS (SELECT * FROM tables WHERE has_shop OR open_to_app),
  keys AS (
    SELECT t.relname, i.indexrelid, i.indexrelid::regclass::text AS key, i.indisunique OR i.indisexclusion AS tells,
           coalesce((SELECT attname FROM pg_attribute WHERE attrelid = t.oid AND attnum = i.indkey[0] AND i.indkey[0] <> 0), '') AS leader
      FROM tenant t JOIN pg_index i ON i.indrelid = t.oid)`;

const POLICY_RULE = '(shop_id = current_shop_id())';

export const SCHEMA_RULES: readonly SchemaRule[] = [
  { name: 'open to the app role without a shop', faults: `${TABLES} SELECT relname || ' is open to regulars_app and has no shop_id' AS fault FROM tenant WHERE NOT has_shop` },
  {
    name: 'a shop that may be left out',
    faults: `${TABLES} SELECT relname || '.shop_id may be null' AS fault FROM tenant JOIN pg_attribute a ON a.attrelid = tenant.oid AND a.attname = 'shop_id' WHERE NOT a.attnotnull`,
  },
  { name: 'row-level security off', faults: `${TABLES} SELECT relname || ' has no row-level security' AS fault FROM tenant WHERE NOT relrowsecurity` },
  { name: 'row-level security not forced', faults: `${TABLES} SELECT relname || ' is open to its owner: row-level security is not forced' AS fault FROM tenant WHERE NOT relforcerowsecurity` },
  {
    // Permissive policies are joined by OR: a second one can only open the table further.
    name: 'a policy that is not the one policy',
    faults: `${TABLES}, policies AS (
      SELECT polrelid, count(*) AS number, bool_and(polcmd = '*' AND polpermissive AND pg_get_expr(polqual, polrelid) = '${POLICY_RULE}' AND coalesce(pg_get_expr(polwithcheck, polrelid), '') = '${POLICY_RULE}'
             AND polroles = ARRAY['regulars_app'::regrole::oid]) AS right_one
        FROM pg_policy GROUP BY polrelid)
      SELECT relname || ' has not the one policy by shop_id, for reading and for writing, for the app role alone' AS fault
        FROM tenant LEFT JOIN policies ON polrelid = oid WHERE number IS DISTINCT FROM 1 OR NOT right_one`,
  },
  { name: 'no primary key', faults: `${TABLES} SELECT relname || ' has no primary key' AS fault FROM tenant WHERE NOT EXISTS (SELECT FROM pg_index WHERE indrelid = oid AND indisprimary)` },
  {
    // A unique key that forgets the tenant refuses a value because another shop has it, and so tells that it has.
    name: 'a key that forgets the shop',
    faults: `${TABLES} SELECT key || ' of ' || relname || ' is unique and does not begin with shop_id' AS fault FROM keys WHERE tells AND leader <> 'shop_id'`,
  },
  { name: 'an index that forgets the shop', faults: `${TABLES} SELECT key || ' of ' || relname || ' does not begin with shop_id' AS fault FROM keys WHERE NOT tells AND leader <> 'shop_id'` },
  {
    // PostgreSQL looks up references past row-level security: one by id alone tells whether another shop has that id.
    name: 'a reference that forgets the shop',
    faults: `${TABLES}
      SELECT k.conname || ' of ' || relname || ' refers to rows without their shop' AS fault FROM tenant JOIN pg_constraint k ON k.conrelid = tenant.oid AND k.contype = 'f'
       WHERE NOT EXISTS (SELECT FROM unnest(k.conkey, k.confkey) AS pair(own, other)
                           JOIN pg_attribute o ON o.attrelid = k.conrelid AND o.attnum = own AND o.attname = 'shop_id'
                           JOIN pg_attribute f ON f.attrelid = k.confrelid AND f.attnum = other AND f.attname = 'shop_id')`,
  },
  {
    name: 'a tenant table open to the system role',
    faults: `${TABLES} SELECT relname || ' is open to regulars_system' AS fault FROM tenant
      WHERE has_table_privilege('regulars_system', oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') OR has_any_column_privilege('regulars_system', oid, 'SELECT, INSERT, UPDATE, REFERENCES')`,
  },
  {
    // TRUNCATE asks no policy; TRIGGER and REFERENCES let a role see what is written past it.
    name: 'a right that no policy stops',
    faults: `${TABLES} SELECT relname || ' lets regulars_app ' || right_name AS fault FROM tenant, unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) AS right_name WHERE has_table_privilege('regulars_app', oid, right_name)`,
  },
  { name: 'something for everybody', faults: "SELECT relname || ' is open to every role' AS fault FROM pg_class, aclexplode(relacl) AS a WHERE relnamespace = 'public'::regnamespace AND a.grantee = 0" },
  {
    name: 'a view that reads as its owner',
    faults: `SELECT relname || ' is a view that reads as its owner' AS fault FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'v' AND NOT coalesce(EXISTS (SELECT FROM pg_options_to_table(reloptions) WHERE option_name = 'security_invoker' AND option_value IN ('true', 'on', '1', 'yes')), false)`,
  },
  {
    // No policy can lock it: it holds what its owner saw.
    name: 'a materialized view', faults: "SELECT relname || ' is a materialized view, which no policy locks' AS fault FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'm'",
  },
  {
    name: 'a function that runs as its owner',
    faults: "SELECT p.oid::regprocedure || ' runs as its owner' AS fault FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname NOT IN ('pg_catalog', 'information_schema') AND prosecdef",
  },
  {
    name: 'a role with more than its own',
    faults: `
      SELECT rolname || ' stands above the lock or can make roles' AS fault FROM pg_roles WHERE rolname LIKE 'regulars\\_%' AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication)
      UNION ALL SELECT m.member::regrole || ' is a member of ' || m.roleid::regrole FROM pg_auth_members m WHERE m.member::regrole::text LIKE 'regulars\\_%'
      UNION ALL SELECT role || ' can make objects in public' FROM unnest(ARRAY['regulars_app', 'regulars_system']) AS role WHERE has_schema_privilege(role, 'public', 'CREATE')`,
  },
  {
    name: 'an owner who is not the owner',
    faults: "SELECT relname || ' belongs to ' || relowner::regrole AS fault FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND relowner <> 'regulars_owner'::regrole",
  },
  {
    name: 'a sequence that can be read or set',
    faults: `SELECT relname || ' can be read or set by ' || role AS fault FROM pg_class c, unnest(ARRAY['regulars_app', 'regulars_system']) AS role
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'S' AND (has_sequence_privilege(role, c.oid, 'SELECT') OR has_sequence_privilege(role, c.oid, 'UPDATE'))`,
  },
  {
    name: 'rights on tables yet to be made',
    faults: "SELECT 'tables yet to be made are open to ' || CASE WHEN a.grantee = 0 THEN 'every role' ELSE a.grantee::regrole::text END AS fault FROM pg_default_acl, aclexplode(defaclacl) AS a WHERE defaclobjtype = 'r' AND a.grantee <> defaclrole",
  },
  {
    // The queue's tables belong to no tenant: the app role puts jobs in, and of those that are there it sees no more than that they are.
    name: 'jobs that the app role can read',
    faults: `SELECT n.nspname || '.' || c.relname || ' lets regulars_app ' || r AS fault FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace, unnest(ARRAY['SELECT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS r
        WHERE nspname NOT IN ('public', 'pg_catalog', 'information_schema', 'pg_toast') AND nspname NOT LIKE 'pg\\_%' AND relkind IN ('r', 'p', 'v', 'm') AND (n.nspname, c.relname) <> ('pgboss', 'queue') AND has_table_privilege('regulars_app', c.oid, r)
      UNION ALL
      SELECT n.nspname || '.' || c.relname || '.' || attname || ' can be read by regulars_app' FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace JOIN pg_attribute ON attrelid = c.oid AND attnum > 0 AND NOT attisdropped
        WHERE nspname = 'pgboss' AND relkind IN ('r', 'p') AND relname <> 'queue' AND attname NOT IN ('id', 'start_after') AND has_column_privilege('regulars_app', c.oid, attnum, 'SELECT')`,
  },
];

/** Every fault there is, by the rule that it breaks. Empty: the shops are apart. */
export async function schemaFaults(client: pg.ClientBase): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const { name, faults } of SCHEMA_RULES) {
    const { rows } = await client.query<{ fault: string }>(faults);
    if (rows.length > 0) found[name] = rows.map((row) => row.fault).sort();
  }
  return found;
}
