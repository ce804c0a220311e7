import { enqueue } from '../jobs/queue.server.ts';
import { shopCalendar } from '../profiles/calendar.ts';
import { rebuildProfilesJob } from '../profiles/rebuild-profiles.job.server.ts';
import { takeDueNights } from '../shops/nightly-store.server.ts';
import { nextNight } from './nightly-time.ts';

/** Nights that are begun in one transaction. */
const NIGHTS_AT_ONCE = 100;

/**
 * Queues the rebuild of each shop whose night has come: customers fall behind their rhythm without any order. Costs what
 * the due shops cost. A night that nobody was there for is made up for once, however many were missed; one that falls
 * together with another rebuild that waits is the same work. Under a clock that stands still no night comes.
 * @returns how many shops were due
 */
export async function startNights(options: { now: number; signal?: AbortSignal }): Promise<number> {
  const { now, signal } = options;
  let begun = 0;
  for (;;) {
    signal?.throwIfAborted();
    const taken = await takeDueNights({
      now: new Date(now),
      limit: NIGHTS_AT_ONCE,
      next: (night) => new Date(nextNight(shopCalendar(night.timeZone), night.minuteOfDay, now)),
      begin: async ({ shopId, at }, tx) => void (await enqueue(rebuildProfilesJob, { shopId, cause: 'nightly', dueAt: at.toISOString() }, { tx })),
    });
    begun += taken;
    if (taken < NIGHTS_AT_ONCE) return begun;
  }
}
