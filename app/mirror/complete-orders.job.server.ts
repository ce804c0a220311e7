import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Events about one order come several at a time: it is read once they have come. */
export const COMPLETE_AFTER_SECONDS = 3;

/** Orders with refunds, returns or edits that events told of are read through the Admin API, which alone has their exact numbers. */
export const completeOrdersJob = declareJob({
  name: 'complete-orders',
  payload: z.object({ shopId: z.number().int().positive() }),
  retryLimit: 10,
  expireInSeconds: 60 * 60,
  singletonKey: ({ shopId }) => String(shopId),
});
