import { withTenant } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { importShop } from './import-shop.job.server.ts';
import { activeRun, createRun } from './import-run.server.ts';

/** A run without a sign of life for this long has lost its worker; asking for an import puts its job in the queue again. */
export const STALLED_AFTER_MS = 60_000;

/**
 * Begins an import of the shop, or tells of the one that is under way. The run and its job commit together.
 * @param options.requestedBy the session token's `sub`, or null when the app itself asks (install, nightly)
 * @returns the run's id, and whether this call began it
 */
export async function startImport(options: { shopId: number; requestedBy?: string | null }): Promise<{ runId: number; begun: boolean }> {
  const { shopId } = options;
  return withTenant(shopId, async (tx) => {
    const active = await activeRun(tx);
    if (active !== null) {
      const seen = active.progressAt ?? active.requestedAt;
      if (machineNow() - seen.getTime() > STALLED_AFTER_MS) await enqueue(importShop, { shopId, runId: active.id }, { tx });
      return { runId: active.id, begun: false };
    }
    const run = await createRun(tx, options.requestedBy ?? null);
    await enqueue(importShop, { shopId, runId: run.id }, { tx });
    return { runId: run.id, begun: true };
  });
}
