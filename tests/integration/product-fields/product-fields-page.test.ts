import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { loadProductFieldsPage } from '#app/insights/load-product-fields-page.server.ts';
import { writeLists } from '#app/product-fields/follow-lists.server.ts';
import { chooseFieldTarget, pauseProductFields, switchProductFieldsOff, switchProductFieldsOn, undoFieldRun } from '#app/product-fields/switch-product-fields.server.ts';
import { makeShop } from '#tests/factories/made-mirror.ts';
import { STAFF } from '../tags/tagged-shop.ts';
import { ListedProducts } from './listed-products.ts';

let shop: ListedProducts;
beforeAll(async () => {
  shop = await ListedProducts.open({ products: 14 });
}, 60_000);
afterAll(() => shop.close());
beforeEach(() => shop.startOver());

const page = () => loadProductFieldsPage({ shopId: shop.shopId });
const asked = () => ({ shopId: shop.shopId, by: STAFF });

it('shows what would be written and an example before anything is, and how it stands from then on', async () => {
  const before = await page();
  expect(before).toMatchObject({ state: 'off', target: 'own', switched: null, listed: true, would: { products: 14, together: 14, also: 14 }, standing: 0, running: null, runs: [], theirs: { fields: 0 }, example: { product: { id: String(shop.ids[0]) } } });
  expect(before.example?.also.map(({ id }) => Number(id))).toEqual(shop.others(0, 1));
  await switchProductFieldsOn(asked());
  expect(await page()).toMatchObject({ state: 'on', switched: { by: { id: STAFF } }, running: { kind: 'write', waiting: true, done: 0 } });
  await shop.write();
  expect(await page()).toMatchObject({ standing: 14, running: null, stopped: null, refused: { lists: 0 }, runs: [{ kind: 'write', cause: 'asked', state: 'done', written: 28, theirs: 0, failed: 0, undone: false, undoable: true }] });
  await shop.setList(shop.ids[0] ?? 0, 'also', shop.others(0, 5));
  await writeLists({ shopId: shop.shopId, cause: 'lists' });
  await shop.write();
  await undoFieldRun({ ...asked(), runId: await shop.lastRun() });
  await shop.write();
  expect(await page()).toMatchObject({ state: 'held', standing: 14, runs: [{ kind: 'undo', undone: false, undoable: true }, { cause: 'lists', undone: true, undoable: false }, { cause: 'asked', undone: false, undoable: true }] });
  await pauseProductFields(asked());
  expect((await page()).paused).toMatchObject({ by: { id: STAFF } });
  await switchProductFieldsOff(asked());
  await shop.write();
  expect(await page()).toMatchObject({ state: 'off', standing: 0, switched: null });
  expect((await page()).runs.some(({ undoable }) => undoable)).toBe(false);
});

it('shows what stands in the standard fields and is the merchant’s, by title', async () => {
  const [one = 0, two = 0] = shop.ids;
  shop.merchantSets(one, 'also', [two]);
  await chooseFieldTarget({ ...asked(), target: 'standard' });
  expect(await page()).toMatchObject({ target: 'standard', looked: null, running: { kind: 'look' } });
  await shop.write();
  const title = (id: number) => shop.shop.standIn.live.product(id)?.title;
  expect(await page()).toMatchObject({ looked: expect.any(String) as string, theirs: { fields: 1, first: [{ product: { title: title(one) }, field: 'also', titles: [title(two)] }] } });
});

it('has nothing to show of a shop without lists', async () => {
  expect(await loadProductFieldsPage({ shopId: await makeShop() })).toMatchObject({ state: 'off', listed: false, would: { products: 0 }, example: null, theirs: { fields: 0, first: [] } });
});
