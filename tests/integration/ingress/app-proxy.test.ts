import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closePools, shopsPool, systemPool } from '#app/database/pools.server.ts';
import { answerAppProxy } from '#app/ingress/app-proxy.server.ts';
import { textAnswer, type ShopperRequest } from '#app/ingress/shopper-request.server.ts';
import { InvalidInputError } from '#app/runtime/errors.ts';
import { forgetKnownShops } from '#app/shops/known-shops.server.ts';
import { recordInstall } from '#app/shops/shop-store.server.ts';
import { ask, proxyPairs, SHOPPER_SHOP, signedQuery, startAnswering, type Pairs } from './shopper-sender.ts';

let port: number;
let stop: () => Promise<void>;
let shopId: number;
let seen: ShopperRequest[] = [];

beforeAll(async () => {
  shopId = (await recordInstall(SHOPPER_SHOP)).id;
  // The first connection of a process may take longer than a shopper waits.
  await shopsPool().query('SELECT');
  const handlers = {
    'GET /who': (request: ShopperRequest) => {
      seen.push(request);
      return { status: 200, json: { customer: request.customerId } };
    },
    'GET /tagged': () => ({ status: 200, headers: { etag: '"one"', 'cache-control': 'public, max-age=60' }, json: { big: 'x'.repeat(100) } }),
    'GET /liquid': () => textAnswer(200, { 'content-type': 'application/liquid' }, '{{ 1 }}'),
    'GET /breaks': () => Promise.reject(new Error('a secret of the house')),
    'GET /refuses': () => Promise.reject(new InvalidInputError('limit', 'The limit goes from 1 to 12.')),
    'POST /events': (request: ShopperRequest) => {
      seen.push(request);
      return { status: 202, json: {} };
    },
  };
  ({ port, stop } = await startAnswering((url, request, response) => answerAppProxy(url, request, response, handlers)));
});

beforeEach(() => {
  seen = [];
  forgetKnownShops();
});

afterAll(async () => {
  await stop();
  await closePools();
});

const get = (path: string, pairs: Pairs, options: Parameters<typeof signedQuery>[1] = {}) => ask(port, `/proxy${path}?${signedQuery(pairs, options)}`);

describe('a request that Shopify signed', () => {
  it('reaches its handler with the shop, the customer who is logged in, and what the visitor asked', async () => {
    const answer = await get('/who', [['block', 'also'], ['ids[]', '1'], ['ids[]', '2'], ['consented', 'a'], ['consentGiven', 'b'], ...proxyPairs({ customerId: 77 })]);
    expect(answer).toMatchObject({ status: 200, json: { customer: 77 } });
    expect(answer.headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    expect(seen).toMatchObject([{ shopId, shopDomain: SHOPPER_SHOP, customerId: 77, staff: false, body: null }]);
    expect(seen[0]?.params.getAll('ids[]')).toEqual(['1', '2']);
  });

  it('of nobody who is logged in has no customer, whoever the visitor says to be', async () => {
    const answer = await get('/who', [['customer_id', '5'], ['customerId', '5'], ['LOGGED_IN_CUSTOMER_ID', '5'], ...proxyPairs()]);
    expect(answer).toMatchObject({ status: 200, json: { customer: null } });
  });

  it('has a body of its own as JSON, of any content type, as a beacon sends it', async () => {
    for (const type of ['application/json', 'text/plain;charset=UTF-8']) {
      const answer = await ask(port, `/proxy/events?${signedQuery(proxyPairs())}`, { method: 'POST', headers: { 'content-type': type }, body: '{"session":"s","__proto__":{"staff":true}}' });
      expect(answer.status).toBe(202);
    }
    expect(seen.map(({ body, staff }) => [body?.['session'], staff])).toEqual([['s', false], ['s', false]]);
    expect(({} as { staff?: boolean }).staff).toBeUndefined();
  });

  it('with the tag of what it has already is told so in 304, and HEAD gets the head alone', async () => {
    const path = `/proxy/tagged?${signedQuery(proxyPairs())}`;
    const whole = await ask(port, path);
    expect(whole).toMatchObject({ status: 200, headers: { etag: '"one"', 'cache-control': 'public, max-age=60' } });
    for (const tag of ['"one"', 'W/"one"', '"zero", "one"']) {
      const same = await ask(port, path, { headers: { 'if-none-match': tag } });
      expect(same).toMatchObject({ status: 304, text: '', headers: { etag: '"one"', 'cache-control': 'public, max-age=60' } });
    }
    expect((await ask(port, path, { headers: { 'if-none-match': '"two"' } })).status).toBe(200);
    expect(await ask(port, path, { method: 'HEAD' })).toMatchObject({ status: 200, text: '', headers: { 'content-length': String(whole.text.length) } });
  });

  it('may be answered in Liquid', async () => {
    expect(await get('/liquid', proxyPairs())).toMatchObject({ status: 200, text: '{{ 1 }}', headers: { 'content-type': 'application/liquid' } });
  });
});

describe('a request that is refused', () => {
  const good = (): Pairs => proxyPairs({ customerId: 7 });
  const cases: [string, () => string][] = [
    ['without a signature', () => new URLSearchParams(good()).toString()],
    ['without a query', () => ''],
    ["signed with another app's secret", () => signedQuery(good(), { secret: 'another' })],
    ['of 91 seconds ago', () => signedQuery(proxyPairs({ timestamp: Math.floor(Date.now() / 1000) - 92 }))],
    ['from the future', () => signedQuery(proxyPairs({ timestamp: Math.floor(Date.now() / 1000) + 120 }))],
    ['with a second customer in front', () => `logged_in_customer_id=8&${signedQuery(good())}`],
    ['with a parameter added after it was signed', () => `${signedQuery(good())}&block=also`],
    ['with a signature in capitals', () => signedQuery(good()).replace(/signature=(\w+)/, (_, hex: string) => `signature=${hex.toUpperCase()}`)],
    ...['shop', 'path_prefix', 'timestamp', 'logged_in_customer_id'].flatMap((key): [string, () => string][] => [
      [`without ${key}`, () => signedQuery(good().filter(([name]) => name !== key))],
      [`with ${key} twice`, () => signedQuery([...good(), good().find(([name]) => name === key) as [string, string]])],
      [`with ${key} as an array`, () => signedQuery(good().map(([name, value]) => [name === key ? `${name}[]` : name, value]))],
      [`with ${key} in other letters`, () => signedQuery(good().map(([name, value]) => [name === key ? name.toUpperCase() : name, value]))],
    ]),
    ['of a domain that is none of Shopify', () => signedQuery(proxyPairs({ shop: 'shop.example.com' }))],
  ];
  it.each(cases)('%s: 401 in words, and no handler is asked', async (_, query) => {
    const answer = await ask(port, `/proxy/who?${query()}`);
    expect(answer).toMatchObject({ status: 401, json: { error: { code: 'not-signed' } } });
    expect(answer.text).not.toMatch(/integration-test-secret|shoppers/);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(seen).toEqual([]);
  });

  it('is told no more at an address that is not there', async () => {
    expect((await ask(port, '/proxy/nothing?a=b')).status).toBe(401);
    expect(await get('/nothing', proxyPairs())).toMatchObject({ status: 404, json: { error: { code: 'not-found' } } });
    expect(await get('/constructor', proxyPairs())).toMatchObject({ status: 404 });
    expect(await ask(port, `/proxy/who?${signedQuery(proxyPairs())}`, { method: 'DELETE' })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  it('is of a shop that has not installed the app, or no longer has it', async () => {
    expect(await get('/who', proxyPairs({ shop: 'never-heard-of.myshopify.com' }))).toMatchObject({ status: 404, json: { error: { code: 'not-installed' } } });
    const left = await recordInstall('has-left.myshopify.com');
    await systemPool().query('UPDATE shops SET uninstalled_at = now() WHERE id = $1', [left.id]);
    expect(await get('/who', proxyPairs({ shop: 'has-left.myshopify.com' }))).toMatchObject({ status: 404, json: { error: { code: 'not-installed' } } });
    await systemPool().query('UPDATE shops SET uninstalled_at = NULL WHERE id = $1', [left.id]);
    forgetKnownShops();
    expect((await get('/who', proxyPairs({ shop: 'has-left.myshopify.com' }))).status).toBe(200);
  });

  const bodies: [string, string | Buffer, number, string][] = [
    ['no JSON', '{"a":', 422, 'body'],
    ['empty', '', 422, 'body'],
    ['a list', '[1]', 422, 'body'],
    ['null', 'null', 422, 'body'],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 422, 'body'],
    ['30,000 deep', `{"a":${'['.repeat(30_000)}${']'.repeat(30_000)}}`, 422, 'body'],
    ['larger than 64 KB', JSON.stringify({ a: 'x'.repeat(70_000) }), 413, 'too-large'],
  ];
  it.each(bodies)('has a body that is %s', async (_, body, status, code) => {
    const answer = await ask(port, `/proxy/events?${signedQuery(proxyPairs())}`, { method: 'POST', body });
    expect(answer).toMatchObject({ status, json: { error: { code } } });
    expect(seen).toEqual([]);
  });

  it('by its handler says why; a fault of ours says nothing of itself', async () => {
    expect(await get('/refuses', proxyPairs())).toMatchObject({ status: 422, json: { error: { code: 'limit', message: 'The limit goes from 1 to 12.' } } });
    const broken = await get('/breaks', proxyPairs());
    expect(broken).toMatchObject({ status: 500, json: { error: { code: 'internal' } } });
    expect(broken.text).not.toContain('secret of the house');
  });
});
