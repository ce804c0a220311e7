import { Session } from '@shopify/shopify-api';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { offlineAccessToken } from '#app/shopify/offline-token.server.ts';
import { sessionStorage } from '#app/shopify/shopify-app.server.ts';
import { findShop, recordInstall } from '#app/shops/shop-store.server.ts';
import { closeLooker } from '../ingress/shopify-sender.ts';
import { storeOfflineSession } from '../isolation/own-session.ts';
import { LeavingShop } from './uninstalled-shop.ts';

// Failure 5: the session survived the uninstall, and after a reinstall its dead token was used.
let shop: LeavingShop;
beforeAll(async () => {
  shop = await LeavingShop.open('survivor.myshopify.com');
});
afterAll(async () => {
  await shop.close();
  await closeJobQueue(0);
  await closePrisma();
  await closePools();
  await closeLooker();
});

it('with app/uninstalled every session of the shop goes, a person\'s too, and no token can be had', async () => {
  await sessionStorage.storeSession(new Session({ id: `${shop.domain}_7`, shop: shop.domain, state: '', isOnline: true, accessToken: 'online', expires: new Date(Date.now() + 3_600_000) }));
  expect(await shop.sessions()).toHaveLength(2);
  expect(await shop.tell('app/uninstalled', { id: 1 })).toMatchObject({ status: 200, state: 'done' });
  expect(await shop.sessions()).toEqual([]);
  expect((await findShop(shop.domain))?.uninstalledAt).toBeInstanceOf(Date);
  await expect(offlineAccessToken(shop.domain)).rejects.toMatchObject({ name: 'TerminalError', code: 'not-installed' });
});

it('an uninstall of before the new install, told late, leaves the new session alone', async () => {
  const before = new Date(Date.now() - 3_600_000);
  await recordInstall(shop.domain);
  await storeOfflineSession(shop.domain, 'shpat_new', 'shprt_new');
  expect(await shop.tell('app/uninstalled', { id: 1 }, { at: before })).toMatchObject({ status: 200, state: 'ignored' });
  expect(await offlineAccessToken(shop.domain)).toBe('shpat_new');
  expect((await findShop(shop.domain))?.uninstalledAt).toBeNull();
});
