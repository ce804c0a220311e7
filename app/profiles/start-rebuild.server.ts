import { withTenant } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { unfinishedJobs } from '../jobs/unfinished-jobs.server.ts';
import { hasImported } from '../mirror/load-import-progress.server.ts';
import { activeRun } from '../mirror/import-run.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import { rebuildProfilesJob } from './rebuild-profiles.job.server.ts';
import { activeRebuild, queueRebuild, type ProfileRebuild } from './rebuild-store.server.ts';

/** A rebuild without a sign of life for this long has lost its worker. */
export const REBUILD_STALLED_AFTER_MS = 60_000;

/** Whether a rebuild that is under way by its row shows no sign of life. */
export function rebuildIsStalled(rebuild: Pick<ProfileRebuild, 'progressAt' | 'requestedAt'>): boolean {
  return machineNow() - (rebuild.progressAt ?? rebuild.requestedAt).getTime() > REBUILD_STALLED_AFTER_MS;
}

/**
 * Begins a rebuild of the shop's profiles because a merchant asks for it; its row and its job commit together. One that
 * has lost its worker is taken up again.
 * @param options.requestedBy the session token's `sub`
 * @returns its number
 * @throws TerminalError while one is under way, while an import is (a rebuild follows it by itself), and before the first import
 */
export async function startRebuild(options: { shopId: number; requestedBy: string }): Promise<{ rebuildId: number }> {
  const { shopId, requestedBy } = options;
  // Of an import, of the night or of new settings: it has no row before it begins.
  const waiting = (await unfinishedJobs([rebuildProfilesJob], String(shopId))).length > 0;
  return withTenant(shopId, async (tx) => {
    if ((await activeRun(tx)) !== null) {
      throw new TerminalError('import-running', 'Your store is being imported. The profiles are rebuilt by themselves as soon as the import is done.');
    }
    if (!(await hasImported(tx))) throw new TerminalError('never-imported', 'No import of your store has come to its end yet. Start an import first: the profiles are built from it.');
    const active = await activeRebuild(tx);
    if (active !== null && rebuildIsStalled(active)) {
      await enqueue(rebuildProfilesJob, { shopId }, { tx });
      return { rebuildId: active.id };
    }
    if (active !== null || waiting) throw new TerminalError('rebuild-running', 'The profiles are being rebuilt already. Wait until that is done; this page shows how far it is.');
    const rebuildId = await queueRebuild(tx, 'merchant', requestedBy);
    await enqueue(rebuildProfilesJob, { shopId, cause: 'merchant' }, { tx });
    return { rebuildId };
  });
}
