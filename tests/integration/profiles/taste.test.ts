import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { loadDueProducts } from '#app/forecast/load-due-products.server.ts';
import { loadShopHistories } from '#app/forecast/shop-histories.server.ts';
import { exportProfiles, type ExportedProfile } from '#app/profiles/export-profiles.server.ts';
import { loadTastes } from '#app/profiles/load-taste.server.ts';
import { loadCurrentModel, loadShopTaste } from '#app/profiles/profile-store.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { refreshProfiles } from '#app/profiles/refresh-profiles.server.ts';
import { sketchProfiles } from '#app/profiles/sketch-profiles.server.ts';
import type { CustomerTaste } from '#app/profiles/taste.ts';
import { scoredCustomers } from '#app/profiles/walk-profiles.server.ts';
import { closeFactory, factoryPool, makeShop, putInMirror, type MadeOrder } from '#tests/factories/made-mirror.ts';

const NOW = Date.parse('2011-12-10T15:00:00Z');
const DAY = 86_400_000;
const ago = (days: number): string => new Date(NOW - days * DAY).toISOString();

const TEA = 1;
const MUG = 2;
const SHIRT = 3;
const KETTLE = 4;
const PRODUCTS = [
  { id: TEA, title: 'Tea', productType: 'Drinks' }, { id: MUG, title: 'Mug', productType: 'Kitchen' },
  { id: SHIRT, title: 'Shirt', productType: 'Clothes' }, { id: KETTLE, title: 'Kettle', productType: 'Kitchen' },
];

let nextOrder = 1;
const order = (customerId: number, daysAgo: number, products: number[], changes: Partial<MadeOrder> = {}): MadeOrder => ({
  id: nextOrder++, customerId, processedAt: ago(daysAgo), lines: products.map((productId) => ({ productId, net: 500 })), ...changes,
});

async function tasteOf(shopId: number, customerId: number): Promise<CustomerTaste> {
  return withTenant(shopId, async (tx) => {
    const current = await loadCurrentModel(tx);
    const shop = await loadShopTaste(tx);
    if (current === null || shop === null) throw new Error('The shop has no taste.');
    const found = (await loadTastes(tx, current, shop, await scoredCustomers(tx, current, [customerId]))).get(customerId);
    if (found === undefined) throw new Error(`Customer ${customerId} has no taste.`);
    return found;
  });
}

let shopId: number;

beforeAll(async () => {
  shopId = await makeShop();
  const orders: MadeOrder[] = [];
  // 30 buyers of tea, of whom 12 have a kettle as well; 30 of a mug alone.
  for (let id = 101; id <= 130; id += 1) orders.push(order(id, 60 + (id % 5), id <= 112 ? [TEA, KETTLE] : [TEA]));
  for (let id = 131; id <= 160; id += 1) orders.push(order(id, 70, [MUG]));
  // 1 needs tea every 30 days; 2 sends shirts back and keeps another; 3 bought tea 20 days ago; 4 has not bought.
  for (const daysAgo of [118, 88, 58, 28]) orders.push(order(1, daysAgo, [TEA], { discounts: 100 }));
  const sent = { kept: 0, net: 0, productId: SHIRT };
  for (const daysAgo of [50, 40]) {
    orders.push(order(2, daysAgo, [], { lines: [sent, { productId: SHIRT, net: 900 }], refunds: [{ lines: [{ line: 0, quantity: 1, subtotal: 900 }] }], status: 'PARTIALLY_REFUNDED' }));
  }
  orders.push(order(3, 20, [TEA]));
  orders.push(order(3, 200, [TEA]));
  await putInMirror(shopId, { customers: [1, 2, 3, 4, ...Array.from({ length: 60 }, (_, index) => 101 + index)].map((id) => ({ id, tags: id === 160 ? ['staff'] : [] })), orders, products: PRODUCTS });
  // Two variants: the factory knows of none.
  await factoryPool().query('UPDATE order_lines SET variant_id = id, original_unit_price = 600 WHERE shop_id = $1', [shopId]);
  await factoryPool().query("UPDATE shop_settings SET scoring = '{\"excludedTags\": [\"staff\"]}' WHERE shop_id = $1", [shopId]);
  await rebuildProfiles({ shopId, now: NOW });
});

afterAll(async () => {
  await closePools();
  await closeFactory();
});

describe('the taste of a shop', () => {
  it('counts picks by type and companions beyond chance, without excluded customers', async () => {
    const taste = await withTenant(shopId, loadShopTaste);
    // Tea: 30 + 4 + 2; mug 29 and kettle 12; shirt in two orders.
    expect(taste).toMatchObject({ customers: 62, picks: 79, sampledCustomers: 62, prices: { lower: 600, middle: 600, upper: 600, lines: 81 } });
    expect(taste?.types).toEqual([{ type: 'Kitchen', picks: 41, buyers: 41 }, { type: 'Drinks', picks: 36, buyers: 32 }, { type: 'Clothes', picks: 2, buyers: 1 }]);
    const { rows } = await withTenant(shopId, (tx) => tx.query('SELECT product_id, picks, buyers, repeat_buyers, gaps, gap_median_doubled, companion_ids, companion_both, companion_buyers FROM product_figures ORDER BY product_id'));
    expect(rows[0]).toEqual({ product_id: TEA, picks: 36, buyers: 32, repeat_buyers: 2, gaps: 4, gap_median_doubled: 60, companion_ids: [String(KETTLE)], companion_both: [12], companion_buyers: [12] });
  });

  it('is written again by the next rebuild only where it differs, and gone products leave it', async () => {
    const stamps = async () => (await withTenant(shopId, (tx) => tx.query('SELECT product_id, xmin::text FROM product_figures ORDER BY product_id'))).rows;
    const before = await stamps();
    await rebuildProfiles({ shopId, now: NOW });
    expect(await stamps()).toEqual(before);
    await factoryPool().query("INSERT INTO product_figures SELECT shop_id, 99, picks, buyers, sampled_buyers, repeat_buyers, gaps, gap_median_doubled, paired_buyers, companion_ids, companion_both, companion_buyers FROM product_figures WHERE shop_id = $1 AND product_id = $2", [shopId, TEA]);
    await rebuildProfiles({ shopId, now: NOW });
    expect(await stamps()).toEqual(before);
  });

  it('counts who has both of two products over all that they bought, however few of it companions are found in', async () => {
    const wide = await makeShop();
    const staples = Array.from({ length: 10 }, (_, index) => 21 + index);
    const all = Array.from({ length: 60 }, (_, index) => 201 + index);
    // 8 have tea and a kettle alone, 22 ten staples twice and the two as well: outside of their ten most bought. 5 have tea without, 25 a mug.
    const orders = all.flatMap((id) => (id < 209 ? [order(id, 90, [TEA, KETTLE])]
      : id < 231 ? [order(id, 90, staples), order(id, 60, [...staples, TEA]), order(id, 50, [KETTLE])]
        : [order(id, 90, [id < 236 ? TEA : MUG])]));
    await putInMirror(wide, { customers: all.map((id) => ({ id })), orders, products: [...PRODUCTS, ...staples.map((id) => ({ id, title: `Staple ${id}`, productType: 'Staples' }))] });
    await rebuildProfiles({ shopId: wide, now: NOW });
    const { rows } = await withTenant(wide, (tx) => tx.query('SELECT product_id, buyers, paired_buyers, companion_ids, companion_both, companion_buyers FROM product_figures WHERE product_id = ANY ($1) ORDER BY product_id', [[TEA, KETTLE]]));
    expect(rows).toEqual([
      { product_id: TEA, buyers: 35, paired_buyers: 35, companion_ids: [String(KETTLE)], companion_both: [30], companion_buyers: [30] },
      { product_id: KETTLE, buyers: 30, paired_buyers: 30, companion_ids: [String(TEA)], companion_both: [30], companion_buyers: [35] },
    ]);
    expect((await withTenant(wide, loadShopTaste))?.sampledCustomers).toBe(60);
    expect((await tasteOf(wide, 231)).action).toMatchObject({ action: 'try', title: 'Kettle', like: 'Tea', both: 30, buyersOfLike: 35, buyers: 30, customers: 60, sampled: false });
  });

  it('is not made by a first look', async () => {
    const other = await makeShop();
    await putInMirror(other, { customers: [{ id: 1 }], orders: [order(1, 5, [TEA])] });
    await sketchProfiles({ shopId: other, now: NOW });
    expect(await withTenant(other, loadShopTaste)).toBeNull();
  });
});

describe('the taste of a customer', () => {
  it('knows what is due, by their own gaps', async () => {
    const taste = await tasteOf(shopId, 1);
    expect(taste.action).toMatchObject({ action: 'reorder', title: 'Tea', intervalDays: 30, times: 4 });
    expect(taste.types).toMatchObject([{ key: 'Drinks', picks: 4, of: 4, shopPicks: 36, shopOf: 79 }]);
    expect(taste).toMatchObject({ topType: 'Drinks', discounts: { kind: 'discount', discounted: 4, orders: 4 }, basket: { purchases: 4, unitsDoubled: 2, valueDoubled: 1000 }, priceBand: { band: 'middle', lines: 4 } });
  });

  it('tells a question of size from what was kept of the same order', async () => {
    const { returns, action } = await tasteOf(shopId, 2);
    expect(returns.pattern).toMatchObject({ kind: 'sizing', lines: 2, sizingLines: 2, orders: 2 });
    expect(returns.share).toMatchObject({ unitsBought: 4, unitsRefunded: 2 });
    expect(action).toMatchObject({ action: 'ask why', because: 'sizing' });
  });

  it('believes the reason that Shopify gives', async () => {
    await factoryPool().query(
      `INSERT INTO return_lines (shop_id, order_id, return_id, id, line_id, quantity, refunded_quantity, reason, reason_name)
       SELECT shop_id, order_id, 1, line_id, line_id, 1, 1, 'defective', 'Defective' FROM refund_lines WHERE shop_id = $1`, [shopId]);
    expect((await tasteOf(shopId, 2)).returns.pattern).toMatchObject({ kind: 'neither', reasons: [{ name: 'Defective', lines: 2 }] });
    await factoryPool().query('DELETE FROM return_lines WHERE shop_id = $1', [shopId]);
  });

  it('names what buyers like them bought, unless it is no longer for sale', async () => {
    // Two orders of tea 180 days apart: not due again before long.
    expect((await tasteOf(shopId, 3)).action).toMatchObject({ action: 'try', title: 'Kettle', like: 'Tea', both: 12, buyersOfLike: 32, buyers: 12, customers: 62 });
    await factoryPool().query("UPDATE products SET status = 'ARCHIVED' WHERE shop_id = $1 AND id = $2", [shopId, KETTLE]);
    expect((await tasteOf(shopId, 3)).action).toMatchObject({ action: 'leave alone' });
    await factoryPool().query("UPDATE products SET status = 'ACTIVE' WHERE shop_id = $1 AND id = $2", [shopId, KETTLE]);
  });

  it('reminds of nothing that was sent back altogether, and calls a product come back for only where it was bought on two days', async () => {
    const other = await makeShop();
    const back = (daysAgo: number) => order(1, daysAgo, [], { lines: [{ productId: TEA, net: 900, kept: 0 }, { productId: MUG, net: 500 }], refunds: [{ lines: [{ line: 0, quantity: 1, subtotal: 900 }] }], status: 'PARTIALLY_REFUNDED' });
    await putInMirror(other, {
      customers: [1, 2, 3].map((id) => ({ id })), products: PRODUCTS,
      orders: [
        // 1 sends back all tea and keeps every mug, and both would be due today; 2 has two orders of tea on one day and one of a mug long after it, 3 tea on two days.
        ...[90, 60, 30].map(back),
        order(2, 400, [TEA]), order(2, 400, [TEA]), order(2, 380, [MUG]),
        order(3, 400, [TEA]), order(3, 380, [TEA]),
      ],
    });
    await rebuildProfiles({ shopId: other, now: NOW });
    const first = await tasteOf(other, 1);
    expect(first.replenishments.map((one) => one.title)).toEqual(['Mug']);
    expect(first.action).toMatchObject({ action: 'reorder', title: 'Mug', overdueDays: 0 });
    // Home counts the same.
    expect(await withTenant(other, async (tx) => {
      await loadShopHistories(tx, { now: new Date(NOW), timeZone: 'Europe/London', currencyCode: 'GBP' });
      return loadDueProducts(tx, Math.floor(NOW / DAY));
    })).toEqual([{ customerId: 1, productId: String(MUG), dueDay: Math.floor(NOW / DAY), lastPurchaseDay: Math.floor(NOW / DAY) - 30 }]);
    expect((await tasteOf(other, 2)).action).toMatchObject({ action: 'win back', favourite: null });
    expect((await tasteOf(other, 3)).action).toMatchObject({ action: 'win back', favourite: 'Tea' });
  });

  it('follows a new order at once', async () => {
    await putInMirror(shopId, { orders: [order(4, 1, [MUG])] });
    await refreshProfiles({ shopId, customerIds: [4], now: NOW });
    expect(await tasteOf(shopId, 4)).toMatchObject({ topType: 'Kitchen', action: { action: 'leave alone', because: 'no-rhythm', days: 1 } });
  });

  it('is in the file of profiles as on the page', async () => {
    const rows = new Map<number, ExportedProfile>();
    await withTenant(shopId, async (tx) => { for await (const row of exportProfiles(tx, { tastes: true })) rows.set(row.customerId, row); });
    expect(rows.size).toBe(64);
    expect(rows.get(1)).toMatchObject({ refundedShare: 0, discountShare: 1, taste: { topProductType: 'Drinks' } });
    expect(rows.get(1)?.taste?.suggestion).toMatch(/^reorder: Tea around 2011-12-12: bought 4 times, last on 2011-11-12, about every 30 days$/);
    expect(rows.get(2)).toMatchObject({ refundedShare: 0.5, discountShare: 0, taste: { suggestion: expect.stringMatching(/^ask why: 2 of 2 lines/) } });
    expect(rows.get(160)).toMatchObject({ taste: { suggestion: 'leave alone: excluded in the settings' } });
  });
});
