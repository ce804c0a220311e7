import type { TenantTransaction } from '../database/tenant.server.ts';
import { unfinishedJobs } from '../jobs/unfinished-jobs.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { storedFault } from '../runtime/errors.ts';
import { fitForecastJob } from './fit-forecast.job.server.ts';
import type { FitPhase, FitView } from './fit-progress.ts';
import type { ForecastState } from './forecast-state.ts';

/** Rows of forecast_fits: read and written here alone. Its instants are the machine's. */

/** Without a sign of life for as long, nobody works on it any more. */
const STALLED_AFTER_MS = 60_000;

const moment = (): Date => new Date(machineNow());

export async function recordFitBegun(tx: TenantTransaction): Promise<void> {
  await tx.query(
    `INSERT INTO forecast_fits (shop_id, status, phase, started_at, progress_at) VALUES ($1, 'running', 'orders', $2, $2)
     ON CONFLICT (shop_id) DO UPDATE SET status = 'running', phase = 'orders', share = 0, started_at = $2, progress_at = $2, error_code = NULL, error_message = NULL`,
    [tx.shopId, moment()],
  );
}

export async function recordFitProgress(tx: TenantTransaction, phase: FitPhase, share: number): Promise<void> {
  await tx.query("UPDATE forecast_fits SET phase = $2, share = $3, progress_at = $4 WHERE shop_id = $1 AND status = 'running'", [tx.shopId, phase, share, moment()]);
}

export async function recordFitDone(tx: TenantTransaction): Promise<void> {
  await tx.query(
    `UPDATE forecast_fits SET status = 'succeeded', phase = NULL, share = 1, progress_at = $2, succeeded_at = $2, took_ms = extract(epoch FROM $2::timestamptz - started_at) * 1000 WHERE shop_id = $1`,
    [tx.shopId, moment()],
  );
}

export async function recordFitFault(tx: TenantTransaction, fault: { code: string; message: string }): Promise<void> {
  await tx.query("UPDATE forecast_fits SET status = 'failed', phase = NULL, progress_at = $2, error_code = $3, error_message = $4 WHERE shop_id = $1", [tx.shopId, moment(), fault.code, fault.message]);
}

/** Whether a fit waits or runs. */
export async function fitIsUnderWay(shopId: number): Promise<boolean> {
  return (await unfinishedJobs([fitForecastJob], String(shopId))).length > 0;
}

interface FitRow {
  status: 'running' | 'succeeded' | 'failed';
  phase: FitPhase | null;
  share: number;
  progressAt: Date;
  succeededAt: Date | null;
  tookMs: number | null;
  errorCode: string | null;
  errorMessage: string | null;
  state: ForecastState | null;
}

/** @param underWay of `fitIsUnderWay`, asked before: a fit that ends in between is seen with what it came to */
export async function loadFit(tx: TenantTransaction, underWay: boolean): Promise<FitView> {
  const { rows: [row] } = await tx.query<FitRow & Record<string, unknown>>(
    `SELECT status, phase, share, progress_at AS "progressAt", succeeded_at AS "succeededAt", took_ms AS "tookMs", error_code AS "errorCode", error_message AS "errorMessage",
            (SELECT m.state FROM forecast_models m WHERE m.shop_id = $1 ORDER BY m.version DESC LIMIT 1) AS state
       FROM forecast_fits WHERE shop_id = $1`,
    [tx.shopId],
  );
  if (row === undefined) return { underWay: underWay ? 'queued' : null, phase: null, share: 0, stalled: false, fault: null, last: null };
  const running = underWay && row.status === 'running';
  return {
    underWay: running ? 'running' : underWay ? 'queued' : null, phase: running ? row.phase : null, share: running ? row.share : 0,
    stalled: running && machineNow() - row.progressAt.getTime() > STALLED_AFTER_MS,
    fault: row.status === 'failed' ? storedFault(row) : null,
    last: row.succeededAt === null ? null : { at: row.succeededAt.toISOString(), seconds: (row.tookMs ?? 0) / 1000, state: row.state },
  };
}
