import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort, startEmbeddedPostgres } from '#app/database/embedded.server.ts';
import type { EmbeddedPostgres } from '#app/database/embedded.server.ts';
import { migrateDatabase } from '#app/database/migrate.server.ts';
import { buildApp } from '../cli/build-app.ts';
import { declaredStorefront } from '../cli/declared-storefront.ts';
import { declaredWebhooks } from '../cli/declared-webhooks.ts';
import type { Faults } from '../shopify-standin/graphql/faults.ts';
import { startStandIn } from '../shopify-standin/server.ts';
import type { StandIn } from '../shopify-standin/server.ts';
import type { LoadedStore } from '../shopify-standin/store/load-store.ts';

/**
 * The whole of it for browser tests: the built app's web and worker process, an embedded PostgreSQL and the local
 * Shopify. That one runs in the test's own process, so that a test can look at its store and its request log, and be its
 * merchant.
 */
export interface TestHouse {
  standIn: StandIn;
  /** Client id and secret under which the app is installed. */
  app: { clientId: string; clientSecret: string };
  /** What the app's processes wrote to their log. */
  log(): string;
  /** Processes of the app that ended of themselves, each with its status and what it printed last. */
  ended(): string[];
  close(): Promise<void>;
}

export interface HouseOptions {
  store: LoadedStore;
  database: TestDatabase;
  bulkRowsPerSecond?: number;
  scopes?: readonly string[];
  faults?: Faults;
  restoreRate?: number;
}

export interface TestDatabase {
  postgres: EmbeddedPostgres;
  directory: string;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A migrated PostgreSQL with its job queues, for all the shops of a test file: each house brings a shop of its own. */
export async function openDatabase(): Promise<TestDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'regulars-e2e-'));
  const postgres = await startEmbeddedPostgres({ directory: join(directory, 'postgres') });
  const close = async (): Promise<void> => {
    await postgres.stop();
    await rm(directory, { recursive: true, force: true });
  };
  try {
    await migrateDatabase(postgres.ownerUrl);
    // The app's modules read the environment when they are first asked; nothing of it but the jobs' names is used here.
    Object.assign(process.env, { SHOPIFY_API_KEY: 'unused', SHOPIFY_API_SECRET: 'unused', SHOPIFY_APP_URL: 'http://127.0.0.1:1', DATABASE_URL: postgres.appUrl, DATABASE_SYSTEM_URL: postgres.systemUrl });
    const [{ installJobs }, { jobs }] = await Promise.all([import('#app/jobs/install-jobs.server.ts'), import('#app/pipeline.server.ts')]);
    await installJobs(postgres.ownerUrl, jobs);
    return { postgres, directory, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Starts the local Shopify with the store, and the app beside it. Nothing is installed until a browser opens the app. */
export async function openTestHouse(options: HouseOptions): Promise<TestHouse> {
  const { store, database } = options;
  await buildApp(() => {});
  const { ACCESS_SCOPES } = await import('#app/runtime/config.server.ts');
  const app = { clientId: randomBytes(16).toString('hex'), clientSecret: randomBytes(16).toString('hex') };
  const port = await freePort();
  const standIn = await startStandIn({
    store,
    app: { ...app, target: `http://127.0.0.1:${port}`, scopes: [...(options.scopes ?? ACCESS_SCOPES)], webhooks: await declaredWebhooks(), ...(await declaredStorefront()) },
    plan: 'plus',
    ...(options.bulkRowsPerSecond === undefined ? {} : { bulkRowsPerSecond: options.bulkRowsPerSecond }),
    ...(options.faults === undefined ? {} : { faults: options.faults }),
    ...(options.restoreRate === undefined ? {} : { restoreRate: options.restoreRate }),
  });
  const logFile = join(database.directory, `${standIn.shopDomain}.log`);
  const environment: Record<string, string> = {
    SHOPIFY_API_KEY: app.clientId,
    SHOPIFY_API_SECRET: app.clientSecret,
    SHOPIFY_APP_URL: standIn.appPublicUrl ?? '',
    SHOPIFY_STANDIN_URL: standIn.apiUrl,
    DATABASE_URL: database.postgres.appUrl,
    DATABASE_SYSTEM_URL: database.postgres.systemUrl,
    ENCRYPTION_KEYS: `e2e:${randomBytes(32).toString('base64')}`,
    REGULARS_NOW: new Date(standIn.storeNow).toISOString(),
    HOST: '127.0.0.1',
    PORT: String(port),
    BULK_POLL_MS: '100',
    LOG_LEVEL: 'info',
  };
  const children: ChildProcess[] = [];
  const ended: string[] = [];
  const close = async (): Promise<void> => {
    for (const child of children) child.removeAllListeners('exit');
    await Promise.all(children.map(stopChild));
    await standIn.close();
  };
  try {
    await Promise.all(['server.ts', 'worker.ts'].map((entry) => startApp(entry, environment, logFile, children, ended)));
  } catch (error) {
    await close();
    throw error;
  }
  return { standIn, app, log: () => readFileSync(logFile, 'utf8'), ended: () => ended, close };
}

function startApp(entry: string, environment: Record<string, string>, logFile: string, children: ChildProcess[], ended: string[]): Promise<void> {
  const child = fork(join(root, 'app', entry), [], {
    execArgv: ['--import', join(root, 'tests', 'shopify-standin', 'preload.ts')],
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment, NODE_ENV: 'development' },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.push(child);
  const file = createWriteStream(logFile, { flags: 'a' });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-2000);
      file.write(chunk);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (status, signal) => {
      const message = `The app's ${entry} ended (${signal ?? `status ${status}`}): ${printed}`;
      ended.push(message);
      reject(new Error(message));
    });
  });
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGTERM');
  const impatient = setTimeout(() => child.kill('SIGKILL'), 8_000);
  await gone;
  clearTimeout(impatient);
}
