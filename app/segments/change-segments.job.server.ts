import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Do at Shopify what the ledger of segments says is to be done. One at a time for a shop. */
export const changeSegmentsJob = declareJob({
  name: 'change-segments',
  payload: z.object({ shopId: z.number().int().positive() }),
  retryLimit: 8,
  expireInSeconds: 1_800,
  singletonKey: ({ shopId }) => String(shopId),
});
