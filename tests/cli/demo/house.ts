import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, portIsFree, startEmbeddedPostgres } from '#app/database/embedded.server.ts';
import { migrateDatabase } from '#app/database/migrate.server.ts';
import { buildApp } from '../build-app.ts';
import { declaredStorefront } from '../declared-storefront.ts';
import { declaredWebhooks } from '../declared-webhooks.ts';
import type { DemoArguments } from './arguments.ts';
import { clockEnvironment, clockLeftAt, keepClock } from './demo-clock.ts';
import { faultsOfSeed } from './faults.ts';
import type { StandInAddresses, StandInMessage, StandInRequest } from './standin-process.ts';
import { demoStores } from './stores.ts';

/** All of the demo's processes, running. */
export interface House {
  addresses: StandInAddresses;
  /** Where the app's clock stands, or began to run, ISO 8601. */
  now: string;
  app: { clientId: string; clientSecret: string; url: string };
  /** When it was opened, by this machine's clock. */
  openedAt: number;
  /** What the app's processes were given, for reading the same database from here. */
  environment: Record<string, string>;
  /** Resolves with a message when a process ends that should not. */
  broken: Promise<string>;
  close(): Promise<void>;
}

interface Secrets {
  clientId: string;
  clientSecret: string;
  encryptionKey: string;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Starts the embedded PostgreSQL, the local Shopify and the app's web and worker process, each told of the others.
 * @throws {Error} whose message says what could not start and why; what had started is stopped again.
 */
export async function openHouse(args: DemoArguments, say: (line: string) => void): Promise<House> {
  const openedAt = Date.now();
  await makeDirectory(args.data);
  const unlock = await lockDirectory(args.data);
  const closers: (() => Promise<void>)[] = [unlock];
  const close = async (): Promise<void> => {
    for (const one of closers.reverse()) await one().catch(() => {});
    closers.length = 0;
  };
  try {
    await buildApp(say);
    const secrets = await readSecrets(args.data);
    const appPort = await freePort();
    let reportBroken: (message: string) => void = () => {};
    const broken = new Promise<string>((resolve) => (reportBroken = resolve));

    say('Starting the local Shopify and loading the store ...');
    const leftAt = await clockLeftAt(args.data);
    const standIn = startStandInProcess({
      stores: demoStores(args),
      clockFrom: args.once ? null : leftAt,
      options: {
        dir: join(args.data, 'shopify'),
        wholeDir: args.data,
        ports: await samePorts(args),
        app: { clientId: secrets.clientId, clientSecret: secrets.clientSecret, target: `http://127.0.0.1:${appPort}`, scopes: await scopes(), webhooks: await declaredWebhooks(), ...(await declaredStorefront()) },
        plan: args.plan,
        ...(args.slow === undefined ? {} : { bulkRowsPerSecond: args.slow }),
        ...(args.faults === undefined ? {} : { faultPlan: faultsOfSeed(args.faults, { clockMayMove: args.once }) }),
      },
    });
    closers.push(() => stopChild(standIn.child));
    // One after the other: a store that cannot be loaded leaves no half-made database behind.
    const addresses = await withSignsOfLife(say, standIn.ready);
    if (!args.once) closers.push(await keepClock(args.data, addresses.clock));
    const stands = Math.max(Date.parse(addresses.now), leftAt);
    say('Starting PostgreSQL ...');
    const database = await startEmbeddedPostgres({ directory: join(args.data, 'postgres'), takeOver: true });
    closers.push(() => database.stop());
    await migrateDatabase(database.ownerUrl);

    const environment: Record<string, string> = {
      NODE_ENV: 'development',
      SHOPIFY_API_KEY: secrets.clientId,
      SHOPIFY_API_SECRET: secrets.clientSecret,
      SHOPIFY_APP_URL: addresses.appPublicUrl,
      SHOPIFY_STANDIN_URL: addresses.apiUrl,
      DATABASE_URL: database.appUrl,
      DATABASE_SYSTEM_URL: database.systemUrl,
      ENCRYPTION_KEYS: `demo:${secrets.encryptionKey}`,
      ...clockEnvironment(args.once ? { stands } : addresses.clock),
      HOST: '127.0.0.1',
      PORT: String(appPort),
      BULK_POLL_MS: '300',
      LOG_LEVEL: 'info',
    };
    // The app's modules read the environment when they are first asked; from here on this process sees what its children see.
    Object.assign(process.env, environment);
    // It has connections of its own, the job queue's perhaps among them: the database's end would break them.
    const [{ installJobs }, { jobs, stopWorker }] = await Promise.all([import('#app/jobs/install-jobs.server.ts'), import('#app/pipeline.server.ts')]);
    closers.push(stopWorker);
    await installJobs(database.ownerUrl, jobs);

    say('Starting the app ...');
    const logFile = join(args.data, 'app.log');
    for (const entry of ['server.ts', 'worker.ts']) {
      const started = startAppProcess(entry, environment, logFile, reportBroken);
      closers.push(() => stopChild(started.child));
      await started.ready;
    }
    return { addresses, now: environment['REGULARS_NOW'] ?? addresses.now, app: { clientId: secrets.clientId, clientSecret: secrets.clientSecret, url: addresses.appPublicUrl }, openedAt, environment, broken, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Says every few seconds that it is still at work: a store of 100,000 customers takes some time. */
async function withSignsOfLife<Result>(say: (line: string) => void, work: Promise<Result>): Promise<Result> {
  const began = Date.now();
  const timer = setInterval(() => say(`  ... ${Math.round((Date.now() - began) / 1000)} s`), 5_000);
  try {
    return await work;
  } finally {
    clearInterval(timer);
  }
}

/**
 * The two halves of a demo's state belong together: the database holds tokens of the local Shopify that stands beside it.
 * @throws {Error} saying what to remove
 */
async function makeDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true }).catch((cause: unknown) => {
    throw new Error(`--data is "${directory}", and no directory can be made there: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  if (existsSync(join(directory, 'postgres')) && !existsSync(join(directory, 'shopify', 'store.json'))) {
    throw new Error(`${directory} has the app's database, and the local Shopify that it belongs to is gone. Remove ${directory} to start afresh, or name another directory with --data.`);
  }
}

/** What the app asks for, read from its own list without reading its environment. */
async function scopes(): Promise<string[]> {
  const { ACCESS_SCOPES } = await import('#app/runtime/config.server.ts');
  return [...ACCESS_SCOPES];
}

/**
 * The ports of the last start, where they are free: the app remembers addresses of pictures, and people bookmark pages.
 * A port that the user asks for is taken as it is, and refused by the local Shopify when it is in use.
 */
async function samePorts(args: DemoArguments): Promise<{ shopify: number; app: number; storefront: number }> {
  const file = join(args.data, 'ports.json');
  const known: Record<string, unknown> = existsSync(file) ? (JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>) : {};
  const free = async (port: unknown): Promise<number> => (typeof port === 'number' && (await portIsFree(port)) ? port : freePort());
  const ports = { shopify: args.port === 0 ? await free(known['shopify']) : args.port, app: await free(known['app']), storefront: await free(known['storefront']) };
  await writeFile(file, JSON.stringify(ports));
  return ports;
}

async function readSecrets(directory: string): Promise<Secrets> {
  const file = join(directory, 'app.json');
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as Secrets;
  const secrets = { clientId: randomBytes(16).toString('hex'), clientSecret: randomBytes(16).toString('hex'), encryptionKey: randomBytes(32).toString('base64') };
  await writeFile(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

/** One demo a directory: two would write into one database. A lock whose process is gone is taken over. */
async function lockDirectory(directory: string): Promise<() => Promise<void>> {
  const file = join(directory, 'demo.pid');
  if (existsSync(file)) {
    const pid = Number(await readFile(file, 'utf8'));
    if (pid !== process.pid && Number.isInteger(pid) && pid > 0 && lives(pid)) {
      throw new Error(`Another demo (process ${pid}) runs in ${directory}. Stop it, or name another directory with --data.`);
    }
  }
  await writeFile(file, String(process.pid));
  return async () => rm(file, { force: true });
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function startStandInProcess(request: StandInRequest): { child: ChildProcess; ready: Promise<StandInAddresses> } {
  const child = fork(join(root, 'tests', 'cli', 'demo', 'standin-process.ts'), [], {
    execArgv: ['--max-old-space-size=8192'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    detached: true,
  });
  const ready = new Promise<StandInAddresses>((resolve, reject) => {
    child.once('message', (message: StandInMessage) => ('ready' in message ? resolve(message.ready) : reject(new Error(message.failed))));
    child.once('exit', () => reject(new Error('The local Shopify ended before it was ready.')));
  });
  child.send(request);
  return { child, ready };
}

function startAppProcess(entry: string, environment: Record<string, string>, logFile: string, reportBroken: (message: string) => void): { child: ChildProcess; ready: Promise<void> } {
  const child = fork(join(root, 'app', entry), [], {
    execArgv: ['--import', join(root, 'tests', 'shopify-standin', 'preload.ts')],
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  });
  let last = '';
  const log = createWriteStream(logFile, { flags: 'a' });
  child.stdout?.pipe(log, { end: false });
  child.stderr?.on('data', (chunk: Buffer) => {
    last = chunk.toString().trim().split('\n').at(-1) ?? last;
    log.write(chunk);
  });
  const ready = new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => {
      const message = `The app's ${entry.replace('.ts', '')} process ended (status ${code}): ${last || `see ${logFile}`}`;
      reject(new Error(message));
      reportBroken(message);
    });
  });
  return { child, ready };
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGTERM');
  const impatient = setTimeout(() => child.kill('SIGKILL'), 8_000);
  await gone;
  clearTimeout(impatient);
}
