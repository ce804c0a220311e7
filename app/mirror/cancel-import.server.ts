import { withTenant } from '../database/tenant.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { STALLED_AFTER_MS } from './start-import.server.ts';
import { activeRun, endRun } from './import-run.server.ts';

/**
 * Asks the import under way to stop; what has been taken over stays, and the next import completes it. The worker stops
 * within a second and cancels its bulk operations at Shopify. A run that nobody works on is ended at once.
 * @returns 'stopping', 'cancelled', or 'none' when no import is under way
 */
export async function cancelImport(options: { shopId: number }): Promise<'stopping' | 'cancelled' | 'none'> {
  return withTenant(options.shopId, async (tx) => {
    const run = await activeRun(tx);
    if (run === null) return 'none';
    const lastSign = run.progressAt;
    if (run.status === 'queued' || lastSign === null || machineNow() - lastSign.getTime() > STALLED_AFTER_MS) {
      await endRun(tx, run.id, { status: 'cancelled', phase: 'Cancelled' });
      return 'cancelled';
    }
    await tx.query('UPDATE import_runs SET cancel_requested_at = coalesce(cancel_requested_at, $3) WHERE shop_id = $1 AND id = $2', [tx.shopId, run.id, new Date(machineNow())]);
    return 'stopping';
  });
}
