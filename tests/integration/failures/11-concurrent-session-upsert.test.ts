import { afterAll, expect, it } from 'vitest';
import { closePools, systemPool } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { sessionStorage } from '#app/shopify/shopify-app.server.ts';
import { storeOfflineSession } from '../isolation/own-session.ts';

// Failure 11: two requests stored the first session of a shop at one moment, and one of them failed on the key.
const SHOP = 'upsert.myshopify.com';
afterAll(async () => {
  await closePrisma();
  await closePools();
});

it('forty first sessions of one shop at one moment are one row, whole, and none of the requests fails', async () => {
  await Promise.all(Array.from({ length: 40 }, (_, index) => storeOfflineSession(SHOP, `access-${index}`, `refresh-${index}`)));
  const { rows } = await systemPool().query('SELECT id FROM sessions WHERE shop = $1', [SHOP]);
  expect(rows).toEqual([{ id: `offline_${SHOP}` }]);
  const session = await sessionStorage.loadSession(`offline_${SHOP}`);
  expect(session?.refreshToken?.replace('refresh', 'access')).toBe(session?.accessToken);
});
