import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, readFile, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { InvalidInputError, errorCode, errorMessage } from '../runtime/errors.ts';
import { clusterPlace } from './cluster-place.server.ts';
import { serverBinaries } from './server-binaries.server.ts';
import { RunningServer, ServerRefused, makeCluster, startServer } from './server-process.server.ts';
import { processLives, underLock } from './start-lock.server.ts';

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
  /** The last start's: where it listened, and the process that started it. */
  port?: number;
  startedBy?: number;
}

/**
 * Starts the cluster of `directory` (made on first use), or joins the one that already runs there. It starts wherever the directory and the packages
 * lie, for root too (cluster-place.server.ts and server-binaries.server.ts say how). Two starts at once: one starts, the other joins.
 * The server ends with the process that answers for it, whichever way that ends. Where it could not be told (its guard was killed too),
 * the next start joins it and answers for it from then on. No signal is listened to: the process may need the database to finish its work.
 * @param options.port 0 or absent: any free one.
 * @param options.takeOver the caller knows that whoever started a running one is gone: `stop` then stops it too.
 * @throws InvalidInputError when the directory holds another PostgreSQL version's data, the port is taken, or the server does not start.
 */
export async function startEmbeddedPostgres(options: { directory: string; port?: number; takeOver?: boolean }): Promise<EmbeddedPostgres> {
  const asked = resolve(options.directory);
  try {
    await mkdir(asked, { recursive: true });
    const directory = await realpath(asked);
    return await underLock(join(directory, 'start.lock'), () => startOrJoin(directory, options));
  } catch (error) {
    const code = errorCode(error);
    if (error instanceof InvalidInputError || (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS')) throw error;
    throw new InvalidInputError('embedded-postgres', `The embedded PostgreSQL's directory ${asked} cannot be read and written (${errorMessage(error)}). Run the command as the directory's owner, or choose another directory.`, { cause: error });
  }
}

async function startOrJoin(directory: string, options: { port?: number; takeOver?: boolean }): Promise<EmbeddedPostgres> {
  const place = await clusterPlace(directory);
  const { data } = place;
  await refuseOtherVersion(data);
  const binaries = await serverBinaries(place.user);
  const passwords = await readPasswords(directory, data);
  const running = await joinRunning(data, passwords);
  if (running !== null) {
    const orphan = passwords.startedBy !== undefined && !processLives(passwords.startedBy);
    if (options.takeOver !== true && !orphan) return connection(passwords, running.port, async () => {});
    const server = new RunningServer(running.pid, place, binaries);
    await writePasswords(directory, { ...passwords, port: running.port, startedBy: process.pid });
    return connection(passwords, running.port, () => server.stop());
  }

  // The port is noted when a start has succeeded for the first time: before that, nobody can have put anything there.
  if (passwords.port === undefined) await rm(data, { recursive: true, force: true });
  const wanted = options.port ?? 0;
  if (wanted !== 0 && !(await portIsFree(wanted))) throw portInUse(wanted);
  const logFile = join(directory, 'postgres.log');
  let server: RunningServer | undefined;
  let port = wanted;
  try {
    if (!existsSync(join(data, 'PG_VERSION'))) await makeCluster(binaries, place, passwords.superuser);
    for (let tries = 1; server === undefined; tries += 1) {
      port = wanted === 0 ? await freePort() : wanted;
      try {
        server = await startServer(binaries, place, port, logFile);
      } catch (error) {
        if (!(error instanceof ServerRefused) || !/could not create any TCP\/IP sockets/.test(error.said)) throw error;
        // Someone was quicker: another free port is as good, unless a certain one was asked for.
        if (wanted !== 0) throw portInUse(wanted);
        if (tries === 5) throw error;
      }
    }
    await makeRolesAndDatabase(superuserUrl(passwords, port), passwords);
  } catch (cause) {
    await server?.stop();
    if (cause instanceof InvalidInputError) throw cause;
    if (errorCode(cause) === '28P01') throw lostPasswords(directory, cause);
    throw new InvalidInputError('embedded-postgres', `The embedded PostgreSQL in ${directory} did not start: ${errorMessage(cause)}. If the directory was copied or damaged, remove it to start afresh.`, { cause });
  }
  const started = server;
  await writePasswords(directory, { ...passwords, port, startedBy: process.pid });
  return connection(passwords, port, () => started.stop());
}

function portInUse(port: number): InvalidInputError {
  return new InvalidInputError('port-in-use', `Port ${port} for the embedded PostgreSQL is in use. Stop what listens there or choose another port.`);
}

function lostPasswords(directory: string, cause: unknown): InvalidInputError {
  return new InvalidInputError('embedded-postgres', `The cluster of ${directory} does not know the passwords in its roles.json: that file was lost or comes from another directory. Put it back, or remove the directory to start afresh.`, { cause });
}

async function refuseOtherVersion(data: string): Promise<void> {
  const file = join(data, 'PG_VERSION');
  if (!existsSync(file)) return;
  const version = (await readFile(file, 'utf8')).trim();
  if (version !== MAJOR) {
    throw new InvalidInputError('postgres-version', `The data in ${data} was written by PostgreSQL ${version}, and the embedded server is ${MAJOR}. Dump and load it with version ${version}, or remove the directory to start afresh.`);
  }
}

async function readPasswords(directory: string, data: string): Promise<Passwords> {
  const file = join(directory, 'roles.json');
  if (existsSync(file)) {
    const passwords = parsePasswords(await readFile(file, 'utf8'));
    if (passwords !== null) return passwords;
    throw new InvalidInputError('embedded-postgres', `${file} is damaged: it holds the passwords of the PostgreSQL in ${directory}. Put it back, or remove the directory to start afresh.`);
  }
  if (existsSync(join(data, 'PG_VERSION'))) {
    throw new InvalidInputError('embedded-postgres', `${file} is missing: it holds the passwords of the PostgreSQL in ${directory}. Put it back, or remove the directory to start afresh.`);
  }
  const word = (): string => randomBytes(18).toString('base64url');
  const passwords = { superuser: word(), owner: word(), app: word(), system: word() };
  await writePasswords(directory, passwords);
  return passwords;
}

function parsePasswords(text: string): Passwords | null {
  try {
    const value = JSON.parse(text) as Partial<Passwords>;
    const whole = [value.superuser, value.owner, value.app, value.system].every((word) => typeof word === 'string' && word !== '');
    return whole ? (value as Passwords) : null;
  } catch {
    return null;
  }
}

async function writePasswords(directory: string, passwords: Passwords): Promise<void> {
  const file = join(directory, 'roles.json');
  await writeFile(`${file}.new`, JSON.stringify(passwords), { mode: 0o600 });
  // Root may start what an ordinary user goes on with.
  const { uid, gid } = await stat(directory);
  if (process.getuid?.() === 0 && uid !== 0) await chown(`${file}.new`, uid, gid);
  await rename(`${file}.new`, file);
}

/**
 * The server that answers for this cluster, or null. One that is starting or stopping just now is waited for.
 * @throws InvalidInputError when it does neither.
 */
async function joinRunning(data: string, passwords: Passwords): Promise<{ port: number; pid: number } | null> {
  const pidFile = join(data, 'postmaster.pid');
  let why = 'it does not say where it listens';
  for (const began = performance.now(); performance.now() - began < 60_000; await sleep(100)) {
    if (!existsSync(pidFile)) return null;
    const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
    const pid = Number(lines[0]);
    const port = Number(lines[3]);
    if (!Number.isInteger(pid) || pid <= 0) continue;
    // PostgreSQL clears a dead server's file itself, after it has made sure that none of that server's processes is left.
    if (!processLives(pid)) return null;
    if (!(await mayBeServerOf(pid, data))) {
      // The machine was reset, and the number is another process's now: PostgreSQL would take that for the server.
      await rm(pidFile, { force: true });
      return null;
    }
    if (!Number.isInteger(port) || port <= 0) continue;
    const client = new pg.Client({ connectionString: superuserUrl(passwords, port), connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      const { rows } = await client.query<{ directory: string }>("SELECT current_setting('data_directory') AS directory");
      if (rows[0] !== undefined && (await realpath(rows[0].directory)) === data) return { port, pid };
      why = `another server answers on port ${port}`;
    } catch (error) {
      if (errorCode(error) === '28P01') throw lostPasswords(data, error);
      why = errorMessage(error);
    } finally {
      await client.end().catch(() => {});
    }
  }
  throw new InvalidInputError('embedded-postgres', `A server holds ${data} and does not answer (${why}). Stop the process that ${pidFile} names in its first line, then try again.`);
}

/** False only where the process certainly is not that cluster's server: one stands in its cluster's folder. Elsewhere than on Linux nobody says. */
async function mayBeServerOf(pid: number, data: string): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === data;
  } catch (error) {
    // Another user's process, when we are not root: the server of a cluster that we may write to is ours.
    return !['EACCES', 'EPERM', 'ENOENT'].includes(errorCode(error) ?? '');
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
