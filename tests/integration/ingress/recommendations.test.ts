import { Liquid } from 'liquidjs';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePools, shopperPool, shopsPool, systemPool } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { noteListsChanged } from '#app/recommendations/list-store.server.ts';
import { refreshRecommendations } from '#app/recommendations/refresh-recommendations.server.ts';
import { forgetShelves } from '#app/recommendations/shop-shelf.server.ts';
import { forgetKnownShops } from '#app/shops/known-shops.server.ts';
import { closeFactory, factoryPool } from '#tests/factories/made-mirror.ts';
import { listedShop, NOW, P, sendBack, type ListedShop } from '../recommendations/listed-shop.ts';
import { ask, buyerClaims, proxyPairs, signedQuery, tokenOf, type Pairs, type Told } from './shopper-sender.ts';
import { startIngress } from './shopify-sender.ts';

let port: number;
let stop: () => Promise<void>;
let shop: ListedShop;

beforeAll(async () => {
  shop = await listedShop();
  await refreshRecommendations({ shopId: shop.shopId, now: NOW });
  ({ port, stop } = await startIngress());
  for (const pool of [shopperPool(), shopsPool()]) await pool.query('SELECT');
});

afterAll(async () => {
  await stop();
  await closePools();
  await closeFactory();
});

interface ListAnswer {
  block: string;
  personal: boolean;
  list: string;
  items: { product_id: string; variant_id: string; handle: string; title: string; url: string; image: string; price: string; currency: string; reason: { kind: string; text: string } }[];
}

/** Asks as Shopify passes it on; a machine with much to do may take longer than a shopper waits. */
async function get(asked: Record<string, string> | Pairs, options: { customerId?: number; headers?: Record<string, string>; method?: string } = {}): Promise<Told & { json: ListAnswer }> {
  for (let tries = 0; ; tries += 1) {
    const query = signedQuery([...(Array.isArray(asked) ? asked : Object.entries(asked)), ...proxyPairs({ shop: shop.domain, customerId: options.customerId ?? '' })]);
    const told = await ask(port, `/proxy/recommendations?${query}`, { headers: options.headers ?? {}, method: options.method ?? 'GET' });
    if (told.status !== 503 || tries >= 5) return told as Told & { json: ListAnswer };
    await new Promise((done) => setTimeout(done, 1_100));
  }
}

describe('a list over the app proxy', () => {
  it('has what a block needs to show and to tell of it', async () => {
    const { status, json, headers } = await get({ block: 'together', product: String(P.coffee), limit: '3', placement: 'product', locale: 'de' });
    expect(status).toBe(200);
    expect(headers['content-type']).toMatch(/^application\/json/);
    expect(json).toMatchObject({ block: 'together', personal: false, list: expect.stringMatching(/^[\w-]{16}$/) as string });
    expect(json.items[0]).toMatchObject({
      product_id: String(P.filter), variant_id: String(P.filter * 10 + 2), handle: `product-${P.filter}`, title: 'Filter', url: `/products/product-${P.filter}`, image: `https://cdn.shopify.com/p/${P.filter}.jpg`,
      price: ((1_000 + P.filter * 10 + 2) / 100).toFixed(2), currency: 'GBP', reason: { kind: 'bought-with', product: String(P.coffee) },
    });
    expect(json.items[0]?.reason.text).toMatch(/^Von \d+ der \d+ Käufer mit Coffee gekauft$/);
  });

  it('that is for anybody may be kept, and has a tag; one of a customer is kept by nobody', async () => {
    const open = await get({ block: 'also', product: String(P.coffee) });
    expect(open.headers).toMatchObject({ 'cache-control': 'public, max-age=60', etag: expect.stringMatching(/^"[\w-]{22}"$/) as string });
    expect(await get({ block: 'also', product: String(P.coffee) }, { headers: { 'if-none-match': open.headers.etag ?? '' } })).toMatchObject({ status: 304, text: '' });
    expect(await get({ block: 'also', product: String(P.coffee) }, { headers: { 'if-none-match': '*' } })).toMatchObject({ status: 304, text: '' });
    expect(await get({ block: 'also', product: String(P.coffee) }, { method: 'HEAD' })).toMatchObject({ status: 200, text: '', headers: { 'content-length': String(Buffer.byteLength(open.text)) } });
    const own = await get({ block: 'buy-again' }, { customerId: 1 });
    expect(own).toMatchObject({ status: 200, json: { personal: true }, headers: { 'cache-control': 'no-store' } });
    expect(own.headers.etag).toBeUndefined();
    expect(own.json.items.map((item) => Number(item.product_id)).sort()).toEqual([P.coffee, P.filter].sort());
  });

  it('that anybody may see leaves out what the customer who is logged in sent back whole, and is theirs alone then', async () => {
    await sendBack(shop.shopId, 6, P.filter);
    const asked = { block: 'together', product: String(P.coffee), limit: '12' };
    const productsOf = ({ json }: { json: ListAnswer }): number[] => json.items.map((item) => Number(item.product_id));
    const open = await get(asked);
    expect(productsOf(open)).toContain(P.filter);
    for (let asks = 0; asks < 2; asks += 1) {
      const own = await get(asked, { customerId: 6 });
      expect(own).toMatchObject({ status: 200, json: { personal: true }, headers: { 'cache-control': 'no-store' } });
      expect(own.headers.etag).toBeUndefined();
      expect(productsOf(own)).not.toContain(P.filter);
      expect(await get(asked)).toMatchObject({ text: open.text, headers: { 'cache-control': 'public, max-age=60' } });
    }
  });

  it('is of the customer whom Shopify signed, whoever the visitor says to be', async () => {
    expect((await get({ block: 'buy-again', customer_id: '1', customerId: '1' })).json).toMatchObject({ personal: false, items: [] });
    expect((await get({ block: 'buy-again', customer_id: '1' }, { customerId: 4 })).json.items.map((item) => Number(item.product_id)).sort()).toEqual([P.mug, P.tea].sort());
  });

  it('is the same for a cart in any order, and for a product named twice', async () => {
    const one = await get({ block: 'complementary', products: `${P.coffee},${P.tea}` });
    expect((await get({ block: 'complementary', products: `${P.tea},${P.coffee},${P.tea}` })).headers.etag).toBe(one.headers.etag);
  });

  it.each<[string, Record<string, string> | Pairs, string]>([
    ['no block', {}, 'block'], ['a block that is none', { block: 'everything' }, 'block'], ['a block twice', [['block', 'also'], ['block', 'together']], 'block'], ['a block that every object has', { block: 'constructor' }, 'block'],
    ['a limit of 0', { block: 'also', limit: '0' }, 'limit'], ['a limit of 13', { block: 'also', limit: '13' }, 'limit'], ['a limit in words', { block: 'also', limit: '1e1' }, 'limit'],
    ['a product that is no number', { block: 'also', product: "1'; DROP TABLE products; --" }, 'product'], ['a product as a gid', { block: 'also', product: 'gid://shopify/Product/1' }, 'product'], ['a product of 20 digits', { block: 'also', product: '1'.repeat(20) }, 'product'],
    ['51 products', { block: 'complementary', products: Array.from({ length: 51 }, (_, at) => at + 1).join() }, 'products'], ['a placement that is none', { block: 'also', placement: 'moon' }, 'placement'], ['a format that is none', { block: 'also', format: 'xml' }, 'format'],
  ])('with %s is refused with 422 in words', async (_, asked, code) => {
    expect(await get(asked)).toMatchObject({ status: 422, json: { error: { code } }, headers: { 'cache-control': 'no-store' } });
  });

  it('is remembered, and made anew within seconds of a change', async () => {
    const before = await get({ block: 'bestsellers', limit: '12' });
    await factoryPool().query("UPDATE products SET title = 'Better tea' WHERE shop_id = $1 AND id = $2", [shop.shopId, P.tea]);
    expect((await get({ block: 'bestsellers', limit: '12' })).text).toBe(before.text);
    await withTenant(shop.shopId, noteListsChanged);
    await expect.poll(async () => (await get({ block: 'bestsellers', limit: '12' })).text, { timeout: 15_000, interval: 500 }).toContain('Better tea');
  });
});

describe('a list in Liquid', () => {
  const LIQUID = ['layout', 'if', 'assign'];

  it('is rendered by Shopify from its own products, in the markup of the blocks', async () => {
    const told = await get({ block: 'buy-again', format: 'liquid', limit: '2' }, { customerId: 1 });
    expect(told).toMatchObject({ status: 200, headers: { 'content-type': 'application/liquid', 'cache-control': 'no-store' } });
    const product = (handle: string) => ({ id: 5, title: `<b>${handle}</b>`, available: true, url: `/products/${handle}`, price: 500, price_min: 500, has_only_default_variant: true, selected_or_first_available_variant: { id: 51 } });
    const engine = new Liquid();
    engine.registerFilter('money', (cents: number) => `£${cents / 100}`);
    const html = await engine.parseAndRender(told.text.replace('{% layout none %}', ''), { all_products: Object.fromEntries([P.coffee, P.filter].map((id) => [`product-${id}`, product(`product-${id}`)])), routes: { cart_add_url: '/cart/add' } }) as string;
    expect(html.match(/<li class="regulars-product" data-product-id="5" data-variant-id="51" data-position="[12]">/g)).toHaveLength(2);
    expect(html).toContain('&lt;b&gt;product-');
    expect(html).toMatch(/<ul [^>]*data-regulars-list="[\w-]{16}">/);
    expect(html).toContain('action="/cart/add"');
    const gone = await engine.parseAndRender(told.text.replace('{% layout none %}', ''), { all_products: {} }) as string;
    expect(gone).not.toContain('<li');
  });

  it('says where what sells stands in for what would go together', async () => {
    expect((await get({ block: 'together', product: String(P.coffee), format: 'liquid' })).text).not.toContain('data-regulars-instead');
    expect((await get({ block: 'also', product: '999999', format: 'liquid' })).text).toMatch(/data-regulars-instead.*data-product-id/s);
    expect((await get({ block: 'also', product: '999999' })).json).toMatchObject({ instead: true });
    expect((await get({ block: 'together', product: String(P.coffee) })).json).not.toHaveProperty('instead');
    expect((await get({ block: 'bestsellers', format: 'liquid' })).text).not.toContain('data-regulars-instead');
  });

  it('holds no code of a title or a handle', async () => {
    await factoryPool().query(`UPDATE products SET title = $3 WHERE shop_id = $1 AND id = $2`, [shop.shopId, P.coffee, `</span><script>alert(1)</script>{{ 'x' | upcase }}{% if 1 %}\u202e"'`]);
    await factoryPool().query(`UPDATE products SET handle = $3 WHERE shop_id = $1 AND id = $2`, [shop.shopId, P.lamp, `'] }}{% assign a = 1 %}`]);
    await withTenant(shop.shopId, noteListsChanged);
    forgetShelves();
    const { text } = await get({ block: 'together', product: String(P.coffee), format: 'liquid', limit: '12' });
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toMatch(/<script|\{\{ 'x'|\u202e/);
    const all = (await get({ block: 'bestsellers', format: 'liquid', limit: '12' })).text;
    expect(all).not.toContain('assign a = 1');
    expect([...new Set([...all.matchAll(/\{%-? (\w+)/g)].map(([, tag]) => tag))].filter((tag) => ![...LIQUID, 'endif', 'elsif', 'else'].includes(tag ?? ''))).toEqual([]);
    await factoryPool().query("UPDATE products SET title = 'Coffee', handle = 'product-' || id WHERE shop_id = $1 AND id = ANY ($2)", [shop.shopId, [P.coffee, P.lamp]]);
    await withTenant(shop.shopId, noteListsChanged);
    forgetShelves();
  });
});

describe('a list for an extension', () => {
  const from = async (claims: Record<string, unknown>, query: string) => ask(port, `/extension/recommendations?${query}`, { headers: { authorization: `Bearer ${tokenOf(buyerClaims({ dest: shop.domain, ...claims }))}` } });

  it('is the same, by the token that Shopify gave the buyer', async () => {
    expect(await from({}, `block=complementary&products=${P.coffee}`)).toMatchObject({ status: 200, json: { block: 'complementary', personal: false }, headers: { 'access-control-allow-origin': '*' } });
    expect(await from({ sub: 'gid://shopify/Customer/1' }, 'block=buy-again')).toMatchObject({ status: 200, json: { personal: true }, headers: { 'cache-control': 'no-store' } });
    expect((await from({ sub: 'gid://shopify/Customer/1' }, 'block=buy-again&customer_id=4')).status).toBe(403);
  });
});

describe('a database that does not answer', () => {
  it('leaves what is in memory, and the rest is told so at once', async () => {
    const warm = { block: 'also', product: String(P.tea) };
    const before = await get(warm);
    expect(before.status).toBe(200);
    const blocker = new pg.Client({ connectionString: process.env['TEST_SUPERUSER_URL'] });
    await blocker.connect();
    await blocker.query('BEGIN; LOCK TABLE product_lists, customer_lists, list_versions, shops IN ACCESS EXCLUSIVE MODE');
    try {
      const asked = { query: (block: Record<string, string>, customerId: number | '' = '') => `/proxy/recommendations?${signedQuery([...Object.entries(block), ...proxyPairs({ shop: shop.domain, customerId })])}` };
      const began = performance.now();
      const kept = await ask(port, asked.query(warm));
      const own = await ask(port, asked.query({ block: 'recommended' }, 1));
      const next = await ask(port, asked.query({ block: 'recommended' }, 2));
      const seconds = (performance.now() - began) / 1000;
      expect([kept.status, own.status, next.status]).toEqual([200, 503, 503]);
      expect(kept.text).toBe(before.text);
      expect(own).toMatchObject({ json: { error: { code: expect.stringMatching(/^(slow|unavailable)$/) as string } }, headers: { 'retry-after': '5', 'cache-control': 'no-store' } });
      expect(seconds).toBeLessThan(4);
    } finally {
      await blocker.end();
    }
    expect((await get({ block: 'recommended' }, { customerId: 1 })).status).toBe(200);
  });

  it('is asked nothing for a shop that has left', async () => {
    await systemPool().query('UPDATE shops SET uninstalled_at = now() WHERE id = $1', [shop.shopId]);
    forgetKnownShops();
    expect(await get({ block: 'also', product: String(P.tea) })).toMatchObject({ status: 404, json: { error: { code: 'not-installed' } } });
  });
});
