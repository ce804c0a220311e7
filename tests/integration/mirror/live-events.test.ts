import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import type { InboxEvent } from '#app/inbox/inbox-event.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { applyEvents, type AppliedEvent } from '#app/mirror/apply-events.server.ts';
import { applyFullCustomers, applyFullOrders, applyFullProducts, partialRows } from '#app/mirror/apply-full.server.ts';
import { completeOrders } from '#app/mirror/complete-orders.server.ts';
import { fetchFullCustomers, fetchFullOrders, fetchFullProducts } from '#app/mirror/fetch-full.server.ts';
import { adminClient } from '#app/shopify/admin-client.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { mergeCustomers } from '#app/tags/merge-customers.server.ts';
import { deleteOrder } from '#tests/shopify-standin/store/after-sale.ts';
import { Random } from '#tests/shopify-standin/store/random.ts';
import { shopAtRandom } from '#tests/shopify-standin/store/random-shopping.ts';
import { FILES, openShop, smallStore, type ImportingShop } from './importing-shop.ts';
import { differences, UNSAID } from './mirror-truth.ts';
import { writeDownEvents } from './told-events.ts';

let shop: ImportingShop;
let told: InboxEvent[];

let shops = 0;
beforeEach(async () => {
  shops += 1;
  shop = await openShop({ loaded: await smallStore({ customers: 30, shopDomain: `live-${shops}.myshopify.com` }) });
  await shop.import();
  told = writeDownEvents(shop.api.live, `${FILES}/${shop.api.live.store.shop.domain}`);
});
afterEach(async () => {
  await shop.close();
});
afterAll(async () => {
  await closeJobQueue();
  await closePrisma();
  await closePools();
});

/** As the pipeline does: merges are for the room of tags, all else is the mirror's. */
async function deliver(events: readonly InboxEvent[], size = 20): Promise<AppliedEvent[]> {
  const results: AppliedEvent[] = [];
  for (let from = 0; from < events.length; from += size) {
    const batch = events.slice(from, from + size);
    results.push(...await applyEvents({ shopId: shop.shopId, events: batch.filter((event) => event.topic !== 'customers/merge') }));
    for (const event of batch.filter((one) => one.topic === 'customers/merge')) {
      const body = event.body as { admin_graphql_api_customer_deleted_id: string; admin_graphql_api_customer_kept_id: string };
      await mergeCustomers({ shopId: shop.shopId, goneId: idOf(body.admin_graphql_api_customer_deleted_id), keptId: idOf(body.admin_graphql_api_customer_kept_id), mergedAt: event.triggeredAt });
    }
  }
  return results;
}

function idOf(gid: string): number {
  return Number(gid.split('/').at(-1));
}

function shopAWhile(seed: number, only?: readonly string[]): void {
  const random = new Random(seed, 'live-events');
  for (let step = 0; step < 150; step += 1) shopAtRandom(shop.api.live, random, only);
}

const WITHOUT_REFUNDS = ['order', 'pay', 'fulfil', 'deleteOrder', 'newCustomer', 'changeCustomer', 'consent', 'tag', 'deleteCustomer', 'newProduct', 'changeProduct', 'deleteProduct', 'checkout'];
/** All but redactions, which are for the room of privacy to follow. */
const EVERYTHING = [...WITHOUT_REFUNDS, 'edit', 'refund', 'cancel', 'return', 'closeReturn', 'merge'];

/** Consent is not said of new customers until they change it. */
function saidByPayloads(all: readonly string[]): string[] {
  return all.map((line) => line.replaceAll(/(: |; )(email|sms)_marketing_state is null, not (NOT|NEVER)_SUBSCRIBED/g, '')).filter((line) => !/^customers \d+$/.test(line));
}

/** The same events in another order, some of them twice. */
function shuffled(events: readonly InboxEvent[], random: Random): InboxEvent[] {
  const all = [...events, ...events.filter(() => random.chance(0.3))];
  for (let at = all.length - 1; at > 0; at -= 1) {
    const other = random.below(at + 1);
    [all[at], all[other]] = [all[other] as InboxEvent, all[at] as InboxEvent];
  }
  return all;
}

async function readInFull(): Promise<void> {
  const client = adminClient(shop.api.live.store.shop.domain);
  for (let round = 0; round < 5; round += 1) {
    const orders = await withTenant(shop.shopId, (tx) => partialRows(tx, 'orders', { afterId: '0', limit: 500 }));
    const customers = await withTenant(shop.shopId, (tx) => partialRows(tx, 'customers', { afterId: '0', limit: 500 }));
    const products = await withTenant(shop.shopId, (tx) => partialRows(tx, 'products', { afterId: '0', limit: 500 }));
    if (orders.length + customers.length + products.length === 0) return;
    const read = [await fetchFullOrders({ client, wanted: orders }), await fetchFullCustomers({ client, wanted: customers }), await fetchFullProducts({ client, wanted: products, shopDecimals: 2 })] as const;
    await withTenant(shop.shopId, async (tx) => {
      await applyFullOrders(tx, read[0].found, read[0]);
      await applyFullCustomers(tx, read[1].found, read[1]);
      await applyFullProducts(tx, read[2].found, read[2]);
    });
  }
}

describe('events of a store', () => {
  it('make the mirror what it is at Shopify, where a payload says it', async () => {
    shopAWhile(1, WITHOUT_REFUNDS);
    const results = await deliver(told);
    expect(results.filter((one) => one.outcome === 'failed')).toEqual([]);
    expect(saidByPayloads(await differences(shop, UNSAID))).toEqual([]);
  });

  it.each([2, 3, 4])('make it so in whatever order and however often they come (seed %i)', async (seed) => {
    shopAWhile(seed, WITHOUT_REFUNDS);
    const random = new Random(seed, 'order of arrival');
    await deliver(shuffled(told, random), random.between(1, 40));
    expect(saidByPayloads(await differences(shop, UNSAID))).toEqual([]);
  });

  it.each([5, 6])('with refunds, edits, returns and merges make it so once the orders concerned and what is partial have been read (seed %i)', async (seed) => {
    shopAWhile(seed, EVERYTHING);
    const random = new Random(seed, 'order of arrival');
    await deliver(shuffled(told, random), random.between(1, 40));
    await completeOrders({ shopId: shop.shopId });
    expect(await shop.rows('SELECT id FROM orders WHERE details_pending')).toEqual([]);
    await readInFull();
    expect(await differences(shop)).toEqual([]);
  });

  it('with refunds and returns leave the same of them as an import of the store does', async () => {
    shopAWhile(7, ['order', 'fulfil', 'edit', 'refund', 'cancel', 'return', 'closeReturn']);
    await deliver(shuffled(told, new Random(7, 'order of arrival')));
    await completeOrders({ shopId: shop.shopId });
    // A return without a refund is in no payload: reconciliation finds it, and its reasons are then read as well.
    await readInFull();
    await completeOrders({ shopId: shop.shopId });
    const fromEvents = await refundsAndReturns();
    expect(fromEvents.map((rows) => rows.length > 0)).toEqual([true, true, true, true, true]);
    for (const table of ['orders', 'order_lines', ...REFUND_TABLES]) await shop.rows(`DELETE FROM ${table}`);
    await shop.import();
    expect(fromEvents).toEqual(await refundsAndReturns());
  });

  it('of an order that is not to be found any more are not asked for again and again', async () => {
    shopAWhile(8, ['order', 'refund']);
    const known = [...told];
    await deliver(known);
    const [order] = await shop.rows<{ id: number }>('SELECT id FROM orders WHERE details_pending AND partial ORDER BY id DESC LIMIT 1');
    deleteOrder(shop.api.live, order?.id ?? 0);
    await completeOrders({ shopId: shop.shopId });
    expect(await shop.rows('SELECT id, partial FROM orders WHERE details_pending OR partial AND id = $1', [order?.id])).toEqual([{ id: order?.id, partial: true }]);
    expect(await completeOrders({ shopId: shop.shopId })).toEqual({ orders: 0, details: 0 });
    // Its deletion is told late.
    await deliver(told.slice(known.length));
    expect(await shop.rows('SELECT FROM orders WHERE id = $1', [order?.id])).toEqual([]);
  });
});

const REFUND_TABLES = ['refunds', 'refund_lines', 'refund_adjustments', 'returns', 'return_lines'];

/** Rows of refunds and returns, for comparison. */
async function refundsAndReturns(): Promise<unknown[][]> {
  const all: unknown[][] = [];
  for (const table of REFUND_TABLES) all.push((await shop.rows<{ row: unknown }>(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY to_jsonb(t)::text`)).map(({ row }) => row));
  return all;
}
