import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import { BULK_KINDS, type PartKind } from './mirror-tables.ts';

/** Rows of import_runs and import_parts: read and written here alone. */

export type RunStatus = 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
export type PartStatus = 'waiting' | 'running' | 'reading' | 'done';

export interface ImportRun {
  id: number;
  status: RunStatus;
  active: boolean | null;
  phase: string;
  requestedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  cancelRequestedAt: Date | null;
  progressAt: Date | null;
  readsAllOrders: boolean | null;
  attempts: number;
  objectsDone: number;
  objectsExpected: number | null;
  rowsPerSecond: number | null;
  secondsLeft: number | null;
  errorCode: string | null;
  errorMessage: string | null;
}

export interface ImportPart {
  kind: PartKind;
  status: PartStatus;
  bulkOperationId: number | null;
  attempts: number;
  counted: number | null;
  objectCount: number | null;
  rootObjectCount: number | null;
  linesTaken: number;
  rootsRead: number;
  unreadable: number;
  read: number;
  inserted: number;
  updated: number;
  stale: number;
  rejected: number;
  held: number;
  removed: number;
}

export const PART_KINDS: readonly PartKind[] = [...BULK_KINDS, 'refunds'];

const RUN_COLUMNS = `id, status, active, phase, requested_at AS "requestedAt", started_at AS "startedAt", finished_at AS "finishedAt",
  cancel_requested_at AS "cancelRequestedAt", progress_at AS "progressAt", reads_all_orders AS "readsAllOrders", attempts, objects_done AS "objectsDone",
  objects_expected AS "objectsExpected", rows_per_second AS "rowsPerSecond", seconds_left AS "secondsLeft", error_code AS "errorCode", error_message AS "errorMessage"`;
const PART_COLUMNS = `kind, status, bulk_operation_id AS "bulkOperationId", attempts, counted, object_count AS "objectCount", root_object_count AS "rootObjectCount",
  lines_taken AS "linesTaken", roots_read AS "rootsRead", unreadable, read, inserted, updated, stale, rejected, held, removed`;

/** A new run with its parts; the caller has made sure that none is active. */
export async function createRun(tx: TenantTransaction, requestedBy: string | null): Promise<ImportRun> {
  const { rows } = await tx.query<ImportRun>(
    `INSERT INTO import_runs (shop_id, status, active, phase, requested_by, requested_at) VALUES ($1, 'queued', true, 'Waiting to begin', $2, $3) RETURNING ${RUN_COLUMNS}`,
    [tx.shopId, requestedBy, new Date(machineNow())],
  );
  const run = rows[0];
  if (run === undefined) throw new TerminalError('import', 'The import could not be recorded.');
  await tx.query("INSERT INTO import_parts (shop_id, run_id, kind, status) SELECT $1, $2, kind, 'waiting' FROM unnest($3::text[]) AS kind", [tx.shopId, run.id, PART_KINDS]);
  return run;
}

/** The run that waits or works; locked until the transaction ends, so that two requests cannot both start or end one. */
export async function activeRun(tx: TenantTransaction): Promise<ImportRun | null> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('import:' || $1, 0))", [String(tx.shopId)]);
  const { rows } = await tx.query<ImportRun>(`SELECT ${RUN_COLUMNS} FROM import_runs WHERE shop_id = $1 AND active`, [tx.shopId]);
  return rows[0] ?? null;
}

/** The run asked for last, whatever became of it. */
export async function latestRun(tx: TenantTransaction): Promise<ImportRun | null> {
  const { rows } = await tx.query<ImportRun>(`SELECT ${RUN_COLUMNS} FROM import_runs WHERE shop_id = $1 ORDER BY id DESC LIMIT 1`, [tx.shopId]);
  return rows[0] ?? null;
}

export async function findRun(tx: TenantTransaction, runId: number): Promise<ImportRun | null> {
  const { rows } = await tx.query<ImportRun>(`SELECT ${RUN_COLUMNS} FROM import_runs WHERE shop_id = $1 AND id = $2`, [tx.shopId, runId]);
  return rows[0] ?? null;
}

export async function loadParts(tx: TenantTransaction, runId: number): Promise<ImportPart[]> {
  const { rows } = await tx.query<ImportPart>(`SELECT ${PART_COLUMNS} FROM import_parts WHERE shop_id = $1 AND run_id = $2`, [tx.shopId, runId]);
  return PART_KINDS.flatMap((kind) => rows.filter((row) => row.kind === kind));
}

export async function loadPart(shopId: number, runId: number, kind: PartKind): Promise<ImportPart> {
  const part = (await withTenant(shopId, (tx) => loadParts(tx, runId))).find((one) => one.kind === kind);
  if (part === undefined) throw new TerminalError('import', `The import ${runId} has no part for ${kind}.`);
  return part;
}

/** Marks the run as begun (again). @returns null when it has ended meanwhile or is not there. */
export async function beginRun(shopId: number, runId: number): Promise<ImportRun | null> {
  return withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<ImportRun>(
      `UPDATE import_runs SET status = 'running', attempts = attempts + 1, started_at = coalesce(started_at, $3), progress_at = $3, error_code = NULL, error_message = NULL
        WHERE shop_id = $1 AND id = $2 AND active RETURNING ${RUN_COLUMNS}`,
      [shopId, runId, new Date(machineNow())],
    );
    return rows[0] ?? null;
  });
}

/** Ends the run; its active mark goes, so that another may begin. */
export async function endRun(tx: TenantTransaction, runId: number, end: { status: 'succeeded' | 'failed' | 'cancelled'; phase: string; errorCode?: string; errorMessage?: string }): Promise<void> {
  await tx.query(
    `UPDATE import_runs SET status = $3, active = NULL, phase = $4, error_code = $5, error_message = $6, finished_at = $7, progress_at = $7, seconds_left = NULL
      WHERE shop_id = $1 AND id = $2 AND active`,
    [tx.shopId, runId, end.status, end.phase, end.errorCode ?? null, end.errorMessage ?? null, new Date(machineNow())],
  );
  await tx.query('DELETE FROM import_held WHERE shop_id = $1 AND run_id = $2', [tx.shopId, runId]);
  await tx.query('DELETE FROM import_seen WHERE shop_id = $1 AND run_id = $2', [tx.shopId, runId]);
}

/** A part begins anew with another bulk operation: its figures, and what belongs to them, start from nothing. */
export async function restartPart(shopId: number, runId: number, kind: PartKind, bulkOperationId: number): Promise<void> {
  await withTenant(shopId, async (tx) => {
    await tx.query(
      `UPDATE import_parts SET status = 'running', bulk_operation_id = $4, attempts = attempts + 1, object_count = NULL, root_object_count = NULL, file_size = NULL,
              lines_taken = 0, roots_read = 0, unreadable = 0, read = 0, inserted = 0, updated = 0, stale = 0, rejected = 0, held = 0, started_at = coalesce(started_at, $5)
        WHERE shop_id = $1 AND run_id = $2 AND kind = $3`,
      [shopId, runId, kind, bulkOperationId, new Date(machineNow())],
    );
    for (const table of ['import_rejects', 'import_held', 'import_seen']) {
      await tx.query(`DELETE FROM ${table} WHERE shop_id = $1 AND run_id = $2 AND kind = $3`, [shopId, runId, kind]);
    }
  });
}

export async function announcePart(shopId: number, runId: number, kind: PartKind, announced: { objectCount: number; rootObjectCount: number; fileSize: number | null }): Promise<void> {
  await withTenant(shopId, (tx) =>
    tx.query("UPDATE import_parts SET status = 'reading', object_count = $4, root_object_count = $5, file_size = $6 WHERE shop_id = $1 AND run_id = $2 AND kind = $3", [
      shopId, runId, kind, announced.objectCount, announced.rootObjectCount, announced.fileSize,
    ]),
  );
}

/** What a batch adds to its part; committed with the batch. */
export type PartStep = Partial<Record<'linesTaken' | 'rootsRead' | 'unreadable' | 'read' | 'inserted' | 'updated' | 'stale' | 'rejected' | 'held', number>>;

export async function advancePart(tx: TenantTransaction, runId: number, kind: PartKind, step: PartStep): Promise<void> {
  await tx.query(
    `UPDATE import_parts SET lines_taken = lines_taken + $4, roots_read = roots_read + $5, unreadable = unreadable + $6, read = read + $7, inserted = inserted + $8,
            updated = updated + $9, stale = stale + $10, rejected = rejected + $11, held = held + $12
      WHERE shop_id = $1 AND run_id = $2 AND kind = $3`,
    [tx.shopId, runId, kind, step.linesTaken ?? 0, step.rootsRead ?? 0, step.unreadable ?? 0, step.read ?? 0, step.inserted ?? 0, step.updated ?? 0, step.stale ?? 0, step.rejected ?? 0, step.held ?? 0],
  );
}

export async function finishPart(tx: TenantTransaction, runId: number, kind: PartKind, removed: number): Promise<void> {
  await tx.query("UPDATE import_parts SET status = 'done', held = 0, removed = $4, finished_at = $5 WHERE shop_id = $1 AND run_id = $2 AND kind = $3", [
    tx.shopId, runId, kind, removed, new Date(machineNow()),
  ]);
  for (const table of ['import_held', 'import_seen']) await tx.query(`DELETE FROM ${table} WHERE shop_id = $1 AND run_id = $2 AND kind = $3`, [tx.shopId, runId, kind]);
}

/** Earlier runs that left this part unfinished, since the last that finished it. */
export async function unfinishedRuns(shopId: number, runId: number, kind: PartKind): Promise<number[]> {
  const { rows } = await withTenant(shopId, (tx) =>
    tx.query<{ run_id: number }>(
      `SELECT run_id FROM import_parts p WHERE shop_id = $1 AND kind = $3 AND run_id <> $2 AND status <> 'done'
          AND run_id > coalesce((SELECT max(run_id) FROM import_parts d WHERE d.shop_id = $1 AND d.kind = $3 AND d.status = 'done' AND d.run_id <> $2), 0)`,
      [shopId, runId, kind],
    ),
  );
  return rows.map((row) => row.run_id);
}
