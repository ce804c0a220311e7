import { afterAll, beforeAll, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { reconcileShop } from '#app/mirror/reconcile-shop.server.ts';
import { followMerges } from '#app/tags/follow-merges.server.ts';
import { Random } from '#tests/shopify-standin/store/random.ts';
import { shopAtRandom } from '#tests/shopify-standin/store/random-shopping.ts';
import { openShop, smallStore, type ImportingShop } from '../mirror/importing-shop.ts';
import { differences } from '../mirror/mirror-truth.ts';

// Failure 10: events came late or never, and nothing looked for what they would have told.
let shop: ImportingShop;
beforeAll(async () => {
  shop = await openShop({ loaded: await smallStore({ customers: 30, shopDomain: 'lost-events.myshopify.com' }) });
  await shop.import();
});
afterAll(async () => {
  await shop.close();
  await closeJobQueue(0);
  await closePrisma();
  await closePools();
});

it('one look at Shopify restores all that a hundred changes left behind, of which no event ever came', async () => {
  const random = new Random(10, 'lost');
  for (let step = 0; step < 100; step += 1) shopAtRandom(shop.api.live, random);
  shop.api.live.setNow(shop.api.live.now() + 600_000);
  expect((await differences(shop)).length).toBeGreaterThan(10);
  expect(await reconcileShop({ shopId: shop.shopId, wish: { cause: 'asked' } })).toBe('succeeded');
  await followMerges({ shopId: shop.shopId });
  expect(await differences(shop)).toEqual([]);
});
