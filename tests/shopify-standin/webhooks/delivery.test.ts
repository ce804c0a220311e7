import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startStandIn } from '../server.ts';
import type { StandIn, StandInOptions } from '../server.ts';
import { refundOrder } from '../store/after-sale.ts';
import { updateCustomer } from '../store/customer-desk.ts';
import { placeOrder } from '../store/place-order.ts';
import { tinyNow, tinyShopDomain, tinyStore } from '../tiny-store.ts';
import type { AppUnderTest } from './app-under-test.ts';
import { startApp } from './app-under-test.ts';
import { retryAfterMs } from './post-office.ts';

const credentials = { clientId: 'client-of-tests', clientSecret: 'secret-of-tests' };
const declared = [
  { topics: ['orders/create', 'orders/updated', 'refunds/create', 'customers/update', 'customers/merge', 'app/uninstalled', 'app/scopes_update', 'bulk_operations/finish', 'customer.tags_added'], uri: '/webhooks' },
  { compliance_topics: ['customers/data_request', 'customers/redact', 'shop/redact'], uri: '/webhooks/privacy' },
];
const scopes = ['read_customers', 'write_customers', 'read_orders', 'read_products'];

let app: AppUnderTest;
let standIn: StandIn;

async function start(options: Partial<StandInOptions> = {}): Promise<void> {
  standIn = await startStandIn({ store: tinyStore(), frozen: true, app: { ...credentials, target: app.target, scopes, webhooks: declared }, ...options });
}

const order = (shop: { live: StandIn['live'] } = standIn): number => placeOrder(shop.live, { customer: 11, lines: [{ variantId: 10, quantity: 1 }] }).id;

async function control(name: string, fields?: object, shop?: string): Promise<Record<string, unknown>> {
  const answer = await fetch(`${standIn.apiUrl}/__standin/${name}${shop === undefined ? '' : `?shop=${shop}`}`, fields ? { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(fields) } : {});
  return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) };
}

beforeEach(async () => {
  app = await startApp(credentials.clientSecret);
});
afterEach(async () => {
  await standIn.close();
  await app.close();
});

describe('a webhook', () => {
  it('goes to the app that declared its topic: signed over the raw body, in order, with ids and its instant', async () => {
    await start();
    const id = order();
    await standIn.office.idle();
    expect(app.topics()).toEqual(['orders/create', 'orders/updated', 'customers/update']);
    expect(app.taken.every((one) => one.signed && one.shop === tinyShopDomain && one.path === '/webhooks')).toBe(true);
    expect(app.taken[0]?.body['id']).toBe(id);
    expect(app.taken[0]?.triggeredAt).toMatch(/^2026-10-01T12:00:00\.\d{9}Z$/);
    expect(new Set(app.taken.map((one) => one.eventId)).size).toBe(1);
    expect(new Set(app.taken.map((one) => one.webhookId)).size).toBe(3);
    expect(standIn.webhooks.state()).toMatchObject({ made: { 'orders/create': 1 }, delivered: 3, waiting: 0 });
  });

  it('of a topic that the app may not read is not sent, and the state says why', async () => {
    await start();
    standIn.live.mergeCustomers(11, 12);
    await standIn.office.idle();
    expect(app.topics()).toEqual(['customers/update']);
    expect(standIn.webhooks.state().refused).toEqual([{ topic: 'customers/merge', reason: 'The app does not have the scope read_customer_merge.' }]);
  });

  it('comes once for each subscription, those of the API too, with the same event id', async () => {
    await start();
    const { subscriptions } = { subscriptions: 'mutation { webhookSubscriptionCreate(topic: ORDERS_CREATE, webhookSubscription: { uri: "https://elsewhere.example.com/other?x=1" }) { userErrors { message } } }' };
    const { accessToken } = standIn.apps.issueOffline({ clientId: credentials.clientId, scopes, shopDomain: tinyShopDomain }, false);
    await fetch(`${standIn.apiUrl}/admin/api/2026-10/graphql.json`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Shopify-Access-Token': accessToken }, body: JSON.stringify({ query: subscriptions }) });
    order();
    await standIn.office.idle();
    const created = app.taken.filter((one) => one.topic === 'orders/create');
    expect(created.map((one) => one.path)).toEqual(['/webhooks', '/other?x=1']);
    expect(created[0]?.eventId).toBe(created[1]?.eventId);
  });

  it('is tried eight times more within four hours of the shop’s clock, with its first payload, and then given up', async () => {
    await start();
    app.answer = 500;
    const id = order();
    await standIn.office.idle();
    expect([app.taken.length, standIn.office.waiting().length]).toEqual([3, 3]);
    refundOrder(standIn.live, id, { units: 'all' });
    for (const after of retryAfterMs) {
      standIn.live.setNow(tinyNow + after + 5000);
      await standIn.office.idle();
    }
    const tries = app.taken.filter((one) => one.topic === 'orders/create');
    expect(tries).toHaveLength(9);
    expect(new Set(tries.map((one) => JSON.stringify(one.body))).size).toBe(1);
    expect(new Set(tries.map((one) => one.webhookId)).size).toBe(1);
    expect(standIn.webhooks.state().givenUp).toBeGreaterThanOrEqual(3);
  });

  it('that finds nobody, or no answer in time, is tried again', { timeout: 20_000 }, async () => {
    await start();
    app.answer = 'hang';
    updateCustomer(standIn.live, 11, { note: 'x' });
    await standIn.office.idle();
    expect(standIn.webhooks.letters()[0]?.attempts).toMatchObject([{ outcome: 'no answer within 5 s' }]);
    app.answer = 200;
    expect(await control('webhooks/flush', {})).toMatchObject({ status: 200 });
    await standIn.office.idle();
    expect(standIn.webhooks.state()).toMatchObject({ delivered: 1, waiting: 0 });
  });
});

describe('an app that is uninstalled', () => {
  it('is told, loses its tokens, hears no more of the shop, and is asked to forget it 48 hours on', async () => {
    await start();
    const { accessToken } = standIn.apps.issueOffline({ clientId: credentials.clientId, scopes, shopDomain: tinyShopDomain }, false);
    expect(await control('uninstall', {})).toMatchObject({ uninstalled: true });
    order();
    await standIn.office.idle();
    expect(app.topics()).toEqual(['app/uninstalled']);
    expect(app.taken[0]?.body).toMatchObject({ myshopify_domain: tinyShopDomain });
    expect(standIn.apps.appForToken(accessToken)).toBeNull();
    standIn.live.setNow(tinyNow + 49 * 3_600_000);
    await standIn.office.idle();
    expect(app.taken[1]).toMatchObject({ topic: 'shop/redact', path: '/webhooks/privacy', body: { shop_id: 1, shop_domain: tinyShopDomain } });
    expect(await control('install', {})).toMatchObject({ installed: true });
    order();
    await standIn.office.idle();
    expect(app.topics().slice(2)).toEqual(['orders/create', 'orders/updated', 'customers/update']);
  });

  it('is not asked to forget a shop that installed it again, and hears of other scopes', async () => {
    await start();
    await control('uninstall', {});
    await control('install', {});
    standIn.live.setNow(tinyNow + 49 * 3_600_000);
    await control('scopes', { scopes: ['read_customers'] });
    await standIn.office.idle();
    expect(app.topics()).toEqual(['app/uninstalled', 'app/scopes_update']);
    expect(app.taken[1]?.body).toMatchObject({ previous: scopes, current: ['read_customers'] });
  });
});

describe('several shops', () => {
  it('have stores, tokens, runs and webhooks of their own, and are told apart by the header, the address and the query', async () => {
    const second = tinyStore();
    second.store.shop.domain = 'second-demo.myshopify.com';
    second.store.shop.name = 'Second';
    await start({ moreStores: [second] });
    const other = standIn.shop('second-demo.myshopify.com');
    order(other);
    await standIn.office.idle();
    expect([...new Set(app.taken.map((one) => one.shop))]).toEqual(['second-demo.myshopify.com']);
    expect([standIn.live.store.orders.size, other.live.store.orders.size]).toEqual([3, 4]);
    const ask = async (token: string, headers: Record<string, string> = {}): Promise<unknown> => {
      const answer = await fetch(`${standIn.apiUrl}/admin/api/2026-10/graphql.json`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'X-Shopify-Access-Token': token, ...headers }, body: JSON.stringify({ query: '{ shop { name } }' }) });
      return answer.status === 200 ? ((await answer.json()) as { data: { shop: { name: string } } }).data.shop.name : answer.status;
    };
    expect(await ask(other.accessToken)).toBe('Second');
    expect(await ask(standIn.accessToken)).toBe('Tiny & Co');
    expect(await ask(standIn.accessToken, { 'X-Shopify-Shop-Domain': 'second-demo.myshopify.com' })).toBe(401);
    expect(await ask(other.accessToken, { 'X-Shopify-Shop-Domain': 'third.myshopify.com' })).toBe(404);
    expect((await (await fetch(other.adminUrl)).text())).toContain('Second');
    expect((await fetch(`${standIn.apiUrl}/shops/second-demo.myshopify.com/pictures/1.svg`)).status).toBe(200);
    expect(await control('place-order', { customer: 12, lines: [{ variantId: 10, quantity: 1 }] }, 'second-demo.myshopify.com')).toMatchObject({ order: { customerId: 12 } });
    expect(other.live.store.orders.size).toBe(5);
    await expect(standIn.addShop(second)).rejects.toThrow('Two stores have the domain');
  });

  it('are cheap: fifty small ones start within seconds, and twenty deliveries go out at once', { timeout: 30_000 }, async () => {
    const stores = Array.from({ length: 49 }, (_, index) => {
      const store = tinyStore();
      store.store.shop.domain = `shop-${index}.myshopify.com`;
      return store;
    });
    const before = performance.now();
    await start({ moreStores: stores });
    expect(performance.now() - before).toBeLessThan(10_000);
    for (const shop of standIn.shops()) for (let count = 0; count < 5; count++) order(shop);
    await standIn.office.idle();
    expect(app.taken).toHaveLength(50 * 5 * 3);
    const orders = app.taken.filter((one) => one.shop === 'shop-7.myshopify.com' && one.topic === 'orders/create').map((one) => Number(one.body['id']));
    expect(orders).toEqual([...orders].sort((a, b) => a - b));
  });
});
