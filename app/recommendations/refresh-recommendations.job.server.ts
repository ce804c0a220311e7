import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Work out what a shop's shoppers are shown: after each rebuild of the whole. */
export const refreshRecommendationsJob = declareJob({
  name: 'refresh-recommendations',
  payload: z.object({ shopId: z.number().int().positive() }),
  retryLimit: 5,
  expireInSeconds: 3_600,
  singletonKey: ({ shopId }) => String(shopId),
});
