import { withTenant } from '../database/tenant.server.ts';
import { catchUpAfter } from './after-absence.ts';
import { loadImportProgress } from './load-import-progress.server.ts';
import { listReconciliations } from './reconcile-store.server.ts';
import { startImport } from './start-import.server.ts';
import { startReconciliation } from './start-reconciliation.server.ts';

/**
 * A shop has given the app access (again): what happened without us is read. A new shop is imported; one that comes back is looked at,
 * or imported after a long time; one whose last look failed, for want of a token say, is looked at now.
 * @param options.awayMs how long the app was uninstalled; null: it was not
 */
export async function catchUp(options: { shopId: number; awayMs: number | null }): Promise<'imported' | 'looked-at' | 'nothing'> {
  const { shopId, awayMs } = options;
  const { imported, failed } = await withTenant(shopId, async (tx) => ({
    imported: (await loadImportProgress(tx)) !== null,
    failed: (await listReconciliations(tx, { limit: 1 }))[0]?.state === 'failed',
  }));
  const look = awayMs === null ? failed : catchUpAfter(awayMs) === 'look';
  if (!imported || (awayMs !== null && !look)) {
    await startImport({ shopId });
    return 'imported';
  }
  if (!look) return 'nothing';
  if (await startReconciliation({ shopId, wish: { cause: awayMs === null ? 'gap' : 'reinstall' } })) return 'looked-at';
  // No import has come to its end: it is begun, or told of.
  await startImport({ shopId });
  return 'imported';
}
