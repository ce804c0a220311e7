import { fork, type ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '#app/database/embedded.server.ts';
import type { BenchDatabase } from '../bench/bench-database.ts';
import { asRole } from '../bench/bench-shop.ts';
import { openTheApp, quiet, settleIn, startApp, stopChild } from '../bench/freshness/street-house.ts';
import { buildApp } from '../build-app.ts';
import { declaredWebhooks } from '../declared-webhooks.ts';
import type { AckedEvent, KillStreetMessage, KillStreetOptions, KillStreetWish } from './kill-street.ts';

const SHOPS = 5;
const CUSTOMERS = 25;
const ORDERS_A_SECOND = 8;
/** Between two kills, drawn anew each time. */
const PAUSE_MS = [1_000, 8_000] as const;
/** After the last kill all that was under way has to be through within this: a worker's job is missed after some seconds, and a retry waits. */
const SETTLE_MS = 240_000;
const ENTRIES = ['server.ts', 'worker.ts'] as const;

export interface KillsOptions {
  kills: number;
  json: boolean;
  database: BenchDatabase;
  say: (line: string) => void;
}

/**
 * A busy app whose web process, worker and database connections are killed (SIGKILL) at random moments. Afterwards every event
 * that the app had answered with 200 must have been dealt with, and no tag may have been written twice.
 * @returns whether all of that holds
 */
export async function simulateKills({ kills, json, database, say }: KillsOptions): Promise<boolean> {
  const house = await KilledHouse.open(database, say);
  try {
    const count = { web: 0, worker: 0, database: 0 };
    house.ask({ buy: ORDERS_A_SECOND });
    for (let kill = 1; kill <= kills; kill += 1) {
      await sleep(PAUSE_MS[0] + Math.random() * (PAUSE_MS[1] - PAUSE_MS[0]));
      const victim = (['web', 'worker', 'database'] as const)[Math.floor(Math.random() * 3)] ?? 'web';
      if (victim === 'database') await house.killBackend();
      else await house.killApp(victim === 'web' ? 'server.ts' : 'worker.ts');
      count[victim] += 1;
      if (kill % 10 === 0) say(`${kill} of ${kills} kills: ${JSON.stringify(count)}`);
    }
    const { orders, newcomers } = await house.answer({ stop: true }, 'stopped');
    say(`${orders} orders were placed, ${newcomers} of new buyers. Waiting until all of it is through ...`);
    const settled = await house.settle();
    const seen = await house.answer({ look: true }, 'looked');
    const lost = await house.lostOf(seen.acked);
    const report = { name: 'simulate:kills', kills, ...count, orders, acknowledged: seen.acked.length, lost: lost.length, effects: seen.appTags, doubled: seen.doubled.length, newcomers, untagged: seen.untagged, settled };
    if (json) console.log(JSON.stringify(report));
    else console.log([`${kills} kills (${count.web} web, ${count.worker} worker, ${count.database} database connections) under ${orders} orders:`,
      `  ${seen.acked.length} events acknowledged, ${lost.length} lost`, `  ${seen.appTags} tags written, ${seen.doubled.length} doubled`, `  ${newcomers} new buyers, ${seen.untagged} without their tag`,
      ...(settled ? [] : ['  the app did not come to rest'])].join('\n'));
    for (const line of [...lost, ...seen.doubled].slice(0, 20)) console.error(`  ${line}`);
    return settled && lost.length === 0 && seen.doubled.length === 0 && seen.untagged === 0;
  } finally {
    await house.close();
  }
}

class KilledHouse {
  private readonly apps = new Map<string, ChildProcess>();
  private readonly database: BenchDatabase;
  private readonly street: ChildProcess;
  private readonly environment: Record<string, string>;

  private constructor(database: BenchDatabase, street: ChildProcess, environment: Record<string, string>) {
    this.database = database;
    this.street = street;
    this.environment = environment;
  }

  static async open(database: BenchDatabase, say: (line: string) => void): Promise<KilledHouse> {
    await buildApp(say);
    const { ACCESS_SCOPES } = await import('#app/runtime/config.server.ts');
    const [port, workerPort] = [await freePort(), await freePort()];
    const app = {
      clientId: database.environment['SHOPIFY_API_KEY'] ?? '', clientSecret: database.environment['SHOPIFY_API_SECRET'] ?? '', target: `http://127.0.0.1:${port}`,
      scopes: [...ACCESS_SCOPES], webhooks: await declaredWebhooks(),
    };
    const street = fork(fileURLToPath(new URL('kill-street.ts', import.meta.url)), [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] });
    const opened = new Promise<Extract<KillStreetMessage, { ready: unknown }>['ready']>((resolve, reject) => {
      street.once('message', (message) => ('ready' in (message as KillStreetMessage) ? resolve((message as { ready: never }).ready) : reject(new Error(JSON.stringify(message)))));
      street.once('exit', () => reject(new Error('The local Shopify ended.')));
    });
    street.send({ shops: SHOPS, customers: CUSTOMERS, app } satisfies KillStreetOptions);
    const { apiUrl, appPublicUrl, shopDomains } = await opened;
    const house = new KilledHouse(database, street, {
      ...database.environment, SHOPIFY_APP_URL: appPublicUrl, SHOPIFY_STANDIN_URL: apiUrl, HOST: '127.0.0.1', PORT: String(port), WORKER_PORT: String(workerPort), BULK_POLL_MS: '200', LOG_LEVEL: 'silent',
    });
    try {
      for (const entry of ENTRIES) house.apps.set(entry, await startApp(entry, house.environment, []));
      say('Installing and importing ...');
      for (const shopDomain of shopDomains) await openTheApp({ appPublicUrl, shopDomain, ...app });
      await settleIn(say);
      return house;
    } catch (error) {
      await house.close();
      throw error;
    }
  }

  ask(wish: KillStreetWish): void {
    this.street.send(wish);
  }

  answer<Kind extends 'stopped' | 'flushed' | 'looked'>(wish: KillStreetWish, kind: Kind): Promise<Extract<KillStreetMessage, Record<Kind, unknown>>[Kind]> {
    return new Promise((resolve, reject) => {
      this.street.once('message', (message: KillStreetMessage) => (kind in message ? resolve((message as unknown as Record<Kind, never>)[kind]) : reject(new Error(JSON.stringify(message)))));
      this.ask(wish);
    });
  }

  /** As a machine's end would: no signal that can be heard. The next starts at once, as a supervisor would have it. */
  async killApp(entry: (typeof ENTRIES)[number]): Promise<void> {
    const child = this.apps.get(entry);
    child?.kill('SIGKILL');
    await startAgain(async () => this.apps.set(entry, await startApp(entry, this.environment, [])));
  }

  /** One of the app's connections, by the server process behind it: PostgreSQL then ends all of them and recovers. */
  async killBackend(): Promise<void> {
    const pids = await this.patiently(async () => asRole(this.database.superuserUrl, async (client) => {
      const { rows } = await client.query<{ pid: number }>("SELECT pid FROM pg_stat_activity WHERE usename IN ('regulars_app', 'regulars_system') AND pid <> pg_backend_pid()");
      return rows.map((row) => row.pid);
    }));
    const pid = pids[Math.floor(Math.random() * pids.length)];
    if (pid === undefined) return;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has just ended by itself.
    }
  }

  /** Waits until every webhook was answered, no job or event waits, and says whether that came to be. */
  async settle(): Promise<boolean> {
    const until = Date.now() + SETTLE_MS;
    for (let waiting = 1; waiting > 0 && Date.now() < until; ) {
      ({ waiting } = await this.answer({ flush: true }, 'flushed'));
      await sleep(1_000);
    }
    const rests = async (): Promise<boolean> => {
      do await this.patiently(quiet);
      while ((await this.unwritten()) > 0 && Date.now() < until);
      return Date.now() < until;
    };
    return Promise.race([rests(), sleep(Math.max(1_000, until - Date.now())).then(() => false)]);
  }

  /** Approved runs that are not at their end: the job that looks after what a killed writer left behind may begin only later. */
  private async unwritten(): Promise<number> {
    return this.patiently(() => asRole(this.database.superuserUrl, async (client) => (await client.query<{ runs: number }>("SELECT count(*)::int AS runs FROM tag_runs WHERE state IN ('approved', 'running')")).rows[0]?.runs ?? 0));
  }

  /** Acknowledged events that are not in the inbox, or were not dealt with. */
  async lostOf(acked: readonly AckedEvent[]): Promise<string[]> {
    return this.patiently(() => asRole(this.database.superuserUrl, async (client) => {
      const { rows } = await client.query<{ line: string }>(
        `SELECT n."shopDomain" || ' ' || n.topic || ' ' || n."eventId" || ': ' || coalesce(e.state || ' ' || coalesce(e.reason_code, ''), 'is not there') AS line
           FROM jsonb_to_recordset($1::jsonb) AS n ("shopDomain" text, topic text, "eventId" text)
           LEFT JOIN inbox_events e ON e.shop_domain = n."shopDomain" AND e.topic = n.topic AND e.event_id = n."eventId"
          WHERE e.id IS NULL OR (e.state IN ('new', 'failed') AND n.topic NOT LIKE 'bulk_operations/%')`, [JSON.stringify(acked)]);
      return rows.map((row) => row.line);
    }));
  }

  /** A database that recovers refuses everybody for a moment. */
  private async patiently<Result>(work: () => Promise<Result>): Promise<Result> {
    return startAgain(work);
  }

  async close(): Promise<void> {
    for (const child of [...this.apps.values(), this.street]) await stopChild(child);
  }
}

async function startAgain<Result>(work: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      if (tries >= 20) throw error;
      await sleep(500);
    }
  }
}
