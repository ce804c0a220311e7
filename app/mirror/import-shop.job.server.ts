import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Tries of a run in all; run-import.server.ts ends the run as failed after the last. */
export const MOST_ATTEMPTS = 5;

/** A whole import of one shop. A try that breaks off is taken up by the next where it stood. */
export const importShop = declareJob({
  name: 'import-shop',
  payload: z.object({ shopId: z.number().int().positive(), runId: z.number().int().positive() }),
  retryLimit: MOST_ATTEMPTS - 1,
  expireInSeconds: 12 * 60 * 60,
  singletonKey: ({ shopId }) => String(shopId),
});
