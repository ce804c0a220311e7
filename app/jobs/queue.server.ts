import { PgBoss } from 'pg-boss';
import type { TenantTransaction } from '../database/tenant.server.ts';
import { config } from '../runtime/config.server.ts';
import { InvalidInputError, RetryableError, errorMessage } from '../runtime/errors.ts';
import { outsideLogContext } from '../runtime/log-context.server.ts';
import { log } from '../runtime/log.server.ts';
import type { Job } from './job.ts';

/** Schema of the queue's tables: made and migrated by the owner (install-jobs.server.ts), used by the system role. */
export const JOBS_SCHEMA = 'pgboss';

/**
 * How often the process with the turn looks for jobs whose worker is gone or late. The library's minute would leave a
 * killed worker's job lying for two of them.
 */
const SUPERVISE_SECONDS = 10;
/** How old what a worker knows of its queue may be; it holds the keys that are running (see notRunningAnyMore in worker.server.ts). */
const QUEUE_KNOWN_SECONDS = 1;

let started: Promise<PgBoss> | undefined;
let stopping = new AbortController();

/** Aborted as soon as this process begins to leave the queue: a running job then ends at its next safe point and is taken up again elsewhere. */
export function queueStopping(): AbortSignal {
  return stopping.signal;
}

/** The process's one connection to the queue, as the system role. It never migrates. */
export async function jobQueue(): Promise<PgBoss> {
  // Its timers go on for as long as the process does, whoever was the first to need it.
  started ??= outsideLogContext(start);
  try {
    return await started;
  } catch (error) {
    started = undefined;
    throw error;
  }
}

async function start(): Promise<PgBoss> {
  const connectionString = config().database?.system;
  if (connectionString === undefined) throw new RetryableError('database-url', 'No database is configured: set DATABASE_URL and DATABASE_SYSTEM_URL.');
  const boss = new PgBoss({ connectionString, schema: JOBS_SCHEMA, migrate: false, createSchema: false, max: 4, application_name: 'regulars-jobs', superviseIntervalSeconds: SUPERVISE_SECONDS, monitorIntervalSeconds: SUPERVISE_SECONDS, queueCacheIntervalSeconds: QUEUE_KNOWN_SECONDS });
  boss.on('error', (error) => log.warn({ reason: errorMessage(error) }, 'the job queue met an error'));
  try {
    await boss.start();
  } catch (cause) {
    await boss.stop({ graceful: false, close: true }).catch(() => {});
    const said = errorMessage(cause);
    if (/not installed|requires migrations/.test(said)) throw new InvalidInputError('job-queue', `The job queue cannot be used: ${said}. Run "npm run migrate" with DATABASE_OWNER_URL set.`, { cause });
    throw cause;
  }
  return boss;
}

/** Whether this process works on the queue and finds its tables. Nothing is started by asking. */
export async function queueIsReached(): Promise<boolean> {
  const boss = await started;
  return boss !== undefined && (await boss.getQueues()).length > 0;
}

/** Ends the process's part in the queue; its running jobs are told to stop and get `graceMs` for it (less than the ten seconds that container hosts give a process). */
export async function closeJobQueue(graceMs = 7_000): Promise<void> {
  stopping.abort(new RetryableError('stopping', 'The process is stopping; the job goes on in another.'));
  stopping = new AbortController();
  const boss = await started?.catch(() => undefined);
  started = undefined;
  await boss?.stop({ graceful: true, timeout: graceMs, close: true });
}

/**
 * Puts a job in its queue.
 * @param options.tx a transaction, a tenant's or the system's: the job becomes visible when that commits, and never if it rolls back.
 * @param options.startAfterSeconds not before then.
 * @returns the job's id, or null when the same work (singleton key) already waits.
 * @throws InvalidInputError when the payload is not of the job's form.
 */
export async function enqueue<Payload>(job: Job<Payload>, payload: Payload, options: { tx?: Pick<TenantTransaction, 'query'>; startAfterSeconds?: number } = {}): Promise<string | null> {
  const parsed = job.payload.safeParse(payload);
  if (!parsed.success) throw new InvalidInputError('job-payload', `The job ${job.name} was given a payload of the wrong form: ${parsed.error.message}`);
  const boss = await jobQueue();
  const { tx, startAfterSeconds } = options;
  return boss.send(job.name, parsed.data as object, {
    ...(job.singletonKey === undefined ? {} : { singletonKey: job.singletonKey(parsed.data) }),
    ...(startAfterSeconds === undefined ? {} : { startAfter: startAfterSeconds }),
    ...(tx === undefined ? {} : { db: { executeSql: async (text: string, values?: unknown[]) => tx.query(text, values) } }),
  });
}
