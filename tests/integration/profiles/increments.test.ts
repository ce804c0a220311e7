import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { refreshChangedProfiles, refreshProfiles } from '#app/profiles/refresh-profiles.server.ts';
import { derivedRows, spoilDerivedRows } from '#tests/factories/derived-rows.ts';
import { closeFactory, factoryPool, makeShop, putInMirror, removeCustomers, type MadeOrder } from '#tests/factories/made-mirror.ts';

afterAll(async () => {
  await closePools();
  await closeFactory();
});

const NOW = Date.parse('2011-12-10T15:00:00Z');
const DAY = 86_400_000;
const CUSTOMERS = [1, 2, 3, 4, 5, 6];

const line = fc.record({
  productId: fc.option(fc.integer({ min: 1, max: 5 })), quantity: fc.integer({ min: 1, max: 4 }), net: fc.integer({ min: 0, max: 5_000 }),
  giftCard: fc.boolean(), kept: fc.constant(1),
});

const orderArbitrary = fc.record({
  id: fc.integer({ min: 1, max: 30 }),
  customerId: fc.option(fc.constantFrom(...CUSTOMERS), { freq: 8 }),
  // Some after now.
  processedAt: fc.integer({ min: -20 * 24, max: 900 * 24 }).map((hours) => new Date(NOW - hours * 3_600_000).toISOString()),
  lines: fc.array(line, { maxLength: 3 }),
  refunds: fc.array(fc.record({ uncarried: fc.integer({ min: 0, max: 900 }), lines: fc.constant([]) }), { maxLength: 1 }),
  status: fc.constantFrom('PAID', 'PAID', 'PAID', 'PARTIALLY_REFUNDED', 'REFUNDED', 'PENDING'),
  test: fc.constantFrom(false, false, false, true),
  cancelledAt: fc.constantFrom(null, null, null, '2011-01-01T00:00:00Z'),
  currencyCode: fc.constantFrom('GBP', 'GBP', 'GBP', 'EUR'),
  discounts: fc.constantFrom(0, 0, 100),
  channel: fc.constantFrom('Online Store', 'Point of Sale', null),
}).map((order) => {
  const lines = order.lines.map((one) => ({ ...one, kept: Math.min(one.kept, one.quantity) }));
  const refunds = order.refunds.map((refund) => ({
    ...refund, lines: lines.flatMap((one, index) => (one.kept < one.quantity ? [{ line: index, quantity: one.quantity - one.kept, subtotal: 10 }] : [])),
  }));
  return { ...order, lines, refunds } as MadeOrder;
});

const tagsArbitrary = fc.array(fc.constantFrom('vip', 'Staff', 'loyal'), { maxLength: 2 });

describe('an increment', () => {
  it('leaves the rows that a rebuild would write, whatever happened to orders, customers and tags', async () => {
    await fc.assert(fc.asyncProperty(
      fc.array(orderArbitrary, { minLength: 1, maxLength: 25 }),
      fc.array(fc.tuple(orderArbitrary, fc.constantFrom(...CUSTOMERS), tagsArbitrary), { minLength: 1, maxLength: 8 }),
      fc.option(fc.constantFrom(...CUSTOMERS)),
      async (history, changes, gone) => {
        const shopId = await makeShop({ scoring: { excludedTags: ['staff'] } });
        const unique = [...new Map(history.map((order) => [order.id, order])).values()];
        await putInMirror(shopId, { customers: CUSTOMERS.map((id) => ({ id })), orders: unique });
        await rebuildProfiles({ shopId, now: NOW });
        const owners = new Map(unique.map((order) => [order.id, order.customerId]));
        for (const [order, customer, tags] of changes) {
          const touched = [customer, order.customerId, owners.get(order.id)].filter((id) => id !== null && id !== undefined);
          owners.set(order.id, order.customerId);
          await putInMirror(shopId, { orders: [order], customers: [{ id: customer, tags }] });
          await refreshProfiles({ shopId, customerIds: touched, now: NOW });
        }
        if (gone !== null) {
          await removeCustomers(shopId, [gone]);
          await refreshProfiles({ shopId, customerIds: [gone], now: NOW });
        }
        const incremented = await derivedRows(shopId);
        await spoilDerivedRows(shopId);
        await refreshProfiles({ shopId, customerIds: CUSTOMERS, now: NOW });
        expect(await derivedRows(shopId)).toEqual(incremented);

        await rebuildProfiles({ shopId, now: NOW });
        const rebuilt = await derivedRows(shopId);
        expect((await refreshProfiles({ shopId, customerIds: CUSTOMERS, now: NOW })).changed).toEqual([]);
        await spoilDerivedRows(shopId);
        await refreshProfiles({ shopId, customerIds: CUSTOMERS, now: NOW });
        expect(await derivedRows(shopId)).toEqual(rebuilt);
      },
    ), { numRuns: 25, endOnFailure: true });
  });

  it('the next day stands for the next day, while the others stand for the day of the rebuild', async () => {
    const shopId = await makeShop();
    await putInMirror(shopId, {
      customers: [{ id: 1 }, { id: 2 }],
      orders: [1, 2].map((id) => ({ id, customerId: id, processedAt: '2011-12-01T12:00:00Z', lines: [{ net: 100 }] })),
    });
    await rebuildProfiles({ shopId, now: NOW });
    await refreshProfiles({ shopId, customerIds: [1], now: NOW + DAY });
    const day = async (): Promise<unknown[]> => (await withTenant(shopId, (tx) => tx.query(
      'SELECT greatest(p.computed_for_day, s.computed_for_day) - s.computed_for_day AS later FROM profiles p JOIN shop_summaries s USING (shop_id) ORDER BY customer_id'))).rows;
    expect(await day()).toEqual([{ later: 1 }, { later: 0 }]);
    await rebuildProfiles({ shopId, now: NOW + DAY });
    expect(await day()).toEqual([{ later: 0 }, { later: 0 }]);
  });

  it('takes up what the mirror reported, says who came out different, and takes nothing up twice', async () => {
    const shopId = await makeShop();
    await putInMirror(shopId, { customers: [{ id: 1 }, { id: 2 }] });
    const report = (ids: number[]) => factoryPool().query(
      "INSERT INTO customer_changes (shop_id, customer_id, kind, changed_at) SELECT $1, id, 'mirror', now() FROM unnest($2::bigint[]) id", [shopId, ids]);
    const reports = async () => (await withTenant(shopId, (tx) => tx.query('SELECT customer_id, kind FROM customer_changes ORDER BY id'))).rows;
    await report([1]);
    await rebuildProfiles({ shopId, now: NOW });
    expect(await reports()).toEqual([]);
    await putInMirror(shopId, { orders: [{ id: 1, customerId: 1, processedAt: '2011-12-01T12:00:00Z', lines: [{ net: 100 }] }] });
    await report([1, 2, 1]);
    const follow = () => withTenant(shopId, (tx) => refreshChangedProfiles(tx, { now: NOW }));
    expect(await follow()).toEqual({ modelled: true, changed: [1], taken: 3 });
    expect(await reports()).toEqual([]);
    expect((await follow()).taken).toBe(0);
  });

  it('waits for a rebuild to end, and does nothing before the first', async () => {
    const shopId = await makeShop();
    await putInMirror(shopId, { customers: [{ id: 1 }] });
    expect(await refreshProfiles({ shopId, customerIds: [1], now: NOW })).toEqual({ modelled: false, changed: [] });
    let during: Promise<unknown> | undefined;
    await rebuildProfiles({ shopId, now: NOW, onProgress: async (phase) => {
      if (phase !== 'model') return;
      during = refreshProfiles({ shopId, customerIds: [1], now: NOW }).catch((error: unknown) => error);
      await during;
    } });
    expect(await during).toMatchObject({ code: 'rebuild-running' });
    expect(await refreshProfiles({ shopId, customerIds: [1], now: NOW })).toEqual({ modelled: true, changed: [] });
  });
});
