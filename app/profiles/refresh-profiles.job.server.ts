import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Take up what the mirror of a shop reported as changed, until nothing is left. */
export const refreshProfilesJob = declareJob({
  name: 'refresh-profiles',
  payload: z.object({ shopId: z.number().int().positive() }),
  // A rebuild of a very large shop holds it off for minutes; the retries' backoff outlasts that.
  retryLimit: 12,
  expireInSeconds: 900,
  singletonKey: ({ shopId }) => String(shopId),
});
