import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { measure } from '#app/ingress/health.server.ts';
import { withRequestId } from '#app/ingress/request-id.server.ts';
import { config } from '#app/runtime/config.server.ts';
import { inLogContext, logContext } from '#app/runtime/log-context.server.ts';
import { observeJob } from '#app/runtime/metrics.server.ts';
import { connectedAs } from '../ground/roles.ts';
import { closeLooker, eventHeaders, send, startIngress } from './shopify-sender.ts';

let port: number;
let stop: () => Promise<void>;

beforeAll(async () => {
  measure();
  ({ port, stop } = await startIngress());
});

beforeEach(() => {
  config().metricsToken = undefined;
});

afterAll(async () => {
  await stop();
  await closePools();
  await closeLooker();
});

async function get(path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
  return { status: response.status, text: await response.text() };
}

const valueOf = (text: string, line: RegExp): number => Number(new RegExp(`^${line.source} (\\S+)$`, 'm').exec(text)?.[1] ?? 0);

describe('the metrics', () => {
  it('count events by topic and outcome, time their answers, and tell what waits in the inbox', async () => {
    const before = (await get('/metrics')).text;
    await send(port, '{}', { headers: eventHeaders({ 'x-shopify-topic': 'customers/redact' }) });
    await send(port, '{}', { headers: { ...eventHeaders({ 'x-shopify-topic': 'customers/redact' }), 'x-shopify-hmac-sha256': 'no' } });
    await new Promise((done) => setTimeout(done, 1_100));
    const { status, text } = await get('/metrics');
    expect(status).toBe(200);
    const grew = (line: RegExp): number => valueOf(text, line) - valueOf(before, line);
    expect(grew(/regulars_webhooks_total\{topic="customers\/redact",outcome="stored"\}/)).toBe(1);
    expect(grew(/regulars_webhooks_total\{topic="customers\/redact",outcome="unsigned"\}/)).toBe(1);
    expect(grew(/regulars_webhook_ack_seconds_count/)).toBe(1);
    expect(grew(/regulars_inbox_waiting/)).toBe(1);
    expect(valueOf(text, /regulars_inbox_oldest_seconds/)).toBeGreaterThan(1);
    expect(valueOf(text, /regulars_database_connections\{pool="inbox"\}/)).toBeGreaterThan(0);
    expect(text).toContain('nodejs_eventloop_lag_p99_seconds');
    observeJob('import-shop', 'done', 1.5);
    expect(valueOf((await get('/metrics')).text, /regulars_jobs_total\{job="import-shop",outcome="done"\}/)).toBe(1);
  });

  it('have no label that somebody outside can choose', async () => {
    await send(port, '{}', { headers: { ...eventHeaders({ 'x-shopify-topic': 'chosen/outside', 'x-shopify-shop-domain': 'chosen-shop.myshopify.com' }) } });
    await send(port, '{}', { headers: { 'x-shopify-topic': '__proto__' } });
    const { text } = await get('/metrics');
    expect(text).not.toMatch(/chosen|__proto__|myshopify/);
    expect(valueOf(text, /regulars_webhooks_total\{topic="other",outcome="unknown-topic"\}/)).toBe(2);
  });

  it('are for this machine alone, not for whom a proxy on it asks, unless there is a token; then for whoever has that', async () => {
    for (const header of ['x-forwarded-for', 'forwarded', 'via']) expect((await get('/metrics', { [header]: '203.0.113.9' })).status).toBe(403);
    config().metricsToken = 'a-token-for-prometheus';
    expect((await get('/metrics')).status).toBe(401);
    expect((await get('/metrics', { authorization: 'Bearer another-token' })).status).toBe(401);
    expect((await get('/metrics', { authorization: 'Bearer a-token-for-prometheus', 'x-forwarded-for': '203.0.113.9' })).status).toBe(200);
  });
});

describe('readiness', () => {
  it('waits for a migration that the database does not have yet', async () => {
    expect((await get('/readyz')).status).toBe(200);
    await connectedAs('superuser', (client) => client.query("UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '20261128120000_inbox'"));
    expect(await get('/readyz')).toEqual({ status: 503, text: '{"status":"the database lacks 1 migration (npm run migrate)"}' });
    await connectedAs('superuser', (client) => client.query("UPDATE _prisma_migrations SET finished_at = now() WHERE migration_name = '20261128120000_inbox'"));
    expect((await get('/readyz')).status).toBe(200);
  });
});

describe('an id', () => {
  it('of a request is told in its answer and known to whatever it awaits; a proxy may give it, in a narrow form', async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer((request, response) => {
      void withRequestId(request, response, async () => {
        await new Promise((done) => setTimeout(done, 5));
        seen.push(logContext()?.requestId);
        response.end();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const ask = async (id: string): Promise<string> => {
      const request = httpRequest({ port: (server.address() as AddressInfo).port, host: '127.0.0.1', headers: { 'x-request-id': id } }).end();
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.resume();
      return String(response.headers['x-request-id']);
    };
    const answers = await Promise.all([ask('given-by-a-proxy'), ask('no id: {"a":1}'), ask('')]);
    expect(answers[0]).toBe('given-by-a-proxy');
    expect(answers.slice(1).every((id) => /^[0-9a-f-]{36}$/.test(id))).toBe(true);
    expect(seen.sort()).toEqual(answers.sort());
    server.close();
  });

  it('of a job stays beside that of what began it', () => {
    expect(inLogContext({ job: 'import-shop', jobId: '1' }, () => inLogContext({ requestId: 'r' }, () => logContext()))).toEqual({ job: 'import-shop', jobId: '1', requestId: 'r' });
    expect(logContext()).toBeUndefined();
  });
});

describe('the log', () => {
  it('holds nothing of what came in, whatever becomes of it, and the id of its request', async () => {
    // A process of its own: the log writes to standard output, which is no test's to take.
    const script = fileURLToPath(new URL('./log-everything.ts', import.meta.url));
    const child = spawn(process.execPath, [script], { env: { ...process.env, LOG_LEVEL: 'trace' }, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (piece: Buffer) => (text += piece.toString()));
    const [status] = (await once(child, 'close')) as [number];
    // It ends by the fault that it leaves uncaught.
    expect(`${status} ${text.slice(-300)}`).toMatch(/^1 .*ends at a fault that nobody caught/s);
    const lines = text.trim().split('\n').map((line) => JSON.parse(line) as { level: number; msg: string; of?: string; shop?: string; requestId?: string });
    expect(lines.map((line) => line.msg)).toEqual(expect.arrayContaining([expect.stringMatching(/lacks a header/), expect.stringMatching(/could not be written to the inbox/), 'job failed']));
    expect(lines.filter((line) => /lacks a header/.test(line.msg)).every((line) => /^[0-9a-f-]{36}$/.test(line.requestId ?? ''))).toBe(true);
    expect(text).not.toMatch(/marker/i);
    expect(lines.filter((line) => line.of === 'shopify-app').map((line) => [line.level, line.msg, line.shop])).toEqual(expect.arrayContaining([
      [30, 'Authenticating admin request', 'log-everything.myshopify.com'], [20, 'Failed to validate session token', undefined],
      [40, 'Rejected exit-iframe redirect to an untrusted destination', 'log-everything.myshopify.com'],
    ]));
    expect(lines.filter((line) => line.of === 'console').map((line) => line.level)).toEqual([40, 50, 30, 30, 20, 40]);
  });
});

