import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';
import { REBUILD_CAUSES } from './rebuild-cause.ts';

/** Tries after the first. */
export const REBUILD_RETRIES = 5;

/** Rebuild all profiles of a shop: after an import, nightly, after a change of settings, or when the merchant asks. */
export const rebuildProfilesJob = declareJob({
  name: 'rebuild-profiles',
  payload: z.object({
    shopId: z.number().int().positive(),
    cause: z.enum(REBUILD_CAUSES).optional(),
    /** The session token's sub, where a person's change of the settings set it going. */
    requestedBy: z.string().optional(),
    /** Of a nightly one: when it should have begun. */
    dueAt: z.iso.datetime().optional(),
  }),
  retryLimit: REBUILD_RETRIES,
  expireInSeconds: 3_600,
  singletonKey: ({ shopId }) => String(shopId),
});
