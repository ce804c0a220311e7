import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { Agent, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOWNLOADS_PATH } from '#app/customers/download-link.server.ts';
import { freePort } from '#app/database/embedded.server.ts';
import { readDemoArguments } from '#tests/cli/demo/arguments.ts';
import { openHouse, type House } from '#tests/cli/demo/house.ts';
import { signSessionToken, type SessionTokenClaims } from '#tests/shopify-standin/session-token.ts';
import { wrongTokens } from './wrong-tokens.ts';
import { openWay, startProcess, untilItAnswers, type AppProcess } from './app-process.ts';

const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
let directory: string;
let house: House;
/** The app itself, without the stand-in's proxy before it. */
let app: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'regulars-web-'));
  const args = readDemoArguments(['--data', directory, '--customers', '5']);
  if (args === 'help') throw new Error('not asked for');
  house = await openHouse(args, () => undefined);
  app = `http://127.0.0.1:${house.environment['PORT']}`;
});

afterAll(async () => {
  await house.close();
  await rm(directory, { recursive: true, force: true });
});

const shop = (): string => house.addresses.shopDomain;
const adminHost = (): string => Buffer.from(`${shop()}/admin`).toString('base64').replace(/=+$/, '');
const seconds = (): number => Math.floor(Date.now() / 1000);

function token(claims: Partial<SessionTokenClaims> = {}, change: { secret?: string } = {}): string {
  const { clientId, clientSecret } = house.app;
  return signSessionToken({ shopDomain: shop(), clientId, clientSecret: change.secret ?? clientSecret, claims });
}

/** A loader's data, asked for as the app's own frontend does. */
async function data(bearer: string | null, path = '/app?_data=routes%2Fapp', init: RequestInit = {}): Promise<Response> {
  return fetch(`${app}${path}`, { redirect: 'manual', ...init, headers: { 'user-agent': BROWSER, ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }), ...init.headers } });
}

async function page(query: Record<string, string>, path = '/app'): Promise<Response> {
  return fetch(`${app}${path}?${new URLSearchParams(query)}`, { redirect: 'manual', headers: { 'user-agent': BROWSER, accept: 'text/html' } });
}

describe('a session token', () => {
  it('that is right opens the app, and a second request needs no further exchange', async () => {
    for (let round = 0; round < 2; round += 1) {
      const response = await data(token());
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ apiKey: house.app.clientId });
    }
  });

  it.each(wrongTokens(token, () => house.app.clientSecret))('%s is refused: a fetch gets 401, a page is sent for another token, and nothing leaks', async (_, make) => {
    const fetched = await data(make());
    expect(fetched.status).toBe(401);
    expect(await fetched.text()).not.toMatch(/secret|at \w+ \(|node_modules|stack/i);
    const opened = await page({ shop: shop(), host: adminHost(), embedded: '1', id_token: make() });
    expect([302, 401]).toContain(opened.status);
    expect(await opened.text()).not.toContain(house.app.clientId);
  });

  it('that has just expired makes a fetch try again with a new one, as App Bridge expects', async () => {
    const response = await data(token({ exp: seconds() - 15 }));
    expect(response.status).toBe(401);
    expect(response.headers.get('x-shopify-retry-invalid-session-request')).toBe('1');
    expect((await data(token({ exp: seconds() - 5 }))).status).toBe(200);
  });

  it('that a page comes without is fetched by the bounce page, which knows the way back', async () => {
    const response = await page({ shop: shop(), host: adminHost(), embedded: '1' }, '/app/customers');
    expect(response.status).toBe(302);
    const to = new URL(response.headers.get('location') ?? '', app);
    expect(to.pathname).toBe('/auth/session-token');
    expect(to.searchParams.get('shopify-reload')).toContain('/app/customers');
    const bounce = await fetch(`${app}${to.pathname}${to.search}`, { headers: { 'user-agent': BROWSER } });
    expect(bounce.status).toBe(200);
    expect(await bounce.text()).toContain('app-bridge');
  });
});

describe('the resource routes', () => {
  it.each(['/app/import', '/app/tags/approve', '/app/tags/undo', '/app/tags/propose-again'])('%s refuses a call without a token, without fields or with nonsense in them, clearly', async (path) => {
    const post = (fields: Record<string, string>): Promise<Response> => data(token(), path, { method: 'POST', body: new URLSearchParams(fields) });
    expect((await data(null, path, { method: 'POST', body: new URLSearchParams({ intent: 'start' }) })).status).toBeGreaterThanOrEqual(300);
    const wrong: Record<string, string>[] = [{}, { runId: 'x', proposalId: 'x', intent: 'x' }, { runId: '999999', proposalId: '999999', intent: '' }];
    for (const fields of wrong) {
      const response = await post(fields);
      const text = await response.text();
      expect(`${response.status} ${text.slice(0, 200)}`).toMatch(/^4\d\d \{"error":\{"code":"[a-z-]+","message":".{20}/);
      expect(text).not.toMatch(/node_modules|at \w+ \(/);
    }
  });

  it.each(['/app/import', '/app/tags/approve', '/app/tags/undo', '/app/tags/propose-again', '/app/tags/stop'])('%s refuses a body that is no form, or none at all, clearly', async (path) => {
    for (const init of [{}, { body: '{"intent":"start"}', headers: { 'content-type': 'application/json' } }, { body: 'x', headers: { 'content-type': 'multipart/form-data' } }]) {
      const response = await data(token(), path, { method: 'POST', ...init });
      expect(`${response.status} ${(await response.text()).slice(0, 60)}`).toMatch(/^422 \{"error":\{"code":"form","message":/);
    }
  });
});

/** What a client gets that writes bytes of its own. */
async function raw(text: string): Promise<string> {
  const socket = connect(Number(house.environment['PORT']), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  socket.on('error', () => undefined);
  socket.write(text);
  socket.setTimeout(3_000, () => socket.destroy());
  await new Promise<void>((done) => socket.once('close', () => done()));
  return answer;
}

describe('outside the admin', () => {
  it('the root says where the app lives, and passes a shop on', async () => {
    const landing = await page({}, '/');
    expect(landing.status).toBe(200);
    expect(await landing.text()).toContain('lives inside Shopify admin');
    const passed = await page({ shop: shop(), host: 'x' }, '/');
    expect(passed.status).toBe(302);
    expect(passed.headers.get('location')).toMatch(/^\/app\?shop=/);
  });

  it('an embedded page leads to the landing page when it is opened without its shop, or with nonsense in place of it', async () => {
    const queries: Record<string, string>[] = [{}, { shop: shop() }, { shop: 'evil.example.com', host: adminHost() }, { shop: shop(), host: 'x' }, { shop: shop(), host: '%%%' }, { shop: shop(), host: Buffer.from('evil.example.com').toString('base64') }];
    for (const query of queries) {
      const response = await fetch(`${app}/app?${new URLSearchParams(query)}`, { headers: { 'user-agent': BROWSER, accept: 'text/html' } });
      expect(`${JSON.stringify(query)} ${response.status} ${new URL(response.url).pathname}`).toBe(`${JSON.stringify(query)} 200 /`);
    }
  });

  it('what is not there is a 404 without a stack', async () => {
    for (const path of ['/nothing', '/app/nothing', '/assets/nothing.js', '/.env', '/%2e%2e/%2e%2e/package.json', '/%']) {
      const response = await fetch(`${app}${path}`, { redirect: 'manual', headers: { 'user-agent': BROWSER } });
      expect(`${path} ${response.status}`).toBe(`${path} 404`);
      expect(await response.text()).not.toMatch(/node_modules|at \w+ \(/);
    }
  });

  it('what is not there, and where the app lives, is said in the visitor’s language', async () => {
    const words = { de: ['Unter dieser Adresse gibt es nichts', 'ist Teil des Shopify-Adminbereichs'], fr: ['Il n’y a rien à cette adresse', 'se trouve dans l’interface administrateur'], nl: ['There is nothing at this address', 'lives inside Shopify admin'] };
    for (const [language, [nothing, landing]] of Object.entries(words)) {
      const ask = async (path: string): Promise<string> => (await fetch(`${app}${path}`, { headers: { 'user-agent': BROWSER, 'accept-language': `${language}-XX, ${language};q=0.9` } })).text();
      expect(await ask('/no-such-page')).toContain(nothing);
      expect(await ask('/')).toContain(landing);
      expect(await ask('/')).toContain(`<html lang="${language === 'nl' ? 'en' : language}`);
    }
  });

  it('built files are kept by browsers for ever, since their names change with them', async () => {
    const html = await (await page({}, '/')).text();
    const file = /"(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? 'no script in the page';
    const response = await fetch(`${app}${file}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  });

  it('a request that is none gets 4xx, and the process goes on', async () => {
    for (const text of ['TRACE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 'GET / HTTP/1.1\r\nHost: [\r\nConnection: close\r\n\r\n', 'GET http://[ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 'GET //[ HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 'nonsense\r\n\r\n', `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(70_000)}\r\n\r\n`]) {
      expect(await raw(text), text.slice(0, 40)).toMatch(/^HTTP\/1\.1 4\d\d /);
    }
    expect((await fetch(`${app}/healthz`)).status).toBe(200);
  });
});

describe('the log', () => {
  interface Line { level: number; msg: string; path?: string; status?: number }
  /** Of web and worker, up to the line that tells of this path. */
  async function linesUpTo(path: string): Promise<{ text: string; lines: Line[] }> {
    let text = '';
    await expect.poll(async () => (text = await readFile(join(directory, 'app.log'), 'utf8')), { timeout: 5_000 }).toContain(`"${path}"`);
    return { text, lines: text.trim().split('\n').map((line) => JSON.parse(line) as Line) };
  }

  it('is JSON line by line, takes what nobody answers for no fault, and has no address’s query and no token, whatever was asked', async () => {
    const secrets = { shop: shop(), host: adminHost(), embedded: '1', id_token: token(), hmac: 'c0ffee', session: 'of-somebody' };
    const sealed = `${DOWNLOADS_PATH}v1.demo.AAAAAAAAAAAAAAAA.BBBBBBBBBBBBBBBBBBBBBB.CCCCCCCCCCCC`;
    for (const path of ['/no-such-page', '/app/no-such-page', '/auth/exit-iframe', '/no-such/%E0%A4%A', sealed]) {
      await page(secrets, path);
      await fetch(`${app}${path}?${new URLSearchParams(secrets)}`, { method: 'POST', body: 'x', headers: { 'user-agent': BROWSER } });
    }
    await page({ ...secrets, id_token: token({ exp: seconds() - 60 }) });
    await data(token(), `/no-such-page?_data=routes%2Fapp&id_token=${secrets.id_token}`);
    await data(token(), `/app?_data=routes%2Fno-such&id_token=${secrets.id_token}`);
    expect((await fetch(`${app}/webhooks`)).status).toBe(405);
    await fetch(`${app}/the-last-one?id_token=${secrets.id_token}`, { method: 'OPTIONS', headers: { 'user-agent': BROWSER } });
    const { text, lines } = await linesUpTo('/the-last-one');
    expect(text).not.toMatch(/eyJ|id_token|hmac|c0ffee|of-somebody|\?|CCCCCC/);
    // 30: info. What came before of this file's requests is in it, too.
    expect(lines.filter((line) => line.level > 30 && line.msg !== 'Rejected exit-iframe redirect to an untrusted destination')).toEqual([]);
    expect(lines).toContainEqual(expect.objectContaining({ level: 30, path: '/the-last-one', status: 405 }));
  });
});

describe('the web process', () => {
  async function own(change: Record<string, string> = {}): Promise<{ process: AppProcess; url: string }> {
    const port = await freePort();
    const started = startProcess('server.ts', { ...house.environment, PORT: String(port), ...change }, { standIn: true });
    const url = `http://127.0.0.1:${port}`;
    await untilItAnswers(`${url}/healthz`, started);
    return { process: started, url };
  }

  it('says that it is not ready while the database is away, whether it refuses or does not answer, and lives on', async () => {
    const address = new URL(house.environment['DATABASE_URL'] ?? '');
    const way = await openWay(Number(address.port));
    const over = (url: string | undefined): string => Object.assign(new URL(url ?? ''), { port: String(way.port) }).href;
    const { process: web, url } = await own({ DATABASE_URL: over(house.environment['DATABASE_URL']), DATABASE_SYSTEM_URL: over(house.environment['DATABASE_SYSTEM_URL']) });
    try {
      expect((await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(12_000) })).status).toBe(200);
      way.cut();
      expect((await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(12_000) })).status).toBe(503);
      expect((await fetch(`${url}/healthz`)).status).toBe(200);
      way.mend();
      await expect.poll(async () => (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(12_000) })).status, { timeout: 5_000 }).toBe(200);
      way.freeze();
      const startedAt = performance.now();
      expect((await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(12_000) })).status).toBe(503);
      expect(performance.now() - startedAt).toBeLessThan(4_000);
      way.mend();
      await expect.poll(async () => (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(12_000) })).status, { timeout: 15_000 }).toBe(200);
      expect(web.child.exitCode).toBeNull();
    } finally {
      way.close();
      web.child.kill('SIGKILL');
      await web.ended;
    }
  });

  it('finishes what it is answering when it is told to end, closes kept connections, and ends with status 0', async () => {
    const { process: web, url } = await own();
    const agent = new Agent({ keepAlive: true });
    const idle = httpRequest(`${url}/healthz`, { agent }).end();
    const [response] = (await once(idle, 'response')) as [import('node:http').IncomingMessage];
    response.resume();
    // A request whose body has not come yet is being answered.
    const slow = httpRequest(`${url}/nothing`, { method: 'POST', headers: { 'content-length': '4', 'content-type': 'text/plain', 'user-agent': BROWSER } });
    const answered = once(slow, 'response') as Promise<[import('node:http').IncomingMessage]>;
    slow.write('ab');
    await new Promise((done) => setTimeout(done, 300));
    const startedAt = performance.now();
    web.child.kill('SIGTERM');
    await new Promise((done) => setTimeout(done, 200));
    slow.end('cd');
    expect((await answered)[0].statusCode).toBeGreaterThanOrEqual(400);
    expect(await web.ended).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    agent.destroy();
  });

  it('stores and acknowledges an event whose body has not come whole yet when it is told to end', async () => {
    const { process: web, url } = await own();
    const body = JSON.stringify({ id: 1 });
    const event = httpRequest(`${url}/webhooks`, {
      method: 'POST', agent: false,
      headers: {
        'content-length': String(body.length), 'x-shopify-topic': 'orders/create', 'x-shopify-shop-domain': shop(), 'x-shopify-event-id': 'comes-while-it-ends', 'x-shopify-triggered-at': '2026-11-28T12:00:00Z',
        'x-shopify-hmac-sha256': createHmac('sha256', house.app.clientSecret).update(body).digest('base64'),
      },
    });
    const answered = once(event, 'response') as Promise<[import('node:http').IncomingMessage]>;
    event.write(body.slice(0, 4));
    await new Promise((done) => setTimeout(done, 300));
    web.child.kill('SIGTERM');
    await new Promise((done) => setTimeout(done, 200));
    event.end(body.slice(4));
    expect((await answered)[0].statusCode).toBe(200);
    expect(await web.ended).toBe(0);
    const client = new pg.Client({ connectionString: house.environment['DATABASE_SYSTEM_URL'] });
    await client.connect();
    expect((await client.query("SELECT payload_bytes FROM inbox_events WHERE event_id = 'comes-while-it-ends'")).rows).toEqual([{ payload_bytes: body.length }]);
    await client.end();
  });

  it('ends at once at a second signal', async () => {
    const { process: web, url } = await own();
    const hanging = httpRequest(`${url}/nothing`, { method: 'POST', headers: { 'content-length': '4', 'user-agent': BROWSER } });
    hanging.on('error', () => undefined);
    hanging.write('ab');
    await new Promise((done) => setTimeout(done, 300));
    web.child.kill('SIGTERM');
    await new Promise((done) => setTimeout(done, 200));
    expect(web.child.exitCode).toBeNull();
    const startedAt = performance.now();
    web.child.kill('SIGTERM');
    expect(await web.ended).toBe(1);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('says which port is in use, in one line', async () => {
    const second = startProcess('server.ts', house.environment, { standIn: true });
    expect(await second.ended).toBe(1);
    expect(second.output()).toMatch(new RegExp(`^Port ${house.environment['PORT']} on 127.0.0.1 is in use\\. .*set PORT\\.\\n$`));
  });
});

describe('the worker process', () => {
  it('ends when it is told to, with status 0', async () => {
    const worker = startProcess('worker.ts', house.environment, { standIn: true });
    await once(worker.child, 'message');
    expect(worker.child.exitCode).toBeNull();
    const startedAt = performance.now();
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(9_000);
  });

  it('tells of its health, readiness and metrics at WORKER_PORT, and says in one line when that is in use', async () => {
    const port = await freePort();
    const environment = { ...house.environment, WORKER_PORT: String(port) };
    const worker = startProcess('worker.ts', environment, { standIn: true });
    await once(worker.child, 'message');
    const status = async (path: string): Promise<number> => (await fetch(`http://127.0.0.1:${port}${path}`)).status;
    expect([await status('/healthz'), await status('/readyz'), await status('/metrics'), await status('/app')]).toEqual([200, 200, 200, 404]);
    const second = startProcess('worker.ts', environment, { standIn: true });
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain(`The worker cannot listen at port ${port} on 127.0.0.1. Stop what listens there, or set WORKER_PORT.`);
    worker.child.kill('SIGTERM');
    expect(await worker.ended).toBe(0);
  });
});
