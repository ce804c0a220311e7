import { withTenant } from '../database/tenant.server.ts';
import { storeRead, type StoreRead } from '../mirror/load-import-progress.server.ts';
import type { Kpis } from '../profiles/kpis.ts';
import { loadCurrentModel } from '../profiles/profile-store.server.ts';

export interface InsightsView {
  store: StoreRead;
  /** Over all history; null before customers have been sorted from the whole store. */
  kpis: Kpis | null;
}

/** What Insights > Customers shows. O(1) in shop size. */
export async function loadInsights(options: { shopId: number }): Promise<InsightsView> {
  return withTenant(options.shopId, async (tx) => {
    const store = await storeRead(tx);
    const current = await loadCurrentModel(tx);
    return { store, kpis: current === null || current.provisional ? null : current.figures.kpis };
  });
}
