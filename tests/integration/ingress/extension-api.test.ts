import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closePools, shopsPool, systemPool } from '#app/database/pools.server.ts';
import { answerExtension, type ExtensionHandler } from '#app/ingress/extension-api.server.ts';
import type { ShopperRequest } from '#app/ingress/shopper-request.server.ts';
import { forgetKnownShops } from '#app/shops/known-shops.server.ts';
import { recordInstall } from '#app/shops/shop-store.server.ts';
import { ask, buyerClaims, SHOPPER_SHOP, staffClaims, startAnswering, tokenOf } from './shopper-sender.ts';

let port: number;
let stop: () => Promise<void>;
let shopId: number;
let seen: ShopperRequest[] = [];

beforeAll(async () => {
  shopId = (await recordInstall(SHOPPER_SHOP)).id;
  // The first connection of a process may take longer than a shopper waits.
  await shopsPool().query('SELECT');
  const handle = (request: ShopperRequest) => {
    seen.push(request);
    return { status: 200, json: { customer: request.customerId } };
  };
  const handlers: Record<string, ExtensionHandler> = { 'GET /mine': { for: 'buyer', handle }, 'POST /answers': { for: 'buyer', handle }, 'GET /customer': { for: 'staff', handle } };
  ({ port, stop } = await startAnswering((url, request, response) => answerExtension(url, request, response, handlers)));
});

beforeEach(() => {
  seen = [];
  forgetKnownShops();
});

afterAll(async () => {
  await stop();
  await closePools();
});

const bearer = (token: string): { headers: Record<string, string> } => ({ headers: { authorization: `Bearer ${token}` } });
const seconds = (): number => Math.floor(Date.now() / 1000);
const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a request with a token of Shopify', () => {
  it.each<[string, Record<string, unknown>, number | null]>([
    ['of a guest at the checkout', {}, null],
    ['of a customer who is logged in', { sub: 'gid://shopify/Customer/77' }, 77],
    ['whose destination has https:// in front', { dest: `https://${SHOPPER_SHOP}`, sub: 'gid://shopify/Customer/77' }, 77],
    ['whose issuer is the same shop', { iss: `https://${SHOPPER_SHOP}/checkouts`, sub: 'gid://shopify/Customer/77' }, 77],
    ['that expired five seconds ago', { exp: seconds() - 5 }, null],
    ['of a clock that is five seconds ahead', { nbf: seconds() + 5 }, null],
  ])('%s is answered', async (_, change, customer) => {
    const answer = await ask(port, '/extension/mine?block=also', bearer(tokenOf(buyerClaims(change))));
    expect(answer).toMatchObject({ status: 200, json: { customer }, headers: { 'access-control-allow-origin': '*', 'cache-control': 'no-store' } });
    expect(seen).toMatchObject([{ shopId, shopDomain: SHOPPER_SHOP, customerId: customer, staff: false }]);
    expect(seen[0]?.params.get('block')).toBe('also');
  });

  it('of staff opens what is theirs and nothing of a buyer, and the other way round', async () => {
    expect((await ask(port, '/extension/customer', bearer(tokenOf(staffClaims())))).status).toBe(200);
    expect(seen).toMatchObject([{ staff: true, customerId: null }]);
    expect(await ask(port, '/extension/mine', bearer(tokenOf(staffClaims())))).toMatchObject({ status: 403, json: { error: { code: 'not-yours' } } });
    expect(await ask(port, '/extension/customer', bearer(tokenOf(buyerClaims({ sub: 'gid://shopify/Customer/77' }))))).toMatchObject({ status: 403, json: { error: { code: 'not-yours' } } });
    expect(seen).toHaveLength(1);
  });

  it('is allowed beforehand from any origin, without a token', async () => {
    const answer = await ask(port, '/extension/answers', { method: 'OPTIONS', headers: { origin: 'https://extensions.shopifycdn.com', 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type' } });
    expect(answer.status).toBe(204);
    expect(answer.headers).toMatchObject({ 'access-control-allow-origin': '*', 'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS', 'access-control-allow-headers': 'authorization, content-type' });
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });
});

describe('a token that opens nothing', () => {
  const right = (): string => tokenOf(buyerClaims());
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const cases: [string, () => string][] = [
    ['of algorithm none', () => `${part({ alg: 'none', typ: 'JWT' })}.${right().split('.')[1]}.`],
    ['of algorithm none, signed all the same', () => tokenOf(buyerClaims(), { head: { alg: 'none' } })],
    ['signed with RS256', () => {
      const head = `${part({ alg: 'RS256', typ: 'JWT' })}.${right().split('.')[1]}`;
      return `${head}.${createSign('RSA-SHA256').update(head).sign(rsa).toString('base64url')}`;
    }],
    ['signed with HS512', () => {
      const head = `${part({ alg: 'HS512', typ: 'JWT' })}.${right().split('.')[1]}`;
      return `${head}.${createHmac('sha512', process.env['SHOPIFY_API_SECRET'] ?? '').update(head).digest('base64url')}`;
    }],
    ['that says RS256 and is signed with HS256', () => tokenOf(buyerClaims(), { head: { alg: 'RS256' } })],
    ["signed with another app's secret", () => tokenOf(buyerClaims(), { secret: 'another' })],
    ['for another app (aud)', () => tokenOf(buyerClaims({ aud: 'another-app' }))],
    ['for several apps (aud)', () => tokenOf(buyerClaims({ aud: [process.env['SHOPIFY_API_KEY'], 'another-app'] }))],
    ['without aud', () => tokenOf(buyerClaims({ aud: undefined }))],
    ['with another payload', () => right().split('.').map((piece, at) => (at === 1 ? part(buyerClaims({ sub: 'gid://shopify/Customer/1' })) : piece)).join('.')],
    ['that expired 15 seconds ago', () => tokenOf(buyerClaims({ exp: seconds() - 15 }))],
    ['that never expires', () => tokenOf(buyerClaims({ exp: undefined }))],
    ['that is not valid yet (nbf)', () => tokenOf(buyerClaims({ nbf: seconds() + 60 }))],
    ['of a destination that is no shop of Shopify', () => tokenOf(buyerClaims({ dest: 'shop.example.com' }))],
    ['of a destination that only looks like one', () => tokenOf(buyerClaims({ dest: `${SHOPPER_SHOP}.example.com` }))],
    ['of a destination with http', () => tokenOf(buyerClaims({ dest: `http://${SHOPPER_SHOP}` }))],
    ['without a destination', () => tokenOf(buyerClaims({ dest: undefined }))],
    ['whose issuer is another shop', () => tokenOf(buyerClaims({ iss: 'https://another.myshopify.com/admin' }))],
    ['of the admin whose issuer is another shop', () => tokenOf(staffClaims({ iss: 'https://another.myshopify.com/admin' }))],
    ['of the admin without a person', () => tokenOf(staffClaims({ sub: undefined }))],
    ['of the admin with a customer', () => tokenOf(staffClaims({ sub: 'gid://shopify/Customer/1' }))],
    ['of a member of staff where a customer should be', () => tokenOf(buyerClaims({ sub: '902541635' }))],
    ['of a customer who is none', () => tokenOf(buyerClaims({ sub: 'gid://shopify/Order/1' }))],
    ['of an empty customer', () => tokenOf(buyerClaims({ sub: '' }))],
    ['with a signature that says the same in other letters', () => {
      const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
      const token = right();
      return token.slice(0, -1) + letters[(letters.indexOf(token.at(-1) ?? '') ^ 1)];
    }],
    ['that is no token', () => 'abc'],
    ['of 10,000 letters', () => `${'a'.repeat(5_000)}.${'b'.repeat(5_000)}.${'c'.repeat(43)}`],
    ['whose payload is no object', () => tokenOf([] as unknown as Record<string, unknown>)],
  ];
  it.each(cases)('%s: 401 in words, and no handler is asked', async (_, token) => {
    const answer = await ask(port, '/extension/mine', bearer(token()));
    expect(answer.status).toBe(401);
    expect(answer.json).toMatchObject({ error: { code: expect.stringMatching(/^token-(not-valid|expired)$/) as string } });
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(seen).toEqual([]);
  });

  it('is none at all, or comes another way', async () => {
    expect(await ask(port, '/extension/mine')).toMatchObject({ status: 401, json: { error: { code: 'token-missing' } } });
    expect(await ask(port, `/extension/mine?id_token=${right()}`)).toMatchObject({ status: 401 });
    expect(await ask(port, '/extension/mine', { headers: { authorization: `Basic ${right()}` } })).toMatchObject({ status: 401 });
    expect(await ask(port, '/extension/nothing')).toMatchObject({ status: 401 });
  });

  it('is of a shop that does not have the app', async () => {
    expect(await ask(port, '/extension/mine', bearer(tokenOf(buyerClaims({ dest: 'never-heard-of.myshopify.com' }))))).toMatchObject({ status: 404, json: { error: { code: 'not-installed' } } });
    const left = await recordInstall('left-too.myshopify.com');
    await systemPool().query('UPDATE shops SET uninstalled_at = now() WHERE id = $1', [left.id]);
    expect((await ask(port, '/extension/mine', bearer(tokenOf(buyerClaims({ dest: 'left-too.myshopify.com' }))))).status).toBe(404);
  });

  it('is of one customer while the request names another', async () => {
    const { headers } = bearer(tokenOf(buyerClaims({ sub: 'gid://shopify/Customer/77' })));
    for (const customer of ['"78"', '78', '"gid://shopify/Customer/78"', 'null', '{}']) {
      expect(await ask(port, '/extension/answers', { method: 'POST', headers, body: `{"customer_id":${customer}}` }), customer).toMatchObject({ status: 403, json: { error: { code: 'another-customer' } } });
    }
    expect((await ask(port, '/extension/mine?customer_id=78', { headers })).status).toBe(403);
    expect((await ask(port, '/extension/answers', { method: 'POST', ...bearer(tokenOf(buyerClaims())), body: '{"customerId":"77"}' })).status).toBe(403);
    expect(seen).toEqual([]);
    expect((await ask(port, '/extension/answers', { method: 'POST', headers, body: '{"customer_id":"gid://shopify/Customer/77"}' })).status).toBe(200);
  });
});
