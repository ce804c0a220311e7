import { withTenant } from '../database/tenant.server.ts';
import { RegularsError, errorCode, errorMessage, isRetryable } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import type { RebuildCause } from './rebuild-cause.ts';
import { REBUILD_RETRIES } from './rebuild-profiles.job.server.ts';
import { rebuildProfiles, type RebuildResult } from './rebuild-profiles.server.ts';
import { beginRebuild, recordFault, recordPhase, recordSignOfLife, recordSuccess } from './rebuild-store.server.ts';

const SIGN_OF_LIFE_MS = 5_000;

/**
 * Rebuilds a shop's profiles under a row that tells the screen how far it is and, afterwards, what came of it. The row is
 * written beside the rebuild's own transaction, which nobody sees into before it commits.
 * @param options.now the business clock
 * @param options.cause what set it going, where nobody left a row that says so
 * @param options.requestedBy who set it going, likewise
 * @param options.dueAt of a nightly one: when it should have begun, ISO
 * @throws what `rebuildProfiles` throws; the row has then failed, or waits for the next try
 */
export async function runRebuild(options: { shopId: number; now: number; cause?: RebuildCause; requestedBy?: string; dueAt?: string }): Promise<RebuildResult> {
  const { shopId, now, cause = 'other' } = options;
  const dueAt = options.dueAt === undefined ? null : new Date(options.dueAt);
  const { id, attempts } = await withTenant(shopId, (tx) => beginRebuild(tx, cause, { dueAt, requestedBy: options.requestedBy ?? null }));
  const alive = setInterval(() => void withTenant(shopId, (tx) => recordSignOfLife(tx, id)).catch((error: unknown) => {
    log.warn({ shopId, rebuild: id, reason: errorMessage(error) }, 'the progress of a rebuild could not be written');
  }), SIGN_OF_LIFE_MS);
  try {
    const result = await rebuildProfiles({ shopId, now, countMoves: true, onProgress: (phase, customers) => withTenant(shopId, (tx) => recordPhase(tx, id, phase, customers)) });
    await withTenant(shopId, (tx) => recordSuccess(tx, id, result));
    return result;
  } catch (error) {
    const message = error instanceof RegularsError ? error.message : `The rebuild stopped at a fault of the app itself: ${errorMessage(error)}. The profiles of before stand; if this goes on, the log has more.`;
    const final = !isRetryable(error) || attempts > REBUILD_RETRIES;
    await withTenant(shopId, (tx) => recordFault(tx, id, { code: errorCode(error) ?? 'unknown', message, final })).catch((fault: unknown) => {
      log.warn({ shopId, rebuild: id, reason: errorMessage(fault) }, 'the end of a rebuild could not be written');
    });
    throw error;
  } finally {
    clearInterval(alive);
  }
}
