import type { TenantTransaction } from '../database/tenant.server.ts';
import { NO_ACCURACY, type AccuracyView } from './accuracy.ts';
import { loadBackTest } from './forecast-store.server.ts';
import { meanMetrics } from './mean-metrics.ts';

/** How the shop's forecast held on its own past, and whether it is shown. */
export async function loadAccuracy(tx: TenantTransaction): Promise<AccuracyView> {
  const stored = await loadBackTest(tx);
  if (stored === null) return NO_ACCURACY;
  const { state, progress, forDay, fittedAt, accuracy } = stored;
  return {
    state, progress, forDay, fittedAt: fittedAt.toISOString(), horizon: accuracy?.horizon ?? null, means: meanMetrics(accuracy?.rows ?? []),
    rows: accuracy?.rows ?? [], curves: accuracy?.curves ?? [], leftOut: accuracy?.leftOut ?? [],
  };
}
