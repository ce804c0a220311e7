import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { missingMigrations } from '../database/known-migrations.server.ts';
import { poolUse } from '../database/pools.server.ts';
import { loadInboxState } from '../inbox/inbox-store.server.ts';
import { config } from '../runtime/config.server.ts';
import { measureProcess, metricsText, provideGauge } from '../runtime/metrics.server.ts';
import { withinTime } from '../runtime/time-limit.server.ts';

/** A database that takes longer to say anything is as good as away, and whoever asks for readiness has a time-out of its own. */
const WITHIN_MS = 2_000;

/** What has to be so before a process can do its work: resolves with null, or with what is missing. */
export type ReadinessCheck = () => Promise<string | null>;

/** The schema is that of this version, and the database answers. */
export async function databaseIsReady(): Promise<string | null> {
  const missing = await missingMigrations();
  return missing.length === 0 ? null : `the database lacks ${missing.length} ${missing.length === 1 ? 'migration' : 'migrations'} (npm run migrate)`;
}

/** GET /healthz, /readyz and /metrics, of the web and the worker process alike. @returns true when the request was one of them */
export async function answerHealth(path: string, request: IncomingMessage, response: ServerResponse, checks: readonly ReadinessCheck[]): Promise<boolean> {
  switch (path) {
    case '/healthz':
      answer(response, 200, { status: 'alive' });
      return true;
    case '/readyz':
      await answerReady(response, checks);
      return true;
    case '/metrics':
      await answerMetrics(request, response);
      return true;
    default:
      return false;
  }
}

async function answerReady(response: ServerResponse, checks: readonly ReadinessCheck[]): Promise<void> {
  try {
    const missing = (await withinTime(WITHIN_MS, Promise.all(checks.map((check) => check())))).filter((one) => one !== null);
    if (missing.length === 0) answer(response, 200, { status: 'ready' });
    else answer(response, 503, { status: missing.join('; ') });
  } catch {
    answer(response, 503, { status: 'the database does not answer' });
  }
}

async function answerMetrics(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!mayRead(request)) {
    const { metricsToken } = config();
    if (metricsToken === undefined) return answer(response, 403, { status: 'set METRICS_TOKEN to read the metrics from elsewhere' });
    response.setHeader('www-authenticate', 'Bearer');
    return answer(response, 401, { status: 'the metrics need the bearer token METRICS_TOKEN' });
  }
  const { contentType, text } = await metricsText();
  response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text);
}

/** With a token, whoever has it. Without, this machine itself, and nobody for whom something on this machine asks. */
function mayRead(request: IncomingMessage): boolean {
  const { metricsToken } = config();
  if (metricsToken !== undefined) return sameText(request.headers.authorization ?? '', `Bearer ${metricsToken}`);
  const passedOn = request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined || request.headers.via !== undefined;
  return !passedOn && /^(::1|(::ffff:)?127\.\d+\.\d+\.\d+)$/.test(request.socket.remoteAddress ?? '');
}

/** In constant time, whatever the lengths. */
function sameText(given: string, wanted: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}

/** Begins to measure the process, its connections and the inbox. Once, by its entry. */
export function measure(): void {
  measureProcess();
  const pools = (name: string, help: string, value: (pool: ReturnType<typeof poolUse>[number]) => number): void =>
    provideGauge({ name, help, label: 'pool', read: () => new Map(poolUse().map((pool) => [pool.name, value(pool)])) });
  pools('regulars_database_connections', 'Connections to the database, by pool', (pool) => pool.total);
  pools('regulars_database_connections_busy', 'Connections in use', (pool) => pool.total - pool.idle);
  pools('regulars_database_waiting', 'Callers that wait for a connection', (pool) => pool.waiting);
  const inbox = (name: string, help: string, key: 'waiting' | 'failed' | 'oldestSeconds'): void =>
    provideGauge({ name, help, read: async () => new Map([['', (await inboxState())[key]]]) });
  inbox('regulars_inbox_waiting', 'Events that wait to be dealt with (counted up to 100000)', 'waiting');
  inbox('regulars_inbox_failed', 'Events that could not be dealt with (counted up to 100000)', 'failed');
  inbox('regulars_inbox_oldest_seconds', 'Since the oldest event that waits came in', 'oldestSeconds');
}

let asked: { at: number; state: ReturnType<typeof loadInboxState> } | undefined;

/** One look for the gauges of one answer, and for answers that follow within a second. */
function inboxState(): ReturnType<typeof loadInboxState> {
  const now = performance.now();
  if (asked === undefined || now - asked.at > 1_000) asked = { at: now, state: withinTime(WITHIN_MS, loadInboxState()) };
  return asked.state;
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify(body));
}
