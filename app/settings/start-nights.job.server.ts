import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Looks every minute for shops whose night has come. */
export const startNightsJob = declareJob({
  name: 'start-nights',
  payload: z.object({}),
  retryLimit: 0,
  expireInSeconds: 300,
  cron: '* * * * *',
});
