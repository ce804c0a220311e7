import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { closePools, shopperPool } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { isHeldOut } from '#app/recommendations/held-out.server.ts';
import { insertHoldout } from '#app/recommendations/holdout-store.server.ts';
import { noteListsChanged } from '#app/recommendations/list-store.server.ts';
import { refreshRecommendations } from '#app/recommendations/refresh-recommendations.server.ts';
import { insertRule, markUndone } from '#app/recommendations/rule-store.server.ts';
import { serveList, type ListAsk } from '#app/recommendations/serve-list.server.ts';
import { forgetShelves } from '#app/recommendations/shop-shelf.server.ts';
import { closeFactory, factoryPool, makeShop, putInMirror } from '#tests/factories/made-mirror.ts';
import { listedShop, NOW, orderOf, P, sendBack, type ListedShop } from './listed-shop.ts';

let shop: ListedShop;
let other: ListedShop;

beforeAll(async () => {
  shop = await listedShop();
  other = await listedShop({ customers: 12, shop: { currencyCode: 'JPY' } });
  for (const { shopId } of [shop, other]) await refreshRecommendations({ shopId, now: NOW });
  await shopperPool().query('SELECT');
});

beforeEach(() => forgetShelves());

afterEach(async () => {
  await factoryPool().query("UPDATE products SET status = CASE WHEN id = $2 THEN 'DRAFT' ELSE 'ACTIVE' END WHERE shop_id = $1", [shop.shopId, P.draft]);
});

afterAll(async () => {
  await closePools();
  await closeFactory();
});

/** A machine with much to do may take longer than a shopper waits. */
async function serve(change: Partial<ListAsk>) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await serveList({ shopId: shop.shopId, block: 'recommended', productIds: [], customerId: null, limit: 12, ...change });
    } catch (error) {
      if (tries >= 5) throw error;
      await new Promise((done) => setTimeout(done, 1_100));
    }
  }
}
const ids = async (change: Partial<ListAsk>): Promise<number[]> => (await serve(change)).items.map(({ card }) => Number(card.id));
const NEVER: number[] = [P.gift, P.draft, P.hidden, P.soldOut, P.rare];

describe('a list that is served', () => {
  it('is of what was bought together with the product, with the reason, and its first variant that can be bought', async () => {
    const list = await serve({ block: 'together', productIds: [String(P.coffee)] });
    expect(list).toMatchObject({ block: 'together', personal: false, holdout: false, currencyCode: 'GBP' });
    expect(list.items[0]).toMatchObject({ card: { id: String(P.filter), title: 'Filter', variantId: String(P.filter * 10 + 2), price: 1_000 + P.filter * 10 + 2 }, reason: { kind: 'bought-with', product: String(P.coffee) } });
    expect(list.titleOf(String(P.coffee))).toBe('Coffee');
  });

  it('never has what cannot be bought: a draft, what is not published, gift cards, what is sold out; nor the product itself', async () => {
    for (const block of ['recommended', 'together', 'also', 'complementary', 'bestsellers', 'rising'] as const) {
      for (const productIds of [[], [P.coffee], [P.coffee, P.lamp], [P.soldOut]]) {
        const shown = await ids({ block, productIds: productIds.map(String) });
        expect(shown.filter((id) => [...NEVER, ...productIds].includes(id)), `${block} ${productIds.join()}`).toEqual([]);
        expect(new Set(shown).size).toBe(shown.length);
      }
    }
  });

  it('of a product without any falls back to the bestsellers of its type, then to those of the shop', async () => {
    const shown = await ids({ block: 'also', productIds: [String(P.rare)] });
    expect(shown[0]).toBe(P.lamp);
    expect(shown).toContain(P.coffee);
    expect(await ids({ block: 'also', productIds: ['999999'] })).toContain(P.coffee);
  });

  it('says bought together of nothing that was not, where something was', async () => {
    const list = await serve({ block: 'together', productIds: [String(P.lamp)] });
    expect(list.items.length).toBeGreaterThan(0);
    expect(list.items.every(({ reason }) => reason.kind === 'bought-with')).toBe(true);
  });

  it('of a basket has what goes with all of it', async () => {
    expect((await ids({ block: 'complementary', productIds: [String(P.coffee), String(P.tea)], limit: 2 })).sort()).toEqual([P.filter, P.mug].sort());
  });

  it('of a customer is their own: what they had and what they never had, or to buy again the former alone', async () => {
    const again = await serve({ block: 'buy-again', customerId: 1 });
    expect(again.personal).toBe(true);
    expect(again.items.map(({ card }) => Number(card.id)).sort()).toEqual([P.coffee, P.filter].sort());
    expect(again.items[0]?.reason.kind).toBe('you-reorder');
    const mixed = await ids({ customerId: 1 });
    expect(mixed).toEqual(expect.arrayContaining([P.coffee, P.filter]));
    expect(mixed.length).toBeGreaterThan(2);
    expect(await ids({ block: 'buy-again', customerId: null })).toEqual([]);
  });

  it('does not offer again what the customer has bought since, or sent back since', async () => {
    await putInMirror(shop.shopId, { orders: [{ ...orderOf(5, 0, [P.coffee]), processedAt: new Date(NOW + 60_000).toISOString() }] });
    expect(await ids({ block: 'buy-again', customerId: 5 })).toEqual([P.filter]);
    expect(await ids({ customerId: 5 })).not.toContain(P.coffee);
    // An order of before of which all came back meanwhile.
    await factoryPool().query(
      `WITH back AS (UPDATE order_lines l SET current_quantity = 0 FROM orders o WHERE l.shop_id = $1 AND o.shop_id = $1 AND o.id = l.order_id AND o.customer_id = 7 AND l.product_id = $2 RETURNING l.order_id)
       UPDATE orders SET updated_at = $3 WHERE shop_id = $1 AND id IN (SELECT order_id FROM back)`, [shop.shopId, P.filter, new Date(NOW + 60_000)]);
    expect(await ids({ block: 'buy-again', customerId: 7 })).toEqual([P.coffee]);
  });

  it('of every block leaves out what the customer sent back whole, however long ago, and is theirs', async () => {
    // Nothing of it is new to the run: the order is of before, and its last change too.
    await sendBack(shop.shopId, 9, P.filter);
    await sendBack(shop.shopId, 8, P.tea);
    for (const block of ['recommended', 'buy-again', 'together', 'also', 'complementary', 'bestsellers', 'rising'] as const) {
      for (const productIds of [[], [String(P.coffee)]]) {
        const list = await serve({ block, productIds, customerId: 9 });
        expect(list.personal, block).toBe(true);
        expect(list.items.map(({ card }) => Number(card.id)), block).not.toContain(P.filter);
        expect(await ids({ block, productIds, customerId: 8 }), block).not.toContain(P.tea);
      }
    }
    expect(await ids({ block: 'bestsellers', customerId: 9 })).toContain(P.coffee);
    expect(await ids({ block: 'bestsellers' })).toEqual(expect.arrayContaining([P.filter, P.tea]));
    expect(await ids({ block: 'bestsellers', customerId: 10 })).toEqual(expect.arrayContaining([P.filter, P.tea]));
  });

  it('keeps what a customer sent back in part, or bought again after all of one order came back', async () => {
    await sendBack(shop.shopId, 11, P.filter, 1);
    expect(await ids({ block: 'bestsellers', customerId: 11 })).toContain(P.filter);
  });

  it('of a customer who came since the run has what goes with what they bought, and not that', async () => {
    await putInMirror(shop.shopId, { customers: [{ id: 9_001 }], orders: [{ ...orderOf(9_001, 0, [P.coffee]), processedAt: new Date(NOW + 60_000).toISOString() }] });
    const list = await serve({ customerId: 9_001, limit: 2 });
    expect(list).toMatchObject({ personal: true });
    expect(list.items[0]).toMatchObject({ card: { id: String(P.filter) }, reason: { kind: 'bought-with' } });
    expect(list.items.map(({ card }) => card.id)).not.toContain(String(P.coffee));
  });

  it('of nobody who is known, without a product, is what sells', async () => {
    const list = await serve({ block: 'recommended' });
    expect(list.personal).toBe(false);
    expect(list.items[0]?.reason.kind).toBe('popular');
  });

  it('has nothing of another shop, whose products and customers have the same numbers', async () => {
    const theirs = await serve({ shopId: other.shopId, block: 'buy-again', customerId: 13 });
    expect(theirs.items).toEqual([]);
    const list = await serve({ shopId: other.shopId, block: 'together', productIds: [String(P.coffee)] });
    expect(list.currencyCode).toBe('JPY');
    await factoryPool().query("UPDATE products SET title = 'Of the other' WHERE shop_id = $1", [other.shopId]);
    forgetShelves();
    expect((await serve({ block: 'bestsellers' })).items.map(({ card }) => card.title)).not.toContain('Of the other');
    const { rows: [left] } = await shopperPool().query<{ shop: string | null }>("SELECT nullif(current_setting('app.shop_id', true), '') AS shop");
    expect(left?.shop).toBeNull();
  });

  it('of a shop without lists is empty, and no error', async () => {
    expect(await ids({ shopId: await makeShop(), block: 'also', productIds: ['1'] })).toEqual([]);
  });

  it('is as the merchant wants it, as soon as they say so and until they undo it', async () => {
    const first = await ids({ block: 'also', productIds: [String(P.coffee)], limit: 3 });
    expect(first[0]).toBe(P.filter);
    const made = await withTenant(shop.shopId, async (tx) => [
      await insertRule(tx, { kind: 'pin', block: 'also', product: String(P.lamp), shownWith: String(P.coffee) }, '42'),
      await insertRule(tx, { kind: 'pin', block: 'also', product: String(P.soldOut), shownWith: null }, '42'),
      await insertRule(tx, { kind: 'exclude', product: String(P.filter) }, '42'),
    ]);
    await expect.poll(() => ids({ block: 'also', productIds: [String(P.coffee)], limit: 3 }), { timeout: 15_000, interval: 500 }).toEqual([P.lamp, ...first.filter((id) => id !== P.filter && id !== P.lamp), P.tea]);
    const list = await serve({ block: 'also', productIds: [String(P.coffee)] });
    expect(list.items[0]).toMatchObject({ pinnedBy: made[0], factor: 1 });
    expect(await ids({ block: 'buy-again', customerId: 1 })).toEqual([P.coffee]);
    await withTenant(shop.shopId, async (tx) => {
      for (const id of made) await markUndone(tx, id, '42');
    });
    await expect.poll(() => ids({ block: 'also', productIds: [String(P.coffee)], limit: 3 }), { timeout: 15_000, interval: 500 }).toEqual(first);
  });

  it('is none for customers who are held out, and says so; for the merchant who looks at it it is there', async () => {
    await withTenant(shop.shopId, (tx) => insertHoldout(tx, { salt: 'pepper', percent: 50, at: new Date(NOW), by: '42' }));
    forgetShelves();
    const customers = Array.from({ length: 40 }, (_, at) => at + 10);
    const out = customers.filter((id) => isHeldOut(String(id), { salt: 'pepper', percent: 50 }));
    expect(out.length).toBeGreaterThan(5);
    for (const customerId of customers) {
      for (const block of ['buy-again', 'bestsellers'] as const) {
        const list = await serve({ block, customerId });
        expect(list.holdout).toBe(out.includes(customerId));
        if (list.holdout) expect(list).toMatchObject({ personal: true, items: [] });
      }
    }
    expect((await serve({ block: 'bestsellers', customerId: out[0] ?? 0, preview: true })).items.length).toBeGreaterThan(0);
    await factoryPool().query('DELETE FROM holdouts WHERE shop_id = $1', [shop.shopId]);
    forgetShelves();
  });

  it('follows a changed catalogue and a new run within seconds, without being told', async () => {
    expect(await ids({ block: 'bestsellers' })).toContain(P.mug);
    await factoryPool().query("UPDATE products SET status = 'ARCHIVED' WHERE shop_id = $1 AND id = $2", [shop.shopId, P.mug]);
    await withTenant(shop.shopId, noteListsChanged);
    await expect.poll(() => ids({ block: 'bestsellers' }), { timeout: 15_000, interval: 500 }).not.toContain(P.mug);
  });
});
