import pg from 'pg';
import { config } from '../runtime/config.server.ts';
import { InvalidInputError, TerminalError, errorMessage } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';

/**
 * Two pools, one a role. `regulars_app` sees a tenant's rows once a transaction has named the shop (tenant.server.ts);
 * `regulars_system` sees shops, sessions and jobs. The app pool is
 * taken by tenant.server.ts alone.
 */

// bigint (20) as a JavaScript number: Shopify's ids, counts and minor units stay below 2^53, and a wrong assumption should be loud.
pg.types.setTypeParser(20, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new TerminalError('bigint-range', `The database returned ${text}, which is beyond what a number holds exactly.`);
  return value;
});
// date (1082) as its text: a day has no time zone, and Date would give it one.
pg.types.setTypeParser(1082, (text) => text);

const pools = new Map<'app' | 'system', pg.Pool>();

function pool(role: 'app' | 'system'): pg.Pool {
  const known = pools.get(role);
  if (known !== undefined) return known;
  const urls = config().database;
  if (urls === undefined) throw new TerminalError('database-url', 'No database is configured yet: the entry of the process sets it before anything asks for a connection.');
  const made = new pg.Pool({
    connectionString: urls[role],
    max: role === 'app' ? config().databasePoolSize : Math.max(4, Math.ceil(config().databasePoolSize / 2)),
    application_name: `regulars-${role}`,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    // A half-open connection after a failover would otherwise hang for minutes.
    keepAlive: true,
  });
  // Without a listener an idle connection that the server closes ends the process.
  made.on('error', (error) => log.warn({ role, reason: errorMessage(error) }, 'an idle database connection was lost'));
  // The pool listens to idle connections only: one that is lost while a transaction holds it would end the process too. Whoever holds it learns of it by the next query.
  made.on('connect', (client) => client.on('error', (error) => log.warn({ role, reason: errorMessage(error) }, 'a database connection was lost')));
  pools.set(role, made);
  return made;
}

export function appPool(): pg.Pool {
  return pool('app');
}

export function systemPool(): pg.Pool {
  return pool('system');
}

/** Closes every connection of the process; the last act of a graceful stop and of a test file. */
export async function closePools(): Promise<void> {
  const open = [...pools.values()];
  pools.clear();
  await Promise.all(open.map((one) => one.end()));
}

/**
 * Refuses to go on when a role could see past row-level security, or when migrations are missing. Called once by the web and the worker process.
 * @throws InvalidInputError naming the role and what to change; or that the database does not answer.
 */
export async function assertSafeRoles(): Promise<void> {
  for (const role of ['app', 'system'] as const) {
    let row: { name: string; rolsuper: boolean; rolbypassrls: boolean; owned: string | null; migrated: boolean } | undefined;
    try {
      const result = await pool(role).query<{ name: string; rolsuper: boolean; rolbypassrls: boolean; owned: string | null; migrated: boolean }>(
        `SELECT current_user AS name, rolsuper, rolbypassrls, to_regclass('public.shops') IS NOT NULL AS migrated,
                (SELECT min(relname)::text FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
                  WHERE nspname = 'public' AND relkind IN ('r', 'p') AND pg_has_role(current_user, relowner, 'USAGE')) AS owned
           FROM pg_roles WHERE rolname = current_user`,
      );
      row = result.rows[0];
    } catch (cause) {
      throw new InvalidInputError('database', `The database for the role "${role}" does not answer: ${errorMessage(cause)}. Check ${role === 'app' ? 'DATABASE_URL' : 'DATABASE_SYSTEM_URL'} and that the server runs.`, { cause });
    }
    if (row === undefined) throw new InvalidInputError('database-role', 'The database does not know the role that connected.');
    if (row.rolsuper) throw new InvalidInputError('database-role', `The role ${row.name} is a superuser, on whom row-level security does nothing. Connect as regulars_${role} (prisma/roles.sql).`);
    if (row.rolbypassrls) throw new InvalidInputError('database-role', `The role ${row.name} has BYPASSRLS. Connect as regulars_${role} (prisma/roles.sql).`);
    if (!row.migrated) throw new InvalidInputError('database-schema', 'The database has no tables yet. Run "npm run migrate" with DATABASE_OWNER_URL set.');
    if (row.owned !== null) throw new InvalidInputError('database-role', `The role ${row.name} owns the table ${row.owned}. Only regulars_owner may own tables (prisma/roles.sql).`);
  }
}
