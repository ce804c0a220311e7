import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Write what has changed of customers' fields at Shopify, or take them off. One at a time for a shop. */
export const writeMetafieldsJob = declareJob({
  name: 'write-metafields',
  payload: z.object({ shopId: z.number().int().positive() }),
  retryLimit: 20,
  expireInSeconds: 24 * 3_600,
  singletonKey: ({ shopId }) => String(shopId),
});
