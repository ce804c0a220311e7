import { PgBoss } from 'pg-boss';
import pg from 'pg';
import type { Job } from './job.ts';
import { JOBS_SCHEMA } from './queue.server.ts';

/** Seconds without a worker's heartbeat after which its job is given to another. */
const HEARTBEAT_SECONDS = 10;

/**
 * Makes or migrates the queue's schema and its queues, as the database's owner, and opens it to the two other roles:
 * the system role works on it, the app role may only put jobs in (so that a job commits with the change that wants it).
 * Safe to call again.
 */
export async function installJobs(ownerUrl: string, jobs: readonly Job<never>[]): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, schema: JOBS_SCHEMA, supervise: false, schedule: false, max: 2 });
  boss.on('error', () => {});
  await boss.start();
  try {
    const known = new Set((await boss.getQueues()).map((queue) => queue.name));
    for (const job of jobs) {
      const options = { retryLimit: job.retryLimit, retryBackoff: true, retryDelay: 2, retryDelayMax: 300, expireInSeconds: job.expireInSeconds };
      if (known.has(job.name)) await boss.updateQueue(job.name, options);
      else await boss.createQueue(job.name, { ...options, heartbeatSeconds: HEARTBEAT_SECONDS, policy: job.singletonKey === undefined ? 'standard' : 'stately' });
    }
    const crons = new Map((await boss.getSchedules()).map((schedule) => [schedule.name, schedule.cron]));
    for (const job of jobs) {
      if (job.cron !== undefined && crons.get(job.name) !== job.cron) await boss.schedule(job.name, job.cron, {}, { tz: 'UTC' });
      if (job.cron === undefined && crons.has(job.name)) await boss.unschedule(job.name);
    }
  } finally {
    await boss.stop({ graceful: false, close: true });
  }
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    // One transaction with a lock: two deploys that grant the same at one moment would fail on each other.
    await client.query(`
      SELECT pg_advisory_xact_lock(hashtext('${JOBS_SCHEMA} grants'));
      GRANT USAGE ON SCHEMA ${JOBS_SCHEMA} TO regulars_system, regulars_app;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${JOBS_SCHEMA} TO regulars_system;
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${JOBS_SCHEMA} TO regulars_system;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA ${JOBS_SCHEMA} TO regulars_system;
      GRANT EXECUTE ON FUNCTION ${JOBS_SCHEMA}.job_now() TO regulars_app;
      GRANT SELECT ON ${JOBS_SCHEMA}.queue TO regulars_app;
      GRANT INSERT, SELECT (id, start_after) ON ${JOBS_SCHEMA}.job TO regulars_app;
      GRANT INSERT, SELECT (id, start_after) ON ${JOBS_SCHEMA}.job_common TO regulars_app;
    `);
  } finally {
    await client.end();
  }
}
