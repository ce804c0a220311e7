import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/**
 * Write the approved runs of a shop, the oldest first, and undo runs likewise. The payload names the shop and not the
 * run, so that one job at a time writes for a shop and no approved run is taken for the same work as another.
 */
export const writeTagsJob = declareJob({
  name: 'write-tags',
  payload: z.object({ shopId: z.number().int().positive() }),
  retryLimit: 20,
  expireInSeconds: 24 * 3_600,
  singletonKey: ({ shopId }) => String(shopId),
});
