import { json, openFakeShopify, type Answer, type FakeShopify } from './fake-shopify.ts';
import { Session } from '@shopify/shopify-api';
import { parse } from 'graphql';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { RetryableError, TerminalError } from '#app/runtime/errors.ts';
import { adminClient } from '#app/shopify/admin-client.server.ts';
import { sessionStorage } from '#app/shopify/shopify-app.server.ts';

const SHOP = 'admin-client-test.myshopify.com';
const question = parse('query Question($id: ID) { shop { name } }') as TypedDocumentNode<{ shop: { name: string } }, { id?: string }>;
const good = json(200, { data: { shop: { name: 'Tiny' } } });
const graphqlError = (code: string | undefined, message: string, more: object = {}): Answer => json(200, { errors: [{ message, ...(code === undefined ? {} : { extensions: { code } }) }], ...more });
const cut: Answer = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
  response.write('{"data":{"shop":', () => response.destroy());
};

let shopify: FakeShopify;
const ask = (signal?: AbortSignal): Promise<{ shop: { name: string } }> => adminClient(SHOP).request(question, { id: 'x' }, signal === undefined ? undefined : { signal });
const failure = async (work: Promise<unknown>): Promise<unknown> => work.then((value) => ({ succeeded: value }), (error: unknown) => error);
/** Milliseconds between the first and the second request that reached the shop. */
const waited = (): number => (shopify.received[1]?.at ?? Number.NaN) - (shopify.received[0]?.at ?? Number.NaN);

beforeAll(async () => {
  shopify = await openFakeShopify();
});

beforeEach(async () => {
  await sessionStorage.storeSession(new Session({ id: `offline_${SHOP}`, shop: SHOP, state: '', isOnline: false, accessToken: 'first', refreshToken: 'r1', expires: new Date(Date.now() + 3_600_000), refreshTokenExpires: new Date(Date.now() + 86_400_000) }));
});

afterAll(async () => {
  await shopify.close();
  await closePrisma();
  await closePools();
});

describe('a request to the Admin API', () => {
  it('gives the data, and sends the token and the variables', async () => {
    shopify.answers(good);
    expect(await ask()).toEqual({ shop: { name: 'Tiny' } });
    expect(shopify.received[0]).toMatchObject({ path: '/admin/api/2026-10/graphql.json', token: 'first', body: { variables: { id: 'x' }, operationName: 'Question' } });
  });

  it('that is throttled in an HTTP 200 waits for exactly the points that are missing', async () => {
    shopify.answers(graphqlError('THROTTLED', 'Throttled', { extensions: { cost: { requestedQueryCost: 100, throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 60, restoreRate: 100 } } } }), good);
    expect(await ask()).toEqual({ shop: { name: 'Tiny' } });
    expect(waited()).toBeGreaterThanOrEqual(400);
    expect(waited()).toBeLessThan(700);
  });

  it('that finds the bucket empty more often than it may fail is still answered', async () => {
    const empty = graphqlError('THROTTLED', 'Throttled', { extensions: { cost: { requestedQueryCost: 100, throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 99, restoreRate: 1000 } } } });
    shopify.answers(...Array.from({ length: 20 }, () => empty), good);
    expect(await ask()).toEqual({ shop: { name: 'Tiny' } });
    expect(shopify.received).toHaveLength(21);
  });

  it('that gets HTTP 429 waits as long as Retry-After says', async () => {
    shopify.answers(json(429, { errors: 'Exceeded 2 calls per second' }, { 'retry-after': '1.0' }), good);
    expect(await ask()).toEqual({ shop: { name: 'Tiny' } });
    expect(waited()).toBeGreaterThanOrEqual(990);
    expect(waited()).toBeLessThan(1_400);
  });

  it.each<[string, Answer]>([
    ['HTTP 503', json(503, { errors: 'Service Unavailable' }, { 'retry-after': '0' })],
    ['HTTP 502 with a page of HTML', (_, response) => void response.writeHead(502, { 'content-type': 'text/html', 'retry-after': '0' }).end('<html>Bad gateway</html>')],
    ['a connection that is reset mid-body', cut],
    ['a connection that is closed without an answer', (_, response) => void response.destroy()],
    ['an HTTP 200 that is no JSON', (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>customer@example.com</html>')],
    ['an HTTP 200 of neither data nor errors', json(200, { data: null })],
    ['INTERNAL_SERVER_ERROR in an HTTP 200', graphqlError('INTERNAL_SERVER_ERROR', 'Internal error. Looks like something went wrong on our end.')],
    ['a time-out in an HTTP 200', graphqlError(undefined, 'Timeout')],
  ])('is asked again after %s', async (_, answer) => {
    shopify.answers(answer, good);
    expect(await ask()).toEqual({ shop: { name: 'Tiny' } });
    expect(shopify.received).toHaveLength(2);
  });

  it('gives up after eight tries with an error worth another try of the job, and repeats nothing of the answer', async () => {
    shopify.answers((_, response) => void response.writeHead(503, { 'retry-after': '0' }).end('customer@example.com'));
    const error = await failure(ask());
    expect(error).toBeInstanceOf(RetryableError);
    expect((error as Error).message).toMatch(/8 tries: HTTP 503/);
    expect(shopify.received).toHaveLength(8);
    expect(JSON.stringify(error) + (error as Error).message).not.toContain('customer@example.com');
  });

  it('that is answered with errors beside data is an error: half an answer is not taken for a whole one', async () => {
    shopify.answers(graphqlError('SOMETHING', 'A field failed', { data: { shop: null } }));
    const error = await failure(ask());
    expect(error).toBeInstanceOf(TerminalError);
    expect((error as Error).message).toContain('A field failed');
    expect(shopify.received).toHaveLength(1);
  });

  it('that is denied is terminal and names the scope that Shopify asks for', async () => {
    shopify.answers(graphqlError('ACCESS_DENIED', 'Access denied for orders field. Required access: `read_orders` access scope.', { data: null }));
    expect(await failure(ask())).toMatchObject({ name: 'TerminalError', code: 'access-denied', message: expect.stringContaining('read_orders') as string });
    expect(shopify.received).toHaveLength(1);
  });

  it.each([[402, 'Payment Required'], [404, 'Not Found'], [423, 'Locked']])('of a shop that answers HTTP %i with words in place of a list of errors is terminal', async (status, words) => {
    shopify.answers(json(status, { errors: words }));
    expect(await failure(ask())).toMatchObject({ name: 'TerminalError', code: 'shop-unavailable', message: expect.stringContaining(`HTTP ${status}`) as string });
    expect(shopify.received).toHaveLength(1);
  });

  it('that Shopify calls malformed (HTTP 400, errors as words or as an object) is terminal', async () => {
    for (const errors of ['Bad Request', { query: 'Required parameter missing or invalid' }]) {
      shopify.answers(json(400, { errors }));
      expect(await failure(ask())).toMatchObject({ name: 'TerminalError', code: 'shopify' });
      expect(shopify.received).toHaveLength(1);
    }
  });
});

describe('a token that the shop refuses', () => {
  const renewed = json(200, { access_token: 'second', scope: 'read_orders', expires_in: 3600, refresh_token: 'r2', refresh_token_expires_in: 86_400 });
  const byToken: (accepted: string | null) => Answer = (accepted) => (received, response, request) => {
    if (received.path === '/admin/oauth/access_token') return renewed(received, response, request);
    return (received.token === accepted ? good : json(401, { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' }))(received, response, request);
  };

  it('is renewed once, and the request goes on', async () => {
    shopify.answers(byToken('second'));
    expect(await ask()).toEqual({ shop: { name: 'Tiny' } });
    expect(shopify.received.map((one) => one.token)).toEqual(['first', null, 'second']);
  });

  it('is renewed once more where the new one ends before it is used, as when tokens end while many requests are under way', async () => {
    let renewals = 0;
    shopify.answers((received, response, request) => {
      if (received.path !== '/admin/oauth/access_token') return byToken('third')(received, response, request);
      renewals += 1;
      return json(200, { access_token: renewals === 1 ? 'second' : 'third', scope: 'read_orders', expires_in: 3600, refresh_token: `r${renewals + 1}`, refresh_token_expires_in: 86_400 })(received, response, request);
    });
    expect(await ask()).toEqual({ shop: { name: 'Tiny' } });
    expect(shopify.received.map((one) => one.token)).toEqual(['first', null, 'second', null, 'third']);
  });

  it('and refused whenever it is renewed is terminal, with what to do', async () => {
    shopify.answers(byToken('none'));
    const error = await failure(ask());
    expect(error).toMatchObject({ name: 'TerminalError', code: 'not-installed', message: expect.stringContaining('Open the app') as string });
    expect(shopify.received.map((one) => one.token)).toEqual(['first', null, 'second', null, 'second']);
    expect((error as Error).message).not.toMatch(/first|second/);
  });

  it('by ten requests at once is renewed once for all of them', async () => {
    shopify.answers(byToken('second'));
    await Promise.all(Array.from({ length: 10 }, () => ask()));
    expect(shopify.received.filter((one) => one.path === '/admin/oauth/access_token')).toHaveLength(1);
  });
});

describe('an abort', () => {
  it('ends the wait at once with the reason that was given', async () => {
    shopify.answers(json(429, {}, { 'retry-after': '30' }));
    const stop = new AbortController();
    const reason = new Error('the worker stops');
    const asked = failure(ask(stop.signal));
    const startedAt = performance.now();
    setTimeout(() => stop.abort(reason), 150);
    expect(await asked).toBe(reason);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  it('ends a request that is under way, and one that has not begun is not sent', async () => {
    shopify.answers(() => undefined);
    const stop = new AbortController();
    const reason = new Error('the worker stops');
    const asked = failure(ask(stop.signal));
    setTimeout(() => stop.abort(reason), 150);
    expect(await asked).toBe(reason);
    shopify.answers(good);
    expect(await failure(ask(stop.signal))).toBe(reason);
    expect(shopify.received).toEqual([]);
  });
});
