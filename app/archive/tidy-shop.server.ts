import { withTenant } from '../database/tenant.server.ts';
import { forgetOldRiskEvents } from '../forecast/risk-event-store.server.ts';
import { forgetImportLeftovers } from '../mirror/forget-import-leftovers.server.ts';
import { forgetOldOrderSessions } from '../mirror/order-sessions.server.ts';
import { forgetOldModels } from '../profiles/forget-old-models.server.ts';
import { forgetOldRebuilds } from '../profiles/rebuild-store.server.ts';
import { forgetOldEvents, forgetOldExposures } from '../recommendations/forget-old-events.server.ts';

/**
 * How long is kept what is kept for a while only, beside the logs that the merchant chooses a time for (app/privacy/retention.server.ts). Everything else (orders, customers, the tag
 * ledger and its runs, imports with their figures, settings) stays for as long as the app is installed.
 */
export const RETENTION = {
  /** Imports whose rejected rows can still be looked at and downloaded. Their counts stay. */
  importsWithRejects: 10,
  /** Scoring models, one or so a night; the one in force stays whatever its age. */
  modelDays: 90,
  /** Rebuilds in the list of last runs. */
  rebuilds: 400,
  /** Events of a risk that rose past the merchant's line. */
  riskEventDays: 365,
  /** What shoppers did with recommendations, and the visits of orders. */
  shopperEventDays: 100,
  /** Of it that a block was rendered: kept to know a repetition. */
  impressionDays: 7,
  /** Its counts by day. */
  countedDays: 800,
  /** Who came to a place where recommendations stand. */
  exposureDays: 400,
} as const;

const DAY_MS = 86_400_000;

/** Removes what has been kept long enough. Each room removes its own. @param options.now the business clock, by which models, events of risk and of shoppers are dated */
export async function tidyShop(options: { shopId: number; now: number }): Promise<{ imports: number; models: number; rebuilds: number; riskEvents: number; shopperEvents: number }> {
  const daysAgo = (days: number): Date => new Date(options.now - days * DAY_MS);
  return withTenant(options.shopId, async (tx) => ({
    imports: await forgetImportLeftovers(tx, { importsWithRejects: RETENTION.importsWithRejects }),
    models: await forgetOldModels(tx, { madeBefore: daysAgo(RETENTION.modelDays) }),
    rebuilds: await forgetOldRebuilds(tx, RETENTION.rebuilds),
    riskEvents: await forgetOldRiskEvents(tx, { before: daysAgo(RETENTION.riskEventDays) }),
    shopperEvents:
      (await forgetOldEvents(tx, { rendered: daysAgo(RETENTION.impressionDays), events: daysAgo(RETENTION.shopperEventDays), days: daysAgo(RETENTION.countedDays) })) +
      (await forgetOldOrderSessions(tx, { before: daysAgo(RETENTION.shopperEventDays) })) +
      (await forgetOldExposures(tx, { before: daysAgo(RETENTION.exposureDays) })),
  }));
}
