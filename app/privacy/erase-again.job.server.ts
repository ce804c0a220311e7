import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** When a redaction is looked after: once what was under way has ended, and once what takes longer has. Both within the hour that there is for it. */
export const ERASE_AGAIN_SECONDS = [300, 2_700] as const;

/** Removes what imports, rebuilds and proposals that had begun before may have written of customers who were redacted. */
export const eraseAgainJob = declareJob({
  name: 'erase-again',
  payload: z.object({ shopId: z.number().int().positive(), round: z.union([z.literal(0), z.literal(1)]) }),
  retryLimit: 5,
  expireInSeconds: 900,
  singletonKey: ({ shopId, round }) => `${shopId}:${round}`,
});
