import { enqueue } from '../jobs/queue.server.ts';
import { log } from '../runtime/log.server.ts';
import { noteTick, takeDueChecks } from '../shops/check-store.server.ts';
import { reconcileShopJob } from './reconcile-shop.job.server.ts';

/**
 * Queues a look at each shop that is due: once an hour, and soon after a time in which no worker was there. What a look costs where
 * nothing was lost is a few requests.
 * @returns how many shops were due
 */
export async function startChecks(options: { now: number; signal?: AbortSignal }): Promise<number> {
  const { now, signal } = options;
  const gap = await noteTick({ now });
  if (gap) log.info({}, 'no worker was there for some minutes: every shop is looked at for lost events');
  let begun = 0;
  for (;;) {
    signal?.throwIfAborted();
    const taken = await takeDueChecks({ now, begin: async (shopId, tx) => void (await enqueue(reconcileShopJob, { shopId, cause: 'hourly' as const }, { tx })) });
    begun += taken;
    if (taken === 0) return begun;
  }
}
