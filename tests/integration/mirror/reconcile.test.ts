import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { applyEvents } from '#app/mirror/apply-events.server.ts';
import type { InboxEvent } from '#app/inbox/inbox-event.ts';
import { completeOrders } from '#app/mirror/complete-orders.server.ts';
import { sumOf, type ReconcileCounts } from '#app/mirror/reconcile-counts.ts';
import { reconcileShop, type ReconcileOptions } from '#app/mirror/reconcile-shop.server.ts';
import { listReconciliations, loadLookParts, loadReadUntil, type PartOfLook } from '#app/mirror/reconcile-store.server.ts';
import { adminClient, type AdminClient } from '#app/shopify/admin-client.server.ts';
import { followMerges } from '#app/tags/follow-merges.server.ts';
import { deleteOrder } from '#tests/shopify-standin/store/after-sale.ts';
import { createCustomer, deleteCustomer, updateCustomer } from '#tests/shopify-standin/store/customer-desk.ts';
import { placeOrder } from '#tests/shopify-standin/store/place-order.ts';
import { createProduct, deleteProduct } from '#tests/shopify-standin/store/product-desk.ts';
import { Random } from '#tests/shopify-standin/store/random.ts';
import { shopAtRandom } from '#tests/shopify-standin/store/random-shopping.ts';
import { FILES, openShop, smallStore, type ImportingShop } from './importing-shop.ts';
import { differences } from './mirror-truth.ts';
import { writeDownEvents } from './told-events.ts';

const MINUTE = 60_000;
let shop: ImportingShop;
let opened = 0;

beforeEach(async () => {
  // Each with a shop of its own: a mirror that has seen another store's later days would find this one's stale.
  opened += 1;
  shop = await openShop({ loaded: await smallStore({ customers: 40, shopDomain: `looked-at-${opened}.myshopify.com` }) });
  await shop.import();
});
afterEach(async () => {
  await shop.close();
});
afterAll(async () => {
  await closeJobQueue();
  await closePrisma();
  await closePools();
});

/** Days of shopping of which no event tells; afterwards some time passes, so that nothing is too recent to be missed. */
function unseen(seed: number, steps = 150, only?: readonly string[]): void {
  const random = new Random(seed, 'unseen');
  for (let step = 0; step < steps; step += 1) shopAtRandom(shop.api.live, random, only);
  later(10 * MINUTE);
}

function later(ms: number): void {
  const { live } = shop.api;
  live.setNow(live.now() + ms);
}

/** One look at Shopify, and what the pipeline does after it. */
async function look(options: Partial<ReconcileOptions> = {}): Promise<Awaited<ReturnType<typeof reconcileShop>>> {
  const state = await reconcileShop({ shopId: shop.shopId, wish: { cause: 'asked' }, ...options });
  await followMerges({ shopId: shop.shopId });
  return state;
}

async function lastParts(): Promise<PartOfLook[]> {
  return withTenant(shop.shopId, async (tx) => {
    const [last] = await listReconciliations(tx, { limit: 1 });
    return last === undefined ? [] : loadLookParts(tx, last.id);
  });
}

async function found(): Promise<ReconcileCounts> {
  return sumOf(await lastParts());
}

/** A client that breaks, once, at the request of this number. */
function breakingAt(number: number): AdminClient {
  const real = adminClient(shop.api.live.store.shop.domain);
  let asked = 0;
  return {
    shopDomain: real.shopDomain,
    request: async (document, variables, options) => {
      asked += 1;
      if (asked === number) throw new Error('The worker dies here.');
      return real.request(document, variables, options);
    },
  };
}

describe('a look at Shopify', () => {
  it('restores all of what no event told of: orders, edits, refunds, customers, tags, consent, products, merges, deletions', { timeout: 60_000 }, async () => {
    unseen(21, 250);
    expect((await differences(shop)).length).toBeGreaterThan(20);
    expect(await look()).toBe('succeeded');
    expect(await differences(shop)).toEqual([]);
    const counts = await found();
    expect(counts.inserted).toBeGreaterThan(5);
    expect(counts.updated).toBeGreaterThan(5);
    expect(counts.deleted).toBeGreaterThan(0);
    expect(counts.rejected).toBe(0);
  });

  it('finds everything as it should be when it looks again', { timeout: 60_000 }, async () => {
    unseen(22, 80);
    await look();
    later(MINUTE);
    await look();
    const { inserted, updated, deleted, completed, stale } = await found();
    expect({ inserted, updated, deleted, completed, stale }).toEqual({ inserted: 0, updated: 0, deleted: 0, completed: 0, stale: 0 });
  });

  it('without the ids of everything restores all but who was deleted, and those with them', { timeout: 60_000 }, async () => {
    await look();
    const { live } = shop.api;
    const order = live.list('orders', 'ID').at(-1);
    const [known] = live.list('customers', 'ID');
    if (order === undefined || known === undefined) throw new Error('The store is empty.');
    placeOrder(live, { customer: known.id, lines: [{ variantId: order.lines[0]?.variant?.id ?? 0, quantity: 1 }] });
    deleteOrder(live, order.id);
    deleteProduct(live, createProduct(live, { title: 'Comes and goes', price: 100 }).id);
    later(10 * MINUTE);
    await look({ wish: { cause: 'hourly' } });
    expect(await differences(shop)).toEqual(expect.arrayContaining([`orders ${order.id} is gone at Shopify`]));
    expect((await differences(shop)).every((line) => /is gone at Shopify/.test(line))).toBe(true);
    await look();
    expect(await differences(shop)).toEqual([]);
    expect((await found()).deleted).toBe(1);
  });

  it('goes on where it broke off, whichever request that was, and counts nothing twice', { timeout: 240_000 }, async () => {
    unseen(23, 60);
    const real = await counted();
    expect(real.requests).toBeGreaterThan(15);
    let broken = 0;
    for (let number = 3; number <= real.requests; number += 5) {
      unseen(100 + number, 12);
      const first = await look({ client: breakingAt(number), pageSize: 5 }).catch((error: unknown) => String(error));
      if (first !== 'succeeded') {
        expect(first).toContain('The worker dies here.');
        broken += 1;
        expect(await look({ pageSize: 5 })).toBe('succeeded');
      }
      expect(await differences(shop), `broken at request ${number}`).toEqual([]);
    }
    expect(broken).toBeGreaterThan(2);
  });

  it('misses nothing that changes while it reads, and comes to an end however much changes', { timeout: 60_000 }, async () => {
    unseen(24, 60);
    const { live } = shop.api;
    const real = adminClient(live.store.shop.domain);
    const random = new Random(24, 'flood');
    let asked = 0;
    const flood: AdminClient = {
      shopDomain: real.shopDomain,
      request: async (document, variables, options) => {
        asked += 1;
        if (asked > 400) throw new Error('It does not end.');
        for (let step = 0; step < 8; step += 1) shopAtRandom(live, random);
        live.setNow(live.now() + 1_000);
        return real.request(document, variables, options);
      },
    };
    expect(await look({ client: flood, pageSize: 5, wish: { cause: 'hourly' } })).toBe('succeeded');
    expect(asked).toBeLessThan(400);
    later(10 * MINUTE);
    await look();
    expect(await differences(shop)).toEqual([]);
  });

  it('marks as read up to the newest change that it read, by the clock of Shopify alone', { timeout: 60_000 }, async () => {
    const { live } = shop.api;
    const [customer] = live.list('customers', 'ID');
    if (customer === undefined) throw new Error('The store is empty.');
    updateCustomer(live, customer.id, { note: 'Changed' });
    const at = Math.floor(customer.updatedAt / 1000) * 1000;
    live.setNow(live.now() + 26 * 60 * MINUTE);
    await look();
    expect(await withTenant(shop.shopId, async (tx) => (await loadReadUntil(tx, 'customers'))?.until)).toBe(at);
  });

  it('moves no mark when a change that Shopify named is not accounted for', { timeout: 60_000 }, async () => {
    unseen(25, 40);
    const before = await withTenant(shop.shopId, (tx) => loadReadUntil(tx, 'orders'));
    const real = adminClient(shop.api.live.store.shop.domain);
    const forgetful: AdminClient = {
      shopDomain: real.shopDomain,
      request: async (document, variables, options) => {
        const answer = await real.request(document, variables, options);
        if (!JSON.stringify(document).includes('"OrdersById"')) return answer;
        // The first order comes twice, and the last not at all.
        const { nodes } = answer as { nodes: unknown[] };
        return { nodes: nodes.map((node, at) => (at === nodes.length - 1 ? nodes[0] : node)) } as typeof answer;
      },
    };
    await expect(look({ client: forgetful })).rejects.toMatchObject({ code: 'conservation' });
    expect(await withTenant(shop.shopId, (tx) => loadReadUntil(tx, 'orders'))).toEqual(before);
    await look();
    expect(await differences(shop)).toEqual([]);
  });

  it('hands over to an import when more has changed than is read one by one', { timeout: 60_000 }, async () => {
    unseen(26, 60);
    expect(await look({ mostById: 3 })).toBe('handed-over');
    const [last] = await withTenant(shop.shopId, (tx) => listReconciliations(tx, { limit: 1 }));
    expect(last?.importRunId).toEqual(expect.any(Number));
    // While that import is at work there is nothing to look at.
    expect(await look()).toBeNull();
    await shop.import();
    await followMerges({ shopId: shop.shopId });
    expect(await differences(shop)).toEqual([]);
  });

  it('is done by nobody before the first import has ended', async () => {
    const other = await openShop({ loaded: await smallStore({ customers: 5, shopDomain: 'not-yet.myshopify.com' }) });
    try {
      expect(await reconcileShop({ shopId: other.shopId, wish: { cause: 'asked' } })).toBeNull();
    } finally {
      await other.close();
    }
  });

  it('completes what only events have told, and does not call that a loss', { timeout: 60_000 }, async () => {
    const { live } = shop.api;
    const told: InboxEvent[] = writeDownEvents(live, `${FILES}/${live.store.shop.domain}`);
    unseen(27, 40, ['order', 'fulfil', 'newCustomer', 'changeCustomer', 'tag', 'newProduct']);
    await applyEvents({ shopId: shop.shopId, events: told });
    await completeOrders({ shopId: shop.shopId });
    await look();
    expect(await differences(shop)).toEqual([]);
    const { inserted, updated, deleted, completed } = await found();
    expect({ inserted, deleted }).toEqual({ inserted: 0, deleted: 0 });
    expect(updated).toBe(0);
    expect(completed).toBeGreaterThan(0);
  });

  it('does not bring back who was deleted, and takes nobody for deleted of whom Shopify still knows', { timeout: 60_000 }, async () => {
    const { live } = shop.api;
    const visitor = createCustomer(live, { firstName: 'Vi', lastName: 'Sitor', email: 'visitor@example.com' });
    later(10 * MINUTE);
    await look();
    deleteCustomer(live, visitor.id);
    await shop.rows('DELETE FROM customers WHERE shop_id = $1 AND id = (SELECT min(id) FROM customers WHERE shop_id = $1)', [shop.shopId]);
    later(10 * MINUTE);
    await look();
    expect(await differences(shop)).toEqual([]);
    const { inserted, deleted } = await found();
    expect({ inserted, deleted }).toEqual({ inserted: 1, deleted: 1 });
  });
});

/** A whole look with pages of five, and how many requests it took. */
async function counted(): Promise<{ requests: number }> {
  const real = adminClient(shop.api.live.store.shop.domain);
  let requests = 0;
  const client: AdminClient = {
    shopDomain: real.shopDomain,
    request: async (document, variables, options) => {
      requests += 1;
      return real.request(document, variables, options);
    },
  };
  await look({ client, pageSize: 5 });
  return { requests };
}
