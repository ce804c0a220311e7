import { json, openFakeShopify, type FakeShopify } from './fake-shopify.ts';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Session } from '@shopify/shopify-api';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { closePools, systemPool } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { config } from '#app/runtime/config.server.ts';
import { offlineAccessToken } from '#app/shopify/offline-token.server.ts';
import { rotateKeys } from '#app/shopify/rotate-keys.server.ts';
import { sessionStorage } from '#app/shopify/shopify-app.server.ts';

const OLD = [...config().encryptionKeys];
const NEW = { id: 'next', key: Buffer.alloc(32, 7) };
const shopOf = (index: number): string => `rotate-${index}.myshopify.com`;
const SHOPS = Array.from({ length: 12 }, (_, index) => shopOf(index));
let shopify: FakeShopify;

async function store(shop: string, change: Partial<ConstructorParameters<typeof Session>[0]> = {}): Promise<void> {
  await sessionStorage.storeSession(new Session({ id: `offline_${shop}`, shop, state: '', isOnline: false, accessToken: `access-${shop}`, refreshToken: `refresh-${shop}`, expires: new Date(Date.now() + 3_600_000), refreshTokenExpires: new Date(Date.now() + 86_400_000), ...change }));
}
const keysInUse = async (): Promise<string[]> => (await systemPool().query<{ key: string }>(`SELECT DISTINCT split_part(token, '.', 2) AS key FROM sessions, unnest(ARRAY[access_token, refresh_token]) AS token WHERE token <> '' ORDER BY 1`)).rows.map(({ key }) => key);

beforeAll(async () => {
  shopify = await openFakeShopify();
});
afterEach(async () => {
  config().encryptionKeys = [...OLD];
  await systemPool().query('DELETE FROM sessions');
});
afterAll(async () => {
  await shopify.close();
  await closePrisma();
  await closePools();
});

it('a new key comes in while the app runs, everything is encrypted with it, and the old one can go', async () => {
  for (const shop of SHOPS) await store(shop);
  // Known everywhere first, so that whoever writes with it is read by the others.
  config().encryptionKeys = [...OLD, NEW];
  expect(await offlineAccessToken(shopOf(0))).toBe(`access-${shopOf(0)}`);
  config().encryptionKeys = [NEW, ...OLD];
  await store(shopOf(0), { accessToken: 'renewed' });
  expect(await keysInUse()).toEqual([OLD[0]?.id, NEW.id].sort());
  // A process that has not been restarted yet reads what the other wrote.
  config().encryptionKeys = [...OLD, NEW];
  expect(await offlineAccessToken(shopOf(0))).toBe('renewed');
  config().encryptionKeys = [NEW, ...OLD];
  expect(await rotateKeys()).toEqual({ renewed: SHOPS.length - 1, current: 1, unreadable: 0 });
  expect(await rotateKeys()).toEqual({ renewed: 0, current: SHOPS.length, unreadable: 0 });
  expect(await keysInUse()).toEqual([NEW.id]);
  config().encryptionKeys = [NEW];
  for (const shop of SHOPS.slice(1)) {
    const session = await sessionStorage.loadSession(`offline_${shop}`);
    expect(session).toMatchObject({ accessToken: `access-${shop}`, refreshToken: `refresh-${shop}` });
  }
});

it('tokens that are renewed at the same moment are not lost to it', async () => {
  const ended = new Date(Date.now() - 1_000);
  for (const shop of SHOPS) await store(shop, { expires: ended });
  config().encryptionKeys = [NEW, ...OLD];
  shopify.answers((received, response, request) => {
    const spent = String(received.body['refresh_token']);
    setTimeout(() => void json(200, { access_token: `new-${spent}`, scope: 'read_orders', expires_in: 3_600, refresh_token: `next-${spent}`, refresh_token_expires_in: 86_400 })(received, response, request), Math.random() * 30);
  });
  const [tokens] = await Promise.all([
    Promise.all(SHOPS.map(async (shop) => offlineAccessToken(shop))),
    (async () => {
      for (let round = 0; round < 10; round += 1) await rotateKeys();
    })(),
  ]);
  expect(tokens).toEqual(SHOPS.map((shop) => `new-refresh-${shop}`));
  config().encryptionKeys = [NEW];
  for (const shop of SHOPS) expect(await sessionStorage.loadSession(`offline_${shop}`)).toMatchObject({ accessToken: `new-refresh-${shop}`, refreshToken: `next-refresh-${shop}` });
});

it('a token of a lost key is left as it is and counted, and one that is not there stays away', async () => {
  config().encryptionKeys = [{ id: 'lost', key: Buffer.alloc(32, 9) }];
  await store(shopOf(0));
  config().encryptionKeys = [NEW, ...OLD];
  await store(shopOf(1), { refreshToken: undefined });
  expect(await rotateKeys()).toEqual({ renewed: 0, current: 1, unreadable: 1 });
  expect(await keysInUse()).toEqual(['lost', NEW.id]);
});

it('the command does it, and says when the old key can go', async () => {
  const text = (key: { id: string; key: Buffer }): string => `${key.id}:${key.key.toString('base64')}`;
  for (const shop of SHOPS) await store(shop);
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, [fileURLToPath(new URL('../../../app/rotate-keys.ts', import.meta.url))], { env: { ...process.env, ENCRYPTION_KEYS: [NEW, ...OLD].map(text).join(',') } });
  expect(stdout).toBe(`${SHOPS.length} sessions encrypted anew, 0 had the current key already.\nThe other keys can go from ENCRYPTION_KEYS.\n`);
  expect(await keysInUse()).toEqual([NEW.id]);
});
