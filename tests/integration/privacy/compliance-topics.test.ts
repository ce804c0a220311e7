import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { WEBHOOK_TOPICS } from '#app/inbox/inbox-event.ts';
import { installJobs } from '#app/jobs/install-jobs.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { startEvents, stopEvents } from '#app/pipeline-events.server.ts';
import { jobs } from '#app/pipeline.server.ts';
import { loadShopSummary } from '#app/profiles/load-shop-summary.server.ts';
import { runRebuild } from '#app/profiles/run-rebuild.server.ts';
import { now } from '#app/runtime/clock.server.ts';
import { inboxRows, putInInbox } from '#tests/factories/made-events.ts';
import { closeFactory, factoryPool, makeShop, putInMirror } from '#tests/factories/made-mirror.ts';
import { urlOf } from '../ground/roles.ts';

/** A shop that has uninstalled the app: no session, no token. */
let shopId: number;
let shopDomain: string;

beforeAll(async () => {
  await installJobs(urlOf('owner'), jobs);
  shopId = await makeShop();
  const { rows } = await factoryPool().query<{ domain: string }>("UPDATE shops SET installed_at = now() - interval '1 day', uninstalled_at = now() WHERE id = $1 RETURNING domain", [shopId]);
  shopDomain = rows[0]?.domain ?? '';
  await putInMirror(shopId, { customers: [{ id: 7 }, { id: 8 }], orders: [{ id: 70, customerId: 7, processedAt: '2026-01-01T10:00:00Z', lines: [{ net: 5 }] }] });
  startEvents();
});

afterAll(async () => {
  await stopEvents();
  await closeFactory();
  await closeJobQueue();
  await closePools();
});

/** Puts an event in and waits until it has been dealt with. */
async function tell(topic: string, body: unknown, domain = shopDomain): Promise<{ state: string; reason: string | null; payload: Buffer | null }> {
  const ids = await putInInbox([{ shopDomain: domain, topic, body }]);
  await expect.poll(async () => (await inboxRows(ids))[0]?.state, { timeout: 20_000 }).not.toBe('new');
  const [row] = await inboxRows(ids);
  return { state: row?.state ?? '', reason: row?.reason_code ?? null, payload: row?.payload ?? null };
}

describe('a shop that has uninstalled the app', () => {
  it('is heard in what Shopify must be able to ask of everybody, and in nothing else', async () => {
    expect(await tell('customers/update', { id: 8 })).toMatchObject({ state: 'ignored', reason: 'not-installed' });
    expect(await tell('customers/data_request', { customer: { id: 8, email: 'a@example.com' }, orders_requested: [], data_request: { id: 1 } })).toMatchObject({ state: 'done', payload: null });
    expect(await tell('customers/redact', { customer: { id: 7, email: 'a@example.com' }, orders_to_redact: [70] })).toMatchObject({ state: 'done', payload: null });
    expect((await factoryPool().query('SELECT id FROM customers WHERE shop_id = $1', [shopId])).rows).toEqual([{ id: 8 }]);
    expect((await factoryPool().query('SELECT customer_id FROM orders WHERE shop_id = $1', [shopId])).rows).toEqual([{ customer_id: null }]);
    expect(await tell('shop/redact', { shop_domain: shopDomain })).toMatchObject({ state: 'done' });
    const { rows } = await factoryPool().query("SELECT data FROM pgboss.job WHERE name = 'erase-shop' AND state = 'created'");
    expect(rows).toEqual([{ data: { shopId } }]);
  });

  it('is nobody once its row is gone: events that come later are ignored', async () => {
    for (const topic of ['customers/redact', 'shop/redact']) expect(await tell(topic, {}, 'never-heard-of.myshopify.com')).toMatchObject({ state: 'ignored', reason: 'unknown-shop', payload: null });
  });
});

describe('a person who was redacted', () => {
  it('is no longer counted on Home: the figures are worked out anew, once for a burst, and not for a shop that has left', async () => {
    const id = await makeShop();
    const { rows } = await factoryPool().query<{ domain: string }>('SELECT domain FROM shops WHERE id = $1', [id]);
    const people = [11, 12, 13];
    await putInMirror(id, { customers: people.map((one) => ({ id: one })), orders: people.map((one) => ({ id: one * 10, customerId: one, processedAt: '2026-01-01T10:00:00Z', lines: [{ net: 5 }] })) });
    await runRebuild({ shopId: id, now: now() });
    expect((await loadShopSummary(id))?.figures).toMatchObject({ customers: 3, kpis: { buyers: 3, netRevenue: 15 } });
    for (const one of [11, 12]) await tell('customers/redact', { customer: { id: one, email: null }, orders_to_redact: [one * 10] }, rows[0]?.domain);
    expect(await rebuildsOf(id)).toBe(1);
    expect(await rebuildsOf(shopId)).toBe(0);
    await runRebuild({ shopId: id, now: now() });
    // What was sold was sold, by nobody who is known.
    expect((await loadShopSummary(id))?.figures).toMatchObject({ customers: 1, kpis: { buyers: 1, netRevenue: 15 } });
  });

  it('takes no event of anybody else along that waits, and none that fails later stays because of them', async () => {
    const id = await makeShop();
    const { rows } = await factoryPool().query<{ domain: string }>('SELECT domain FROM shops WHERE id = $1', [id]);
    const domain = rows[0]?.domain ?? '';
    await putInMirror(id, { customers: [{ id: 21, firstName: 'John', lastName: 'Myshopify' }, { id: 22, lastName: 'Other' }] });
    const notBefore = new Date(Date.now() + 3_600_000);
    const waiting = await putInInbox([
      { shopDomain: domain, topic: 'customers/redact', body: { shop_domain: domain, customer: { id: 22, email: 'jane.myshopify@example.com' }, orders_to_redact: [] }, notBefore },
      { shopDomain: domain, topic: 'shop/redact', body: { shop_domain: domain }, notBefore },
    ]);
    expect(await tell('customers/redact', { shop_domain: domain, customer: { id: 21, email: null }, orders_to_redact: [] }, domain)).toMatchObject({ state: 'done' });
    expect((await inboxRows(waiting)).map((row) => [row.state, row.payload !== null])).toEqual([['new', true], ['new', true]]);
    // What nobody can apply waits for a person, with its payload; of who is to be forgotten nothing waits.
    const broken = { id: 900, admin_graphql_api_id: 'gid://shopify/Order/900', email: 'late@example.com' };
    expect(await tell('orders/updated', { ...broken, customer: { id: 22 } }, domain)).toMatchObject({ state: 'failed' });
    expect(await tell('orders/updated', { ...broken, customer: { id: 21 } }, domain)).toMatchObject({ state: 'ignored', reason: 'redacted', payload: null });
  });
});

/** Rebuilds that wait. */
async function rebuildsOf(id: number): Promise<number> {
  const { rows } = await factoryPool().query("SELECT FROM pgboss.job WHERE name = 'rebuild-profiles' AND state = 'created' AND data->>'shopId' = $1", [String(id)]);
  return rows.length;
}

describe('the three compliance topics', () => {
  it('all have somebody who deals with them', () => {
    expect(Object.entries(WEBHOOK_TOPICS).filter(([, part]) => part === 'privacy').map(([topic]) => topic)).toEqual(['customers/data_request', 'customers/redact', 'shop/redact']);
  });
});
