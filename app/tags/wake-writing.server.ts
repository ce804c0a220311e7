import { withTenant } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { machineNow, now } from '../runtime/clock.server.ts';
import { forgottenWritingJob } from './forgotten-writing.job.server.ts';
import { writeTagsJob } from './write-tags.job.server.ts';

/** Enqueues the writer where a run is due and no job may know of it: one that was lost, or used up its tries. Called whenever tags are proposed. */
export async function wakeWriting(options: { shopId: number }): Promise<boolean> {
  const { shopId } = options;
  return withTenant(shopId, async (tx) => {
    const { rowCount } = await tx.query(
      `SELECT FROM tag_runs r WHERE shop_id = $1 AND (state IN ('approved', 'running') OR (state = 'waiting' AND next_batch_at <= $2))
          AND NOT EXISTS (SELECT FROM tag_writing w WHERE w.shop_id = r.shop_id AND w.paused_at IS NOT NULL) LIMIT 1`,
      [shopId, new Date(now())],
    );
    if (rowCount === 0) return false;
    await enqueue(writeTagsJob, { shopId }, { tx });
    return true;
  });
}

/** Looks again after so long where a writer is at work. */
const LOOK_AGAIN_SECONDS = 20;

/** As `wakeWriting`, some seconds after an approval that was to be written without a job. A run whose writer gives signs of life is looked at again later. */
export async function wakeForgottenWriting(options: { shopId: number }): Promise<void> {
  const { shopId } = options;
  const { held } = await withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<{ held: boolean }>(
      "SELECT count(*) > 0 AS held FROM tag_runs WHERE shop_id = $1 AND state IN ('approved', 'running') AND worker IS NOT NULL AND lease_until > $2", [shopId, new Date(machineNow())],
    );
    return rows[0] ?? { held: false };
  });
  if (held) await enqueue(forgottenWritingJob, { shopId }, { startAfterSeconds: LOOK_AGAIN_SECONDS });
  else await wakeWriting(options);
}
