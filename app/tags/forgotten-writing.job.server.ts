import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/**
 * Some seconds after tags were approved to be written without a job: whether that was done. A kind of its own, since a
 * waiting job of the writer would stand in the way of an approval that is to be written at once.
 */
export const forgottenWritingJob = declareJob({
  name: 'forgotten-writing',
  payload: z.object({ shopId: z.number().int().positive() }),
  retryLimit: 20,
  expireInSeconds: 600,
  singletonKey: ({ shopId }) => String(shopId),
});
