import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/**
 * A first look at a shop whose first import still runs. A job of its own: were it a rebuild, the one that the import's end
 * asks for could be taken for the same work and never be done.
 */
export const sketchProfilesJob = declareJob({
  name: 'sketch-profiles',
  payload: z.object({ shopId: z.number().int().positive() }),
  // A look that fails is not worth another: the next part of the import brings the next.
  retryLimit: 0,
  expireInSeconds: 600,
  singletonKey: ({ shopId }) => String(shopId),
});
