import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';
import { RISK_CAUSES } from './risk-event.ts';

/** Fit a shop's forecast, test it on the past and say of each customer what is expected: after each rebuild of the whole. */
export const fitForecastJob = declareJob({
  name: 'fit-forecast',
  payload: z.object({ shopId: z.number().int().positive(), cause: z.enum(RISK_CAUSES).exclude(['event']).optional() }),
  retryLimit: 5,
  expireInSeconds: 3_600,
  singletonKey: ({ shopId }) => String(shopId),
});
