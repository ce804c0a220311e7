import { systemPool } from '../database/pools.server.ts';
import { JOBS_SCHEMA } from './queue.server.ts';

/** Takes a shop's jobs out that have not begun, those that wait for another try too. */
export async function cancelWaitingJobs(options: { shopId: number }): Promise<void> {
  await systemPool().query(`DELETE FROM ${JOBS_SCHEMA}.job WHERE state < 'active' AND data->>'shopId' = $1`, [String(options.shopId)]);
}
