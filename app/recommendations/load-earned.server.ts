import type { TenantTransaction } from '../database/tenant.server.ts';
import { bindScope, COUNTED_STATUSES, countedOrdersSql } from '../profiles/facts-sql.server.ts';
import { loadShopDetails } from '../shops/shop-store.server.ts';
import { noCounts, type BoughtAfter, type Earned, type EarnedCounts } from './earned.ts';
import { loadHoldout } from './holdout-store.server.ts';
import { liftOf, type Arm } from './lift.ts';
import type { Block } from './merchant-rules.ts';
import type { Placement } from './shopper-event.ts';

/** An order may come so long after the event of its visit, and a second before it: Shopify dates orders by whole seconds. */
const WITHIN = "interval '7 days'";
const SAME_MOMENT = "interval '1 second'";

/**
 * Lines of counted orders of the period whose product was shown by a list in the same visit, before they were bought: each
 * line once, with its last click (or cart button) where there is one, else with the last time that it was seen.
 * $2, $3: first and last day; $4: the shop's zone; $5: its currency.
 */
const TOUCHED = `
  SELECT DISTINCT ON (l.order_id, l.id) l.order_id, l.id AS line_id, CASE WHEN o.currency_code = $5 THEN l.net_amount ELSE 0 END AS value, (o.processed_at AT TIME ZONE $4)::date AS day,
         e.type <> 'view' AS clicked, e.block, e.placement
    FROM order_sessions s
    JOIN orders o ON o.shop_id = s.shop_id AND o.id = s.order_id AND NOT o.test AND o.cancelled_at IS NULL AND o.financial_status IN (${COUNTED_STATUSES.map((status) => `'${status}'`).join(', ')})
    JOIN order_lines l ON l.shop_id = s.shop_id AND l.order_id = s.order_id AND l.product_id IS NOT NULL AND NOT l.is_gift_card
    JOIN shopper_events e ON e.shop_id = s.shop_id AND e.session = s.session AND e.product_id = l.product_id AND e.type IN ('click', 'add', 'view')
         AND e.at <= o.processed_at + ${SAME_MOMENT} AND e.at > o.processed_at - ${WITHIN}
   WHERE s.shop_id = $1 AND (o.processed_at AT TIME ZONE $4)::date BETWEEN $2::date AND $3::date
   ORDER BY l.order_id, l.id, e.type <> 'view' DESC, e.at DESC, e.id`;

const BOUGHT_AFTER = `
  WITH touched AS (${TOUCHED})
  SELECT clicked, block, placement, day::text AS day, count(DISTINCT order_id)::integer AS orders, count(*)::integer AS lines, coalesce(sum(value), 0)::bigint AS value
    FROM touched GROUP BY GROUPING SETS ((clicked), (clicked, block, placement), (clicked, day))`;

const COUNTED = `
  SELECT block, placement, day::text AS day, sum(impressions)::integer AS impressions, sum(views)::integer AS views, sum(clicks)::integer AS clicks, sum(adds)::integer AS adds
    FROM recommendation_days WHERE shop_id = $1 AND day BETWEEN $2::date AND $3::date GROUP BY GROUPING SETS ((), (block, placement), (day))`;

interface Place {
  block: Block | null;
  placement: Placement | null;
  day: string | null;
}

/** What lists earned in a period, and how those who are shown them compare with those who are not, since the experiment began. */
export async function loadEarned(tx: TenantTransaction, period: { from: string; to: string; now: number }): Promise<Earned> {
  const { from, to, now } = period;
  const details = await loadShopDetails(tx);
  const [timeZone, currencyCode] = [details?.ianaTimezone ?? 'UTC', details?.currencyCode ?? 'USD'];
  const total = noCounts();
  const blocks = new Map<string, Earned['blocks'][number]>();
  const days = new Map<string, Earned['days'][number]>();
  const placeOf = ({ block, placement, day }: Place): EarnedCounts => {
    if (block !== null && placement !== null) return known(blocks, `${block} ${placement}`, () => ({ block, placement, ...noCounts() }));
    return day === null ? total : known(days, day, () => ({ day, ...noCounts() }));
  };
  const { rows: counted } = await tx.query<Place & Pick<EarnedCounts, 'impressions' | 'views' | 'clicks' | 'adds'>>(COUNTED, [tx.shopId, from, to]);
  for (const row of counted) {
    const { impressions, views, clicks, adds } = row;
    Object.assign(placeOf(row), { impressions: impressions ?? 0, views: views ?? 0, clicks: clicks ?? 0, adds: adds ?? 0 });
  }
  const { rows: bought } = await tx.query<Place & BoughtAfter & { clicked: boolean }>(BOUGHT_AFTER, [tx.shopId, from, to, timeZone, currencyCode]);
  for (const row of bought) placeOf(row)[row.clicked ? 'clicked' : 'seen'] = { orders: row.orders, lines: row.lines, value: row.value };
  return {
    from, to, currencyCode, total,
    blocks: [...blocks.values()].sort((a, b) => b.clicked.value - a.clicked.value || b.impressions - a.impressions || (`${a.block} ${a.placement}` < `${b.block} ${b.placement}` ? -1 : 1)),
    days: [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1)),
    holdout: await loadLift(tx, { now, timeZone, currencyCode }),
  };
}

function known<Row>(rows: Map<string, Row>, key: string, make: () => Row): Row {
  const row = rows.get(key) ?? make();
  rows.set(key, row);
  return row;
}

const NOBODY: Arm = { shoppers: 0, buyers: 0, value: 0, valueSquares: 0 };

/** Both arms of the experiment in force: what customers bought from their first coming on. Who was merged into another counts as that one, by whichever came first. */
async function loadLift(tx: TenantTransaction, shop: { now: number; timeZone: string; currencyCode: string }): Promise<Earned['holdout']> {
  const holdout = await loadHoldout(tx);
  if (holdout === null || holdout.percent === 0) return null;
  const statement = `
    WITH exposed AS MATERIALIZED (
           SELECT DISTINCT ON (1) coalesce(m.kept_id, x.customer_id) AS customer_id, x.held_out, x.first_at
             FROM holdout_exposures x LEFT JOIN customer_merges m ON m.shop_id = x.shop_id AND m.gone_id = x.customer_id
            WHERE x.shop_id = :shop AND x.holdout_id = ${Math.trunc(holdout.id)} ORDER BY 1, x.first_at),
         counted AS MATERIALIZED (${countedOrdersSql('AND o.customer_id IN (SELECT customer_id FROM exposed)')}),
         shoppers AS (
           SELECT e.customer_id, e.held_out, bool_or(c.value > 0) AS bought, coalesce(sum(c.value) FILTER (WHERE c.in_currency), 0)::double precision AS value
             FROM exposed e LEFT JOIN counted c ON c.customer_id = e.customer_id AND c.processed_at + ${SAME_MOMENT} >= e.first_at GROUP BY 1, 2)
    SELECT held_out AS "heldOut", count(*)::integer AS shoppers, (count(*) FILTER (WHERE bought))::integer AS buyers, sum(value) AS value, sum(value * value) AS "valueSquares" FROM shoppers GROUP BY 1`;
  const bound = bindScope(statement, { shopId: tx.shopId, customerIds: null, now: new Date(shop.now), timeZone: shop.timeZone, currencyCode: shop.currencyCode, excludedTags: [] });
  const { rows } = await tx.query<Arm & { heldOut: boolean }>(bound.text, bound.values);
  const arm = (heldOut: boolean): Arm => {
    const row = rows.find((one) => one.heldOut === heldOut);
    return row === undefined ? NOBODY : { shoppers: row.shoppers, buyers: row.buyers, value: row.value, valueSquares: row.valueSquares };
  };
  return { percent: holdout.percent, since: holdout.since.toISOString(), lift: liftOf(arm(false), arm(true)) };
}
