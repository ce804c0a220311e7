import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Deletes everything of a shop. */
export const eraseShopJob = declareJob({
  name: 'erase-shop',
  payload: z.object({ shopId: z.number().int().positive() }),
  retryLimit: 20,
  expireInSeconds: 3_600,
  singletonKey: ({ shopId }) => String(shopId),
});

/** Sees to it that no shop whose deletion was asked for is forgotten: an uninstall that is told late takes its waiting jobs out. */
export const dueErasuresJob = declareJob({
  name: 'due-erasures',
  payload: z.object({}),
  retryLimit: 0,
  expireInSeconds: 60,
  cron: '*/10 * * * *',
});
