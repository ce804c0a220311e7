import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Write what has changed of products' lists at Shopify, put back what stood, take it off, or look at what stands. One at a time for a shop. */
export const writeProductFieldsJob = declareJob({
  name: 'write-product-fields',
  payload: z.object({ shopId: z.number().int().positive() }),
  retryLimit: 20,
  expireInSeconds: 24 * 3_600,
  singletonKey: ({ shopId }) => String(shopId),
});
