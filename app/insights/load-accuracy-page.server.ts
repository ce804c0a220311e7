import { withTenant } from '../database/tenant.server.ts';
import type { AccuracyView } from '../forecast/accuracy.ts';
import type { FitView } from '../forecast/fit-progress.ts';
import { fitIsUnderWay, loadFit } from '../forecast/fit-progress-store.server.ts';
import { loadAccuracy } from '../forecast/load-accuracy.server.ts';
import { storeRead, type StoreRead } from '../mirror/load-import-progress.server.ts';
import { loadCurrentModel } from '../profiles/profile-store.server.ts';

/** What Insights > Accuracy shows. JSON. */
export interface AccuracyPageView {
  store: StoreRead;
  /** Whether customers have been sorted from the whole store: no forecast comes before that. */
  sorted: boolean;
  accuracy: AccuracyView;
  fit: FitView;
}

/** How the forecast held on the shop's own past, and the fit that goes on. O(1) in shop size. */
export async function loadAccuracyPage(options: { shopId: number }): Promise<AccuracyPageView> {
  // Asked before the rest: a fit that ends in between is then seen with what it came to.
  const underWay = await fitIsUnderWay(options.shopId);
  return withTenant(options.shopId, async (tx) => {
    const current = await loadCurrentModel(tx);
    return { store: await storeRead(tx), sorted: current !== null && !current.provisional, accuracy: await loadAccuracy(tx), fit: await loadFit(tx, underWay) };
  });
}
