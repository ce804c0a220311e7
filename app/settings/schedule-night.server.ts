import { withTenant } from '../database/tenant.server.ts';
import { shopCalendar } from '../profiles/calendar.ts';
import { loadCurrentModel } from '../profiles/profile-store.server.ts';
import { setNight } from '../shops/nightly-store.server.ts';
import { loadNightlyMinute, loadShopDetails } from '../shops/shop-store.server.ts';
import { nextNight } from './nightly-time.ts';

/**
 * Makes sure that a shop has a next night, at the chosen time in the zone that it has now. To be called after each
 * rebuild (the first one begins it, and a later one learns of a new zone) and when the time is changed. Safe to repeat.
 */
export async function scheduleNight(options: { shopId: number; now: number }): Promise<void> {
  const { shopId, now } = options;
  const { details, minuteOfDay, current } = await withTenant(shopId, async (tx) => ({
    details: await loadShopDetails(tx), minuteOfDay: await loadNightlyMinute(tx), current: await loadCurrentModel(tx),
  }));
  // A night in the middle of the first import would sort a part of the store as if it were all of it.
  if (details === null || current === null || current.provisional) return;
  const timeZone = details.ianaTimezone;
  await setNight({ shopId, timeZone, minuteOfDay, at: new Date(nextNight(shopCalendar(timeZone), minuteOfDay, now)) });
}
