import { systemPool } from '../database/pools.server.ts';
import type { Job } from './job.ts';
import { JOBS_SCHEMA } from './queue.server.ts';

/**
 * Which of these kinds of work wait or run for one singleton key (a shop's id, say). A use case enqueues what follows
 * before its own job ends, so an empty answer means that the whole chain is through.
 * @returns the jobs' names, each once
 */
export async function unfinishedJobs(jobs: readonly Pick<Job<never>, 'name'>[], singletonKey: string): Promise<string[]> {
  const { rows } = await systemPool().query<{ name: string }>(
    `SELECT DISTINCT name FROM ${JOBS_SCHEMA}.job WHERE name = ANY($1) AND singleton_key = $2 AND state < 'completed' ORDER BY name`,
    [jobs.map((job) => job.name), singletonKey],
  );
  return rows.map((row) => row.name);
}
