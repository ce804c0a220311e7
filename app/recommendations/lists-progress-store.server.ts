import type { TenantTransaction } from '../database/tenant.server.ts';
import { unfinishedJobs } from '../jobs/unfinished-jobs.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { storedFault } from '../runtime/errors.ts';
import type { ListPhase, ListRunView } from './lists-progress.ts';
import { refreshRecommendationsJob } from './refresh-recommendations.job.server.ts';

/** Rows of list_runs: read and written here alone. Its instants are the machine's. */

/** Without a sign of life for as long, nobody works on it any more. */
const STALLED_AFTER_MS = 60_000;

const moment = (): Date => new Date(machineNow());

export async function recordListsBegun(tx: TenantTransaction): Promise<void> {
  await tx.query(
    `INSERT INTO list_runs (shop_id, status, phase, started_at, progress_at) VALUES ($1, 'running', 'orders', $2, $2)
     ON CONFLICT (shop_id) DO UPDATE SET status = 'running', phase = 'orders', started_at = $2, progress_at = $2, error_code = NULL, error_message = NULL`,
    [tx.shopId, moment()],
  );
}

export async function recordListsProgress(tx: TenantTransaction, phase: ListPhase): Promise<void> {
  await tx.query("UPDATE list_runs SET phase = $2, progress_at = $3 WHERE shop_id = $1 AND status = 'running'", [tx.shopId, phase, moment()]);
}

export async function recordListsDone(tx: TenantTransaction, came: { products: number; customers: number; written: number }): Promise<void> {
  await tx.query(
    `UPDATE list_runs SET status = 'succeeded', phase = NULL, progress_at = $2, succeeded_at = $2, took_ms = extract(epoch FROM $2::timestamptz - started_at) * 1000, products = $3, customers = $4, written = $5 WHERE shop_id = $1`,
    [tx.shopId, moment(), came.products, came.customers, came.written],
  );
}

export async function recordListsFault(tx: TenantTransaction, fault: { code: string; message: string }): Promise<void> {
  await tx.query("UPDATE list_runs SET status = 'failed', phase = NULL, progress_at = $2, error_code = $3, error_message = $4 WHERE shop_id = $1", [tx.shopId, moment(), fault.code, fault.message]);
}

/** Whether a run waits or goes on. */
export async function listsAreUnderWay(shopId: number): Promise<boolean> {
  return (await unfinishedJobs([refreshRecommendationsJob], String(shopId))).length > 0;
}

interface Row {
  status: 'running' | 'succeeded' | 'failed';
  phase: ListPhase | null;
  progressAt: Date;
  succeededAt: Date | null;
  tookMs: number | null;
  products: number;
  customers: number;
  errorCode: string | null;
  errorMessage: string | null;
}

/** @param underWay of `listsAreUnderWay`, asked before: a run that ends in between is seen with what it came to */
export async function loadListRun(tx: TenantTransaction, underWay: boolean): Promise<ListRunView> {
  const { rows: [row] } = await tx.query<Row & Record<string, unknown>>(
    `SELECT status, phase, progress_at AS "progressAt", succeeded_at AS "succeededAt", took_ms AS "tookMs", products, customers, error_code AS "errorCode", error_message AS "errorMessage" FROM list_runs WHERE shop_id = $1`,
    [tx.shopId],
  );
  if (row === undefined) return { underWay: underWay ? 'queued' : null, phase: null, stalled: false, fault: null, last: null };
  const running = underWay && row.status === 'running';
  return {
    underWay: running ? 'running' : underWay ? 'queued' : null, phase: running ? row.phase : null, stalled: running && machineNow() - row.progressAt.getTime() > STALLED_AFTER_MS,
    fault: row.status === 'failed' ? storedFault(row) : null,
    last: row.succeededAt === null ? null : { at: row.succeededAt.toISOString(), seconds: (row.tookMs ?? 0) / 1000, products: row.products, customers: row.customers },
  };
}
