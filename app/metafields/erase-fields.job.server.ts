import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Takes the fields of redacted customers off at Shopify, which may keep the customers without a name. */
export const eraseFieldsJob = declareJob({
  name: 'erase-fields',
  payload: z.object({ shopId: z.number().int().positive() }),
  retryLimit: 20,
  expireInSeconds: 900,
  singletonKey: ({ shopId }) => String(shopId),
});
