import { appPool, systemPool } from '#app/database/pools.server.ts';
import { handle, workOn } from '#app/jobs/worker.server.ts';
import { inLogContext } from '#app/runtime/log-context.server.ts';
import { log } from '#app/runtime/log.server.ts';
import { plainJob } from './test-jobs.ts';

/**
 * Work that leaves things behind: connections that a job and a request were the first to open, and something that a job
 * did not wait for. Run by log-ids.test.ts, which ends the connections and reads the log.
 */
const backendOf = async (pool: ReturnType<typeof appPool>): Promise<number | undefined> => (await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]?.pid;

await inLogContext({ requestId: 'of-a-request' }, async () => {
  log.info({ backend: await backendOf(appPool()) }, 'a request opened a connection');
});

await workOn([handle(plainJob, async () => {
  log.info({ backend: await backendOf(systemPool()) }, 'a job opened a connection');
  setTimeout(() => log.info('what a job did not wait for'), 1_500);
})]);
