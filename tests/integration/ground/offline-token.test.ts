import { json, openFakeShopify, sendShopsTo, type FakeShopify } from './fake-shopify.ts';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Session } from '@shopify/shopify-api';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { closePools, systemPool } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { ACCESS_SCOPES, config } from '#app/runtime/config.server.ts';
import { RetryableError, TerminalError } from '#app/runtime/errors.ts';
import { discardAccessToken, offlineAccessToken } from '#app/shopify/offline-token.server.ts';
import { sessionStorage } from '#app/shopify/shopify-app.server.ts';
import { startStandIn, type StandIn } from '#tests/shopify-standin/server.ts';
import { tinyShopDomain, tinyStore } from '#tests/shopify-standin/tiny-store.ts';

const run = promisify(execFile);
const SHOP = tinyShopDomain;
const ID = `offline_${SHOP}`;
const ENDED = new Date(Date.now() - 1_000);

async function store(change: Partial<ConstructorParameters<typeof Session>[0]>): Promise<void> {
  await sessionStorage.storeSession(new Session({ id: ID, shop: SHOP, state: '', isOnline: false, scope: 'read_orders', accessToken: 'old-access', refreshToken: 'old-refresh', refreshTokenExpires: new Date(Date.now() + 86_400_000), ...change }));
}

/** Takes the renewal's lock as another process would. @returns what gives it back */
async function holdLock(): Promise<() => Promise<void>> {
  const holder = await systemPool().connect();
  await holder.query('BEGIN');
  await holder.query("SELECT pg_advisory_xact_lock(hashtextextended('offline-token:' || $1, 0))", [SHOP]);
  return async () => {
    await holder.query('COMMIT');
    holder.release();
  };
}

afterAll(async () => {
  await closePrisma();
  await closePools();
});

describe('against the local Shopify, whose refresh tokens work once', () => {
  let standIn: StandIn;
  let restore: () => void;

  beforeAll(async () => {
    standIn = await startStandIn({ store: tinyStore() });
    standIn.apps.install({ clientId: config().shopify.apiKey, clientSecret: config().shopify.apiSecret, scopes: [...ACCESS_SCOPES], title: 'Regulars', handle: 'regulars', appUrl: config().shopify.appUrl });
    restore = sendShopsTo(standIn.apiUrl);
  });

  beforeEach(async () => {
    const issued = standIn.apps.issueOffline({ clientId: config().shopify.apiKey, scopes: [...ACCESS_SCOPES], shopDomain: SHOP }, true);
    await store({ accessToken: issued.accessToken, refreshToken: issued.refreshToken ?? '', expires: ENDED });
  });

  afterAll(async () => {
    restore();
    await standIn.close();
  });

  it('twenty callers at once share one renewal', async () => {
    const tokens = await Promise.all(Array.from({ length: 20 }, () => offlineAccessToken(SHOP)));
    expect(new Set(tokens).size).toBe(1);
    expect(standIn.apps.appForToken(tokens[0] ?? '')).not.toBeNull();
  });

  it('so do several processes', async () => {
    const file = fileURLToPath(new URL('renew-elsewhere.ts', import.meta.url));
    const elsewhere = async (): Promise<string[]> => (await run(process.execPath, [file, SHOP, standIn.apiUrl], { env: process.env })).stdout.split(' ');
    const here = async (): Promise<string[]> => Promise.all(Array.from({ length: 5 }, () => offlineAccessToken(SHOP)));
    // Held from outside until all three stand in line with the ended token in hand.
    const release = await holdLock();
    const asked = Promise.all([elsewhere(), elsewhere(), here()]);
    await vi.waitFor(async () => {
      const { rows } = await systemPool().query<{ waiting: number }>("SELECT count(*)::int AS waiting FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())");
      expect(rows[0]?.waiting).toBe(3);
    }, { timeout: 20_000, interval: 50 });
    await release();
    const tokens = (await asked).flat();
    expect(tokens).toHaveLength(15);
    expect([...new Set(tokens)]).toEqual([(await sessionStorage.loadSession(ID))?.accessToken]);
  });

  it('a token that Shopify has revoked is replaced after it was discarded, once', async () => {
    const first = await offlineAccessToken(SHOP);
    standIn.apps.revoke({ accessToken: first, keepRefreshTokens: true });
    await Promise.all(Array.from({ length: 5 }, () => discardAccessToken(SHOP, first)));
    const tokens = await Promise.all(Array.from({ length: 5 }, () => offlineAccessToken(SHOP)));
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]).not.toBe(first);
    // A straggler that still held the first one does not end its successor.
    await discardAccessToken(SHOP, first);
    expect(await offlineAccessToken(SHOP)).toBe(tokens[0]);
  });

  it('discarding and renewing at the same moment never lose the rotated refresh token', async () => {
    for (let round = 0; round < 8; round += 1) {
      const token = await offlineAccessToken(SHOP);
      standIn.apps.revoke({ accessToken: token, keepRefreshTokens: true });
      await Promise.all(Array.from({ length: 6 }, async () => {
        await discardAccessToken(SHOP, token);
        expect(await offlineAccessToken(SHOP)).not.toBe(token);
      }));
    }
  });

  it('a refresh token that was used elsewhere ends in a terminal error that says what to do', async () => {
    const session = await sessionStorage.loadSession(ID);
    standIn.apps.refresh(config().shopify.apiKey, SHOP, session?.refreshToken ?? '');
    const error: unknown = await offlineAccessToken(SHOP).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(TerminalError);
    expect((error as Error).message).toMatch(/Open the app in its admin/);
  });
});

describe('against a Shopify in trouble', () => {
  let shopify: FakeShopify;
  beforeAll(async () => {
    shopify = await openFakeShopify();
  });
  afterAll(async () => shopify.close());
  beforeEach(async () => {
    await sessionStorage.deleteSession(ID);
  });

  it('no session is terminal, and nobody is asked', async () => {
    shopify.answers(json(200, {}));
    await expect(offlineAccessToken(SHOP)).rejects.toBeInstanceOf(TerminalError);
    expect(shopify.received).toEqual([]);
  });

  it('a session without a refresh token is terminal once its token ends', async () => {
    await store({ expires: ENDED, refreshToken: undefined });
    await expect(offlineAccessToken(SHOP)).rejects.toMatchObject({ name: 'TerminalError', code: 'not-installed' });
  });

  it('5xx, 429, a page of HTML and a broken connection are worth another try, and say no secret', async () => {
    await store({ expires: ENDED });
    for (const answer of [
      json(502, { errors: 'old-refresh' }), json(429, {}, { 'retry-after': '2' }), json(200, {}),
      (_: unknown, response: { writeHead(status: number): { end(text: string): void } }) => response.writeHead(503).end('<html>down</html>'),
      (_: unknown, response: { destroy(): void }) => response.destroy(),
    ]) {
      shopify.answers(answer as ReturnType<typeof json>);
      const error: unknown = await offlineAccessToken(SHOP).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(RetryableError);
      expect((error as Error).message).not.toContain('old-refresh');
    }
    shopify.answers(json(200, { access_token: 'new-access', scope: 'read_orders', expires_in: 3600, refresh_token: 'new-refresh', refresh_token_expires_in: 86_400 }));
    expect(await offlineAccessToken(SHOP)).toBe('new-access');
    expect(shopify.received.map((one) => one.body['refresh_token'])).toEqual(['old-refresh']);
  });

  it('a database that is away just when the new token comes does not cost the shop its access', async () => {
    await store({ expires: ENDED });
    shopify.answers(json(200, { access_token: 'kept', scope: 'read_orders', expires_in: 3600, refresh_token: 'next', refresh_token_expires_in: 86_400 }));
    const away = vi.spyOn(sessionStorage, 'storeSession').mockRejectedValueOnce(new Error('the database system is starting up')).mockRejectedValueOnce(new Error('again'));
    try {
      expect(await offlineAccessToken(SHOP)).toBe('kept');
    } finally {
      away.mockRestore();
    }
    expect((await sessionStorage.loadSession(ID))?.refreshToken).toBe('next');
  });

  it('a reply without expires_in gives a token that is used until it is refused', async () => {
    await store({ expires: ENDED });
    shopify.answers(json(200, { access_token: 'for-ever', scope: 'read_orders' }));
    expect(await offlineAccessToken(SHOP)).toBe('for-ever');
    expect(await offlineAccessToken(SHOP)).toBe('for-ever');
    expect(shopify.received).toHaveLength(1);
    await discardAccessToken(SHOP, 'for-ever');
    await expect(offlineAccessToken(SHOP)).rejects.toBeInstanceOf(TerminalError);
  });

  it('whoever waited for a renewal goes on from what it left: a token that was renewed and discarded meanwhile is renewed with the new refresh token', async () => {
    await store({ expires: ENDED });
    let renewals = 0;
    shopify.answers((received, response) => {
      renewals += 1;
      const good = received.body['refresh_token'] === (renewals === 1 ? 'old-refresh' : 'refresh-1');
      return json(good ? 200 : 401, good ? { access_token: `access-${renewals}`, expires_in: renewals === 1 ? 60 : 3600, refresh_token: `refresh-${renewals}`, refresh_token_expires_in: 86_400 } : { error: 'invalid_request' })(received, response, undefined as never);
    });
    // The lock is held from outside until a caller waits for it with the old session in hand.
    const release = await holdLock();
    const waiting = offlineAccessToken(SHOP);
    await new Promise((done) => setTimeout(done, 200));
    renewals = 1;
    await store({ accessToken: 'access-1', refreshToken: 'refresh-1', expires: ENDED });
    await release();
    expect(await waiting).toBe('access-2');
  });

  it('a slow renewal of one shop leaves the database connections to everybody else', async () => {
    await store({ expires: ENDED });
    shopify.answers((received, response) => {
      setTimeout(() => void json(200, { access_token: 'slow', expires_in: 3600, refresh_token: 'r', refresh_token_expires_in: 86_400 })(received, response, undefined as never), 1_500);
    });
    const callers = Promise.all(Array.from({ length: 30 }, () => offlineAccessToken(SHOP)));
    await new Promise((done) => setTimeout(done, 300));
    const startedAt = performance.now();
    await systemPool().query('SELECT 1');
    expect(performance.now() - startedAt).toBeLessThan(500);
    expect(new Set(await callers)).toEqual(new Set(['slow']));
    expect(shopify.received).toHaveLength(1);
  });
});
