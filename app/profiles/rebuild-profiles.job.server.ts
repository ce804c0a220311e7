import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Rebuild all profiles of a shop: after an import, nightly, after a change of settings. */
export const rebuildProfilesJob = declareJob({
  name: 'rebuild-profiles',
  payload: z.object({ shopId: z.number().int().positive() }),
  retryLimit: 5,
  expireInSeconds: 3_600,
  singletonKey: ({ shopId }) => String(shopId),
});
