import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { holdLease, LEASE_MS } from '../jobs/hold-lease.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { machineNow, now } from '../runtime/clock.server.ts';
import { errorCode, errorMessage } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { lockTags } from './ledger-store.server.ts';
import { proposeTagsJob } from './propose-tags.job.server.ts';
import { countUnreleased, releaseDueBatches, waitForNextBatch } from './release-additions.server.ts';
import { loadWriting } from './writing-store.server.ts';

/** A run that is approved and not at its end, for its writer. */
export interface ActiveRun {
  id: number;
  kind: 'apply' | 'undo';
}

/** The oldest run of the shop that is to be written, or null: none is, or the merchant has paused all writing. Batches that are due are let through first. */
export async function nextRun(shopId: number): Promise<ActiveRun | null> {
  return withTenant(shopId, async (tx) => {
    await lockTags(tx);
    if ((await loadWriting(tx)).paused !== null) return null;
    await releaseDueBatches(tx);
    const { rows } = await tx.query<ActiveRun>("SELECT id, kind FROM tag_runs WHERE shop_id = $1 AND state IN ('approved', 'running') ORDER BY id LIMIT 1", [shopId]);
    return rows[0] ?? null;
  });
}

/**
 * Holds a run for this writer alone while `work` goes on. A worker that lost its database or was stopped too long loses
 * the run, and `work` is told to stop by the signal.
 * @throws RetryableError while another worker holds the run; whatever `work` throws, which is also kept for the screen.
 */
export async function holdRun(shopId: number, runId: number, signal: AbortSignal | undefined, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const lease = {
    what: `run ${runId} of shop ${shopId}`, code: 'tag-run',
    take: (worker: string) => withTenant(shopId, async (tx) => {
      const { rowCount } = await tx.query(
        `UPDATE tag_runs SET worker = $3, lease_until = $5, state = 'running', started_at = coalesce(started_at, $6), error_code = NULL, error_message = NULL
          WHERE shop_id = $1 AND id = $2 AND state IN ('approved', 'running') AND (worker IS NULL OR worker = $3 OR lease_until < $4)`,
        [shopId, runId, worker, new Date(machineNow()), new Date(machineNow() + LEASE_MS), new Date(now())],
      );
      return rowCount === 1;
    }),
    giveBack: async (worker: string) => void (await withTenant(shopId, (tx) => tx.query('UPDATE tag_runs SET worker = NULL, lease_until = NULL WHERE shop_id = $1 AND id = $2 AND worker = $3', [shopId, runId, worker]))),
  };
  await holdLease(lease, signal, async (held) => {
    try {
      await work(held);
    } catch (error) {
      await withTenant(shopId, (tx) => tx.query('UPDATE tag_runs SET error_code = $3, error_message = $4 WHERE shop_id = $1 AND id = $2', [shopId, runId, errorCode(error) ?? null, errorMessage(error)]))
        .catch((other: unknown) => log.warn({ shopId, runId, reason: errorMessage(other) }, 'what stopped a tag run could not be kept'));
      throw error;
    }
  });
}

/** What the merchant asked of a run that is being written; `rest`: all writing is paused, and it goes on with the others. */
export async function stopRequested(shopId: number, runId: number): Promise<'pause' | 'cancel' | 'rest' | null> {
  return withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<{ stop_requested: 'pause' | 'cancel' | null }>('SELECT stop_requested FROM tag_runs WHERE shop_id = $1 AND id = $2', [shopId, runId]);
    const asked = rows[0]?.stop_requested ?? null;
    return asked === null && (await loadWriting(tx)).paused !== null ? 'rest' : asked;
  });
}

/** Leaves a run as it is, for whenever writing goes on. */
export async function restRun(shopId: number, runId: number): Promise<void> {
  await withTenant(shopId, (tx) => tx.query("UPDATE tag_runs SET state = 'approved' WHERE shop_id = $1 AND id = $2 AND state = 'running'", [shopId, runId]));
}

/**
 * What comes after a run's last change that may be written now: its end, or a rest until its next daily batch.
 */
export async function endOrWait(shopId: number, runId: number): Promise<void> {
  const waits = await withTenant(shopId, async (tx) => {
    await lockTags(tx);
    if ((await countUnreleased(tx, runId)) === 0) return false;
    await waitForNextBatch(tx, runId);
    await enqueue(proposeTagsJob, { shopId }, { tx });
    return true;
  });
  if (!waits) await endRun(shopId, runId, 'done');
}

/**
 * Ends a run that has nothing more to write, pauses it, or cancels what is left of it. A new proposal is asked for in the
 * same transaction: the last one was made before these tags stood.
 */
export async function endRun(shopId: number, runId: number, state: 'done' | 'paused' | 'cancelled'): Promise<void> {
  await withTenant(shopId, async (tx) => {
    if (state === 'cancelled') {
      const { rowCount } = await tx.query("UPDATE tag_changes SET state = 'cancelled', settled_at = $3 WHERE shop_id = $1 AND run_id = $2 AND state = 'planned'", [shopId, runId, new Date(now())]);
      await tx.query('UPDATE tag_runs SET cancelled = cancelled + $3 WHERE shop_id = $1 AND id = $2', [shopId, runId, rowCount ?? 0]);
    }
    await tx.query(
      'UPDATE tag_runs SET state = $3, finished_at = $4, stop_requested = NULL, next_batch_at = NULL WHERE shop_id = $1 AND id = $2',
      [shopId, runId, state, state === 'paused' ? null : new Date(now())],
    );
    await enqueue(proposeTagsJob, { shopId }, { tx });
  });
}

/** A run that cannot go on as things stand (no access, say). It can be resumed once that is mended. */
export async function failRun(shopId: number, runId: number): Promise<void> {
  await withTenant(shopId, async (tx) => {
    await tx.query("UPDATE tag_runs SET state = 'failed', finished_at = $3 WHERE shop_id = $1 AND id = $2", [shopId, runId, new Date(now())]);
  });
}

/** Adds to a run's counters, in the transaction that settles the changes they count. */
export async function countOutcomes(tx: TenantTransaction, runId: number, counts: { added: number; removed: number; skipped: number; failed: number }): Promise<void> {
  await tx.query(
    'UPDATE tag_runs SET added = added + $3, removed = removed + $4, skipped = skipped + $5, failed = failed + $6 WHERE shop_id = $1 AND id = $2',
    [tx.shopId, runId, counts.added, counts.removed, counts.skipped, counts.failed],
  );
}
