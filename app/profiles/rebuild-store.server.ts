import type { TenantTransaction } from '../database/tenant.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import type { RebuildCause } from './rebuild-cause.ts';
import type { RebuildPhase, RebuildTimings } from './rebuild-progress.ts';
import { movedCustomers, type TierMoves } from './tier-moves.ts';

/** Rows of profile_rebuilds: read and written here alone. */

export interface ProfileRebuild {
  id: number;
  status: 'queued' | 'running' | 'succeeded' | 'failed';
  cause: RebuildCause;
  /** The session token's sub; null when the app itself asked. */
  requestedBy: string | null;
  requestedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  progressAt: Date | null;
  phase: RebuildPhase | null;
  phaseAt: Date | null;
  attempts: number;
  customers: number | null;
  inserted: number | null;
  updated: number | null;
  removed: number | null;
  timings: RebuildTimings | null;
  /** Of a nightly one: when it should have begun. */
  dueAt: Date | null;
  /** Day number that customers were sorted for. */
  forDay: number | null;
  /** Customers who changed their tier, and from which to which; null of one that has not succeeded. */
  moved: number | null;
  moves: TierMoves | null;
  errorCode: string | null;
  errorMessage: string | null;
}

const COLUMNS = `id, status, cause, requested_by AS "requestedBy", requested_at AS "requestedAt", started_at AS "startedAt", finished_at AS "finishedAt",
  progress_at AS "progressAt", phase, phase_at AS "phaseAt", attempts, customers, inserted, updated, removed, timings,
  due_at AS "dueAt", for_day AS "forDay", moved, moves, error_code AS "errorCode", error_message AS "errorMessage"`;

const moment = (): Date => new Date(machineNow());

/** The one that runs, else the one that waits; locked until the transaction ends, so that two requests cannot both begin one. */
export async function activeRebuild(tx: TenantTransaction): Promise<ProfileRebuild | null> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('rebuild:' || $1, 0))", [String(tx.shopId)]);
  const { rows } = await tx.query<ProfileRebuild>(
    `SELECT ${COLUMNS} FROM profile_rebuilds WHERE shop_id = $1 AND status IN ('queued', 'running') ORDER BY status DESC LIMIT 1`,
    [tx.shopId],
  );
  return rows[0] ?? null;
}

/** The newest first. @param options.before an id: only older ones */
export async function listRebuilds(tx: TenantTransaction, options: { before?: number | null; limit: number }): Promise<ProfileRebuild[]> {
  const { rows } = await tx.query<ProfileRebuild>(
    `SELECT ${COLUMNS} FROM profile_rebuilds WHERE shop_id = $1 AND ($2::integer IS NULL OR id < $2) ORDER BY id DESC LIMIT $3`,
    [tx.shopId, options.before ?? null, options.limit],
  );
  return rows;
}

/** What the phases of the last rebuild took that succeeded; null when there was none. */
export async function lastTimings(tx: TenantTransaction): Promise<RebuildTimings | null> {
  const { rows } = await tx.query<{ timings: RebuildTimings }>(
    "SELECT timings FROM profile_rebuilds WHERE shop_id = $1 AND status = 'succeeded' AND timings IS NOT NULL ORDER BY id DESC LIMIT 1",
    [tx.shopId],
  );
  return rows[0]?.timings ?? null;
}

/** A rebuild that waits; the caller has made sure that none is active. */
export async function queueRebuild(tx: TenantTransaction, cause: RebuildCause, requestedBy: string | null): Promise<number> {
  return insert(tx, 'queued', cause, requestedBy);
}

/** Takes up the rebuild that was begun and broke off, or the one that waits, or begins one that nobody has asked for by a row. */
export async function beginRebuild(tx: TenantTransaction, cause: RebuildCause, begun: { dueAt?: Date | null; requestedBy?: string | null } = {}): Promise<{ id: number; attempts: number }> {
  const id = (await activeRebuild(tx))?.id ?? (await insert(tx, 'queued', cause, begun.requestedBy ?? null));
  const { rows } = await tx.query<{ attempts: number }>(
    `UPDATE profile_rebuilds SET status = 'running', attempts = attempts + 1, started_at = coalesce(started_at, $3), progress_at = $3, phase = NULL, phase_at = NULL,
            error_code = NULL, error_message = NULL, due_at = coalesce(due_at, $4)
      WHERE shop_id = $1 AND id = $2 RETURNING attempts`,
    [tx.shopId, id, moment(), begun.dueAt ?? null],
  );
  return { id, attempts: rows[0]?.attempts ?? 1 };
}

async function insert(tx: TenantTransaction, status: string, cause: RebuildCause, requestedBy: string | null): Promise<number> {
  const { rows } = await tx.query<{ id: number }>(
    'INSERT INTO profile_rebuilds (shop_id, status, cause, requested_by, requested_at) VALUES ($1, $2, $3, $4, $5) RETURNING id',
    [tx.shopId, status, cause, requestedBy, moment()],
  );
  if (rows[0] === undefined) throw new TerminalError('rebuild', 'The rebuild could not be recorded.');
  return rows[0].id;
}

export async function recordPhase(tx: TenantTransaction, id: number, phase: RebuildPhase, customers: number): Promise<void> {
  await tx.query(
    `UPDATE profile_rebuilds SET phase = $3, phase_at = $4, progress_at = $4, customers = CASE WHEN $5 > 0 THEN $5 ELSE customers END
      WHERE shop_id = $1 AND id = $2 AND status = 'running'`,
    [tx.shopId, id, phase, moment(), customers],
  );
}

export async function recordSignOfLife(tx: TenantTransaction, id: number): Promise<void> {
  await tx.query("UPDATE profile_rebuilds SET progress_at = $3 WHERE shop_id = $1 AND id = $2 AND status = 'running'", [tx.shopId, id, moment()]);
}

export async function recordSuccess(
  tx: TenantTransaction, id: number, result: { modelVersion: number; forDay: number; customers: number; inserted: number; updated: number; removed: number; timings: RebuildTimings; moves: TierMoves },
): Promise<void> {
  await tx.query(
    `UPDATE profile_rebuilds SET status = 'succeeded', finished_at = $3, progress_at = $3, phase = NULL, phase_at = NULL, model_version = $4, customers = $5, inserted = $6,
            updated = $7, removed = $8, timings = $9, for_day = $10, moved = $11, moves = $12
      WHERE shop_id = $1 AND id = $2`,
    [tx.shopId, id, moment(), result.modelVersion, result.customers, result.inserted, result.updated, result.removed, JSON.stringify(result.timings),
      result.forDay, movedCustomers(result.moves), JSON.stringify(result.moves)],
  );
}

/** @param fault.final whether no further try comes; otherwise the row stays active and says why it waits */
export async function recordFault(tx: TenantTransaction, id: number, fault: { code: string; message: string; final: boolean }): Promise<void> {
  await tx.query(
    `UPDATE profile_rebuilds SET status = CASE WHEN $6 THEN 'failed' ELSE status END, finished_at = CASE WHEN $6 THEN $5::timestamptz END, progress_at = $5, error_code = $3, error_message = $4
      WHERE shop_id = $1 AND id = $2`,
    [tx.shopId, id, fault.code, fault.message, moment(), fault.final],
  );
}

/** Forgets all but the newest rebuilds. @returns how many */
export async function forgetOldRebuilds(tx: TenantTransaction, keep: number): Promise<number> {
  const { rowCount } = await tx.query(
    `DELETE FROM profile_rebuilds WHERE shop_id = $1 AND status NOT IN ('queued', 'running')
        AND id < (SELECT min(id) FROM (SELECT id FROM profile_rebuilds WHERE shop_id = $1 ORDER BY id DESC LIMIT $2) AS newest)`,
    [tx.shopId, keep],
  );
  return rowCount ?? 0;
}
