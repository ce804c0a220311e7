import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Removes what is kept for a while only. After each rebuild: so after each import, and nightly. */
export const tidyShopJob = declareJob({
  name: 'tidy-shop',
  payload: z.object({ shopId: z.number().int().positive() }),
  retryLimit: 3,
  expireInSeconds: 900,
  singletonKey: ({ shopId }) => String(shopId),
});
