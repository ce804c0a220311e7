import { withTenant } from '../database/tenant.server.ts';
import { forgetOldRiskEvents } from '../forecast/risk-event-store.server.ts';
import { forgetImportLeftovers } from '../mirror/forget-import-leftovers.server.ts';
import { forgetOldModels } from '../profiles/forget-old-models.server.ts';
import { forgetOldRebuilds } from '../profiles/rebuild-store.server.ts';

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
} as const;

const DAY_MS = 86_400_000;

/** Removes what has been kept long enough. Each room removes its own. @param options.now the business clock, by which models and events of risk are dated */
export async function tidyShop(options: { shopId: number; now: number }): Promise<{ imports: number; models: number; rebuilds: number; riskEvents: number }> {
  return withTenant(options.shopId, async (tx) => ({
    imports: await forgetImportLeftovers(tx, { importsWithRejects: RETENTION.importsWithRejects }),
    models: await forgetOldModels(tx, { madeBefore: new Date(options.now - RETENTION.modelDays * DAY_MS) }),
    rebuilds: await forgetOldRebuilds(tx, RETENTION.rebuilds),
    riskEvents: await forgetOldRiskEvents(tx, { before: new Date(options.now - RETENTION.riskEventDays * DAY_MS) }),
  }));
}
