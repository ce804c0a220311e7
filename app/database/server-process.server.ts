import { execFile, spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readFile, readdir, rename, rm, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { childEnvironment } from '../runtime/config.server.ts';
import type { ClusterPlace } from './cluster-place.server.ts';
import type { ServerBinaries } from './server-binaries.server.ts';
import { processLives } from './start-lock.server.ts';

const run = promisify(execFile);

/** Below this, parallel queries fail for want of room in /dev/shm (Docker gives 64 MB); files in the cluster's folder have room. */
const ENOUGH_SHARED_MEMORY = 512 * 2 ** 20;
const IN_FILES = ['-c', 'dynamic_shared_memory_type=mmap'];
const READY_WITHIN_MS = 180_000;

/** PostgreSQL said no. `said` is its own words. */
export class ServerRefused extends Error {
  readonly said: string;
  constructor(said: string) {
    super(said);
    this.said = said;
  }
}

/**
 * Makes the cluster under another name and moves it to its place when it is whole, so that an interrupted initdb leaves nothing that looks like one.
 * @throws ServerRefused with what initdb said.
 */
export async function makeCluster(binaries: ServerBinaries, { data, user }: ClusterPlace, superuserPassword: string): Promise<void> {
  const parent = dirname(data);
  for (const name of await readdir(parent)) if (/^cluster-(making|word)-/.test(name)) await rm(join(parent, name), { recursive: true, force: true });
  const making = join(parent, `cluster-making-${randomBytes(6).toString('hex')}`);
  const word = join(parent, `cluster-word-${randomBytes(6).toString('hex')}`);
  try {
    await mkdir(making, { mode: 0o700 });
    await writeFile(word, `${superuserPassword}\n`, { mode: 0o600, flag: 'wx' });
    if (user !== null) for (const one of [making, word]) await chown(one, user.uid, user.gid);
    const settings = [`--pgdata=${making}`, '--auth=password', '--username=postgres', `--pwfile=${word}`, '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--lc-messages=C'];
    await withSharedMemory((memory) => initdb(binaries, [...settings, ...memory], user));
    await rename(making, data);
  } finally {
    await rm(word, { force: true });
    await rm(making, { recursive: true, force: true });
  }
}

async function initdb(binaries: ServerBinaries, settings: string[], user: ClusterPlace['user']): Promise<void> {
  try {
    await run(binaries.initdb, settings, { ...user, cwd: dirname(binaries.initdb), env: serverEnvironment() });
  } catch (error) {
    const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new ServerRefused(said || String(error));
  }
}

/**
 * Starts the server and waits until it takes connections. It runs in a session of its own, so that a Ctrl-C in the terminal reaches it by way of
 * us, after those who use it have stopped; a guard (RunningServer) tells it to stop when this process ends, even by SIGKILL.
 * @param logFile what the server says goes there, and stays until the next start
 * @throws ServerRefused with what the server said.
 */
export async function startServer(binaries: ServerBinaries, place: ClusterPlace, port: number, logFile: string): Promise<RunningServer> {
  return withSharedMemory(async (memory) => {
    for (const began = performance.now(); ; ) {
      try {
        return await startOnce(binaries, place, port, logFile, memory);
      } catch (error) {
        // The server was killed, and the processes that it had started need a moment to notice.
        const orphans = error instanceof ServerRefused && error.said.includes('pre-existing shared memory block');
        if (!orphans || performance.now() - began > 20_000) throw error;
        await sleep(300);
      }
    }
  });
}

/** Tries with shared memory as PostgreSQL likes it, and with files instead where there is little or it is refused. */
async function withSharedMemory<T>(work: (flags: string[]) => Promise<T>): Promise<T> {
  if (process.platform !== 'linux') return work([]);
  const { bavail, bsize } = await statfs('/dev/shm').catch(() => ({ bavail: 0, bsize: 0 }));
  if (bavail * bsize < ENOUGH_SHARED_MEMORY) return work(IN_FILES);
  try {
    return await work([]);
  } catch (error) {
    if (!(error instanceof ServerRefused) || !/shared memory segment/.test(error.said)) throw error;
    return work(IN_FILES);
  }
}

async function startOnce(binaries: ServerBinaries, { data, user }: ClusterPlace, port: number, logFile: string, memory: string[]): Promise<RunningServer> {
  // max_wal_size: an import of a million rows should not checkpoint every few seconds. No Unix socket: its path may hold 107 bytes only.
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_wal_size: '2GB', shared_buffers: '256MB', max_connections: '200', timezone: 'UTC', log_checkpoints: 'off', logging_collector: 'off' };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  await rm(logFile, { force: true });
  const log = await open(logFile, 'ax', 0o600);
  try {
    const child = spawn(binaries.postgres, ['-D', data, '-p', String(port), ...flags, ...memory], {
      ...user,
      cwd: dirname(binaries.postgres),
      env: serverEnvironment(),
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
    const pid = await spawned(child);
    const server = new RunningServer(pid, { data, user }, binaries);
    try {
      for (const began = performance.now(); !(await isReady(data, pid)); ) {
        if (child.exitCode !== null || child.signalCode !== null) throw new ServerRefused(await lastWords(logFile));
        if (performance.now() - began > READY_WITHIN_MS) throw new ServerRefused(`not ready after ${READY_WITHIN_MS / 1000} s: ${await lastWords(logFile)}`);
        await sleep(30);
      }
    } catch (error) {
      // It may not have come as far as its file, by which `stop` knows it.
      child.kill('SIGINT');
      await server.stop();
      throw error;
    }
    return server;
  } finally {
    await log.close();
  }
}

async function spawned(child: ChildProcess): Promise<number> {
  await new Promise<void>((done, fail) => {
    child.once('spawn', done);
    child.once('error', (error) => fail(new ServerRefused(error.message)));
  });
  if (child.pid === undefined) throw new ServerRefused('the server has no process');
  return child.pid;
}

/** The eighth line of its file is how the server tells pg_ctl too. */
async function isReady(data: string, pid: number): Promise<boolean> {
  const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
}

async function lastWords(logFile: string): Promise<string> {
  const text = await readFile(logFile, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-6).join(' ').replace(/\s+/g, ' ').trim();
}

/** What programs need to be found and to run, without this process's secrets, and in words that can be looked for. */
function serverEnvironment(): NodeJS.ProcessEnv {
  const wanted = ['PATH', 'LD_LIBRARY_PATH', 'TMPDIR', 'SystemRoot', 'TEMP', 'TMP'];
  const inherited = Object.entries(childEnvironment({})).filter(([name]) => wanted.includes(name));
  return Object.assign(Object.fromEntries(inherited) as NodeJS.ProcessEnv, { LC_ALL: 'C', LANG: 'C' });
}

/**
 * Waits for the end of its input, which comes when the process that holds the other end has ended in whatever way, then asks the server to stop
 * (SIGINT is PostgreSQL's fast shutdown), if the server's file still says that the number is the server's.
 */
const GUARD = 'while read -r line; do :; done; read -r pid < "$2/postmaster.pid" && [ "$pid" = "$1" ] && kill -INT "$1"';

/** A server that this process answers for: it started it, or took it over from one that is gone. */
export class RunningServer {
  readonly #pid: number;
  readonly #place: ClusterPlace;
  readonly #binaries: ServerBinaries;
  readonly #endGuard: () => void;

  constructor(pid: number, place: ClusterPlace, binaries: ServerBinaries) {
    this.#pid = pid;
    this.#place = place;
    this.#binaries = binaries;
    this.#endGuard = process.platform === 'win32' ? stopAtExit(pid) : startGuard(pid, place);
  }

  /** PostgreSQL's fast shutdown: transactions are rolled back, what was committed is written. Returns when it has ended. */
  async stop(): Promise<void> {
    this.#endGuard();
    // Windows has no signals, and a kill there would be a crash.
    if (process.platform === 'win32') await run(this.#binaries.pgCtl, ['stop', '-D', this.#place.data, '-m', 'fast', '-w']).catch(() => {});
    else if (await this.#runs()) tell(this.#pid);
    for (const began = performance.now(); performance.now() - began < 60_000 && (await this.#runs()); ) await sleep(30);
  }

  /** Its file goes last. The process alone is not asked: where nobody waits for it (a container without an init) a dead one seems to live. */
  async #runs(): Promise<boolean> {
    if (!processLives(this.#pid)) return false;
    const text = await readFile(join(this.#place.data, 'postmaster.pid'), 'utf8').catch(() => '');
    return Number(text.split('\n')[0]) === this.#pid;
  }
}

/** @returns what ends the guard without a word to the server. */
function startGuard(pid: number, { data, user }: ClusterPlace): () => void {
  const guard = spawn('/bin/sh', ['-c', GUARD, 'regulars-postgres-guard', String(pid), data], { ...user, cwd: '/', env: serverEnvironment(), detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  // Without a shell the server outlives a killed process, and the next start takes it over.
  guard.once('error', () => {});
  guard.stdin?.once('error', () => {});
  // This process may end while the guard waits: that is what it waits for.
  guard.unref();
  if (guard.stdin !== null && 'unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref();
  return () => guard.kill('SIGKILL');
}

function stopAtExit(pid: number): () => void {
  const atExit = (): void => tell(pid);
  process.on('exit', atExit);
  return () => void process.off('exit', atExit);
}

function tell(pid: number): void {
  try {
    process.kill(pid, 'SIGINT');
  } catch {
    // It has ended.
  }
}
