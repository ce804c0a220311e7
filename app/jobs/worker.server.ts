import type { Job as QueuedJob, JobResult } from 'pg-boss';
import { errorCode, errorMessage, InvalidInputError, isRetryable } from '../runtime/errors.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { inLogContextUntilDone } from '../runtime/log-context.server.ts';
import { log } from '../runtime/log.server.ts';
import { observeJob } from '../runtime/metrics.server.ts';
import type { Job } from './job.ts';
import { JOBS_SCHEMA, jobQueue, queueStopping } from './queue.server.ts';
import { systemPool } from '../database/pools.server.ts';

/** What a handler is told beside its payload. */
export interface JobContext {
  jobId: string;
  /** Aborted when the process stops or the job has lost its lease: stop at the next safe point and throw. */
  signal: AbortSignal;
}

/** A job with what does it, made by `handle` so that the two agree on the payload's form. */
export interface JobHandler {
  job: Job<never>;
  concurrency: number;
  run(payload: unknown, context: JobContext): Promise<void>;
}

/**
 * Ties a declared job to its handler.
 * @param concurrency how many of this kind one process does at once
 */
export function handle<Payload>(job: Job<Payload>, work: (payload: Payload, context: JobContext) => Promise<void>, concurrency = 1): JobHandler {
  return {
    job: job as unknown as Job<never>,
    concurrency,
    run: async (payload, context) => {
      const parsed = job.payload.safeParse(payload);
      if (!parsed.success) throw new InvalidInputError('job-payload', `The job ${job.name} holds a payload of the wrong form: ${parsed.error.message}`);
      await work(parsed.data, context);
    },
  };
}

/**
 * Claims and does jobs until the queue is closed. A terminal error ends the job as failed for good; any other is tried
 * again with backoff up to the job's limit.
 */
export async function workOn(handlers: readonly JobHandler[]): Promise<void> {
  const boss = await jobQueue();
  const stopping = queueStopping();
  for (const handler of handlers) {
    await boss.work(
      handler.job.name,
      { batchSize: 1, localConcurrency: handler.concurrency, pollingIntervalSeconds: 0.5, perJobResults: true },
      async (queued: QueuedJob<unknown>[]) => Promise.all(queued.map((one) => inLogContextUntilDone({ job: handler.job.name, jobId: one.id }, () => doOne(handler, one, stopping)))),
    );
  }
}

/** `failed` is tried again up to the job's limit; `deadletter` ends it for good at once. */
async function doOne(handler: JobHandler, queued: QueuedJob<unknown>, stopping: AbortSignal): Promise<JobResult> {
  const startedAt = machineNow();
  const name = handler.job.name;
  // What comes round every minute would bury the rest.
  const level = handler.job.cron === undefined ? 'info' : 'debug';
  log[level]('job begun');
  try {
    await handler.run(queued.data, { jobId: queued.id, signal: AbortSignal.any([queued.signal, stopping]) });
    log[level]({ ms: machineNow() - startedAt }, 'job done');
    observeJob(name, 'done', (machineNow() - startedAt) / 1000);
    return { id: queued.id, status: 'completed' };
  } catch (error) {
    const retryable = isRetryable(error);
    const reason = errorMessage(error);
    log.error({ ms: machineNow() - startedAt, code: errorCode(error), reason, retryable }, 'job failed');
    observeJob(name, retryable ? 'to-retry' : 'failed', (machineNow() - startedAt) / 1000);
    return { id: queued.id, status: retryable ? 'failed' : 'deadletter', output: { code: errorCode(error) ?? null, reason } };
  } finally {
    await notRunningAnyMore(handler.job, queued.data);
  }
}

/**
 * The queue counts now and then which keys are running, and claims none of those. A count that happened to see this job
 * would keep the next of its key waiting until the next count, though this one has ended: so its key is taken out here.
 */
async function notRunningAnyMore(job: Job<never>, payload: unknown): Promise<void> {
  const parsed = job.singletonKey === undefined ? null : job.payload.safeParse(payload);
  if (parsed?.success !== true || job.singletonKey === undefined) return;
  await systemPool()
    .query(`UPDATE ${JOBS_SCHEMA}.queue SET singletons_active = array_remove(singletons_active, $2) WHERE name = $1 AND $2 = ANY (singletons_active)`, [job.name, job.singletonKey(parsed.data)])
    .catch((error: unknown) => log.warn({ job: job.name, reason: errorMessage(error) }, 'the running keys of a queue could not be corrected'));
}
