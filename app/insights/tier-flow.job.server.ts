import { z } from 'zod';
import { declareJob } from '../jobs/job.ts';

/** Tries after the first. */
export const FLOW_RETRIES = 2;

/** What one such job is told from others by. */
export function tierFlowKey({ shopId, fromDay, toDay }: { shopId: number; fromDay: number; toDay: number }): string {
  return `${shopId} ${fromDay} ${toDay}`;
}

/** Work out who went from which tier to which between two days that a merchant chose. */
export const tierFlowJob = declareJob({
  name: 'tier-flow',
  payload: z.object({ shopId: z.number().int().positive(), fromDay: z.number().int(), toDay: z.number().int() }),
  retryLimit: FLOW_RETRIES,
  expireInSeconds: 1_800,
  singletonKey: tierFlowKey,
});
