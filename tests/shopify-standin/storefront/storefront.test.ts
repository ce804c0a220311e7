import { createHmac } from 'node:crypto';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appNumber } from '../app-number.ts';
import { startStandIn } from '../server.ts';
import type { StandIn } from '../server.ts';
import { tinyStore } from '../tiny-store.ts';
import { createLiquid, unservedGlobals } from './liquid-engine.ts';
import { constants, LiquidObject } from './liquid-object.ts';
import { matchPath } from './pages.ts';
import { formFields } from './visit.ts';

const clientSecret = 'a secret of the tests';
const uid = '0f0e0d0c-0000-4000-8000-00000000000b';
let standIn: StandIn;
let extension: string;
const asked: { method: string; path: string; query: URLSearchParams; body: string; cookie: string | undefined }[] = [];
let answer: { status: number; type: string; body: string } = { status: 200, type: 'application/json', body: '{}' };
const app = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString())).on('end', () => {
    const url = new URL(request.url ?? '/', 'http://app');
    asked.push({ method: request.method ?? '', path: url.pathname, query: url.searchParams, body, cookie: request.headers.cookie });
    response.writeHead(answer.status, { 'Content-Type': answer.type, 'Set-Cookie': 'spy=1', 'Cache-Control': 'no-store' }).end(answer.body);
  });
});

/** A browser: keeps its cookie. */
class Browser {
  #cookie = '';
  async get(path: string, init: RequestInit = {}): Promise<Response> {
    const response = await fetch(standIn.storefrontUrl + path, { redirect: 'manual', ...init, headers: { ...(init.headers as Record<string, string>), cookie: this.#cookie } });
    this.#cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? this.#cookie;
    return response;
  }
  async text(path: string): Promise<string> {
    return (await this.get(path)).text();
  }
  post(path: string, fields: Record<string, string>): Promise<Response> {
    return this.get(path, { method: 'POST', body: new URLSearchParams(fields) });
  }
  json(path: string, fields: object): Promise<Response> {
    return this.get(path, { method: 'POST', body: JSON.stringify(fields), headers: { 'Content-Type': 'application/json' } });
  }
}

beforeAll(async () => {
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
  extension = mkdtempSync(join(tmpdir(), 'theme-extension-'));
  for (const folder of ['blocks', 'snippets', 'assets', 'locales']) mkdirSync(join(extension, folder));
  writeFileSync(join(extension, 'shopify.extension.toml'), `type = "theme"\nname = "Test"\nuid = "${uid}"\n`);
  writeFileSync(join(extension, 'snippets', 'one.liquid'), '<i>{{ product.title | escape }}</i>');
  writeFileSync(join(extension, 'assets', 'one.css'), 'i { color: inherit }');
  writeFileSync(join(extension, 'locales', 'en.default.json'), '{ "hello": "Hello {{ name }}" }');
  writeFileSync(join(extension, 'locales', 'de.json'), '{ "hello": "Hallo {{ name }}" }');
  writeFileSync(join(extension, 'blocks', 'one.liquid'), `<b data-block="{{ block.id }}" data-section="{{ section.id }}">{{ 'hello' | t: name: block.settings.who }} {% render 'one', product: product %}
{% if recommendations.performed %}{% for other in recommendations.products %}[{{ other.handle }}]{% endfor %}{% endif %}{{ product.metafields['$app:x'].also.value | map: 'handle' | join: ',' }}</b>
{% schema %}{ "name": "One", "target": "section", "stylesheet": "one.css", "enabled_on": { "templates": ["product"] }, "settings": [{ "type": "text", "id": "who", "default": "<you>" }] }{% endschema %}`);
  writeFileSync(join(extension, 'blocks', 'embed.liquid'), `<u>embedded</u>{% schema %}{ "name": "Embed", "target": "body", "settings": [] }{% endschema %}`);
  const store = tinyStore();
  const shown = structuredClone(store.store.products.get(1));
  if (shown === undefined) throw new Error('The tiny store has no product 1.');
  const other = { ...shown, id: 3, title: 'Tray', handle: 'tray', variants: [] as typeof shown.variants };
  other.variants.push({ ...(shown.variants[0] as (typeof shown.variants)[number]), id: 30, product: other });
  store.store.products.set(3, other);
  standIn = await startStandIn({
    store,
    app: { clientId: 'client', clientSecret, target: `http://127.0.0.1:${(app.address() as AddressInfo).port}`, scopes: [], proxy: { prefix: 'apps', subpath: 'regulars', url: '/proxy' }, themeExtensions: [extension] },
  });
});

afterAll(async () => {
  await standIn.close();
  await new Promise((resolve) => app.close(resolve));
  rmSync(extension, { recursive: true });
});

describe('a shopper', () => {
  it('finds products by collection and search, and none that are not shown', async () => {
    const browser = new Browser();
    expect(await browser.text('/')).toContain('Mug &amp; saucer');
    expect(await browser.text('/collections/all')).toContain('/products/product-1');
    expect(await browser.text('/search?q=tray')).toContain('1 result for &quot;tray&quot;'.replaceAll('&quot;', '"'));
    expect((await browser.get('/products/none')).status).toBe(404);
    expect(await (await browser.get('/products/product-1.js')).json()).toMatchObject({ id: 1, price: 1250, available: true });
    expect(await browser.text('/collections/all')).not.toContain('<script>alert("name")');
  });

  it('buys what is in the cart as the customer that was chosen, and the order carries the cart\'s attributes', async () => {
    const browser = new Browser();
    await browser.post('/account/login', { customer: '11' });
    await browser.post('/cart/add', { id: '10', quantity: '2' });
    await browser.json('/cart/add.js', { items: [{ id: 30 }] });
    await browser.json('/cart/update.js', { attributes: { _session: 'abc', gone: '' } });
    const cart = (await (await browser.get('/cart.js')).json()) as { item_count: number; total_price: number; attributes: object };
    expect(cart).toMatchObject({ item_count: 3, total_price: 3750, attributes: { _session: 'abc' } });
    expect(await browser.text('/cart')).toContain('£37.50');
    const bought = await browser.post('/checkout', { pay: '1' });
    const order = [...standIn.live.store.orders.values()].at(-1);
    expect(bought.headers.get('location')).toBe(`/checkouts/thank-you/${order?.id}`);
    expect(order).toMatchObject({ customer: { id: 11 }, noteAttributes: [{ name: '_session', value: 'abc' }], financialStatus: 'PAID' });
    expect(await browser.text(`/checkouts/thank-you/${order?.id}`)).toContain(String(order?.name));
    expect((await new Browser().get(`/checkouts/thank-you/${order?.id}`)).status).toBe(404);
    expect(await (await browser.get('/cart.js')).json()).toMatchObject({ item_count: 0, attributes: {} });
    const told = await fetch(`${standIn.apiUrl}/admin/api/2026-10/graphql.json`, {
      method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Shopify-Access-Token': standIn.accessToken }, body: JSON.stringify({ query: `{ order(id: "gid://shopify/Order/${order?.id}") { customAttributes { key value } } }` }),
    });
    expect(await told.json()).toMatchObject({ data: { order: { customAttributes: [{ key: '_session', value: 'abc' }] } } });
  });

  it('adds several products by a plain form', async () => {
    const browser = new Browser();
    const response = await browser.get('/cart/add', { method: 'POST', body: new URLSearchParams([['items[][id]', '10'], ['items[][id]', '30'], ['return_to', '//evil.example']]) });
    expect(response.headers.get('location')).toBe('/cart');
    expect(await (await browser.get('/cart.js')).json()).toMatchObject({ items: [{ id: 30, quantity: 1 }, { id: 10, quantity: 1 }] });
    expect((await browser.post('/cart/add.js', { id: '999' })).status).toBe(404);
  });
});

describe("an app's blocks", () => {
  it('stand where the merchant placed them, with their own snippets, words and stylesheet, and are gone once removed', async () => {
    const browser = new Browser();
    expect(await browser.text('/products/product-1')).not.toContain('data-block');
    expect(standIn.theme.place({ block: 'one', template: 'product' })).toEqual({ type: `shopify://apps/regulars/blocks/one/${uid}`, id: 'regulars_one', template: 'product' });
    const page = await browser.text('/products/product-1');
    expect(page).toContain('Hello &lt;you&gt; <i>Mug &amp; saucer</i>');
    expect(page).toContain(`<link rel="stylesheet" href="/cdn/extensions/${uid}/assets/one.css"`);
    expect(await browser.text(`/cdn/extensions/${uid}/assets/one.css`)).toContain('inherit');
    expect(await browser.text('/de/products/product-1')).toContain('Hallo');
    const section = /data-section="([^"]+)"/.exec(page)?.[1] ?? '';
    expect(await browser.text(`/recommendations/products?product_id=1&section_id=${section}&limit=4`)).toContain('[tray]');
    expect(() => standIn.theme.place({ block: 'one', template: 'index' })).toThrow('product only');
    expect(standIn.theme.remove({ block: 'one' })).toBe(1);
    expect(await browser.text('/products/product-1')).not.toContain('data-block');
  });

  it('of a target body stand on every page once they are switched on', async () => {
    standIn.theme.place({ block: 'embed' });
    expect(await new Browser().text('/cart')).toContain('<u>embedded</u>');
    expect(standIn.theme.files().get('config/settings_data.json')).toContain(`shopify://apps/regulars/blocks/embed/${uid}`);
    standIn.theme.remove({ block: 'embed' });
    expect(await new Browser().text('/cart')).not.toContain('embedded');
  });

  it('read lists of products from metafields under $app, without those that shoppers do not see', async () => {
    standIn.theme.place({ block: 'one', template: 'product', target: 'mainSection' });
    const product = standIn.live.store.products.get(1);
    const value = JSON.stringify(['gid://shopify/Product/3', 'gid://shopify/Product/999']);
    product?.metafields.push({ id: 9, namespace: `app--${appNumber('client')}--x`, key: 'also', type: 'list.product_reference', value, createdAt: 0, updatedAt: 0 });
    expect(await new Browser().text('/products/product-1')).toContain('tray</b>');
    standIn.theme.remove({ block: 'one' });
  });
});

describe("an app's proxy", () => {
  it('is asked with the signature of Shopify, who is logged in, and no cookie', async () => {
    const browser = new Browser();
    await browser.post('/account/login', { customer: '11' });
    asked.length = 0;
    answer = { status: 200, type: 'application/json', body: '{"fine":true}' };
    const response = await browser.get('/apps/regulars/recommendations?block=together&x=2&x=1');
    expect(await response.json()).toEqual({ fine: true });
    expect(response.headers.get('set-cookie')).toBeNull();
    const [request] = asked;
    expect(request).toMatchObject({ method: 'GET', path: '/proxy/recommendations', cookie: undefined });
    expect(Object.fromEntries(request?.query ?? [])).toMatchObject({ shop: 'tiny-demo.myshopify.com', logged_in_customer_id: '11', path_prefix: '/apps/regulars', block: 'together' });
    const values = new Map<string, string[]>();
    for (const [key, value] of request?.query ?? []) if (key !== 'signature') values.set(key, [...(values.get(key) ?? []), value]);
    const message = [...values].map(([key, all]) => `${key}=${all.join(',')}`).sort().join('');
    expect(request?.query.get('signature')).toBe(createHmac('sha256', clientSecret).update(message).digest('hex'));
  });

  it('takes a body, and hands on what a visitor made up beside what Shopify says', async () => {
    asked.length = 0;
    await new Browser().json('/apps/regulars/events?logged_in_customer_id=7', { events: [] });
    expect(asked[0]).toMatchObject({ method: 'POST', path: '/proxy/events', body: '{"events":[]}' });
    expect(asked[0]?.query.getAll('logged_in_customer_id')).toEqual(['7', '']);
  });

  it('may answer Liquid, in the layout or without one', async () => {
    answer = { status: 200, type: 'application/liquid', body: "{% layout none %}{{ all_products['tray'].price | money }}" };
    expect(await new Browser().text('/apps/regulars/x')).toBe('£12.50');
    answer = { ...answer, body: "{{ all_products['tray'].title }} and {{ all_products['none'].title }}" };
    expect(await new Browser().text('/apps/regulars/x')).toMatch(/^<!doctype html>[\s\S]*Tray and [\s\S]*<\/html>/);
    expect((await new Browser().get('/apps/other/x')).status).toBe(404);
  });
});

describe('Liquid', () => {
  const render = (liquid: string, globals: Record<string, unknown> = {}): string =>
    String(createLiquid({ directory: extension, shop: standIn.live.store.shop, locale: 'en', assetUrl: (name) => name }).parseAndRenderSync(liquid, {}, { globals: Object.assign(unservedGlobals(), globals) }));

  it('that Shopify would render and the storefront does not fails by name', () => {
    expect(() => render('{{ linklists.main.links }}')).toThrow('does not serve linklists');
    expect(() => render('{{ thing.colour }}', { thing: new LiquidObject('thing', constants({ size_chart: 1 })) })).toThrow('does not serve thing.colour');
    expect(() => render("{{ 'x' | metafield_tag }}")).toThrow('undefined filter: metafield_tag');
    expect(() => render("{{ 'no.such.key' | t }}")).toThrow('the translation no.such.key');
    expect(() => render('{% block a %}{% endblock %}')).toThrow('the tag block');
    expect(() => render("{{ 'x' | group_by: 'y' }}")).toThrow('undefined filter: group_by');
  });

  it('has money, hashes and JSON as Shopify writes them', () => {
    expect(render("{{ 123450 | money }} {{ 1200 | money_without_trailing_zeros }} {{ 5 | money_with_currency }}")).toBe('£1,234.50 £12 £0.05 GBP');
    // The digest of "abc" in FIPS 180-2.
    expect(render("{{ 'abc' | sha256 }}")).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    expect(render('{{ thing | json }}', { thing: '</script>' })).toBe('"\\u003c/script\\u003e"');
  });
});

it('paths and fields of forms are taken apart', () => {
  expect(matchPath('/products/:handle', '/products/a%20b')).toEqual({ handle: 'a b' });
  expect(matchPath('/apps/:subpath/*rest', '/apps/x/y/z')).toEqual({ subpath: 'x', rest: 'y/z' });
  expect(matchPath('/cart', '/cart/')).toEqual({});
  expect(matchPath('/cart', '/carts')).toBeNull();
  expect(formFields([['items[][id]', '1'], ['items[][quantity]', '2'], ['items[][id]', '3'], ['updates[]', '4'], ['attributes[a]', 'b']])).toEqual({ items: [{ id: '1', quantity: '2' }, { id: '3' }], updates: ['4'], attributes: { a: 'b' } });
});

it("an app's own data is for its Liquid, set for its installation alone, and gone with an uninstall", async () => {
  const app = standIn.apps.list().find((one) => one.handle === 'regulars');
  if (app === undefined) throw new Error('The app is not installed.');
  const token = standIn.apps.issueOnline({ clientId: app.clientId, scopes: [], shopDomain: standIn.shopDomain }, 1).accessToken;
  const ask = async (query: string): Promise<Record<string, unknown>> => (await (await fetch(`${standIn.apiUrl}/admin/api/2026-10/graphql.json`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Shopify-Access-Token': token }, body: JSON.stringify({ query }) })).json()) as Record<string, unknown>;
  const own = `gid://shopify/AppInstallation/${appNumber(app.clientId)}`;
  const set = (ownerId: string, value: string): Promise<Record<string, unknown>> => ask(`mutation { metafieldsSet(metafields: [{ ownerId: "${ownerId}", namespace: "regulars", key: "holdout", type: "json", value: ${JSON.stringify(value)} }]) { metafields { value } userErrors { code } } }`);
  expect(await set(own, '{"salt":"s"}')).toMatchObject({ data: { metafieldsSet: { metafields: [{ value: '{"salt":"s"}' }], userErrors: [] } } });
  expect(await set(own, 'none')).toMatchObject({ data: { metafieldsSet: { metafields: null, userErrors: [{ code: 'INVALID_VALUE' }] } } });
  expect(JSON.stringify(await set('gid://shopify/AppInstallation/1', '{}'))).toContain('NOT_SERVED');
  expect(await ask('{ currentAppInstallation { metafield(namespace: "regulars", key: "holdout") { jsonValue } } }')).toMatchObject({ data: { currentAppInstallation: { metafield: { jsonValue: { salt: 's' } } } } });
  answer = { status: 200, type: 'application/liquid', body: '{% layout none %}[{{ app.metafields.regulars.holdout.value.salt }}]' };
  expect(await new Browser().text('/apps/regulars/x')).toBe('[s]');
  standIn.webhooks.uninstall(app.clientId);
  expect(standIn.live.appData.of(appNumber(app.clientId))).toEqual([]);
});
