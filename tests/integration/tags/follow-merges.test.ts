import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { closePrisma } from '#app/database/prisma.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { followMerges } from '#app/tags/follow-merges.server.ts';
import type { StoreCustomer } from '#tests/shopify-standin/store/model.ts';
import { openShop, smallStore, type ImportingShop } from '../mirror/importing-shop.ts';

let shop: ImportingShop;
let opened = 0;
afterEach(() => shop.close());
afterAll(async () => {
  await closeJobQueue(0);
  await closePools();
  await closePrisma();
});

/** Buyers of the store, whose orders are all theirs alone. */
const buyers = (): StoreCustomer[] => [...shop.api.live.store.customers.values()].filter((customer) => customer.orders.length > 0);
const ownersOf = async (ids: number[]) => shop.rows<{ customer_id: number; orders: number }>('SELECT customer_id, count(*)::int AS orders FROM orders WHERE customer_id = ANY ($1) GROUP BY 1 ORDER BY 1', [ids]);
const ledger = async () => shop.rows<{ customer_id: number; tag_key: string; state: string }>('SELECT customer_id, tag_key, state FROM tag_ledger ORDER BY 1, 2');
const write = async (customerId: number, name: string) => shop.rows(
  "INSERT INTO tag_ledger (shop_id, customer_id, tag_key, name, rule, state, updated_at, version) VALUES ($1, $2, $3, $4, 'vip', 'written', now(), '2020-01-01') RETURNING 1", [shop.shopId, customerId, name.toLowerCase(), name],
);

describe('a merge that no webhook told of', () => {
  it('is found by the next import, by whose an order is now, and the ledger follows', async () => {
    shop = await openShop({ loaded: await smallStore({ shopDomain: `merged-${opened++}.myshopify.com` }) });
    const [gone, kept, deleted] = buyers() as [StoreCustomer, StoreCustomer, StoreCustomer];
    const orders = gone.orders.length + kept.orders.length;
    gone.tags = ['VIP', 'own'];
    kept.tags = [];
    await shop.import();
    expect(await followMerges({ shopId: shop.shopId })).toBe(0);
    await write(gone.id, 'VIP');
    shop.api.live.mergeCustomers(gone.id, kept.id);
    shop.api.live.store.customers.delete(deleted.id);
    for (const order of deleted.orders) order.customer = null;
    await shop.import();
    expect(await followMerges({ shopId: shop.shopId })).toBe(1);
    expect(await ownersOf([gone.id, kept.id])).toEqual([{ customer_id: kept.id, orders }]);
    expect(await shop.rows('SELECT gone_id, kept_id FROM customer_merges')).toEqual([{ gone_id: gone.id, kept_id: kept.id }]);
    // Nothing says that the tag did not stand on the other before, so it is left to the merchant.
    expect(await ledger()).toEqual([{ customer_id: kept.id, tag_key: 'vip', state: 'merchants' }]);
    expect(await shop.rows('SELECT FROM gone_customers')).toEqual([]);
    expect(await followMerges({ shopId: shop.shopId })).toBe(0);
  });

  it('is found as well where the orders came with the import, and a tag known to be new there stays the app’s', async () => {
    shop = await openShop({ loaded: await smallStore({ shopDomain: `merged-${opened++}.myshopify.com` }) });
    const [gone, kept] = buyers() as [StoreCustomer, StoreCustomer];
    gone.tags = ['VIP'];
    kept.tags = [];
    await shop.import();
    await write(gone.id, 'VIP');
    await shop.rows("INSERT INTO wanted_tags (shop_id, customer_id, rule, tag_key, name, reason, standing, why) VALUES ($1, $2, 'vip', 'vip', 'VIP', '{}', 'to-add', 'rule holds') RETURNING 1", [shop.shopId, kept.id]);
    const at = shop.api.live.mergeCustomers(gone.id, kept.id);
    for (const order of kept.orders) order.updatedAt = at;
    await shop.import();
    expect(await shop.rows('SELECT from_customer_id, to_customer_id FROM order_moves')).toEqual([{ from_customer_id: gone.id, to_customer_id: kept.id }]);
    expect(await followMerges({ shopId: shop.shopId })).toBe(1);
    expect(await ledger()).toEqual([{ customer_id: kept.id, tag_key: 'vip', state: 'written' }]);
    expect(await shop.rows('SELECT FROM order_moves')).toEqual([]);
  });

  it('does not give to the app a tag that the merchant had on the one who is gone', async () => {
    shop = await openShop({ loaded: await smallStore({ shopDomain: `merged-${opened++}.myshopify.com` }) });
    const [gone, kept] = buyers() as [StoreCustomer, StoreCustomer];
    gone.tags = ['vip'];
    kept.tags = ['VIP'];
    await shop.import();
    await write(kept.id, 'VIP');
    shop.api.live.mergeCustomers(gone.id, kept.id);
    await shop.import();
    await followMerges({ shopId: shop.shopId });
    expect(await ledger()).toEqual([{ customer_id: kept.id, tag_key: 'vip', state: 'merchants' }]);
  });
});
