import { afterAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { parseDay } from '#app/profiles/calendar.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { loadShopSummary, type ShopSummary } from '#app/profiles/load-shop-summary.server.ts';
import { closeFactory, makeShop, putInMirror, type MadeOrder, type MadeShop, type MadeStore } from '#tests/factories/made-mirror.ts';

afterAll(async () => {
  await closePools();
  await closeFactory();
});

const NOW = Date.parse('2011-12-10T00:00:00Z');

interface ProfileRow {
  orders: number;
  purchases: number;
  valued_purchases: number;
  net_spend: number;
  first_purchase_day: number | null;
  last_purchase_day: number | null;
  purchases_in_window: number;
  spend_in_window: number;
  discounted_orders: number;
  units_bought: number;
  units_refunded: number;
  refunded_value: number;
  order_channels: Record<string, number>;
  order_hours: number[];
  purchase_days: number[];
  purchase_values: string[];
  excluded: boolean;
  stage: string | null;
  tier: string | null;
}

/** The profile of customer 1 after these orders, all theirs unless said otherwise. */
async function profileAfter(
  orders: (Partial<MadeOrder> & Pick<MadeOrder, 'processedAt'>)[], shop: MadeShop = {}, store: MadeStore = {}, now = NOW,
): Promise<{ profile: ProfileRow; summary: ShopSummary; shopId: number }> {
  const shopId = await makeShop(shop);
  await putInMirror(shopId, {
    customers: [{ id: 1 }],
    ...store,
    orders: orders.map((order, index) => ({ id: index + 1, customerId: 1, lines: [{ net: 1000 }], ...order })),
  });
  await rebuildProfiles({ shopId, now });
  const { rows } = await withTenant(shopId, (tx) => tx.query<ProfileRow & Record<string, unknown>>('SELECT * FROM profiles WHERE customer_id = 1'));
  return { profile: rows[0] as ProfileRow, summary: (await loadShopSummary(shopId)) as ShopSummary, shopId };
}

describe('counted orders', () => {
  it('are those paid at least in part, refunded ones too, and no others', async () => {
    const { profile } = await profileAfter(
      ['PAID', 'PARTIALLY_PAID', 'PARTIALLY_REFUNDED', 'REFUNDED', 'PENDING', 'AUTHORIZED', 'EXPIRED', 'VOIDED', null]
        .map((status, index) => ({ processedAt: `2011-11-0${index + 1}T12:00:00Z`, status })),
    );
    expect(profile).toMatchObject({ orders: 4, purchases: 4, net_spend: 4000, last_purchase_day: parseDay('2011-11-04') });
  });

  it('are not tests, not cancelled and not after now; the very instant of now is not after', async () => {
    const { profile } = await profileAfter([
      { processedAt: '2011-11-01T12:00:00Z' },
      { processedAt: '2011-11-02T12:00:00Z', test: true },
      { processedAt: '2011-11-03T12:00:00Z', cancelledAt: '2011-11-04T12:00:00Z' },
      { processedAt: '2011-12-10T00:00:00Z' },
      { processedAt: '2011-12-10T00:00:00.001Z' },
    ]);
    expect(profile).toMatchObject({ orders: 2, purchases: 2, net_spend: 2000, last_purchase_day: parseDay('2011-12-10') });
  });
});

describe('net value', () => {
  it('leaves gift cards out; an order of nothing else is an order and no purchase', async () => {
    const { profile } = await profileAfter([
      { processedAt: '2011-11-01T12:00:00Z', lines: [{ net: 700, quantity: 2 }, { net: 5000, quantity: 3, giftCard: true }] },
      { processedAt: '2011-11-05T12:00:00Z', lines: [{ net: 5000, giftCard: true }] },
    ]);
    expect(profile).toMatchObject({ orders: 2, purchases: 1, net_spend: 700, units_bought: 2, last_purchase_day: parseDay('2011-11-01') });
  });

  it('loses refunded money that no line carries, and never falls below 0', async () => {
    const { profile } = await profileAfter([
      { processedAt: '2011-11-01T12:00:00Z', status: 'PARTIALLY_REFUNDED', refunds: [{ uncarried: 150 }, { uncarried: 50 }] },
      { processedAt: '2011-11-05T12:00:00Z', status: 'REFUNDED', refunds: [{ uncarried: 1200 }] },
    ]);
    expect(profile).toMatchObject({ orders: 2, purchases: 1, net_spend: 800, purchase_days: [parseDay('2011-11-01')], refunded_value: 1400 });
  });

  it('of an order refunded in full is none: no purchase, yet in the return figures', async () => {
    const { profile } = await profileAfter([
      { processedAt: '2011-11-01T12:00:00Z' },
      {
        processedAt: '2011-11-05T12:00:00Z', status: 'REFUNDED', lines: [{ net: 0, quantity: 4, kept: 0 }],
        refunds: [{ lines: [{ line: 0, quantity: 3, subtotal: 900 }] }, { lines: [{ line: 0, quantity: 1, subtotal: 300 }] }],
      },
    ]);
    expect(profile).toMatchObject({
      orders: 2, purchases: 1, net_spend: 1000, units_bought: 5, units_refunded: 4, refunded_value: 1200, stage: 'First-time',
    });
  });

  it('takes what is left of a line after its refund, and counts units that came back for no money', async () => {
    const { profile } = await profileAfter([{
      processedAt: '2011-11-01T12:00:00Z', status: 'PARTIALLY_REFUNDED',
      lines: [{ net: 400, quantity: 3, kept: 2 }, { net: 0, quantity: 1, kept: 0 }, { net: 900, quantity: 2, kept: 1, giftCard: true }],
      refunds: [{ lines: [{ line: 0, quantity: 1, subtotal: 200 }, { line: 1, quantity: 1, subtotal: 0 }, { line: 2, quantity: 1, subtotal: 900 }] }],
    }]);
    expect(profile).toMatchObject({ net_spend: 400, units_bought: 4, units_refunded: 2, refunded_value: 200 });
  });

  it('is exact for sums that a float would round', async () => {
    const { profile } = await profileAfter([
      { processedAt: '2011-11-01T12:00:00Z', lines: Array.from({ length: 10 }, () => ({ net: 9_007_199_254_7 })) },
      { processedAt: '2011-11-01T13:00:00Z', lines: [{ net: 1 }] },
    ]);
    expect(profile.net_spend).toBe(900_719_925_471);
  });
});

describe('an order in a currency that the shop has left', () => {
  it('is a purchase by its own money, and has no part in sums of money', async () => {
    const { profile, summary } = await profileAfter([
      { processedAt: '2011-11-01T12:00:00Z', currencyCode: 'EUR', lines: [{ net: 7777 }] },
      { processedAt: '2011-11-05T12:00:00Z', currencyCode: 'EUR', lines: [{ net: 500 }], status: 'REFUNDED', refunds: [{ uncarried: 500 }] },
      { processedAt: '2011-11-20T12:00:00Z' },
    ]);
    expect(profile).toMatchObject({
      orders: 3, purchases: 2, valued_purchases: 1, net_spend: 1000, purchases_in_window: 2, spend_in_window: 1000, refunded_value: 0,
      first_purchase_day: parseDay('2011-11-01'), purchase_values: ['0', '1000'],
    });
    expect(summary.figures).toMatchObject({ otherCurrencyPurchases: 1, kpis: { netRevenue: 1000 } });
  });
});

describe('days', () => {
  it("are the shop's own, in summer and in winter", async () => {
    const { profile } = await profileAfter([
      { processedAt: '2011-07-01T22:59:59.999Z' }, { processedAt: '2011-07-01T23:00:00Z' }, { processedAt: '2011-11-30T23:59:59.999Z' },
    ]);
    expect(profile.purchase_days).toEqual(['2011-07-01', '2011-07-02', '2011-11-30'].map(parseDay));
  });

  it('are whole where the clocks change: a day of 25 hours is one day', async () => {
    const { profile } = await profileAfter(
      [{ processedAt: '2011-11-06T04:00:00Z' }, { processedAt: '2011-11-07T04:59:59Z' }, { processedAt: '2011-11-07T05:00:00Z' }],
      { timeZone: 'America/New_York' },
    );
    expect(profile.purchase_days).toEqual(['2011-11-06', '2011-11-06', '2011-11-07'].map(parseDay));
    expect(profile.order_hours).toEqual([6 * 24, 6 * 24 + 23, 0]);
  });

  it('stay in order where the clocks went back across midnight', async () => {
    const { profile } = await profileAfter(
      // St. John's fell back at 00:01 on 7 November 2010: 02:30:30Z is on the 7th, 03:00Z on the 6th again.
      [{ processedAt: '2010-11-07T02:30:30Z', lines: [{ net: 11 }] }, { processedAt: '2010-11-07T03:00:00Z', lines: [{ net: 22 }] }],
      { timeZone: 'America/St_Johns' },
    );
    expect(profile.purchase_days).toEqual(['2010-11-06', '2010-11-07'].map(parseDay));
    expect(profile.purchase_values).toEqual(['22', '11']);
  });

  it('on which more was bought than once are one purchase day and several purchases', async () => {
    const { profile } = await profileAfter([
      { processedAt: '2011-11-01T09:00:00Z' }, { processedAt: '2011-11-01T18:00:00Z' }, { processedAt: '2011-11-11T09:00:00Z' },
    ]);
    expect(profile).toMatchObject({ purchases: 3, gap_count: 1, gap_median_doubled: 20, last_gap: 10, prior_gap_median_doubled: null });
  });

  it('bound the window: the same day of the month 36 months ago is in, the day before is out', async () => {
    const { profile } = await profileAfter([
      { processedAt: '2008-12-09T12:00:00Z', lines: [{ net: 1 }] }, { processedAt: '2008-12-10T12:00:00Z', lines: [{ net: 10 }] },
      { processedAt: '2010-12-10T12:00:00Z', lines: [{ net: 100 }] }, { processedAt: '2010-12-11T12:00:00Z', lines: [{ net: 1000 }] },
    ]);
    expect(profile).toMatchObject({ purchases: 4, net_spend: 1111, purchases_in_window: 3, spend_in_window: 1110, spend_last_year: 1000 });
  });

  it("take a shorter month's last day for the start of the window", async () => {
    const { profile } = await profileAfter(
      // With the assumed gap of 60 days, 3 gaps reach no further back than 12 months before 29 February 2012.
      [{ processedAt: '2011-02-27T12:00:00Z' }, { processedAt: '2011-02-28T12:00:00Z' }],
      { scoring: { window: 12 } }, {}, Date.parse('2012-02-29T12:00:00Z'),
    );
    expect(profile.purchases_in_window).toBe(1);
  });
});

describe('other facts', () => {
  it('are discounted orders, channels and the hours of orders', async () => {
    const { profile } = await profileAfter([
      { processedAt: '2011-11-07T09:30:00Z', discounts: 200 }, { processedAt: '2011-11-13T23:10:00Z', channel: 'Point of Sale' },
      { processedAt: '2011-11-14T00:00:00Z', channel: null },
    ]);
    expect(profile).toMatchObject({
      discounted_orders: 1, order_channels: { 'Online Store': 1, 'Point of Sale': 1, web: 1 }, order_hours: [9, 6 * 24 + 23, 0],
    });
  });

  it('are products: in how many orders, units bought and kept, and the last day', async () => {
    const { shopId } = await profileAfter([
      { processedAt: '2011-11-01T12:00:00Z', lines: [{ net: 5, productId: 7, quantity: 2 }, { net: 5, productId: 7, quantity: 1, kept: 0 }, { net: 5, productId: 3 }] },
      { processedAt: '2011-11-09T12:00:00Z', lines: [{ net: 5, productId: 7, quantity: 4 }, { net: 5, productId: null }, { net: 5, productId: 9, giftCard: true }] },
    ]);
    const { rows } = await withTenant(shopId, (tx) => tx.query('SELECT product_ids, orders, units, units_kept, last_days FROM profile_products'));
    expect(rows).toEqual([{
      product_ids: ['3', '7'], orders: [1, 2], units: ['1', '7'], units_kept: ['1', '6'], last_days: [parseDay('2011-11-01'), parseDay('2011-11-09')],
    }]);
  });

  it('of a customer without an order are all none: a prospect', async () => {
    const { profile } = await profileAfter([]);
    expect(profile).toMatchObject({
      orders: 0, purchases: 0, net_spend: 0, first_purchase_day: null, last_purchase_day: null, gap_count: 0, stage: 'Prospect', tier: 'Prospects',
      order_channels: {}, order_hours: [], purchase_days: [],
    });
  });
});

describe('guests', () => {
  it("have no profile, and count for the shop's first day and revenue", async () => {
    const { summary, shopId } = await profileAfter([
      { processedAt: '2010-01-01T12:00:00Z', customerId: null, lines: [{ net: 300 }] },
      { processedAt: '2010-02-01T12:00:00Z', customerId: 999, lines: [{ net: 40 }] },
      { processedAt: '2011-11-01T12:00:00Z' },
    ]);
    const { rows } = await withTenant(shopId, (tx) => tx.query('SELECT customer_id FROM profiles'));
    expect(rows).toEqual([{ customer_id: 1 }]);
    expect(summary).toMatchObject({
      daysCovered: 708, floor: { days: 708, buyers: 1, met: false },
      figures: { orders: 3, guests: { orders: 2, netRevenue: 340 }, kpis: { buyers: 1, netRevenue: 1340 }, customers: 1 },
    });
  });
});

describe('customers with an excluded tag', () => {
  it('have facts and no score, and count in no figure of the shop but its revenue', async () => {
    const { profile, summary } = await profileAfter(
      [{ processedAt: '2009-01-01T12:00:00Z' }, { processedAt: '2011-11-01T12:00:00Z', customerId: 2, lines: [{ net: 30 }] }],
      { scoring: { excludedTags: ['STAFF'] } },
      { customers: [{ id: 1, tags: ['vip', ' staff'] }, { id: 2, tags: ['staffing'] }] },
    );
    expect(profile).toMatchObject({ excluded: true, stage: null, tier: null, net_spend: 1000, purchases: 1 });
    expect(summary.figures).toMatchObject({ customers: 1, excluded: { customers: 1, netSpend: 1000 }, kpis: { buyers: 1, netRevenue: 1030 } });
    expect(summary.floor).toMatchObject({ buyers: 1, days: 39 });
  });
});
