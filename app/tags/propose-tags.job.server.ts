import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Work out anew which tags are wanted and what would have to change: after profiles were rebuilt, tags were written, or settings changed. */
export const proposeTagsJob = declareJob({
  name: 'propose-tags',
  payload: z.object({ shopId: z.number().int().positive() }),
  retryLimit: 5,
  expireInSeconds: 3_600,
  singletonKey: ({ shopId }) => String(shopId),
});
