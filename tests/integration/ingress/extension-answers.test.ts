import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { loadLanguages } from '#app/components/words/languages.ts';
import { closePools, shopsPool } from '#app/database/pools.server.ts';
import { answerExtension } from '#app/ingress/extension-api.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { forgetKnownShops } from '#app/shops/known-shops.server.ts';
import { closeFactory, factoryPool, makeShop, putInMirror } from '#tests/factories/made-mirror.ts';
import { ask, buyerClaims, staffClaims, startAnswering, tokenOf, type Told } from './shopper-sender.ts';

const DAY = 86_400_000;
let port: number;
let stop: () => Promise<void>;
let shopId: number;
let dest: string;

beforeAll(async () => {
  await loadLanguages();
  await shopsPool().query('SELECT');
  ({ port, stop } = await startAnswering((url, request, response) => answerExtension(url, request, response)));
});

afterAll(async () => {
  await stop();
  await closePools();
  await closeFactory();
});

/** An order of customer 1 that arrived eight days ago, and one of this minute. */
beforeEach(async () => {
  forgetKnownShops();
  shopId = await makeShop();
  const { rows } = await factoryPool().query<{ domain: string }>('SELECT domain FROM shops WHERE id = $1', [shopId]);
  dest = rows[0]?.domain ?? '';
  const at = (back: number): string => new Date(Date.now() - back).toISOString();
  await putInMirror(shopId, {
    customers: [{ id: 1, firstName: 'Ada', lastName: 'Hill', tags: ['Garden club'] }], products: [{ id: 7, title: 'Mug' }],
    orders: [{ id: 10, customerId: 1, processedAt: at(12 * DAY), lines: [{ productId: 7, net: 500, title: 'Mug' }] }, { id: 11, customerId: 1, processedAt: at(60_000), lines: [{ productId: 7, net: 500, title: 'Mug' }] }],
  });
  await factoryPool().query("UPDATE orders SET created_at = processed_at, fulfilled_at = processed_at, delivered_at = CASE id WHEN 10 THEN $2::timestamptz END, fulfillment_status = CASE id WHEN 10 THEN 'FULFILLED' ELSE 'UNFULFILLED' END WHERE shop_id = $1", [shopId, at(8 * DAY)]);
});

const buyer = (customerId: number | null): string => tokenOf(buyerClaims({ dest, ...(customerId === null ? {} : { sub: `gid://shopify/Customer/${customerId}` }) }));
const get = (path: string, token: string): Promise<Told> => ask(port, `/extension${path}`, { headers: { authorization: `Bearer ${token}` } });
const post = (body: unknown, token: string): Promise<Told> => ask(port, '/extension/answers', { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: typeof body === 'string' ? body : JSON.stringify(body) });

describe('an order status page', () => {
  it('asks the buyer, takes the answers, and shows them to the buyer alone', async () => {
    const asked = await get('/ask?order=10&placement=order-status', buyer(1));
    expect(asked).toMatchObject({ status: 200, json: { ask: { order: '10', answered: false, lines: [{ line: '1000', title: 'Mug' }] } }, headers: { 'cache-control': 'no-store', 'access-control-allow-origin': '*' } });
    expect(await post({ order: '10', lines: [{ line: '1000', stars: 5, words: 'Lovely' }], nps: { score: 9 } }, buyer(1))).toMatchObject({ status: 200, json: { saved: true } });
    expect((await get('/ask?order=10&placement=order-status', buyer(1))).json).toMatchObject({ ask: { answered: true, nps: 9, lines: [{ stars: 5, words: 'Lovely' }] } });
    for (const other of [buyer(2), buyer(null)]) expect((await get('/ask?order=10&placement=order-status', other)).json).toEqual({ ask: null });
    expect((await get('/ask?order=11&placement=order-status', buyer(1))).json).toEqual({ ask: null });
  });

  it('refuses what is not the buyer’s, not asked or not of the form, in words', async () => {
    expect(await post({ order: '10', nps: { score: 9 } }, buyer(2))).toMatchObject({ status: 404, json: { error: { code: 'order-unknown' } } });
    expect(await post({ order: '11', nps: { score: 9 } }, buyer(1))).toMatchObject({ status: 409, json: { error: { code: 'closed' } } });
    expect(await post({ order: '10', lines: [{ line: '77', stars: 1 }] }, buyer(1))).toMatchObject({ status: 422, json: { error: { code: 'line-unknown' } } });
    expect(await post({ order: '10', nps: { score: 99 } }, buyer(1))).toMatchObject({ status: 422, json: { error: { code: 'invalid', message: 'Not of the form that is expected: nps.score.' } } });
    expect(await post({ order: '10', customer_id: 1, nps: { score: 9 } }, buyer(2))).toMatchObject({ status: 403 });
    for (const body of ['', '[]', 'null', `${'['.repeat(10_000)}`, '{"order":"10","__proto__":{"nps":{"score":1}}}']) expect((await post(body, buyer(1))).status, body.slice(0, 20)).toBe(422);
    expect((await get('/ask?order=10%27&placement=order-status', buyer(1))).status).toBe(422);
    expect((await factoryPool().query('SELECT FROM order_answers WHERE shop_id = $1 AND answered_at IS NOT NULL', [shopId])).rowCount).toBe(0);
  });

  it('of another shop finds nothing of this one', async () => {
    const other = await makeShop();
    const { rows } = await factoryPool().query<{ domain: string }>('SELECT domain FROM shops WHERE id = $1', [other]);
    const token = tokenOf(buyerClaims({ dest: rows[0]?.domain, sub: 'gid://shopify/Customer/1' }));
    expect((await get('/ask?order=10&placement=order-status', token)).json).toEqual({ ask: null });
    expect((await post({ order: '10', nps: { score: 1 } }, token)).status).toBe(404);
  });
});

describe('a thank-you page', () => {
  it('asks a guest how the shop was found, once, and tells nothing of the answer', async () => {
    expect((await get('/ask?order=11&placement=thank-you', buyer(null))).json).toEqual({ source: 'open' });
    expect((await post({ order: '11', source: { choice: 'friend', words: 'Grace' } }, buyer(null))).status).toBe(200);
    expect((await get('/ask?order=11&placement=thank-you', buyer(null))).json).toEqual({ source: 'answered' });
    expect(await post({ order: '11', source: { choice: 'advert' } }, buyer(null))).toMatchObject({ status: 409, json: { error: { code: 'answered-already' } } });
    expect((await get('/ask?order=10&placement=thank-you', buyer(null))).json).toEqual({ source: 'closed' });
  });
});

describe('the admin’s block', () => {
  it('has the sentences of the app’s own page, in the admin’s language, and notes who looked', async () => {
    await rebuildProfiles({ shopId, now: Date.now() });
    const staff = tokenOf(staffClaims({ dest: `https://${dest}`, iss: `https://${dest}/admin` }));
    const english = await get('/customer?id=1&locale=en', staff);
    expect(english).toMatchObject({ status: 200, json: { customer: { path: '/app/customers/1', tier: { name: expect.any(String) as string, sentence: expect.stringMatching(/\w/) as string }, tags: [{ name: 'Garden club', owner: 'merchants', whose: 'Yours' }] } } });
    expect((await get('/customer?id=1&locale=de-DE', staff)).json).toMatchObject({ customer: { tags: [{ whose: 'Ihre' }] } });
    expect((await get('/customer?id=999', staff)).json).toEqual({ customer: null });
    expect((await get('/customer?id=1', buyer(1))).status).toBe(403);
    await expect.poll(async () => (await factoryPool().query<{ by: string }>("SELECT by FROM access_log WHERE shop_id = $1 AND what = 'customer' AND customer_id = 1", [shopId])).rows).toEqual([{ by: '902541635' }]);
  });
});
