import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Looks every minute for shops that are due to be looked at for what no event told of. */
export const startChecksJob = declareJob({
  name: 'start-checks',
  payload: z.object({}),
  retryLimit: 0,
  expireInSeconds: 300,
  cron: '* * * * *',
});
