import { Session } from '@shopify/shopify-api';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { config, setDatabaseUrls } from '#app/runtime/config.server.ts';
import { isRetryable } from '#app/runtime/errors.ts';
import { EncryptedSessionStorage } from '#app/shopify/session-storage.server.ts';
import { freePort } from '#app/database/embedded.server.ts';
import { connectedAs, otherUrl, urlOf } from './roles.ts';

const SHOP = 'sessions-test.myshopify.com';
const ACCESS = 'shpat_0123456789abcdefSECRETaccess';
const REFRESH = 'shprt_0123456789abcdefSECRETrefresh';
const firstKeys = [...config().encryptionKeys];

function session(shop = SHOP, change: Partial<ConstructorParameters<typeof Session>[0]> = {}): Session {
  return new Session({ id: `offline_${shop}`, shop, state: '', isOnline: false, scope: 'read_orders', accessToken: ACCESS, refreshToken: REFRESH, expires: new Date('2027-01-01T00:00:00Z'), refreshTokenExpires: new Date('2027-03-01T00:00:00Z'), ...change });
}

const storage = new EncryptedSessionStorage();

afterEach(() => {
  config().encryptionKeys = [...firstKeys];
});

afterAll(async () => {
  await closePrisma();
  await closePools();
});

describe('the session storage', () => {
  it('gives back what it was given', async () => {
    await storage.storeSession(session());
    const loaded = await storage.loadSession(`offline_${SHOP}`);
    expect(loaded?.toObject()).toMatchObject(session().toObject());
    expect(await storage.findSessionsByShop(SHOP)).toHaveLength(1);
  });

  it('leaves no token in clear anywhere in the database', async () => {
    await storage.storeSession(session());
    const columns = await connectedAs('superuser', async (client) => {
      const { rows } = await client.query<{ table: string; text: string }>(`
        SELECT c.oid::regclass::text AS table, (xpath('/x/text()', xmlelement(name x, query_to_xml('SELECT * FROM ' || c.oid::regclass, true, true, '')::text)))[1]::text AS text
          FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('r', 'p') AND nspname IN ('public', 'pgboss')`);
      return rows;
    });
    expect(columns.find((column) => column.table === 'sessions')?.text).toContain(SHOP);
    for (const { table, text } of columns) {
      for (const secret of [ACCESS, REFRESH, Buffer.from(ACCESS).toString('base64').slice(0, 20), Buffer.from(ACCESS).toString('hex')]) expect(text ?? '', table).not.toContain(secret);
    }
  });

  it("does not open a value that was copied from another shop's row or changed by one character", async () => {
    const other = 'sessions-other.myshopify.com';
    await storage.storeSession(session());
    await storage.storeSession(session(other, { accessToken: 'shpat_another' }));
    const set = (text: string): Promise<unknown> => connectedAs('superuser', (client) => client.query(text, [`offline_${SHOP}`]));
    await set(`UPDATE sessions SET access_token = (SELECT access_token FROM sessions WHERE shop = '${other}') WHERE id = $1`);
    expect(await storage.loadSession(`offline_${SHOP}`)).toBeUndefined();
    await storage.storeSession(session());
    // Not the last character: some of its bits belong to no byte.
    await set("UPDATE sessions SET access_token = overlay(access_token PLACING CASE WHEN substr(access_token, length(access_token) - 9, 1) = 'A' THEN 'B' ELSE 'A' END FROM length(access_token) - 9) WHERE id = $1");
    expect(await storage.loadSession(`offline_${SHOP}`)).toBeUndefined();
    expect(await storage.findSessionsByShop(SHOP)).toEqual([]);
    // The way out: the merchant opens the app, and what Shopify's library then stores replaces it.
    await storage.storeSession(session());
    expect((await storage.loadSession(`offline_${SHOP}`))?.accessToken).toBe(ACCESS);
  });

  it('reads with an older key, writes with the current one, and treats a session of a lost key as none', async () => {
    const current = { id: 'next', key: Buffer.alloc(32, 7) };
    await storage.storeSession(session());
    config().encryptionKeys = [current, ...firstKeys];
    const loaded = await storage.loadSession(`offline_${SHOP}`);
    expect(loaded?.accessToken).toBe(ACCESS);
    if (loaded !== undefined) await storage.storeSession(loaded);
    config().encryptionKeys = [current];
    expect((await storage.loadSession(`offline_${SHOP}`))?.refreshToken).toBe(REFRESH);
    config().encryptionKeys = [...firstKeys];
    expect(await storage.loadSession(`offline_${SHOP}`)).toBeUndefined();
  });

  it('bears twenty first writes of one session at the same moment', async () => {
    const shop = 'sessions-crowd.myshopify.com';
    const stored = await Promise.all(Array.from({ length: 20 }, () => storage.storeSession(session(shop))));
    expect(stored).toEqual(Array.from({ length: 20 }, () => true));
    expect(await storage.findSessionsByShop(shop)).toHaveLength(1);
  });

  it('says that the database does not answer when it was down at the first use, and works once it is back', async () => {
    await storage.storeSession(session());
    await closePrisma();
    setDatabaseUrls({ app: urlOf('app'), system: otherUrl(urlOf('system'), { port: await freePort() }), owner: undefined });
    const fresh = new EncryptedSessionStorage();
    const startedAt = performance.now();
    const error: unknown = await fresh.loadSession(`offline_${SHOP}`).catch((caught: unknown) => caught);
    expect(isRetryable(error)).toBe(true);
    expect((error as Error).message).toMatch(/database/i);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    await closePrisma();
    setDatabaseUrls({ app: urlOf('app'), system: urlOf('system'), owner: undefined });
    expect((await fresh.loadSession(`offline_${SHOP}`))?.accessToken).toBe(ACCESS);
  });
});
