import { withTenant } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import { shopCalendar } from '../profiles/calendar.ts';
import { loadShopDetails } from '../shops/shop-store.server.ts';
import { loadStaffNames } from '../shops/staff-store.server.ts';
import { loadHoldout } from './holdout-store.server.ts';
import { loadMethodChoice } from './list-store.server.ts';
import { listsAreUnderWay, loadListRun } from './lists-progress-store.server.ts';
import { loadEarned } from './load-earned.server.ts';
import { whyNoLists } from './load-recommendations-page.server.ts';
import type { PeriodDays, ResultsPage } from './recommendations-page.ts';

/** What lists earned in the last days, whom they are held against, and how well they foresee. */
export async function loadResultsPage(options: { shopId: number; days: PeriodDays }): Promise<ResultsPage> {
  const { shopId, days } = options;
  const underWay = await listsAreUnderWay(shopId);
  return withTenant(shopId, async (tx) => {
    const calendar = shopCalendar((await loadShopDetails(tx))?.ianaTimezone ?? 'UTC');
    const today = calendar.dayOf(now());
    const holdout = await loadHoldout(tx);
    const by = holdout === null || holdout.by === '' ? '' : ((await loadStaffNames(tx, [holdout.by])).get(holdout.by) ?? holdout.by);
    return {
      none: await whyNoLists(tx, underWay), run: await loadListRun(tx, underWay), days,
      earned: await loadEarned(tx, { from: isoDay(today - days + 1), to: isoDay(today), now: now() }),
      methods: await loadMethodChoice(tx),
      holdout: holdout === null ? null : { percent: holdout.percent, since: holdout.since.toISOString(), by, published: holdout.publishedAt !== null },
    };
  });
}

function isoDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
