import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadMetafieldsPage } from '#app/insights/load-metafields-page.server.ts';
import { pauseMetafields, switchMetafieldsOff, switchMetafieldsOn } from '#app/metafields/switch-metafields.server.ts';
import { makeShop } from '#tests/factories/made-mirror.ts';
import { STAFF } from '../tags/tagged-shop.ts';
import { FieldedShop } from './fielded-shop.ts';

let shop: FieldedShop;
const page = () => loadMetafieldsPage({ shopId: shop.shopId });

beforeAll(async () => {
  shop = await FieldedShop.open({ customers: 12, buyers: 10 });
  await shop.expect(shop.buyers(0, 4), { clv: 12_345, pBuy: 0.4, nextOrderDay: 20_640 });
  await shop.expect(shop.buyers(4, 5), { clv: 90_000, pBuy: 0.4, nextOrderDay: null });
}, 60_000);

afterAll(() => shop.close());

it('shows what would be written and an example before anything is, and how it stands from then on', async () => {
  const [, , , , most = 0] = shop.buyers(0, 5);
  expect(await page()).toMatchObject({
    state: 'off', switched: null, sorted: true, would: { customers: 10, forecast: 5, nextOrder: 4 }, standing: 0, running: null, runs: [], definitionsLeft: false,
    example: { customerId: String(most), wanted: { clv_12m: '900', tier: 'New' }, stands: {} },
  });
  await switchMetafieldsOn({ shopId: shop.shopId, by: STAFF });
  expect(await page()).toMatchObject({ state: 'on', switched: { by: { id: STAFF } }, running: { kind: 'write', waiting: true, done: 0 } });
  await shop.write();
  const after = await page();
  expect(after).toMatchObject({ standing: 10, running: null, runs: [{ kind: 'write', cause: 'asked', looked: 12, written: 10, failed: 0 }], refused: { customers: 0 }, stopped: null });
  expect(after.example?.stands).toEqual(after.example?.wanted);
  await pauseMetafields({ shopId: shop.shopId, by: STAFF });
  expect((await page()).paused).toMatchObject({ by: { id: STAFF } });
  await switchMetafieldsOff({ shopId: shop.shopId, by: STAFF, definitions: false });
  expect(await page()).toMatchObject({ state: 'removing', paused: null, running: { kind: 'remove' } });
  await shop.write();
  expect(await page()).toMatchObject({ state: 'off', standing: 0, definitionsLeft: true });
});

it('has nothing to show of a shop that was not sorted yet', async () => {
  expect(await loadMetafieldsPage({ shopId: await makeShop() })).toMatchObject({ state: 'off', sorted: false, would: { customers: 0 }, example: null });
});
