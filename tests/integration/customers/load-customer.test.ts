import { afterAll, describe, expect, it } from 'vitest';
import { loadCustomer } from '#app/customers/load-customer.server.ts';
import type { CustomerView } from '#app/customers/customer-view.ts';
import type { OrderView } from '#app/customers/order-view.ts';
import { closePools } from '#app/database/pools.server.ts';
import { parseDay } from '#app/profiles/calendar.ts';
import { stageFromReason } from '#app/profiles/reasons.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { closeFactory, makeShop, putInMirror } from '#tests/factories/made-mirror.ts';

afterAll(async () => {
  await closePools();
  await closeFactory();
});

const NOW = Date.parse('2011-12-10T12:00:00Z');

const ordersOf = (view: CustomerView): OrderView[] => view.timeline.events.flatMap((event) => (event.kind === 'order' ? [event.order] : []));

describe('one customer', () => {
  it('is shown with facts, scores, a reason that gives the same stage, channels, products and orders', async () => {
    const shopId = await makeShop();
    await putInMirror(shopId, {
      customers: [{ id: 1, firstName: 'Ada', lastName: 'Maker', rfmGroup: 'LOYAL' }],
      products: [{ id: 7, title: 'Lamp' }],
      orders: [
        { id: 1, customerId: 1, processedAt: '2011-10-01T12:00:00Z', lines: [{ net: 1000, productId: 7, title: 'Lamp', quantity: 2 }, { net: 9000, giftCard: true, title: 'Card' }] },
        {
          id: 2, customerId: 1, processedAt: '2011-10-11T12:00:00Z', status: 'PARTIALLY_REFUNDED', channel: 'Point of Sale',
          lines: [{ net: 500, productId: 7 }, { net: 300, productId: 8 }], refunds: [{ uncarried: 100 }],
        },
        { id: 3, customerId: 1, processedAt: '2011-10-12T12:00:00Z', test: true, lines: [{ net: 1 }] },
        { id: 4, customerId: 1, processedAt: '2011-10-13T12:00:00Z', status: null, lines: [] },
        { id: 5, customerId: 1, processedAt: '2011-12-11T12:00:00Z', lines: [{ net: 1 }] },
        { id: 6, customerId: 2, processedAt: '2011-10-13T12:00:00Z', lines: [{ net: 1 }] },
      ],
    });
    const shown = () => loadCustomer({ shopId, customerId: 1, now: NOW });
    expect(await shown()).toMatchObject({ profile: null, name: 'Ada Maker' });
    await rebuildProfiles({ shopId, now: NOW });
    const view = await shown() as CustomerView;
    expect(view).toMatchObject({
      id: '1', name: 'Ada Maker', email: 'customer-1@example.com', shopifyRfmGroup: 'LOYAL', timeline: { previous: null, next: null, choice: 'all' },
      profile: {
        day: parseDay('2011-12-10'), facts: { orders: 2, purchases: 2, netSpend: 1700, lastPurchaseDay: parseDay('2011-10-11') },
        scores: { kind: 'buyer', recencyDays: 60 },
        channels: [{ name: 'Online Store', orders: 1 }, { name: 'Point of Sale', orders: 1 }],
        products: [
          { id: '7', title: 'Lamp', orders: 2, units: 3, lastDay: parseDay('2011-10-11'), imageUrl: null },
          { id: '8', title: 'Product 8', orders: 1, units: 1 },
        ],
      },
    });
    const reasons = view.profile?.reasons;
    if (reasons === null || reasons === undefined || !('stage' in reasons)) throw new Error('a buyer has two reasons');
    expect(stageFromReason(reasons.stage)).toBe(view.profile?.scores.stage);
    const orders = ordersOf(view);
    expect(orders.map(({ id, counted, netValue, cancelled, test, status }) => ({ id, counted, netValue, cancelled, test, status }))).toEqual([
      { id: '5', counted: false, netValue: 1, cancelled: false, test: false, status: 'PAID' },
      { id: '4', counted: false, netValue: 0, cancelled: false, test: false, status: null },
      { id: '3', counted: false, netValue: 1, cancelled: false, test: true, status: 'PAID' },
      { id: '2', counted: true, netValue: 700, cancelled: false, test: false, status: 'PARTIALLY_REFUNDED' },
      { id: '1', counted: true, netValue: 1000, cancelled: false, test: false, status: 'PAID' },
    ]);
    expect(view.timeline.events.filter((event) => event.kind === 'refund')).toMatchObject([{ amount: 100, at: '2011-10-11T12:00:00.000Z', orderName: '#2', currencyCode: 'GBP' }]);
    expect(orders[3]).toMatchObject({ moreLines: 0, currencyCode: 'GBP' });
    expect(orders[4]?.lines).toEqual([
      { title: 'Lamp', quantity: 2, netAmount: 1000, giftCard: false }, { title: 'Card', quantity: 1, netAmount: 9000, giftCard: true },
    ]);
    // What the orders show adds up to what the facts say: the two are worked out by different statements.
    expect(orders.filter((order) => order.counted).reduce((sum, order) => sum + order.netValue, 0)).toBe(view.profile?.facts.netSpend);
  });

  it('has lines of an order up to a number, and says how many it leaves out', async () => {
    const shopId = await makeShop();
    await putInMirror(shopId, { customers: [{ id: 1 }], orders: [{ id: 1, customerId: 1, processedAt: '2011-10-01T12:00:00Z', lines: Array.from({ length: 23 }, () => ({ net: 5 })) }] });
    const [order] = ordersOf(await loadCustomer({ shopId, customerId: 1, now: NOW }) as CustomerView);
    expect(order).toMatchObject({ moreLines: 3, netValue: 115 });
    expect(order?.lines).toHaveLength(20);
  });

  it('who is excluded is shown with the tag that does it', async () => {
    const shopId = await makeShop({ scoring: { excludedTags: ['staff', 'wholesale'] } });
    await putInMirror(shopId, { customers: [{ id: 1, tags: ['vip', 'STAFF'] }, { id: 2, tags: ['vip'] }] });
    await rebuildProfiles({ shopId, now: NOW });
    const excludedBy = async (customerId: number) => (await loadCustomer({ shopId, customerId, now: NOW }))?.profile?.excludedBy;
    expect([await excludedBy(1), await excludedBy(2)]).toEqual([['STAFF'], []]);
  });

  it('of another shop, unknown or no number is none', async () => {
    const [one, other] = [await makeShop(), await makeShop()];
    await putInMirror(one, { customers: [{ id: 1 }] });
    for (const [shopId, customerId] of [[other, 1], [one, 2], [one, -1], [one, 1.5], [one, Number.NaN], [one, 2 ** 60]] as const) {
      expect(await loadCustomer({ shopId, customerId, now: NOW })).toBeNull();
    }
    expect(await loadCustomer({ shopId: one, customerId: 1, now: NOW })).toMatchObject({ id: '1', timeline: { events: [], next: null } });
  });
});
