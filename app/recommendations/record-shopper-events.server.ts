import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { isHeldOut } from './held-out.server.ts';
import { loadHoldout } from './holdout-store.server.ts';
import { eventTime, MOST_EVENTS_A_SESSION, shopperEventsSchema, type ShopperEvent } from './shopper-event.ts';

/** What became of a call. */
export interface RecordedEvents {
  /** Events that were not known yet, on products that the shop has. */
  recorded: number;
  /** More came of this visit than any shopper sends: nothing of the call was kept. */
  flooded: boolean;
}

/**
 * Records what a shopper did with lists, once by its id however often it is sent, and counts it by day, block and place; what
 * is said of products that the shop does not have is dropped.
 * Whether they allow it is asked where it is sent from. Kept of the shopper are the visit's random id and who was logged
 * in, by Shopify's word; no address, no device, no page.
 * @param options.customerId by Shopify's signature alone, never from the body
 * @param options.body as it came
 * @param options.now the business clock, milliseconds
 * @throws ZodError for a body that is no such call
 */
export async function recordShopperEvents(options: { shopId: number; customerId: number | null; body: unknown; now: number }): Promise<RecordedEvents> {
  const { shopId, customerId, now } = options;
  const { session, events } = shopperEventsSchema.parse(options.body);
  return withTenant(shopId, async (tx) => {
    const before = await countSession(tx, { session, customerId, events: events.length, at: new Date(now) });
    if (before + events.length > MOST_EVENTS_A_SESSION) return { recorded: 0, flooded: true };
    const assigned = events.find((event) => event.type === 'assigned');
    if (assigned !== undefined && customerId !== null) await recordExposure(tx, { customerId, event: assigned, now });
    const done = events.filter((event) => event.type !== 'assigned');
    return { recorded: done.length === 0 ? 0 : await insertEvents(tx, { session, events: done, now }), flooded: false };
  });
}

/** @returns how many events of the visit had come before */
async function countSession(tx: TenantTransaction, visit: { session: string; customerId: number | null; events: number; at: Date }): Promise<number> {
  const { rows } = await tx.query<{ events: number }>(
    `INSERT INTO shopper_sessions AS s (shop_id, session, customer_id, first_at, last_at, events)
     SELECT $1, $2, CASE WHEN NOT EXISTS (SELECT FROM redactions r WHERE r.shop_id = $1 AND r.customer_id = $3) THEN $3::bigint END, $4, $4, $5
     ON CONFLICT (shop_id, session) DO UPDATE SET customer_id = coalesce(EXCLUDED.customer_id, s.customer_id), last_at = greatest(s.last_at, EXCLUDED.last_at), events = least(s.events + EXCLUDED.events, 1000000)
     RETURNING events`,
    [tx.shopId, visit.session, visit.customerId, visit.at, visit.events],
  );
  return (rows[0]?.events ?? 0) - visit.events;
}

/** Notes that a customer came to a list's place, in the arm that is theirs. The first time counts. */
async function recordExposure(tx: TenantTransaction, { customerId, event, now }: { customerId: number; event: ShopperEvent; now: number }): Promise<void> {
  const holdout = await loadHoldout(tx);
  if (holdout === null || holdout.percent === 0) return;
  await tx.query(
    `INSERT INTO holdout_exposures (shop_id, holdout_id, customer_id, held_out, block, placement, first_at)
     SELECT $1, $2, $3, $4, $5, $6, $7 WHERE NOT EXISTS (SELECT FROM redactions r WHERE r.shop_id = $1 AND r.customer_id = $3) ON CONFLICT DO NOTHING`,
    [tx.shopId, holdout.id, customerId, isHeldOut(String(customerId), holdout), event.block, event.placement, new Date(now)],
  );
}

/** @returns how many were new */
async function insertEvents(tx: TenantTransaction, { session, events, now }: { session: string; events: readonly ShopperEvent[]; now: number }): Promise<number> {
  const given = events.map((event) => ({ ...event, list: event.list ?? null, product_id: event.product_id ?? null, position: event.position ?? null, at: new Date(eventTime(event.at, now)).toISOString() }));
  // In the order of their ids and of their places, so that two calls at once wait for each other and never in a circle.
  const { rows } = await tx.query<{ recorded: number }>(
    `WITH fresh AS (
       INSERT INTO shopper_events (shop_id, id, session, type, block, placement, list, product_id, position, at)
       SELECT $1, e.id, $2, e.type, e.block, e.placement, e.list, e.product_id, e.position, e.at
         FROM jsonb_to_recordset($3::jsonb) AS e (id uuid, type text, block text, placement text, list text, product_id bigint, position integer, at timestamptz)
        WHERE e.product_id IS NULL OR EXISTS (SELECT FROM products p WHERE p.shop_id = $1 AND p.id = e.product_id)
        ORDER BY e.id ON CONFLICT DO NOTHING RETURNING type, block, placement, at),
     counted AS (
       INSERT INTO recommendation_days AS d (shop_id, day, block, placement, impressions, views, clicks, adds, last_at)
       SELECT $1, (f.at AT TIME ZONE coalesce((SELECT iana_timezone FROM shop_details WHERE shop_id = $1), 'UTC'))::date, f.block, f.placement,
              count(*) FILTER (WHERE f.type = 'impression'), count(*) FILTER (WHERE f.type = 'view'), count(*) FILTER (WHERE f.type = 'click'), count(*) FILTER (WHERE f.type = 'add'), max(f.at)
         FROM fresh f GROUP BY 2, 3, 4 ORDER BY 2, 3, 4
       ON CONFLICT (shop_id, day, block, placement) DO UPDATE SET impressions = d.impressions + EXCLUDED.impressions, views = d.views + EXCLUDED.views,
              clicks = d.clicks + EXCLUDED.clicks, adds = d.adds + EXCLUDED.adds, last_at = greatest(d.last_at, EXCLUDED.last_at))
     SELECT count(*)::integer AS recorded FROM fresh`,
    [tx.shopId, session, JSON.stringify(given)],
  );
  return rows[0]?.recorded ?? 0;
}
