import { systemPool } from '../database/pools.server.ts';
import { JOBS_SCHEMA } from './queue.server.ts';

/** A job that ended for good without having been done. */
export interface FailedJob {
  id: string;
  name: string;
  failedAt: Date;
  tries: number;
  code: string | null;
  reason: string | null;
}

/** Jobs of one shop that failed, and that no later job of the same kind and key has made good. */
const FAILED = `FROM ${JOBS_SCHEMA}.job j WHERE j.state = 'failed' AND j.data->>'shopId' = $1::text
   AND NOT EXISTS (SELECT FROM ${JOBS_SCHEMA}.job l WHERE l.name = j.name AND l.singleton_key = j.singleton_key AND l.state = 'completed' AND l.completed_on > j.completed_on)`;

export async function listFailedJobs(options: { shopId: number; most: number }): Promise<FailedJob[]> {
  const { rows } = await systemPool().query<FailedJob>(
    `SELECT j.id, j.name, j.completed_on AS "failedAt", j.retry_count + 1 AS tries, j.output->>'code' AS code, j.output->>'reason' AS reason
       ${FAILED} ORDER BY j.completed_on DESC, j.id LIMIT $2`,
    [String(options.shopId), options.most],
  );
  return rows;
}

export async function countFailedJobs(options: { shopId: number }): Promise<number> {
  const { rows } = await systemPool().query<{ count: number }>(`SELECT count(*)::int AS count ${FAILED}`, [String(options.shopId)]);
  return rows[0]?.count ?? 0;
}

/**
 * Has failed jobs of a shop tried again, with all their tries. Where the same work waits already, that one is enough.
 * @param options.ids null: all of them
 * @returns how many
 */
export async function retryFailedJobs(options: { shopId: number; ids: readonly string[] | null }): Promise<number> {
  const given = [String(options.shopId), options.ids];
  // One after the other: two of one key become one.
  const { rows } = await systemPool().query<{ id: string }>(`SELECT j.id ${FAILED} AND ($2::uuid[] IS NULL OR j.id = ANY ($2::uuid[])) ORDER BY j.completed_on`, given);
  for (const { id } of rows) {
    const { rowCount } = await systemPool().query(
      `UPDATE ${JOBS_SCHEMA}.job j SET state = 'retry', retry_count = 0, start_after = now(), keep_until = now() + interval '14 days', completed_on = NULL, output = NULL
        WHERE j.id = $2 AND j.state = 'failed' AND j.data->>'shopId' = $1
          AND NOT EXISTS (SELECT FROM ${JOBS_SCHEMA}.job w WHERE w.name = j.name AND w.singleton_key = j.singleton_key AND w.state < 'active')`,
      [given[0], id],
    );
    if (rowCount === 0) await systemPool().query(`DELETE FROM ${JOBS_SCHEMA}.job j WHERE j.id = $2 AND j.state = 'failed' AND j.data->>'shopId' = $1`, [given[0], id]);
  }
  return rows.length;
}

/** Forgets a failed job of a shop. @returns how many: 0 when it is not there any more */
export async function dismissFailedJob(options: { shopId: number; id: string }): Promise<number> {
  const { rowCount } = await systemPool().query(`DELETE FROM ${JOBS_SCHEMA}.job WHERE id = $2::uuid AND state = 'failed' AND data->>'shopId' = $1`, [String(options.shopId), options.id]);
  return rowCount ?? 0;
}
