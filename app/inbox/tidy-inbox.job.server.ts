import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Removes, once an hour, events that have been dealt with long enough ago. */
export const tidyInboxJob = declareJob({
  name: 'tidy-inbox',
  payload: z.object({}),
  retryLimit: 0,
  expireInSeconds: 3_000,
  cron: '17 * * * *',
});
