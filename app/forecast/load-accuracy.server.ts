import { withTenant } from '../database/tenant.server.ts';
import { meanMetrics, NO_ACCURACY, type AccuracyView } from './accuracy.ts';
import { loadBackTest } from './forecast-store.server.ts';

/** How the shop's forecast held on its own past, and whether it is shown. */
export async function loadAccuracy(shopId: number): Promise<AccuracyView> {
  const stored = await withTenant(shopId, loadBackTest);
  if (stored === null) return NO_ACCURACY;
  const { state, progress, forDay, fittedAt, accuracy } = stored;
  return {
    state, progress, forDay, fittedAt: fittedAt.toISOString(), horizon: accuracy?.horizon ?? null, means: meanMetrics(accuracy?.rows ?? []),
    rows: accuracy?.rows ?? [], curves: accuracy?.curves ?? [], leftOut: accuracy?.leftOut ?? [],
  };
}
