import { withTenant } from '../database/tenant.server.ts';
import { errorMessage } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { lookIsDue } from './first-look.ts';
import { loadParts } from './import-run.server.ts';

/**
 * Tells `onOrders` when so much of the store has been read that its customers can be looked at. To be called after each
 * batch. That somebody looks is no reason to fail an import: what goes wrong is logged.
 */
export function watchFirstOrders(run: { shopId: number; runId: number; onOrders: (() => Promise<void>) | undefined }): () => Promise<void> {
  const { shopId, runId, onOrders } = run;
  let lookedAt = 0;
  return async () => {
    if (onOrders === undefined) return;
    try {
      const parts = await withTenant(shopId, (tx) => loadParts(tx, runId));
      const orders = parts.find((part) => part.kind === 'orders')?.rootsRead ?? 0;
      if (!lookIsDue({ customersDone: parts.some((part) => part.kind === 'customers' && part.status === 'done'), orders, lookedAt })) return;
      lookedAt = orders;
      await onOrders();
    } catch (error) {
      log.warn({ shopId, runId, reason: errorMessage(error) }, 'a first look at the imported orders was not taken');
    }
  };
}
