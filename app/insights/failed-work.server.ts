import { countFailedEvents, dismissFailedEvent, listFailedEvents, retryFailedEvents } from '../inbox/failed-events.server.ts';
import { countFailedJobs, dismissFailedJob, listFailedJobs, retryFailedJobs } from '../jobs/failed-jobs.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { failedWorkOf, type FailedWorkPageView } from './failed-work.ts';

const SHOWN = 100;

interface OfShop {
  shopId: number;
  shopDomain: string;
}

/** Events and jobs of a shop that failed for good, the latest first. */
export async function loadFailedWork({ shopId, shopDomain }: OfShop): Promise<FailedWorkPageView> {
  const [events, jobs, count] = await Promise.all([listFailedEvents({ shopDomain, most: SHOWN }), listFailedJobs({ shopId, most: SHOWN }), countFailedWork({ shopId, shopDomain })]);
  const work = [
    ...events.map((event) => ({ key: `event ${event.id}`, source: 'event' as const, kind: event.topic, at: event.failedAt.toISOString(), tries: event.tries, code: event.code, reason: event.reason })),
    ...jobs.map((job) => ({ key: `job ${job.id}`, source: 'job' as const, kind: job.name, at: job.failedAt.toISOString(), tries: job.tries, code: job.code, reason: job.reason })),
  ];
  return { work: work.sort((a, b) => b.at.localeCompare(a.at)).slice(0, SHOWN), count };
}

export async function countFailedWork({ shopId, shopDomain }: OfShop): Promise<number> {
  const [events, jobs] = await Promise.all([countFailedEvents({ shopDomain }), countFailedJobs({ shopId })]);
  return events + jobs;
}

/** @param options.key null: all of it. @returns how much was put back */
export async function retryFailedWork(options: OfShop & { key: string | null }): Promise<{ retried: number }> {
  const { shopId, shopDomain, key } = options;
  if (key === null) {
    const [events, jobs] = await Promise.all([retryFailedEvents({ shopDomain, ids: null }), retryFailedJobs({ shopId, ids: null })]);
    return { retried: events + jobs };
  }
  const one = named(key);
  return { retried: stillThere(one.source === 'event' ? await retryFailedEvents({ shopDomain, ids: [one.id] }) : await retryFailedJobs({ shopId, ids: [one.id] })) };
}

export async function dismissFailedWork(options: OfShop & { key: string }): Promise<{ dismissed: number }> {
  const { shopId, shopDomain } = options;
  const one = named(options.key);
  return { dismissed: stillThere(one.source === 'event' ? await dismissFailedEvent({ shopDomain, id: one.id }) : await dismissFailedJob({ shopId, id: one.id })) };
}

function named(key: string): NonNullable<ReturnType<typeof failedWorkOf>> {
  const one = failedWorkOf(key);
  if (one === null) throw new InvalidInputError('failed-work', 'Say which work is meant, as its page lists it.');
  return one;
}

function stillThere(count: number): number {
  if (count === 0) throw new InvalidInputError('failed-work-gone', 'This work is not waiting for you any more: it was tried again or left out meanwhile.');
  return count;
}
