import { json, openFakeShopify, type FakeShopify } from '../ground/fake-shopify.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Session } from '@shopify/shopify-api';
import { closePrisma } from '#app/database/prisma.server.ts';
import { config } from '#app/runtime/config.server.ts';
import { startWorker, stopWorker } from '#app/pipeline.server.ts';
import { startImport } from '#app/mirror/start-import.server.ts';
import { sessionStorage } from '#app/shopify/shopify-app.server.ts';
import { recordInstall } from '#app/shops/shop-store.server.ts';
import { connectedAs } from '../ground/roles.ts';
import { askRoute, sessionTokenOf, type RouteModule } from './own-session.ts';

const SHOP = 'dump.myshopify.com';
const TOKENS = ['shpat_firstACCESSknown', 'shprt_firstREFRESHknown', 'shpat_secondACCESSknown', 'shprt_secondREFRESHknown'] as const;
let shopify: FakeShopify;
let asked = 0;

beforeAll(async () => {
  shopify = await openFakeShopify();
  // A Shopify that repeats in its errors whatever it was sent.
  shopify.answers((received, response, request) => {
    if (received.path.includes('access_token')) return json(200, { access_token: TOKENS[2], scope: config().shopify.scopes.join(','), expires_in: 3_600, refresh_token: TOKENS[3], refresh_token_expires_in: 86_400 })(received, response, request);
    asked += 1;
    return json(asked % 2 === 0 ? 401 : 400, { errors: `${received.token} ${JSON.stringify(request.headers)} is not accepted` })(received, response, request);
  });
});
afterAll(async () => {
  await stopWorker();
  await shopify.close();
  await closePrisma();
});

/** Everything that a dump of the database holds, as text: each table of each schema, and statistics on their columns. */
async function dump(): Promise<Map<string, string>> {
  return connectedAs('superuser', async (client) => {
    const { rows: tables } = await client.query<{ name: string }>("SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE relkind IN ('r', 'm') AND nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') UNION ALL VALUES ('pg_stats')");
    const texts = new Map<string, string>();
    for (const { name } of tables) texts.set(name, (await client.query<{ text: string | null }>(`SELECT string_agg(t::text, E'\\n') AS text FROM ${name} t`)).rows[0]?.text ?? '');
    return texts;
  });
}

it('after an install, a renewal, visits and work that failed with whatever Shopify said, no token, secret or key is in the database in clear', async () => {
  const { id: shopId } = await recordInstall(SHOP);
  await sessionStorage.storeSession(new Session({ id: `offline_${SHOP}`, shop: SHOP, state: '', isOnline: false, scope: config().shopify.scopes.join(','), accessToken: TOKENS[0], refreshToken: TOKENS[1], expires: new Date(Date.now() - 1_000), refreshTokenExpires: new Date(Date.now() + 86_400_000) }));
  const sessionToken = sessionTokenOf(SHOP);
  await startWorker();
  await startImport({ shopId });
  await expect.poll(async () => (await connectedAs('superuser', (client) => client.query<{ status: string }>('SELECT status FROM import_runs WHERE shop_id = $1', [shopId]))).rows[0]?.status, { timeout: 60_000 }).toBe('failed');
  expect(shopify.received.map(({ token }) => token)).toContain(TOKENS[2]);
  await sessionStorage.storeSession(new Session({ id: `offline_${SHOP}`, shop: SHOP, state: '', isOnline: false, scope: config().shopify.scopes.join(','), accessToken: TOKENS[2], refreshToken: TOKENS[3], expires: new Date(Date.now() + 3_600_000) }));
  const write = (await import('#app/routes/app.tags.write.ts')) as unknown as RouteModule;
  expect((await askRoute(write, { path: '/app/tags/write', form: { intent: 'pause' }, token: sessionToken })).status).toBe(200);
  await connectedAs('owner', (client) => client.query('ANALYZE'));

  const texts = await dump();
  expect(texts.get('sessions')).toContain(SHOP);
  const failedJobs = [...texts].filter(([name]) => name.startsWith('pgboss.job')).map(([, text]) => text).join('');
  expect(failedJobs).toContain('import-shop');
  const { shopify: { apiSecret }, encryptionKeys } = config();
  const secrets = [...TOKENS, sessionToken, sessionToken.split('.')[2] ?? '', apiSecret, ...encryptionKeys.map(({ key }) => key.toString('base64'))];
  for (const [name, text] of texts) {
    for (const secret of secrets) {
      for (const form of [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64').replace(/=+$/, '').slice(0, -1)]) expect(text.includes(form), `${name} holds ${secret.slice(0, 12)}…`).toBe(false);
    }
  }
});
