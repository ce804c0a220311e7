import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Work out anew who needs the merchant's attention, after profiles or wanted tags have changed. */
export const refreshAttentionJob = declareJob({
  name: 'refresh-attention',
  payload: z.object({ shopId: z.number().int().positive() }),
  retryLimit: 3,
  expireInSeconds: 300,
  singletonKey: ({ shopId }) => String(shopId),
});
