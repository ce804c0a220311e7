import { json, openFakeShopify, type FakeShopify } from '../ground/fake-shopify.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { closeLooker } from '../ingress/shopify-sender.ts';
import { LeavingShop } from './uninstalled-shop.ts';

// Failure 7: at APP_UNINSTALLED the token is dead already, and the handler wanted to tidy up with it.
let shop: LeavingShop;
let shopify: FakeShopify;
beforeAll(async () => {
  shopify = await openFakeShopify();
  shopify.answers(json(401, { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' }));
  shop = await LeavingShop.open('dead-token.myshopify.com');
});
afterAll(async () => {
  await shop.close();
  await shopify.close();
  await closeJobQueue(0);
  await closePrisma();
  await closePools();
  await closeLooker();
});

it('app/uninstalled is dealt with from our own books: Shopify is asked nothing, and it is done at the first try', async () => {
  expect(await shop.tell('app/uninstalled', { id: 1 })).toEqual({ status: 200, state: 'done', reason: null });
  expect(shopify.received).toEqual([]);
  // Once more, as a second subscription would: the same end.
  expect(await shop.tell('app/uninstalled', { id: 1 })).toMatchObject({ status: 200, state: expect.stringMatching(/done|ignored/) });
  expect(shopify.received).toEqual([]);
});
