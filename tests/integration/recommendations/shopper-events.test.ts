import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { tidyShop, RETENTION } from '#app/archive/tidy-shop.server.ts';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { answerAppProxy } from '#app/ingress/app-proxy.server.ts';
import { answerExtension } from '#app/ingress/extension-api.server.ts';
import { redactInMirror } from '#app/mirror/redactions.server.ts';
import { noteOrderSessions } from '#app/mirror/order-sessions.server.ts';
import { eraseRows } from '#app/privacy/erase-person.server.ts';
import { isHeldOut } from '#app/recommendations/held-out.server.ts';
import { insertHoldout } from '#app/recommendations/holdout-store.server.ts';
import { recordShopperEvents } from '#app/recommendations/record-shopper-events.server.ts';
import { MOST_EVENTS_A_SESSION } from '#app/recommendations/shopper-event.ts';
import { forgetKnownShops } from '#app/shops/known-shops.server.ts';
import { recordInstall } from '#app/shops/shop-store.server.ts';
import { closeFactory, factoryPool, makeShop, putInMirror } from '#tests/factories/made-mirror.ts';
import { ask, buyerClaims, proxyPairs, SHOPPER_SHOP, signedQuery, startAnswering, tokenOf } from '#tests/integration/ingress/shopper-sender.ts';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const DAY = 86_400_000;
/** What the events are about. */
const SOLD = [{ id: 7, title: 'Seven' }, { id: 8, title: 'Eight' }];
let shopId: number;

beforeEach(async () => {
  shopId = await makeShop({ timeZone: 'America/New_York' });
  await putInMirror(shopId, { products: SOLD });
});

afterAll(async () => {
  await closeFactory();
  await closePools();
});

let sessions = 0;
const session = (): string => `visit-${String((sessions += 1)).padStart(6, '0')}`;
const event = (change: object = {}): Record<string, unknown> => ({ id: randomUUID(), type: 'click', block: 'also', placement: 'product', list: 'l1', product_id: '7', position: 0, at: new Date(NOW - 60_000).toISOString(), ...change });
const record = (events: unknown[], more: { session?: string; customerId?: number | null; now?: number } = {}) =>
  recordShopperEvents({ shopId, customerId: more.customerId ?? null, now: more.now ?? NOW, body: { visitor: 'v-secret', session: more.session ?? session(), events } });

async function rows<Row extends object>(query: string): Promise<Row[]> {
  return (await factoryPool().query(query, [shopId])).rows as Row[];
}

const days = () => rows<Record<string, unknown>>('SELECT day::text, block, placement, impressions, views, clicks, adds FROM recommendation_days WHERE shop_id = $1 ORDER BY day, block');

describe('events of shoppers', () => {
  it('are kept once however often they are sent, even at the same moment, and counted by day of the shop, block and place', async () => {
    const visit = session();
    const events = [event({ type: 'impression', product_id: null }), event({ type: 'view' }), event({ type: 'view', product_id: '8' }), event(), event({ type: 'add', block: 'together', placement: 'cart' })];
    const answers = await Promise.all(Array.from({ length: 4 }, () => record(events, { session: visit })));
    expect(answers.map((one) => one.recorded).sort()).toEqual([0, 0, 0, 5]);
    expect(await days()).toEqual([
      { day: '2026-11-29', block: 'also', placement: 'product', impressions: 1, views: 2, clicks: 1, adds: 0 },
      { day: '2026-11-29', block: 'together', placement: 'cart', impressions: 0, views: 0, clicks: 0, adds: 1 },
    ]);
    await record([event({ at: new Date(Date.parse('2026-11-29T03:00:00Z')).toISOString() })], { now: Date.parse('2026-11-29T04:00:00Z') });
    expect((await days())[0]).toMatchObject({ day: '2026-11-28', clicks: 1 });
  });

  it('keep of the shopper the visit and who was logged in by Shopify’s word, and nothing that the body says of them', async () => {
    const visit = session();
    await recordShopperEvents({ shopId, customerId: 77, now: NOW, body: { visitor: 'v-secret', session: visit, customer_id: 5, email: 'ann@example.com', events: [event({ page: 'https://example.com/ann' })] } });
    expect(await rows('SELECT customer_id, events FROM shopper_sessions WHERE shop_id = $1')).toEqual([{ customer_id: 77, events: 1 }]);
    const all = await rows<{ row: string }>('SELECT t::text AS row FROM shopper_events t WHERE shop_id = $1 UNION ALL SELECT t::text FROM shopper_sessions t WHERE shop_id = $1');
    expect(JSON.stringify(all)).not.toMatch(/v-secret|ann@|example\.com/);
    // Logged out again: the visit was theirs.
    await record([event()], { session: visit });
    expect(await rows('SELECT customer_id, events FROM shopper_sessions WHERE shop_id = $1')).toEqual([{ customer_id: 77, events: 2 }]);
  });

  it('on products that the shop does not have are not kept', async () => {
    const other = await makeShop();
    await putInMirror(other, { products: [{ id: 9, title: 'Nine' }] });
    expect(await record([event({ product_id: '9' }), event({ type: 'add', product_id: '10' }), event({ type: 'view', product_id: '9' }), event({ type: 'impression', product_id: null }), event()])).toEqual({ recorded: 2, flooded: false });
    expect(await rows('SELECT product_id FROM shopper_events WHERE shop_id = $1 ORDER BY product_id')).toEqual([{ product_id: 7 }, { product_id: null }]);
    expect((await days())[0]).toMatchObject({ impressions: 1, views: 0, clicks: 1, adds: 0 });
  });

  it('of one visit are bounded', async () => {
    const visit = session();
    for (let sent = 0; sent < MOST_EVENTS_A_SESSION; sent += 50) expect((await record(Array.from({ length: 50 }, () => event()), { session: visit })).flooded).toBe(false);
    expect(await record([event()], { session: visit })).toEqual({ recorded: 0, flooded: true });
    expect((await days())[0]).toMatchObject({ clicks: MOST_EVENTS_A_SESSION });
    expect((await record([event()])).flooded).toBe(false);
  });

  it('say of whoever came to a list’s place in which arm they are, once, by the server’s own reckoning', async () => {
    await record([event({ type: 'assigned', product_id: null })], { customerId: 1 });
    expect(await rows('SELECT FROM holdout_exposures WHERE shop_id = $1')).toHaveLength(0);
    await withTenant(shopId, (tx) => insertHoldout(tx, { salt: 'pepper', percent: 50, at: new Date(NOW), by: '' }));
    for (let customerId = 1; customerId <= 30; customerId += 1) await record([event({ type: 'assigned', product_id: null, held_out: true })], { customerId });
    await record([event({ type: 'assigned', product_id: null, placement: 'home' })], { customerId: 1, now: NOW + DAY });
    // Nobody is logged in: nobody is assigned.
    await record([event({ type: 'assigned', product_id: null })]);
    const exposures = await rows<{ customer_id: number; held_out: boolean; placement: string; first_at: Date }>('SELECT customer_id, held_out, placement, first_at FROM holdout_exposures WHERE shop_id = $1 ORDER BY customer_id');
    expect(exposures).toHaveLength(30);
    for (const one of exposures) expect(one.held_out).toBe(isHeldOut(String(one.customer_id), { salt: 'pepper', percent: 50 }));
    expect(exposures[0]).toMatchObject({ placement: 'product', first_at: new Date(NOW) });
    expect(await rows('SELECT FROM shopper_events WHERE shop_id = $1')).toHaveLength(0);
  });

  it('go with a redacted customer, those of visits in which they ordered as a guest too, and do not come back', async () => {
    await withTenant(shopId, (tx) => insertHoldout(tx, { salt: 'pepper', percent: 50, at: new Date(NOW), by: '' }));
    await putInMirror(shopId, { customers: [{ id: 1 }, { id: 2 }], orders: [{ id: 10, customerId: 1, processedAt: new Date(NOW).toISOString(), lines: [{ net: 100 }] }, { id: 20, customerId: 2, processedAt: new Date(NOW).toISOString(), lines: [{ net: 100 }] }] });
    const [loggedIn, ordered, others] = [session(), session(), session()];
    await record([event(), event({ type: 'assigned', product_id: null })], { session: loggedIn, customerId: 1 });
    await record([event()], { session: ordered });
    await record([event(), event({ type: 'assigned', product_id: null })], { session: others, customerId: 2 });
    await withTenant(shopId, (tx) => noteOrderSessions(tx, [{ id: '10', session: ordered }, { id: '20', session: others }]));
    await withTenant(shopId, async (tx) => eraseRows(tx, await redactInMirror(tx, { customerId: 1, orderIds: [], at: new Date(NOW) })));
    await record([event(), event({ type: 'assigned', product_id: null })], { session: session(), customerId: 1 });
    await withTenant(shopId, (tx) => noteOrderSessions(tx, [{ id: '10', session: ordered }]));
    expect(await rows('SELECT order_id FROM order_sessions WHERE shop_id = $1')).toEqual([{ order_id: 20 }]);
    expect(await rows('SELECT customer_id FROM holdout_exposures WHERE shop_id = $1')).toEqual([{ customer_id: 2 }]);
    expect(await rows('SELECT customer_id FROM shopper_sessions WHERE shop_id = $1 ORDER BY 1')).toEqual([{ customer_id: 2 }, { customer_id: null }]);
    expect((await rows<{ session: string }>('SELECT DISTINCT session FROM shopper_events WHERE shop_id = $1')).map((one) => one.session)).not.toEqual(expect.arrayContaining([loggedIn]));
    expect(await rows("SELECT FROM shopper_events WHERE shop_id = $1 AND session LIKE 'visit-%'")).toHaveLength(2);
  });

  it('are kept for a while: what was rendered shortly, the rest for longer, counts for longest', async () => {
    await record([event({ type: 'impression', product_id: null }), event()]);
    const left = async () => (await rows<{ type: string }>('SELECT type FROM shopper_events WHERE shop_id = $1 ORDER BY type')).map((one) => one.type);
    await tidyShop({ shopId, now: NOW + (RETENTION.impressionDays - 1) * DAY });
    expect(await left()).toEqual(['click', 'impression']);
    await tidyShop({ shopId, now: NOW + (RETENTION.impressionDays + 1) * DAY });
    expect(await left()).toEqual(['click']);
    await tidyShop({ shopId, now: NOW + (RETENTION.shopperEventDays + 1) * DAY });
    expect(await left()).toEqual([]);
    expect(await rows('SELECT FROM shopper_sessions WHERE shop_id = $1')).toHaveLength(0);
    expect(await days()).toHaveLength(1);
    await tidyShop({ shopId, now: NOW + (RETENTION.countedDays + 2) * DAY });
    expect(await days()).toHaveLength(0);
  });

  it('are of one shop: the same ids in another are another’s', async () => {
    const other = await makeShop();
    await putInMirror(other, { products: SOLD });
    const one = event();
    await record([one], { session: 'same-visit' });
    expect((await recordShopperEvents({ shopId: other, customerId: null, now: NOW, body: { session: 'same-visit', events: [one] } })).recorded).toBe(1);
    expect(await rows('SELECT FROM shopper_events WHERE shop_id = $1')).toHaveLength(1);
  });
});

describe('the addresses for events', () => {
  let proxy: Awaited<ReturnType<typeof startAnswering>>;
  let extension: Awaited<ReturnType<typeof startAnswering>>;
  let shop: number;

  beforeAll(async () => {
    shop = (await recordInstall(SHOPPER_SHOP)).id;
    await putInMirror(shop, { products: SOLD });
    forgetKnownShops();
    proxy = await startAnswering((url, request, response) => answerAppProxy(url, request, response));
    extension = await startAnswering((url, request, response) => answerExtension(url, request, response));
  });

  afterAll(async () => {
    await proxy.stop();
    await extension.stop();
  });

  it('take what the storefront sends, by Shopify’s signature', async () => {
    const visit = session();
    const body = JSON.stringify({ session: visit, events: [event()] });
    expect(await ask(proxy.port, `/proxy/events?${signedQuery(proxyPairs({ customerId: 77 }))}`, { method: 'POST', body })).toMatchObject({ status: 202, json: { recorded: 1 } });
    const { rows: [kept] } = await factoryPool().query('SELECT customer_id FROM shopper_sessions WHERE shop_id = $1 AND session = $2', [shop, visit]);
    expect(kept).toEqual({ customer_id: 77 });
    expect((await ask(proxy.port, `/proxy/events?${signedQuery(proxyPairs(), { secret: 'another' })}`, { method: 'POST', body })).status).toBe(401);
    expect((await ask(proxy.port, `/proxy/events?${signedQuery(proxyPairs())}`, { method: 'POST', body: JSON.stringify({ session: visit, events: [event({ type: 'buy' })] }) })).status).toBe(422);
  });

  it.each([['NUL', 'a\u0000b'], ['half a character', '\ud800'], ['markup', '<b>'], ['nothing', '']])('refuse a list that is %s', async (_, list) => {
    const body = JSON.stringify({ session: session(), events: [event({ list })] });
    expect(await ask(proxy.port, `/proxy/events?${signedQuery(proxyPairs())}`, { method: 'POST', body })).toMatchObject({ status: 422, json: { error: { code: 'invalid' } } });
  });

  it('take what a checkout sends, by its session token', async () => {
    const answer = await ask(extension.port, '/extension/events', { method: 'POST', headers: { authorization: `Bearer ${tokenOf(buyerClaims())}` }, body: JSON.stringify({ session: session(), events: [event({ placement: 'thank-you' })] }) });
    expect(answer).toMatchObject({ status: 202, json: { recorded: 1 } });
    expect((await ask(extension.port, '/extension/events', { method: 'POST', body: '{}' })).status).toBe(401);
  });
});
