import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Have the holdout stand at Shopify, where the theme reads it. One at a time for a shop. */
export const publishHoldoutJob = declareJob({
  name: 'publish-holdout',
  payload: z.object({ shopId: z.number().int().positive() }),
  retryLimit: 20,
  expireInSeconds: 600,
  singletonKey: ({ shopId }) => String(shopId),
});
