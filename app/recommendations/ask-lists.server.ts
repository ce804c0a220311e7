import { withTenant } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { hasImported } from '../mirror/load-import-progress.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { refreshRecommendationsJob } from './refresh-recommendations.job.server.ts';

/** Has the lists worked out because somebody asks, rather than after the next sorting. @throws InvalidInputError before the store was read */
export async function askLists({ shopId }: { shopId: number }): Promise<{ asked: true }> {
  if (!(await withTenant(shopId, hasImported))) throw new InvalidInputError('lists-early', 'Your store is being imported. The lists are worked out by themselves when that is done.');
  await enqueue(refreshRecommendationsJob, { shopId });
  return { asked: true };
}
