import { systemPool } from '../database/pools.server.ts';
import { JOBS_SCHEMA } from './queue.server.ts';

/** Takes out what ended jobs of a shop said, where it names somebody who is to be forgotten. Payloads hold numbers of shops and runs only. */
export async function forgetOutputs(options: { shopId: number; names: (text: string) => boolean }): Promise<void> {
  const { rows } = await systemPool().query<{ id: string; output: string }>(
    `SELECT id, output::text AS output FROM ${JOBS_SCHEMA}.job WHERE data->>'shopId' = $1 AND output IS NOT NULL`, [String(options.shopId)],
  );
  const naming = rows.filter((row) => options.names(row.output)).map((row) => row.id);
  if (naming.length > 0) await systemPool().query(`UPDATE ${JOBS_SCHEMA}.job SET output = NULL WHERE id = ANY ($1::uuid[])`, [naming]);
}

/**
 * Removes all jobs of a shop that is to be forgotten.
 * @param options.except the job that does so
 * @returns how many others are under way: they are left, and may write yet
 */
export async function forgetJobs(options: { shopId: number; except: string | null }): Promise<number> {
  const of = [String(options.shopId), options.except];
  await systemPool().query(`DELETE FROM ${JOBS_SCHEMA}.job WHERE data->>'shopId' = $1 AND state <> 'active' AND id IS DISTINCT FROM $2::uuid`, of);
  const { rows } = await systemPool().query<{ active: number }>(`SELECT count(*)::int AS active FROM ${JOBS_SCHEMA}.job WHERE data->>'shopId' = $1 AND id IS DISTINCT FROM $2::uuid`, of);
  return rows[0]?.active ?? 0;
}
