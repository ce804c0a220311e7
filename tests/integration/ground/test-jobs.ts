import { z } from 'zod';
import { declareJob } from '#app/jobs/job.ts';

/** Jobs of the tests alone: nothing of the app's own rooms runs. */
export const plainJob = declareJob({ name: 'ground-plain', payload: z.object({ word: z.string() }), retryLimit: 2, expireInSeconds: 60 });
export const keyedJob = declareJob({ name: 'ground-keyed', payload: z.object({ shopId: z.number() }), retryLimit: 0, expireInSeconds: 60, singletonKey: ({ shopId }) => String(shopId) });
export const crashJob = declareJob({ name: 'ground-crash', payload: z.object({ word: z.string() }), retryLimit: 2, expireInSeconds: 600 });
