import { fork, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '#app/database/embedded.server.ts';
import { buildApp } from '../../build-app.ts';
import { declaredWebhooks } from '../../declared-webhooks.ts';
import { signSessionToken } from '../../../shopify-standin/session-token.ts';
import type { BenchDatabase } from '../bench-database.ts';
import { asRole } from '../bench-shop.ts';
import { parentOf, processorSeconds, processorSecondsOfAll } from './processor-time.ts';
import type { Shopped, Shopping, StreetMessage, StreetOptions } from './street.ts';

/** A street of shops with the app installed in each, imported, sorted, tagged once and writing by itself. */
export interface Street {
  database: BenchDatabase;
  workerMetrics(): Promise<string>;
  shop(shopping: Shopping): Promise<ShoppedHere>;
  close(): Promise<void>;
}

export interface ShoppedHere extends Shopped {
  placedForSeconds: number;
  lost: number;
  /** Seconds of processor time by process, from the first order until all was quiet. */
  processor: Record<string, number>;
}

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const BENCH_STAFF = '1';
/** What a tag after an order follows from, and the echo of the tag. */
const ORDER_TOPICS: ReadonlySet<string> = new Set(['orders/create', 'customers/create', 'customer.tags_added', 'customer.tags_removed', 'app/uninstalled']);
const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

export async function openStreet(options: { database: BenchDatabase; shops: number; customers: number; topics: 'orders' | 'all'; say: (line: string) => void }): Promise<Street> {
  const { database, say } = options;
  const children: ChildProcess[] = [];
  const close = async (): Promise<void> => {
    for (const child of children.reverse()) await stopChild(child);
  };
  try {
    await buildApp(say);
    const { ACCESS_SCOPES } = await import('#app/runtime/config.server.ts');
    const [port, workerPort] = [await freePort(), await freePort()];
    const app = {
      clientId: database.environment['SHOPIFY_API_KEY'] ?? '', clientSecret: database.environment['SHOPIFY_API_SECRET'] ?? '', target: `http://127.0.0.1:${port}`,
      scopes: [...ACCESS_SCOPES],
      webhooks: (await declaredWebhooks()).map((one) => (options.topics === 'all' || one.topics === undefined ? one : { ...one, topics: one.topics.filter((topic) => ORDER_TOPICS.has(topic)) })),
    };
    say(`Opening ${options.shops} shops of ${options.customers} customers ...`);
    const street = fork(fileURLToPath(new URL('street.ts', import.meta.url)), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
    children.push(street);
    const opened = answerOf(street, 'ready');
    street.send({ shops: options.shops, customers: options.customers, app } satisfies StreetOptions);
    const { apiUrl, appPublicUrl, shopDomains } = await opened;
    const environment = {
      ...database.environment, SHOPIFY_APP_URL: appPublicUrl, SHOPIFY_STANDIN_URL: apiUrl, HOST: '127.0.0.1', PORT: String(port), WORKER_PORT: String(workerPort),
      BULK_POLL_MS: '200', LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
    };
    const web = await startApp('server.ts', environment, children);
    const worker = await startApp('worker.ts', environment, children);
    // While its backend lives: the server's process is the parent of it.
    const postgres = await asRole(database.superuserUrl, async (client) => parentOf((await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid ?? 0));
    const processor = (): Record<string, number> => ({
      web: processorSeconds(web.pid ?? 0), worker: processorSeconds(worker.pid ?? 0), 'local Shopify and buyers': processorSeconds(street.pid ?? 0), PostgreSQL: processorSecondsOfAll(postgres),
    });
    say('Installing and importing ...');
    for (const shopDomain of shopDomains) await openTheApp({ appPublicUrl, shopDomain, ...app });
    await settleIn(say);
    return {
      database, close,
      workerMetrics: async () => (await fetch(`http://127.0.0.1:${workerPort}/metrics`)).text(),
      shop: async (shopping) => {
        const before = await inboxOf(database);
        const processorBefore = processor();
        const answer = answerOf(street, 'shopped');
        street.send(shopping);
        const shopped = await answer;
        await quiet();
        const after = await inboxOf(database);
        // What Shopify was told is stored is dealt with, or it is lost.
        return {
          ...shopped, processor: Object.fromEntries(Object.entries(processor()).map(([name, seconds]) => [name, seconds - (processorBefore[name] ?? 0)])), placedForSeconds: (shopped.until - shopped.from) / 1000, webhooks: after.all - before.all, lost: after.open + after.failed - before.failed,
        };
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

export async function startApp(entry: string, environment: Record<string, string>, children: ChildProcess[]): Promise<ChildProcess> {
  const child = fork(join(root, 'app', entry), [], {
    execArgv: ['--import', join(root, 'tests', 'shopify-standin', 'preload.ts')], env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  children.push(child);
  const log = process.env['BENCH_LOG'];
  if (log === undefined) child.stdout?.resume();
  else child.stdout?.pipe(createWriteStream(`${log}.${entry}.log`));
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`The app's ${entry} ended with status ${code}.`)));
  });
  return child;
}

/** A merchant opens the app: it is installed and imports. */
export async function openTheApp(options: { appPublicUrl: string; shopDomain: string; clientId: string; clientSecret: string }): Promise<void> {
  const { appPublicUrl, shopDomain } = options;
  const host = Buffer.from(`${shopDomain}/admin`).toString('base64').replace(/=+$/, '');
  const query = new URLSearchParams({ shop: shopDomain, host, embedded: '1', id_token: signSessionToken(options) });
  const response = await fetch(`${appPublicUrl}/app?${query}`, { headers: { 'user-agent': USER_AGENT, accept: 'text/html' }, redirect: 'manual' });
  const body = await response.text();
  if (response.status !== 200) throw new Error(`The app did not open in ${shopDomain}: HTTP ${response.status} ${body.slice(0, 300)}`);
}

/** Waits until all that followed from the installs is through, approves what is proposed, and has it approved by itself from then on. */
export async function settleIn(say: (line: string) => void): Promise<void> {
  const { systemPool } = await import('#app/database/pools.server.ts');
  const { approveTags } = await import('#app/tags/approve-tags.server.ts');
  const { setSafetyBrake, switchAutomaticOn } = await import('#app/tags/change-writing.server.ts');
  const { rows } = await systemPool().query<{ id: number }>('SELECT id FROM shops ORDER BY id');
  await quiet();
  say('Approving the first tags ...');
  for (const { id: shopId } of rows) {
    await approveTags({ shopId, by: BENCH_STAFF });
    // So many new buyers in a minute would look like a mistake: that is what the brake is for.
    await setSafetyBrake({ shopId, percent: 100, customers: 1_000_000 });
    await switchAutomaticOn({ shopId, by: BENCH_STAFF });
  }
  await quiet();
}

/** Until no job that is due waits or runs and no event waits, twice in a row. */
export async function quiet(): Promise<void> {
  const { systemPool } = await import('#app/database/pools.server.ts');
  for (let calm = 0; calm < 2; ) {
    await sleep(500);
    const { rows } = await systemPool().query<{ busy: boolean }>(
      `SELECT EXISTS (SELECT FROM pgboss.job WHERE state < 'completed' AND (state = 'active' OR start_after <= now() + interval '5 seconds') AND data->>'shopId' IS NOT NULL)
              OR EXISTS (SELECT FROM inbox_events WHERE state = 'new' AND (not_before IS NULL OR not_before <= now()) AND topic NOT LIKE 'bulk_operations/%') AS busy`,
    );
    calm = rows[0]?.busy === true ? 0 : calm + 1;
  }
}

async function inboxOf(database: BenchDatabase): Promise<{ all: number; open: number; failed: number }> {
  return asRole(database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ all: number; open: number; failed: number }>(
      "SELECT count(*)::int AS all, count(*) FILTER (WHERE state = 'new' AND topic NOT LIKE 'bulk_operations/%')::int AS open, count(*) FILTER (WHERE state = 'failed')::int AS failed FROM inbox_events");
    return rows[0] as { all: number; open: number; failed: number };
  });
}

function answerOf<Kind extends 'ready' | 'shopped'>(child: ChildProcess, kind: Kind): Promise<Extract<StreetMessage, Record<Kind, unknown>>[Kind]> {
  return new Promise((resolve, reject) => {
    const ended = (): void => reject(new Error('The local Shopify ended.'));
    const heard = (message: StreetMessage): void => {
      child.off('message', heard);
      child.off('exit', ended);
      if ('failed' in message) reject(new Error(message.failed));
      else if (kind in message) resolve((message as unknown as Record<Kind, never>)[kind]);
      else reject(new Error(`The local Shopify said something else than "${kind}".`));
    };
    child.on('message', heard);
    child.once('exit', ended);
  });
}

export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise<void>((done) => child.once('exit', () => done()));
  child.kill('SIGTERM');
  const impatient = setTimeout(() => child.kill('SIGKILL'), 8_000);
  await gone;
  clearTimeout(impatient);
}
