import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePools } from '#app/database/pools.server.ts';
import { withTenant } from '#app/database/tenant.server.ts';
import { closeJobQueue } from '#app/jobs/queue.server.ts';
import { askTierFlow } from '#app/insights/ask-tier-flow.server.ts';
import { loadInsights } from '#app/insights/load-insights.server.ts';
import { loadInsightFigures } from '#app/insights/insight-store.server.ts';
import type { InsightFigures, TierFlow } from '#app/insights/insight-figures.ts';
import { refreshInsights } from '#app/insights/refresh-insights.server.ts';
import { standingCounts } from '#app/insights/standing-counts.ts';
import { loadTierFlow } from '#app/insights/tier-flow-store.server.ts';
import { workOutTierFlow } from '#app/insights/work-out-tier-flow.server.ts';
import { loadCurrentModel } from '#app/profiles/profile-store.server.ts';
import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { parseDay } from '#app/profiles/calendar.ts';
import { TIERS } from '#app/profiles/tier.ts';
import { closeFactory, factoryPool, makeShop, putInMirror, type MadeOrder } from '#tests/factories/made-mirror.ts';

const NOW = Date.parse('2011-12-10T15:00:00Z');
const TODAY = parseDay('2011-12-10');
const DAY = 86_400_000;
const STAFF = 5;
const PEOPLE = 60;

let nextOrder = 1;
const order = (customerId: number | null, daysAgo: number, changes: Partial<MadeOrder> = {}): MadeOrder => ({
  id: nextOrder++, customerId, processedAt: new Date(NOW - daysAgo * DAY - 3_600_000).toISOString(), lines: [{ productId: 1 + (daysAgo % 3), net: 700 + 10 * daysAgo }], ...changes,
});

/** People who buy now and then, one of staff, guests, another currency, refunds in full, a cancelled order, and a first day with two orders. */
async function shopOfAll(sortedAt = NOW): Promise<number> {
  const shopId = await makeShop({ scoring: { excludedTags: ['staff'] } });
  nextOrder = 1;
  const orders: MadeOrder[] = [];
  for (let id = 1; id <= PEOPLE; id += 1) {
    const channel = id % 4 === 0 ? 'Point of Sale' : id === 7 ? 'A fair' : 'Online Store';
    for (let again = 0; again <= id % 5; again += 1) orders.push(order(id, 640 - 5 * id - again * (20 + id), { channel }));
  }
  // First of all refunded in full; then two on one day, the later one through the till with a gift card as its dearest line.
  orders.push(order(61, 300, { lines: [{ net: 0, kept: 0 }], status: 'REFUNDED' }));
  orders.push(order(61, 200, { channel: 'Point of Sale', lines: [{ productId: 2, net: 500 }, { productId: 3, net: 900 }, { productId: 1, net: 9_000, giftCard: true }] }));
  orders.push(order(61, 200, { channel: 'Online Store', processedAt: new Date(NOW - 200 * DAY).toISOString(), lines: [{ productId: 1, net: 100 }] }));
  orders.push(order(62, 40, { currencyCode: 'EUR' }), order(62, 20));
  orders.push(order(63, 40, { cancelledAt: '2011-12-01T00:00:00Z' }));
  orders.push(order(null, 100), order(64, 30, { channel: null, lines: [{ productId: null, net: 400 }] }));
  const customers = Array.from({ length: 65 }, (_, index) => ({ id: index + 1, tags: index + 1 === STAFF ? ['Staff'] : [] }));
  await putInMirror(shopId, { customers, orders, products: [1, 2, 3].map((id) => ({ id, title: `Product ${id}` })) });
  await factoryPool().query("UPDATE orders SET first_visit_source = CASE WHEN customer_id % 2 = 0 THEN 'Google' END, source_name = CASE WHEN customer_id = 64 THEN NULL ELSE source_name END WHERE shop_id = $1", [shopId]);
  await factoryPool().query("UPDATE customers SET created_at = CASE WHEN id = 65 THEN '2011-11-30'::timestamptz ELSE '2008-01-01' END WHERE shop_id = $1", [shopId]);
  if (sortedAt < Date.parse('2011-11-30')) await factoryPool().query('DELETE FROM customers WHERE shop_id = $1 AND id = 65', [shopId]);
  await rebuildProfiles({ shopId, now: sortedAt });
  return shopId;
}

async function figuresOf(shopId: number): Promise<InsightFigures> {
  await refreshInsights({ shopId, now: NOW });
  const stored = await withTenant(shopId, loadInsightFigures);
  if (stored === null) throw new Error('The shop has no figures.');
  return stored.figures;
}

let shopId: number;
let figures: InsightFigures;

beforeAll(async () => {
  shopId = await shopOfAll();
  // What is expected of them is for another test to fit.
  await factoryPool().query("INSERT INTO forecast_models (shop_id, version, fitted_at, for_day, state, progress) VALUES ($1, 1, now(), $2, 'shown', '{}')", [shopId, TODAY]);
  await factoryPool().query(
    `INSERT INTO customer_forecasts (shop_id, customer_id, clv_12m, clv_low, clv_high, expected_spend_90d, expected_purchases_12m, p_alive, p_buy, p_buy_90d, for_day, churn_band, past_line, risk_line)
     SELECT $1, customer_id, 100 * customer_id, 0, 0, 0, 1, 1, 1, 1, $2, 'low', false, 1 FROM profiles WHERE shop_id = $1 AND purchases > 0 AND NOT excluded`, [shopId, TODAY]);
  figures = await figuresOf(shopId);
});

afterAll(async () => {
  await closeJobQueue(0);
  await closePools();
  await closeFactory();
});

/** Purchases of customers who are not staff, straight from the mirror: nothing of the app's own SQL. */
const PURCHASES = `
  SELECT o.customer_id, o.id, o.processed_at, (o.processed_at AT TIME ZONE 'Europe/London')::date AS day, coalesce(o.channel_name, o.app_name, o.source_name) AS channel, o.first_visit_source AS source,
         CASE WHEN o.currency_code = 'GBP' THEN v.net ELSE 0 END AS value
    FROM orders o JOIN customers c ON c.shop_id = o.shop_id AND c.id = o.customer_id AND NOT 'Staff' = ANY (c.tags)
    JOIN LATERAL (SELECT sum(net_amount) AS net FROM order_lines l WHERE l.shop_id = o.shop_id AND l.order_id = o.id AND NOT is_gift_card) v ON v.net > 0
   WHERE o.shop_id = $1 AND o.cancelled_at IS NULL AND NOT o.test`;

async function counted<Row extends object>(query: string): Promise<Row[]> {
  const { rows } = await factoryPool().query<Row>(`WITH purchases AS (${PURCHASES}), first AS (SELECT DISTINCT ON (customer_id) * FROM purchases ORDER BY customer_id, processed_at) ${query}`, [shopId]);
  return rows;
}

describe('what a shop’s buyers are worth', () => {
  it('is what SQL adds up over the orders, in all and by what the first purchase was', async () => {
    const [all] = await counted<{ buyers: number; total: number; median: number }>(
      'SELECT count(*)::int AS buyers, sum(spent)::int AS total, percentile_cont(0.5) WITHIN GROUP (ORDER BY spent) AS median FROM (SELECT sum(value) AS spent FROM purchases GROUP BY customer_id) s');
    expect(figures).toMatchObject({ buyers: all?.buyers, excludedBuyers: 1, otherCurrencyPurchases: 1, historic: { customers: all?.buyers, total: all?.total, medianDoubled: 2 * (all?.median ?? 0) } });
    for (const [grouping, column] of [['channel', 'channel'], ['source', 'source'], ['cohort', "12 * extract(year FROM first.day) + extract(month FROM first.day) - 1"]] as const) {
      const rows = await counted<{ key: string | null; buyers: number; total: number }>(
        `SELECT ${column === 'channel' || column === 'source' ? `first.${column}` : `(${column})::text`} AS key, count(DISTINCT first.customer_id)::int AS buyers, sum(p.value)::int AS total FROM first JOIN purchases p USING (customer_id) GROUP BY 1`);
      const listed = figures.groups[grouping].filter((one) => one.rest === 0);
      expect(listed.map(({ key, buyers, total }) => ({ key, buyers, total })), grouping).toEqual(expect.arrayContaining(rows.filter((row) => grouping === 'cohort' || row.buyers >= 5 || row.key === null)));
    }
    const products = await counted<{ key: string | null; buyers: number }>(
      `SELECT (SELECT product_id::text FROM order_lines l WHERE l.shop_id = $1 AND l.order_id = first.id AND NOT is_gift_card AND product_id IS NOT NULL ORDER BY net_amount DESC LIMIT 1) AS key, count(*)::int AS buyers FROM first GROUP BY 1`);
    expect(figures.groups.product.map(({ key, buyers }) => ({ key, buyers })).sort((a, b) => (a.key ?? '').localeCompare(b.key ?? ''))).toEqual(products.sort((a, b) => (a.key ?? '').localeCompare(b.key ?? '')));
  });

  it('by tier has the people of Home’s tiers, who spent what it says', async () => {
    const current = await withTenant(shopId, loadCurrentModel);
    const home = TIERS.filter((tier) => tier !== 'Prospects').flatMap((tier) => (current?.figures.tiers[tier].customers === 0 ? [] : [{ key: tier, buyers: current?.figures.tiers[tier].customers, total: current?.figures.tiers[tier].netSpend }]));
    expect(figures.groups.tier.map(({ key, buyers, total }) => ({ key, buyers, total }))).toEqual(home);
  });

  it('and are expected to be, where the forecast is shown, adds up in each grouping', async () => {
    const [all] = await counted<{ total: number }>('SELECT sum(100 * customer_id)::int AS total FROM (SELECT DISTINCT customer_id FROM purchases) s');
    expect(figures.expected).toMatchObject({ day: TODAY, total: all?.total });
    for (const groups of Object.values(figures.groups)) expect(groups.reduce((sum, one) => sum + one.expected, 0)).toBe(all?.total);
    await factoryPool().query("UPDATE forecast_models SET state = 'loses' WHERE shop_id = $1", [shopId]);
    await factoryPool().query('UPDATE forecast_models SET version = 2 WHERE shop_id = $1', [shopId]);
    expect((await figuresOf(shopId)).expected).toBeNull();
  });
});

describe('who stays', () => {
  it('by cohort is what SQL counts, month by month', async () => {
    const rows = await counted<{ month: number; since: number; active: number }>(
      `SELECT (12 * extract(year FROM f.day) + extract(month FROM f.day) - 1)::int AS month,
              (12 * extract(year FROM p.day) + extract(month FROM p.day) - 12 * extract(year FROM f.day) - extract(month FROM f.day))::int AS since, count(DISTINCT p.customer_id)::int AS active
         FROM first f JOIN purchases p USING (customer_id) GROUP BY 1, 2 ORDER BY 1, 2`);
    const cells = figures.cohorts.flatMap(({ month, active }) => active.flatMap((one, since) => (one === 0 ? [] : [{ month, since, active: one }])));
    expect(cells).toEqual(rows);
  });

  it('by year has the buyers, the revenue and the newcomers that SQL counts', async () => {
    const rows = await counted<object>(
      `SELECT count(DISTINCT p.customer_id)::int AS buyers, count(*)::int AS purchases, sum(p.value)::int AS revenue, count(*) FILTER (WHERE f.id = p.id)::int AS "newBuyers",
              coalesce(sum(p.value) FILTER (WHERE f.id <> p.id), 0)::int AS "repeatRevenue"
         FROM purchases p JOIN first f USING (customer_id) GROUP BY extract(year FROM p.day) ORDER BY extract(year FROM p.day)`);
    expect(figures.periods.year).toHaveLength(rows.length);
    expect(figures.periods.year).toMatchObject(rows);
    // Who is there at the end of the last period is whoever has bought and is not lapsed today, as the profiles have it.
    const { rows: [today] } = await factoryPool().query<{ here: number }>("SELECT count(*)::int AS here FROM profiles WHERE shop_id = $1 AND NOT excluded AND purchases > 0 AND stage <> 'Lapsed'", [shopId]);
    expect([figures.periods.month, figures.periods.quarter, figures.periods.year].map((list) => list.at(-1)?.end)).toEqual([today?.here, today?.here, today?.here]);
  });
});

describe('the flow of tiers', () => {
  it('ends with Home’s tiers, and begins with those that a sorting of that day would have found', async () => {
    const [flow] = figures.flows;
    const current = await withTenant(shopId, loadCurrentModel);
    expect(standingCounts(flow as TierFlow, 'to')).toEqual([
      ...TIERS.map((standing) => ({ standing, customers: current?.figures.tiers[standing].customers ?? 0 })).filter((one) => one.customers > 0),
      { standing: 'excluded', customers: 1 },
    ]);
    const earlier = await shopOfAll(NOW - 30 * DAY);
    const then = await withTenant(earlier, loadCurrentModel);
    expect(standingCounts(flow as TierFlow, 'from')).toEqual([
      ...TIERS.map((standing) => ({ standing, customers: then?.figures.tiers[standing].customers ?? 0 })).filter((one) => one.customers > 0),
      { standing: 'excluded', customers: 1 }, { standing: 'absent', customers: 1 },
    ]);
  });

  it('between other days is worked out when it is asked for, and forgotten when the figures are worked out anew', async () => {
    const asked = { fromDay: TODAY - 30, toDay: TODAY };
    await askTierFlow({ shopId, ...asked });
    expect(await withTenant(shopId, (tx) => loadTierFlow(tx, asked))).toEqual({ state: 'waiting', share: 0 });
    await workOutTierFlow({ shopId, ...asked });
    expect(await withTenant(shopId, (tx) => loadTierFlow(tx, asked))).toEqual({ state: 'done', flow: figures.flows[0] });
    // Again, by a job that came twice: nothing is begun anew.
    await askTierFlow({ shopId, ...asked });
    await workOutTierFlow({ shopId, ...asked });
    expect(await withTenant(shopId, (tx) => loadTierFlow(tx, asked))).toMatchObject({ state: 'done' });
    await refreshInsights({ shopId, now: NOW });
    expect(await withTenant(shopId, (tx) => loadTierFlow(tx, asked))).toBeNull();
  });

  it('that cannot be worked out says why and can be asked for again; one whose job was lost is as one that nobody asked for', async () => {
    const asked = { fromDay: TODAY - 60, toDay: TODAY - 10 };
    const other = await shopOfAll();
    await askTierFlow({ shopId: other, ...asked });
    const shown = async () => (await loadInsights({ shopId: other, choice: { kind: 'between', ...asked } })).flow;
    expect(await shown()).toEqual({ state: 'waiting', share: 0 });
    await factoryPool().query('UPDATE shop_summaries SET model_version = 99 WHERE shop_id = $1', [other]);
    await expect(workOutTierFlow({ shopId: other, ...asked })).rejects.toMatchObject({ code: 'not-sorted' });
    expect(await shown()).toMatchObject({ state: 'failed', fault: { code: 'not-sorted' } });
    await factoryPool().query('UPDATE shop_summaries SET model_version = 1 WHERE shop_id = $1', [other]);
    await askTierFlow({ shopId: other, ...asked });
    await factoryPool().query("DELETE FROM pgboss.job WHERE data->>'shopId' = $1", [String(other)]);
    expect(await shown()).toBeNull();
    await askTierFlow({ shopId: other, ...asked });
    await workOutTierFlow({ shopId: other, ...asked });
    expect(await shown()).toMatchObject({ state: 'done' });
  });

  it('of days in the wrong order, of before the first order or after the sorting is refused, and of a store that was not sorted', async () => {
    const asking = (fromDay: number, toDay: number, shop = shopId) => askTierFlow({ shopId: shop, fromDay, toDay });
    await expect(asking(TODAY, TODAY)).rejects.toMatchObject({ code: 'flow-days' });
    await expect(asking(TODAY - 30, TODAY + 1)).rejects.toMatchObject({ code: 'flow-past' });
    await expect(asking(TODAY - 5_000, TODAY)).rejects.toMatchObject({ code: 'flow-past' });
    await expect(asking(TODAY - 30, TODAY, await makeShop())).rejects.toMatchObject({ code: 'not-sorted' });
  });
});

it('nothing is worked out before the whole store was sorted, and somebody who is gone leaves with the next rebuild', async () => {
  expect(await refreshInsights({ shopId: await makeShop(), now: NOW })).toBeNull();
  const before = (await figuresOf(shopId)).buyers;
  await factoryPool().query('DELETE FROM customers WHERE shop_id = $1 AND id = 60', [shopId]);
  await rebuildProfiles({ shopId, now: NOW });
  expect((await figuresOf(shopId)).buyers).toBe(before - 1);
});
