import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/**
 * A daily batch is due: runs that wait are looked at and written on. A kind of its own, since a job that sleeps until
 * tomorrow would stand in the way of an approval of today.
 */
export const nextBatchJob = declareJob({
  name: 'next-tag-batch',
  payload: z.object({ shopId: z.number().int().positive(), dueAt: z.number() }),
  retryLimit: 20,
  expireInSeconds: 600,
  singletonKey: ({ shopId, dueAt }) => `${shopId} ${dueAt}`,
});
