import { systemPool } from '../database/pools.server.ts';
import { machineNow } from '../runtime/clock.server.ts';

/** What came in for one shop. */
export interface ShopEvents {
  today: number;
  lastHour: number;
  waiting: number;
  lastAt: Date | null;
  /** When the oldest that waits came in. */
  oldestWaiting: Date | null;
}

/** Events are counted up to so many. */
const MOST_COUNTED = 100_000;
const HOUR_MS = 60 * 60_000;

// Of this shop since midnight or since an hour ago, by an index of just that, however many the table holds.
export const SHOP_EVENTS = `
  WITH came AS (
    SELECT received_at FROM inbox_events WHERE shop_domain = $1 AND received_at >= least($2::timestamptz, date_trunc('day', $3::timestamptz AT TIME ZONE $4) AT TIME ZONE $4) LIMIT ${MOST_COUNTED})
  SELECT count(*) FILTER (WHERE received_at >= date_trunc('day', $3::timestamptz AT TIME ZONE $4) AT TIME ZONE $4)::integer AS today,
         count(*) FILTER (WHERE received_at >= $2)::integer AS "lastHour",
         (SELECT count(*)::integer FROM (SELECT FROM inbox_events WHERE shop_domain = $1 AND state = 'new' LIMIT ${MOST_COUNTED}) waiting) AS waiting,
         (SELECT max(received_at) FROM inbox_events WHERE shop_domain = $1) AS "lastAt",
         (SELECT received_at FROM inbox_events WHERE shop_domain = $1 AND state = 'new' ORDER BY id LIMIT 1) AS "oldestWaiting"
    FROM came`;

/** @param options.timeZone whose midnight today began at */
export async function loadShopEvents(options: { shopDomain: string; timeZone: string }): Promise<ShopEvents> {
  const now = machineNow();
  const { rows } = await systemPool().query<ShopEvents>(SHOP_EVENTS, [options.shopDomain, new Date(now - HOUR_MS), new Date(now), options.timeZone]);
  return rows[0] ?? { today: 0, lastHour: 0, waiting: 0, lastAt: null, oldestWaiting: null };
}
