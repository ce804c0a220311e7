import { withTenant } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { writeTagsJob } from './write-tags.job.server.ts';

/**
 * Asks for a run to be paused or cancelled. Its writer does so at the next safe point: after the call or the bulk
 * operation under way (a cancel stops that too). What was written stays written; it can be undone.
 * @throws InvalidInputError when the run is not being written
 */
export async function stopRun(options: { shopId: number; runId: number; how: 'pause' | 'cancel' }): Promise<void> {
  const { shopId, runId, how } = options;
  await withTenant(shopId, async (tx) => {
    const { rowCount } = await tx.query(
      "UPDATE tag_runs SET stop_requested = $3 WHERE shop_id = $1 AND id = $2 AND state IN ('approved', 'running', 'waiting', 'paused', 'failed')", [shopId, runId, how],
    );
    if (rowCount === 0) throw new InvalidInputError('stop-run', `Run ${runId} is not being written, so there is nothing to ${how}.`);
    // One that stands still is taken up once more, to settle what was under way and end.
    const waiting = how === 'cancel'
      ? await tx.query("UPDATE tag_runs SET state = 'approved' WHERE shop_id = $1 AND id = $2 AND state IN ('waiting', 'paused', 'failed')", [shopId, runId])
      : null;
    if (waiting?.rowCount === 1) await enqueue(writeTagsJob, { shopId }, { tx });
  });
}

/** Goes on with a run that was paused, or that failed for a reason which is mended now. @throws InvalidInputError when it is neither */
export async function resumeRun(options: { shopId: number; runId: number }): Promise<void> {
  const { shopId, runId } = options;
  await withTenant(shopId, async (tx) => {
    const { rowCount } = await tx.query(
      "UPDATE tag_runs SET state = 'approved', finished_at = NULL, stop_requested = NULL, error_code = NULL, error_message = NULL WHERE shop_id = $1 AND id = $2 AND state IN ('paused', 'failed')",
      [shopId, runId],
    );
    if (rowCount === 0) throw new InvalidInputError('resume-run', `Run ${runId} is neither paused nor stopped by an error, so there is nothing to resume.`);
    await enqueue(writeTagsJob, { shopId }, { tx });
  });
}
