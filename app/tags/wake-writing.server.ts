import { withTenant } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { now } from '../runtime/clock.server.ts';
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
