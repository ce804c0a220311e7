import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Tries of a look in all; reconcile-shop.server.ts ends it as failed after the last. */
export const MOST_TRIES = 6;

/** One look at Shopify for what no event told of. A try that breaks off is taken up by the next where it stood. */
export const reconcileShopJob = declareJob({
  name: 'reconcile-shop',
  payload: z.object({ shopId: z.number().int().positive(), cause: z.enum(['hourly', 'gap', 'asked', 'reinstall']) }),
  retryLimit: MOST_TRIES - 1,
  expireInSeconds: 6 * 60 * 60,
  singletonKey: ({ shopId }) => String(shopId),
});
