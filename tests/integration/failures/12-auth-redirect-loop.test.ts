import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { config } from '#app/runtime/config.server.ts';
import { recordInstall } from '#app/shops/shop-store.server.ts';
import { askRoute, sessionTokenOf, storeOfflineSession, type RouteModule } from '../isolation/own-session.ts';

// Failure 12: the way to a session went in a circle.
const SHOP = 'circle.myshopify.com';
const HOST = Buffer.from(`${SHOP}/admin`).toString('base64').replace(/=+$/, '');
const EXPIRED = Math.floor(Date.now() / 1000) - 3_600;
let app: RouteModule;
let auth: RouteModule;

beforeAll(async () => {
  await recordInstall(SHOP);
  await storeOfflineSession(SHOP);
  app = (await import('#app/routes/app._index.tsx')) as unknown as RouteModule;
  auth = (await import('#app/routes/auth.$.tsx')) as unknown as RouteModule;
});
afterAll(async () => {
  await closeJobQueue(0);
  await closePrisma();
  await closePools();
});

/** Follows what a browser would be told, to the first page; the tokens that App Bridge would give are put in by `bounce`. */
async function follow(path: string, bounce: (reload: URL) => string | null): Promise<string[]> {
  const way: string[] = [];
  for (let next: string | null = path; next !== null && way.length < 10; ) {
    const url: URL = new URL(next, config().shopify.appUrl);
    const answer = await askRoute(url.pathname.startsWith('/auth/') ? auth : app, { path: url.pathname + url.search, token: null });
    way.push(`${answer.status} ${url.pathname}`);
    const location = answer.headers.get('location');
    if (location !== null && answer.status >= 300 && answer.status < 400) next = location;
    else next = url.pathname === '/auth/session-token' ? bounce(new URL(url.searchParams.get('shopify-reload') ?? '', config().shopify.appUrl)) : null;
  }
  return way;
}

it('a page without a token is bounced once, comes back with one, and is shown', async () => {
  const way = await follow(`/app?shop=${SHOP}&host=${HOST}&embedded=1`, (reload) => {
    reload.searchParams.set('id_token', sessionTokenOf(SHOP));
    return reload.pathname + reload.search;
  });
  expect(way).toEqual(['302 /app', '200 /auth/session-token', '200 /app']);
});

it('an expired token in the address does not come back by the way that is to bring a new one', async () => {
  let reloaded: URL | undefined;
  const way = await follow(`/app?shop=${SHOP}&host=${HOST}&embedded=1&id_token=${sessionTokenOf(SHOP, { exp: EXPIRED, nbf: EXPIRED - 60, iat: EXPIRED - 60 })}`, (reload) => {
    reloaded = reload;
    return null;
  });
  expect(way).toEqual(['302 /app', '200 /auth/session-token']);
  expect(reloaded?.searchParams.get('id_token')).toBeNull();
  expect(reloaded?.searchParams.get('shop')).toBe(SHOP);
});

it('a fetch with an expired token is told to try again with a new one, and not sent anywhere', async () => {
  const answer = await askRoute(app, { path: '/app', token: sessionTokenOf(SHOP, { exp: EXPIRED, nbf: EXPIRED - 60, iat: EXPIRED - 60 }) });
  expect(answer.status).toBe(401);
  expect(answer.headers.get('x-shopify-retry-invalid-session-request')).toBe('1');
  expect(answer.headers.get('location')).toBeNull();
});
