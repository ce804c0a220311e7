import { withTenant } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { loadCurrentModel } from '../profiles/profile-store.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import { refreshInsightsJob } from './refresh-insights.job.server.ts';

/** Has the figures of a shop worked out because somebody asks, rather than after the next rebuild. @throws TerminalError before customers were sorted */
export async function askInsights(options: { shopId: number }): Promise<{ asked: true }> {
  const { shopId } = options;
  const current = await withTenant(shopId, loadCurrentModel);
  if (current === null || current.provisional) throw new TerminalError('not-sorted', 'Your customers have not been sorted yet. Home shows how far that is.');
  await enqueue(refreshInsightsJob, { shopId });
  return { asked: true };
}
