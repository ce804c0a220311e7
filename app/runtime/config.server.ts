import { z } from 'zod';
import { InvalidInputError, TerminalError } from './errors.ts';

/**
 * The environment, parsed once. No other file of the app reads process.env, so this page is the whole list of what can
 * be configured; README.md repeats it for operators.
 */

/** What the app asks a merchant for. shopify.app.toml lists the same and a test holds the two together. */
export const ACCESS_SCOPES = [
  'read_customers',
  'write_customers',
  'read_customer_merge',
  'read_orders',
  'read_all_orders',
  'read_products',
  'write_products',
  'read_returns',
  'read_discounts',
  'read_themes',
  'write_app_proxy',
] as const;

const list = (text: string): string[] =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

const KEY_FORM = /^[A-Za-z0-9_-]{1,32}:[A-Za-z0-9+/=_-]+$/;

const Environment = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  SHOPIFY_API_KEY: z.string().min(1).optional(),
  SHOPIFY_API_SECRET: z.string().min(1).optional(),
  SHOPIFY_APP_URL: z.url().optional(),
  /** Shopify CLI's name for it. */
  APP_URL: z.url().optional(),
  SCOPES: z.string().optional(),
  DATABASE_URL: z.string().min(1).optional(),
  DATABASE_SYSTEM_URL: z.string().min(1).optional(),
  DATABASE_OWNER_URL: z.string().min(1).optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
  DATA_DIR: z.string().min(1).default('.data/app'),
  ENCRYPTION_KEYS: z.string().optional(),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  WORKER_PORT: z.coerce.number().int().min(0).max(65535).default(0),
  METRICS_TOKEN: z.string().min(16, 'it must have 16 letters or more').regex(/^[!-~]+$/, 'it must be of printable ASCII without spaces').optional(),
  REGULARS_NOW: z.iso.datetime({ offset: true }).optional(),
  REGULARS_NOW_AT: z.iso.datetime({ offset: true }).optional(),
  BULK_FILE_HOSTS: z.string().optional(),
  BULK_POLL_MS: z.coerce.number().int().min(50).max(60_000).default(2_000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** Hosts that Shopify serves bulk results from and takes staged uploads at. A host with a leading dot allows what is below it. */
const SHOPIFY_FILE_HOSTS = ['storage.googleapis.com', '.storage.googleapis.com', '.shopifycloud.com', '.myshopify.com'];

export interface DatabaseUrls {
  app: string;
  system: string;
  /** Only migrations use it; a web or worker process does without. */
  owner: string | undefined;
}

export interface Config {
  environment: 'development' | 'test' | 'production';
  production: boolean;
  shopify: { apiKey: string; apiSecret: string; appUrl: string; scopes: string[] };
  /** Undefined: the embedded PostgreSQL below `dataDir` is used (never in production). */
  database: DatabaseUrls | undefined;
  databasePoolSize: number;
  dataDir: string;
  /** Current key first; the others only decrypt. 32 bytes each. */
  encryptionKeys: { id: string; key: Buffer }[];
  host: string;
  port: number;
  /** The worker answers /healthz, /readyz and /metrics there; undefined: it listens nowhere. */
  workerPort: number | undefined;
  /** Whoever reads /metrics has to have it; undefined: this machine alone may. */
  metricsToken: string | undefined;
  /** The business clock stands still here (milliseconds), or undefined for the machine's. */
  now: number | undefined;
  /** It does not stand still: it was `now` when the machine's clock was here, and has run on since. */
  nowAt: number | undefined;
  bulkFileHosts: string[];
  bulkPollMs: number;
}

/**
 * Parses an environment.
 * @throws InvalidInputError naming every variable that is wrong or missing, and how to mend it.
 */
export function parseConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
    throw new InvalidInputError('config', `The environment is not usable. ${faults.join('; ')}. See the configuration table in README.md.`);
  }
  const env = parsed.data;
  const production = env.NODE_ENV === 'production';
  const faults: string[] = [];
  // Shopify CLI puts the tunnel's address into HOST, which elsewhere is what to listen on.
  const hostIsAddress = /^https?:\/\//.test(env.HOST);
  const need = (name: 'SHOPIFY_API_KEY' | 'SHOPIFY_API_SECRET' | 'SHOPIFY_APP_URL', value = env[name]): string => {
    if (value === undefined) faults.push(`${name} is not set (Shopify CLI sets it in development; take it from the Partner dashboard otherwise)`);
    return value ?? '';
  };
  const shopify = {
    apiKey: need('SHOPIFY_API_KEY'),
    apiSecret: need('SHOPIFY_API_SECRET'),
    appUrl: need('SHOPIFY_APP_URL', env.SHOPIFY_APP_URL ?? env.APP_URL ?? (hostIsAddress ? env.HOST : undefined)).replace(/\/+$/, ''),
    scopes: env.SCOPES === undefined ? [...ACCESS_SCOPES] : list(env.SCOPES),
  };
  if (production && env.DATABASE_URL === undefined) faults.push('DATABASE_URL is not set, and the embedded PostgreSQL is for development only');
  if (env.DATABASE_URL !== undefined && env.DATABASE_SYSTEM_URL === undefined) {
    faults.push('DATABASE_SYSTEM_URL is not set: DATABASE_URL is for the role regulars_app, and shops, sessions and jobs belong to regulars_system');
  }
  const encryptionKeys = encryptionKeysFrom(env.ENCRYPTION_KEYS, shopify.apiSecret, production, faults);
  if (production && env.REGULARS_NOW !== undefined) faults.push('REGULARS_NOW stops the clock and is refused in production');
  if (env.REGULARS_NOW_AT !== undefined && env.REGULARS_NOW === undefined) faults.push('REGULARS_NOW_AT says since when the clock runs on from REGULARS_NOW, which is not set');
  if (faults.length > 0) {
    throw new InvalidInputError('config', `The environment is not usable. ${faults.join('; ')}. See the configuration table in README.md.`);
  }
  return {
    environment: env.NODE_ENV,
    production,
    shopify,
    database:
      env.DATABASE_URL === undefined
        ? undefined
        : { app: env.DATABASE_URL, system: env.DATABASE_SYSTEM_URL ?? '', owner: env.DATABASE_OWNER_URL },
    databasePoolSize: env.DATABASE_POOL_SIZE,
    dataDir: env.DATA_DIR,
    encryptionKeys,
    host: hostIsAddress ? '127.0.0.1' : env.HOST,
    port: env.PORT,
    workerPort: env.WORKER_PORT === 0 ? undefined : env.WORKER_PORT,
    metricsToken: env.METRICS_TOKEN,
    now: env.REGULARS_NOW === undefined ? undefined : Date.parse(env.REGULARS_NOW),
    nowAt: env.REGULARS_NOW_AT === undefined ? undefined : Date.parse(env.REGULARS_NOW_AT),
    bulkFileHosts: [...SHOPIFY_FILE_HOSTS, ...list(env.BULK_FILE_HOSTS ?? '')],
    bulkPollMs: env.BULK_POLL_MS,
  };
}

function encryptionKeysFrom(text: string | undefined, secret: string, production: boolean, faults: string[]): { id: string; key: Buffer }[] {
  if (text === undefined) {
    if (production) faults.push('ENCRYPTION_KEYS is not set: give one key or more as id:base64 of 32 bytes, the current one first');
    // A development machine gets a key of its own from the app's secret, so that nothing is ever stored in clear.
    return [{ id: 'dev', key: Buffer.from(secret.padEnd(32, '.').slice(0, 32), 'utf8') }];
  }
  return list(text).map((entry, index) => {
    const key = KEY_FORM.test(entry) ? Buffer.from(entry.slice(entry.indexOf(':') + 1), 'base64') : Buffer.alloc(0);
    if (key.length !== 32) faults.push(`ENCRYPTION_KEYS entry ${index + 1} is not id:base64 of 32 bytes`);
    return { id: entry.slice(0, Math.max(0, entry.indexOf(':'))), key };
  });
}

/** Apart from the rest, so that a command which needs no Shopify credentials (migrations) can log. */
export function logLevel(): string {
  return Environment.shape.LOG_LEVEL.catch('info').parse(process.env['LOG_LEVEL'] || undefined);
}

/** The environment of a process that this one starts, with some variables of its own. NODE_OPTIONS is left out: a preload is meant for this process alone. */
export function childEnvironment(extra: Record<string, string>): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  return { ...inherited, ...extra };
}

/** The owner's address, for migrations alone. @throws InvalidInputError when it is not set. */
export function ownerDatabaseUrl(): string {
  const url = process.env['DATABASE_OWNER_URL'];
  if (url === undefined || url === '') throw new InvalidInputError('config', 'DATABASE_OWNER_URL is not set: migrations run as the role regulars_owner (prisma/roles.sql).');
  return url;
}

let parsed: Config | undefined;

/** The process's configuration, parsed at the first call. */
export function config(): Config {
  parsed ??= parseConfig(process.env);
  return parsed;
}

/** @throws TerminalError that says which variables to set, in a process that nobody gave a database. */
export function databaseUrls(): DatabaseUrls {
  const urls = config().database;
  if (urls === undefined) throw new TerminalError('database-url', 'No database is configured: set DATABASE_URL (role regulars_app) and DATABASE_SYSTEM_URL (role regulars_system). Only "npm start" and "npm run demo" bring a database of their own.');
  return urls;
}

/** The embedded database's addresses are known only after it has started: the process's entry puts them here. */
export function setDatabaseUrls(urls: DatabaseUrls): void {
  config().database = urls;
}
