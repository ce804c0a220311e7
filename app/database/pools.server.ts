import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { config, databaseUrls } from '../runtime/config.server.ts';
import { InvalidInputError, RegularsError, TerminalError, errorMessage } from '../runtime/errors.ts';
import { outsideLogContext } from '../runtime/log-context.server.ts';
import { log } from '../runtime/log.server.ts';

/**
 * Two roles, five pools. `regulars_app` sees a tenant's rows once a transaction has named the shop (tenant.server.ts);
 * `regulars_system` sees shops, sessions, jobs and the inbox. The app pool is taken by tenant.server.ts alone. Events of
 * Shopify come in by a small pool of their own: they have seconds to be answered, whatever else the process is doing. So have shoppers, who wait for a fraction of one, by one of each role.
 */

// bigint (20) as a JavaScript number: Shopify's ids, counts and minor units stay below 2^53, and a wrong assumption should be loud.
pg.types.setTypeParser(20, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new TerminalError('bigint-range', `The database returned ${text}, which is beyond what a number holds exactly.`);
  return value;
});
// date (1082) as its text: a day has no time zone, and Date would give it one.
pg.types.setTypeParser(1082, (text) => text);

export type PoolName = 'app' | 'system' | 'inbox' | 'shopper' | 'shops';

const pools = new Map<PoolName, pg.Pool>();

/** Inserts that run at once. A second one gathers while the first is written to disk. */
const INBOX_CONNECTIONS = 2;
/** Longer than this an insert is not waited for, nor a connection for half of it: Shopify gives up after five seconds in all, and comes again. */
const INBOX_TIMEOUT_MS = 1_500;

/** A shopper's page waits for nobody: whoever asks for it gives up after SHOPPER_WAITS_MS, and the block shows Shopify's own. A connection may take longer to be made: the next one has it. */
export const SHOPPER_WAITS_MS = 400;
/** Which shop it is: asked once in some seconds for each. */
const SHOPS_CONNECTIONS = 2;

/** For the server to close connections that are given back. */
const GOODBYE_MS = 2_000;

const SHOPPER_LIMITS = { connectionTimeoutMillis: 2_000, idleTimeoutMillis: 60_000, statement_timeout: SHOPPER_WAITS_MS };

function poolOptions(name: PoolName): pg.PoolConfig {
  const { databasePoolSize } = config();
  switch (name) {
    case 'app':
      return { max: databasePoolSize, connectionTimeoutMillis: 10_000, idleTimeoutMillis: 30_000 };
    case 'system':
      return { max: Math.max(4, Math.ceil(databasePoolSize / 2)), connectionTimeoutMillis: 10_000, idleTimeoutMillis: 30_000 };
    case 'inbox':
      // The server's own limit is the shorter one: what it has given up cannot be committed after we said that it was not.
      return { max: INBOX_CONNECTIONS, connectionTimeoutMillis: INBOX_TIMEOUT_MS / 2, idleTimeoutMillis: 0, statement_timeout: INBOX_TIMEOUT_MS - 200, query_timeout: INBOX_TIMEOUT_MS };
    case 'shopper':
      // Texts that are the same every time, with values that say nothing of the plan.
      return { max: Math.max(2, Math.ceil(databasePoolSize / 2)), ...SHOPPER_LIMITS, options: '-c plan_cache_mode=force_generic_plan' };
    case 'shops':
      return { max: SHOPS_CONNECTIONS, ...SHOPPER_LIMITS };
  }
}

function pool(name: PoolName): pg.Pool {
  const known = pools.get(name);
  if (known !== undefined) return known;
  const urls = databaseUrls();
  const made = new pg.Pool({
    ...poolOptions(name),
    connectionString: urls[name === 'app' || name === 'shopper' ? 'app' : 'system'],
    application_name: `regulars-${name}`,
    // A half-open connection after a failover would otherwise hang for minutes.
    keepAlive: true,
  });
  // Nobody's in particular: a connection hears in the context of whoever was the first to need it.
  const tellOfLoss = (error: Error, what: string): void => outsideLogContext(() => log.warn({ pool: name, reason: errorMessage(error) }, what));
  // Without a listener an idle connection that the server closes ends the process.
  made.on('error', (error) => tellOfLoss(error, 'an idle database connection was lost'));
  // The pool listens to idle connections only: one that is lost while a transaction holds it would end the process too. Whoever holds it learns of it by the next query.
  made.on('connect', (client) => client.on('error', (error) => tellOfLoss(error, 'a database connection was lost')));
  pools.set(name, made);
  return made;
}

export function appPool(): pg.Pool {
  return pool('app');
}

export function systemPool(): pg.Pool {
  return pool('system');
}

/** The system role's connections for events of Shopify on their way in. */
export function inboxPool(): pg.Pool {
  return pool('inbox');
}

/** The app role's connections for what shoppers wait for. Taken by tenant-reads.server.ts alone. */
export function shopperPool(): pg.Pool {
  return pool('shopper');
}

/** The system role's connections for which shop a shopper's request is of. */
export function shopsPool(): pg.Pool {
  return pool('shops');
}

/** How many connections each pool of this process holds, and how many callers wait for one. */
export function poolUse(): { name: PoolName; total: number; idle: number; waiting: number }[] {
  return [...pools].map(([name, { totalCount, idleCount, waitingCount }]) => ({ name, total: totalCount, idle: idleCount, waiting: waitingCount }));
}

/** Closes every connection of the process; the last act of a graceful stop and of a test file. */
export async function closePools(): Promise<void> {
  const open = [...pools.values()];
  pools.clear();
  await Promise.all(open.map(endPool));
}

/** A pool has ended, as it says, while its connections still say goodbye: a database that stops right after would break them. */
async function endPool(ending: pg.Pool): Promise<void> {
  let left = ending.totalCount;
  const gone = new Promise<void>((resolve) => {
    if (left === 0) resolve();
    ending.on('remove', () => {
      left -= 1;
      if (left === 0) resolve();
    });
  });
  await ending.end();
  // One that never came to be is not told of.
  await Promise.race([gone, sleep(GOODBYE_MS, undefined, { ref: false })]);
}

interface RoleState {
  name: string;
  superuser: boolean;
  bypassesLocks: boolean;
  /** A role above the lock that this one could take by SET ROLE. */
  couldBecome: string | null;
  migrated: boolean;
  owned: string | null;
  /** May read shops and sessions, which is the system role's. */
  readsShops: boolean | null;
  /** May read a tenant table, which is the app role's. */
  readsTenants: boolean | null;
}

// By pg_class and not by name: a role without rights to the schema would get an error in place of an answer.
const ROLE_STATE = `
  WITH public_tables AS (SELECT c.oid, relname, relowner FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p'))
  SELECT current_user AS name, rolsuper AS superuser, rolbypassrls AS "bypassesLocks",
         (SELECT min(r.rolname)::text FROM pg_roles r WHERE (r.rolsuper OR r.rolbypassrls) AND r.rolname <> current_user AND pg_has_role(current_user, r.oid, 'MEMBER')) AS "couldBecome",
         EXISTS (SELECT FROM public_tables WHERE relname = 'shops') AS migrated,
         (SELECT min(relname)::text FROM public_tables WHERE pg_has_role(current_user, relowner, 'MEMBER')) AS owned,
         (SELECT has_table_privilege(oid, 'SELECT') FROM public_tables WHERE relname = 'sessions') AS "readsShops",
         (SELECT has_table_privilege(oid, 'SELECT') FROM public_tables WHERE relname = 'shop_details') AS "readsTenants"
    FROM pg_roles WHERE rolname = current_user`;

/**
 * Refuses to go on when a role could see past row-level security, or when migrations are missing. Called once by the web and the worker process.
 * @throws InvalidInputError naming the role and what to change; or that the database does not answer.
 */
export async function assertSafeRoles(): Promise<void> {
  for (const role of ['app', 'system'] as const) {
    const variable = role === 'app' ? 'DATABASE_URL' : 'DATABASE_SYSTEM_URL';
    let state: RoleState | undefined;
    try {
      state = (await pool(role).query<RoleState>(ROLE_STATE)).rows[0];
    } catch (cause) {
      if (cause instanceof RegularsError) throw cause;
      throw new InvalidInputError('database', `The database for the role "${role}" does not answer: ${errorMessage(cause)}. Check ${variable} and that the server runs.`, { cause });
    }
    const fault = state === undefined ? 'The database does not know the role that connected.' : roleFault(state, role, variable);
    if (fault !== null) throw new InvalidInputError(state?.migrated === false ? 'database-schema' : 'database-role', fault);
  }
}

/** @returns what is wrong and what to do, or null. */
function roleFault(state: RoleState, role: 'app' | 'system', variable: string): string | null {
  const { name } = state;
  const wayOut = `Connect as regulars_${role} (prisma/roles.sql).`;
  if (state.superuser) return `The role ${name} is a superuser, on whom row-level security does nothing. ${wayOut}`;
  if (state.bypassesLocks) return `The role ${name} has BYPASSRLS. ${wayOut}`;
  if (state.couldBecome !== null) return `The role ${name} is a member of ${state.couldBecome}, whom row-level security does not bind. ${wayOut}`;
  if (!state.migrated) return 'The database has no tables yet. Run "npm run migrate" with DATABASE_OWNER_URL set.';
  if (state.owned !== null) return `The role ${name} owns the table ${state.owned}, itself or through regulars_owner. Only regulars_owner may own tables, and nothing but migrations may be it (prisma/roles.sql).`;
  if (state.readsShops !== (role === 'system') || state.readsTenants !== (role === 'app')) {
    return `${variable} connects as ${name}, which has not the rights of regulars_${role}. DATABASE_URL is for regulars_app and DATABASE_SYSTEM_URL for regulars_system (prisma/roles.sql).`;
  }
  return null;
}
