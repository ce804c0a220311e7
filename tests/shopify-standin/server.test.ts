import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startStandIn } from './server.ts';
import type { StandIn } from './server.ts';
import { signSessionToken } from './session-token.ts';
import { hostileName, hostileTag, tinyShopDomain, tinyStore } from './tiny-store.ts';

const credentials = { clientId: 'client-of-tests', clientSecret: 'secret-of-tests' };
const preload = fileURLToPath(new URL('./preload.ts', import.meta.url));
const run = promisify(execFile);

let standIn: StandIn;
let dir: string;

const startTiny = (): Promise<StandIn> => startStandIn({
  store: tinyStore(), dir, frozen: true, app: { ...credentials, target: 'http://127.0.0.1:1', scopes: ['read_customers', 'write_customers'] },
});

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'standin-server-'));
  standIn = await startTiny();
});

afterAll(async () => {
  await standIn.close();
  rmSync(dir, { recursive: true });
});

async function tokenRequest(fields: Record<string, string>): Promise<{ status: number; body: Record<string, unknown> }> {
  const answer = await fetch(`${standIn.apiUrl}/admin/oauth/access_token`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ client_id: credentials.clientId, client_secret: credentials.clientSecret, ...fields }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

const exchange = (fields: Record<string, string> = {}): ReturnType<typeof tokenRequest> => tokenRequest({
  grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
  subject_token: signSessionToken({ shopDomain: tinyShopDomain, ...credentials }),
  subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
  requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
  expiring: '1',
  ...fields,
});

const refresh = (token: unknown): ReturnType<typeof tokenRequest> => tokenRequest({ grant_type: 'refresh_token', refresh_token: String(token) });

async function graphql(accessToken: string, query: string, at = standIn): Promise<{ status: number; body: { data?: Record<string, unknown>; errors?: unknown } }> {
  const answer = await fetch(`${at.apiUrl}/admin/api/2026-10/graphql.json`, {
    method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Shopify-Access-Token': accessToken }, body: JSON.stringify({ query }),
  });
  return { status: answer.status, body: (await answer.json()) as { data?: Record<string, unknown> } };
}

describe('access tokens', () => {
  it('are exchanged for a session token, expire in an hour, and call the Admin API', async () => {
    const { status, body } = await exchange();
    expect(status).toBe(200);
    expect(body).toMatchObject({ scope: 'read_customers,write_customers', expires_in: 3600, refresh_token_expires_in: 7_776_000 });
    expect((await graphql(String(body['access_token']), '{ shop { myshopifyDomain } }')).body.data).toEqual({ shop: { myshopifyDomain: tinyShopDomain } });
    expect((await graphql('shpat_wrong', '{ shop { id } }')).status).toBe(401);
  });

  it('do not expire unless asked to, and come with the user when online ones are asked for', async () => {
    const permanent = (await exchange({ expiring: '0' })).body;
    expect(Object.keys(permanent)).toEqual(['access_token', 'scope']);
    const online = (await exchange({ requested_token_type: 'urn:shopify:params:oauth:token-type:online-access-token' })).body;
    expect(online).toMatchObject({ associated_user_scope: 'read_customers,write_customers', associated_user: { email_verified: true } });
    const migrated = await exchange({ subject_token: String(permanent['access_token']), subject_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token' });
    expect(migrated.body).toHaveProperty('refresh_token');
    expect((await graphql(String(permanent['access_token']), '{ shop { id } }')).status).toBe(401);
  });

  it('are refused for a bad session token with the error on which the library bounces', async () => {
    const expired = signSessionToken({ shopDomain: tinyShopDomain, ...credentials, claims: { exp: 1 } });
    for (const subject of [expired, 'nonsense', signSessionToken({ shopDomain: 'other.myshopify.com', ...credentials })]) {
      expect(await exchange({ subject_token: subject })).toMatchObject({ status: 400, body: { error: 'invalid_subject_token' } });
    }
    expect(await exchange({ client_secret: 'wrong' })).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
    expect(await exchange({ client_id: 'nobody' })).toMatchObject({ status: 400, body: { error: 'application_cannot_be_found' } });
    expect(await tokenRequest({ grant_type: 'authorization_code' })).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
  });

  it('are refreshed once by a refresh token, after which both old ones are dead', async () => {
    const first = (await exchange()).body;
    const second = await refresh(first['refresh_token']);
    expect(second).toMatchObject({ status: 200, body: { expires_in: 3600 } });
    expect(await refresh(first['refresh_token'])).toEqual({ status: 401, body: { error: 'invalid_request', error_description: 'This request requires an active refresh_token' } });
    expect((await graphql(String(first['access_token']), '{ shop { id } }')).status).toBe(401);
    expect((await graphql(String(second.body['access_token']), '{ shop { id } }')).status).toBe(200);
  });

  it('work by Shopify\'s own library behind the preload, without the app knowing of the stand-in', async () => {
    const script = `
      import '@shopify/shopify-api/adapters/node';
      import { ApiVersion, RequestedTokenType, shopifyApi } from '@shopify/shopify-api';
      import { GraphQLClient } from 'graphql-request';
      const shopify = shopifyApi({ apiKey: '${credentials.clientId}', apiSecretKey: '${credentials.clientSecret}', hostName: 'app.example.com', apiVersion: ApiVersion.October25, isEmbeddedApp: true, scopes: [], logger: { level: 0 } });
      const shop = '${tinyShopDomain}';
      const { session } = await shopify.auth.tokenExchange({ shop, sessionToken: process.env.SESSION_TOKEN, requestedTokenType: RequestedTokenType.OfflineAccessToken, expiring: true });
      const { session: refreshed } = await shopify.auth.refreshToken({ shop, refreshToken: session.refreshToken });
      const client = new GraphQLClient('https://' + shop + '/admin/api/2026-10/graphql.json', { headers: { 'X-Shopify-Access-Token': refreshed.accessToken } });
      const data = await client.request('query Shop($first: Int!) { shop { name } customers(first: $first) { nodes { id } } }', { first: 2 });
      const elsewhere = await fetch('https://other.myshopify.com/admin/api/2026-10/graphql.json', { method: 'POST', body: '{}' });
      console.log(JSON.stringify({ isExpired: refreshed.isExpired(), hasRefresh: Boolean(refreshed.refreshToken), data, elsewhere: elsewhere.status }));
    `;
    const sessionToken = signSessionToken({ shopDomain: tinyShopDomain, ...credentials });
    const { stdout } = await run(process.execPath, ['--import', preload, '--input-type=module', '-e', script], { env: { PATH: process.env['PATH'], NODE_ENV: 'test', SHOPIFY_STANDIN_URL: standIn.apiUrl, SESSION_TOKEN: sessionToken } });
    expect(JSON.parse(stdout)).toEqual({
      isExpired: false, hasRefresh: true, elsewhere: 404,
      data: { shop: { name: 'Tiny & Co' }, customers: { nodes: [{ id: 'gid://shopify/Customer/11' }, { id: 'gid://shopify/Customer/12' }] } },
    });
  });

  it('stay valid over a restart of the stand-in, as do the tags', async () => {
    const { body } = await exchange();
    const direct = standIn.accessToken;
    standIn.live.addTags('Customer', 11, ['Kept'], credentials.clientId);
    await standIn.close();
    standIn = await startTiny();
    expect((await graphql(String(body['access_token']), '{ customer(id: "gid://shopify/Customer/11") { tags } }')).body.data).toEqual({ customer: { tags: ['VIP', 'Kept'] } });
    expect(standIn.accessToken).toBe(direct);
  });
});

describe('the preload', () => {
  const load = (env: Record<string, string>): Promise<{ stdout: string }> => run(process.execPath, ['--import', preload, '-e', ''], { env: { PATH: process.env['PATH'] ?? '', NODE_ENV: 'test', ...env } });

  it('refuses production, and an address that is none', async () => {
    await expect(load({ NODE_ENV: 'production', SHOPIFY_STANDIN_URL: 'http://127.0.0.1:1' })).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('NODE_ENV=production') as string });
    await expect(load({})).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('SHOPIFY_STANDIN_URL') as string });
  });
});

describe('the admin over HTTP', () => {
  const page = async (path: string): Promise<string> => (await fetch(standIn.adminUrl + path)).text();

  it('escapes whatever a store holds', async () => {
    for (const path of ['', '/customers', '/customers/12', `/customers?query=${encodeURIComponent('<script>')}`, '/orders', '/orders/102', '/products', '/products/2', '/flow']) {
      const text = await page(path);
      expect(text).not.toContain('<script>');
      expect(text).not.toContain('<img src=x');
    }
    const text = await page('/customers/12');
    expect(text).toContain(hostileName.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'));
    expect(text).toContain(hostileTag.replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'));
  });

  it('lists segments with their members, and the merchant renames and deletes them', async () => {
    const { id } = standIn.live.setSegment({ name: '<script>x</script>', query: "customer_tags CONTAINS 'vip'" });
    const path = `/customers/segments/${id}`;
    expect(await page('/customers/segments')).toContain('&lt;script&gt;x');
    expect(await page(path)).toMatch(/\/customers\/11"/);
    const edit = (fields: Record<string, string>) => fetch(`${standIn.adminUrl}${path}/edit`, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers: { Origin: new URL(standIn.adminUrl).origin } });
    expect((await edit({ name: 'Best', query: 'nonsense' })).status).toBe(422);
    expect((await edit({ name: 'Best', query: "customer_tags CONTAINS 'VIP'" })).status).toBe(303);
    expect(standIn.live.segments().get(id)).toMatchObject({ name: 'Best' });
    await fetch(`${standIn.adminUrl}${path}/delete`, { method: 'POST', redirect: 'manual', headers: { Origin: new URL(standIn.adminUrl).origin } });
    expect((await fetch(standIn.adminUrl + path)).status).toBe(404);
  });

  it('finds customers by name, e-mail, id and whole tag', async () => {
    const found = async (query: string): Promise<string[]> => [...(await page(`/customers?query=${encodeURIComponent(query)}`)).matchAll(/\/customers\/(\d+)"/g)].map((match) => match[1] ?? '');
    expect(await found('lovelace')).toEqual(['11']);
    expect(await found('CUSTOMER-12@')).toEqual(['12']);
    expect(await found('13')).toEqual(['13']);
    expect(await found('tag:vip')).toEqual(['11']);
    expect(await found('tag:vi')).toEqual([]);
  });

  it('takes tags from the merchant\'s own page only, says why one is refused, and logs who did it', async () => {
    const post = (fields: string, headers: Record<string, string> = {}): Promise<Response> => fetch(`${standIn.adminUrl}/customers/11/tags`, {
      method: 'POST', redirect: 'manual', headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers }, body: fields,
    });
    expect((await post('add=Sneaky', { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    const refused = await post(`add=${'x'.repeat(300)}`);
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('too long');
    expect((await post('add=Friend')).status).toBe(303);
    expect(standIn.live.customer(11)?.tags).toContain('Friend');
    expect(standIn.live.customer(11)?.tags).not.toContain('Sneaky');
    const last = standIn.live.flowLog().at(-1);
    expect(last).toMatchObject({ trigger: 'Customer tags added', detail: 'Friend', source: null });
    expect(await page('/flow')).toMatch(/Friend[\s\S]*?<td>You<\/td>/);
  });

  it('answers 404 for what is not there and leads /admin and shop addresses to its pages', async () => {
    for (const path of ['/customers/999', '/orders/x', '/nothing', '/customers/11/other', '/apps/other']) expect((await fetch(standIn.adminUrl + path)).status).toBe(404);
    expect((await fetch(`${standIn.apiUrl}/store/other`)).status).toBe(404);
    expect((await fetch(`${standIn.apiUrl}/admin/customers/11`, { redirect: 'manual' })).headers.get('location')).toBe('/store/tiny-demo/customers/11');
    expect((await fetch(`${standIn.apiUrl}/admin/api/2026-10/customers.json`)).status).toBe(404);
  });

  it('answers to no other host name, so that no foreign page reaches it by a name of its own', async () => {
    const status = await new Promise((resolve, reject) => {
      httpRequest(`${standIn.adminUrl}/customers`, { headers: { Host: 'evil.example.com' } }, (answer) => resolve(answer.resume().statusCode)).on('error', reject).end();
    });
    expect(status).toBe(421);
  });

  it('frames the app with a launch whose session token is fresh, and gives another to App Bridge', async () => {
    const text = await page('/apps/regulars/customers?tier=VIP');
    const settings = JSON.parse((/data-settings="([^"]*)"/.exec(text)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as { src: string; sessionTokenPath: string };
    const launch = new URL(settings.src);
    expect([launch.origin, launch.pathname, launch.searchParams.get('tier')]).toEqual([standIn.appPublicUrl, '/customers', 'VIP']);
    expect((await exchange({ subject_token: launch.searchParams.get('id_token') ?? '' })).status).toBe(200);
    const { token } = (await (await fetch(standIn.apiUrl + settings.sessionTokenPath, { method: 'POST' })).json()) as { token: string };
    expect((await exchange({ subject_token: token })).status).toBe(200);
    expect((await fetch(standIn.apiUrl + settings.sessionTokenPath, { method: 'POST', headers: { 'Sec-Fetch-Site': 'cross-site' } })).status).toBe(403);
  });

  it('draws the products\' pictures', async () => {
    const answer = await fetch(`${standIn.apiUrl}/pictures/1.svg`);
    expect(answer.headers.get('content-type')).toBe('image/svg+xml');
    expect(await answer.text()).toMatch(/^<svg/);
    expect((await fetch(`${standIn.apiUrl}/pictures/77.svg`)).status).toBe(404);
  });
});

describe('the control API', () => {
  const control = async (name: string, fields?: object): Promise<{ status: number; body: Record<string, unknown> }> => {
    const answer = await fetch(`${standIn.apiUrl}/__standin/${name}`, fields ? { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(fields) } : {});
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  it('tells the state of the store', async () => {
    const { body } = await control('state');
    expect(body).toMatchObject({ shop: { domain: tinyShopDomain, plan: 'standard' }, store: { customers: 3, orders: 3, lineItems: 4, refunds: 1, products: 2 } });
  });

  it('changes tags as the merchant, and lists the Flow log from a point on', async () => {
    const { body: before } = await control('flow');
    const changed = await control('tags', { id: 12, add: ['Gold', 'gold'], remove: [hostileTag] });
    expect(changed.body).toEqual({ added: ['Gold'], removed: [hostileTag], userErrors: [] });
    const { body } = await control(`flow?after=${String(before['total'])}`);
    expect(body['entries']).toMatchObject([{ trigger: 'Customer tags removed' }, { trigger: 'Customer tags added', detail: 'Gold', source: null }]);
    expect((await control('tags', { id: 999, add: ['x'] })).status).toBe(404);
    expect((await control('tags', { id: 12, add: 'x' })).status).toBe(400);
  });

  it('tells how many of some rows are none of the shop’s, though their ids may be', async () => {
    const [order] = [...standIn.live.store.orders.values()];
    const own = { id: order?.id, name: order?.name, processedAt: order?.processedAt };
    const customer = { id: 11, email: 'customer-11@example.com' };
    expect((await control('strangers', { customers: [customer, { id: 13, email: null }], orders: [own] })).body).toEqual({ strangers: 0 });
    const others = { customers: [customer, { ...customer, email: 'somebody@example.com' }, { ...customer, id: 999 }], orders: [{ ...own, processedAt: 1 }, { ...own, name: '#x' }] };
    expect((await control('strangers', others)).body).toEqual({ strangers: 4 });
    expect((await control('strangers', { orders: 'all' })).status).toBe(400);
  });

  it('sets the clock, ends tokens and writes the dump', async () => {
    expect((await control('clock', { now: '2027-01-01T00:00:00Z' })).body).toEqual({ now: '2027-01-01T00:00:00.000Z' });
    expect((await control('clock', { now: 'soon' })).status).toBe(400);
    const token = String((await exchange()).body['access_token']);
    expect((await control('revoke-tokens', { accessToken: token })).body).toEqual({ revoked: 1 });
    expect((await graphql(token, '{ shop { id } }')).status).toBe(401);
    const target = join(dir, 'dump');
    await control('dump', { dir: target });
    expect(readFileSync(join(target, 'customers.jsonl'), 'utf8').trim().split('\n')).toHaveLength(3);
    const requests = readFileSync(join(target, 'requests.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(requests).toContainEqual(expect.objectContaining({ operation: 'token exchange', type: 'oauth', cost: 0, status: 200 }));
  });

  it('refuses what a page of another site could send', async () => {
    const answer = await fetch(`${standIn.apiUrl}/__standin/clock`, { method: 'POST', body: '{"now":"2030-01-01T00:00:00Z"}' });
    expect(answer.status).toBe(415);
  });
});

describe('starting', () => {
  it('says which port is in use, and closes what it had opened', async () => {
    const port = Number(new URL(standIn.apiUrl).port);
    await expect(startStandIn({ store: tinyStore(), ports: { shopify: port } })).rejects.toThrow(`Port ${port} of 127.0.0.1 is in use`);
  });

  it('refuses a directory that was begun with another store', async () => {
    await expect(startStandIn({ store: { ...tinyStore(), identity: 'another', description: 'another store' }, dir })).rejects.toThrow(/holds another store/);
  });
});
