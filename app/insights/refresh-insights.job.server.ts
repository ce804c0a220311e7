import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Work out anew what Insights shows of a shop's customers: after their forecasts, which follow each rebuild of the whole. */
export const refreshInsightsJob = declareJob({
  name: 'refresh-insights',
  payload: z.object({ shopId: z.number().int().positive() }),
  retryLimit: 3,
  expireInSeconds: 3_600,
  singletonKey: ({ shopId }) => String(shopId),
});
