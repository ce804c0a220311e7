import type { TenantTransaction } from '../database/tenant.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import type { BulkKind } from './mirror-tables.ts';
import { COUNTS, unaccountedFor, type ReconcileCounts } from './reconcile-counts.ts';
import type { ReadSpan, WindowPart } from './reconcile-window.ts';

/** Rows of reconciliations, reconciliation_parts and read_until: read and written here alone. */

export type ReconcileCause = 'hourly' | 'gap' | 'asked' | 'reinstall';
export type ReconcileState = 'queued' | 'running' | 'succeeded' | 'failed' | 'handed-over';
export type ReconcilePart = WindowPart | `partial-${BulkKind}` | `sweep-${BulkKind}`;

export interface Reconciliation {
  id: number;
  cause: ReconcileCause;
  state: ReconcileState;
  sweep: boolean;
  requestedBy: string | null;
  requestedAt: Date;
  startedAt: Date | null;
  finishedAt: Date | null;
  progressAt: Date | null;
  sweptAt: Date | null;
  attempts: number;
  importRunId: number | null;
  errorCode: string | null;
  errorMessage: string | null;
}

export interface PartOfLook extends ReconcileCounts {
  part: ReconcilePart;
  done: boolean;
  readFrom: Date | null;
  readTo: Date | null;
  cursor: string | null;
}

const COLUMNS = `id, cause, state, sweep, requested_by AS "requestedBy", requested_at AS "requestedAt", started_at AS "startedAt", finished_at AS "finishedAt", progress_at AS "progressAt",
  swept_at AS "sweptAt", attempts, import_run_id AS "importRunId", error_code AS "errorCode", error_message AS "errorMessage"`;
const PART_COLUMNS = `part, done, read_from AS "readFrom", read_to AS "readTo", cursor, ${COUNTS.join(', ')}`;

/** The look that waits or works; locked until the transaction ends, so that two requests cannot both begin one. */
export async function activeReconciliation(tx: TenantTransaction): Promise<Reconciliation | null> {
  await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('reconcile:' || $1, 0))", [String(tx.shopId)]);
  const { rows } = await tx.query<Reconciliation>(`SELECT ${COLUMNS} FROM reconciliations WHERE shop_id = $1 AND active`, [tx.shopId]);
  return rows[0] ?? null;
}

/** A new look; the caller has made sure that none is active. */
export async function createReconciliation(tx: TenantTransaction, options: { cause: ReconcileCause; sweep: boolean; requestedBy: string | null }): Promise<Reconciliation> {
  const { rows } = await tx.query<Reconciliation>(
    `INSERT INTO reconciliations (shop_id, cause, state, active, sweep, requested_by, requested_at) VALUES ($1, $2, 'queued', true, $3, $4, $5) RETURNING ${COLUMNS}`,
    [tx.shopId, options.cause, options.sweep, options.requestedBy, new Date(machineNow())],
  );
  const [made] = rows;
  if (made === undefined) throw new TerminalError('reconcile', 'The look at Shopify could not be recorded.');
  return made;
}

/** Has the look that waits or works go over the ids as well. */
export async function widenReconciliation(tx: TenantTransaction, id: number): Promise<void> {
  await tx.query('UPDATE reconciliations SET sweep = true WHERE shop_id = $1 AND id = $2 AND active', [tx.shopId, id]);
}

/** Marks the look as begun (again). @returns null when it has ended meanwhile */
export async function beginReconciliation(tx: TenantTransaction, id: number): Promise<Reconciliation | null> {
  const { rows } = await tx.query<Reconciliation>(
    `UPDATE reconciliations SET state = 'running', attempts = attempts + 1, started_at = coalesce(started_at, $3), progress_at = $3, error_code = NULL, error_message = NULL
      WHERE shop_id = $1 AND id = $2 AND active RETURNING ${COLUMNS}`,
    [tx.shopId, id, new Date(machineNow())],
  );
  return rows[0] ?? null;
}

export interface EndOfLook {
  state: Exclude<ReconcileState, 'queued' | 'running'>;
  importRunId?: number;
  errorCode?: string;
  errorMessage?: string;
}

export async function endReconciliation(tx: TenantTransaction, id: number, end: EndOfLook): Promise<void> {
  await tx.query(
    `UPDATE reconciliations SET state = $3, active = NULL, finished_at = $4, progress_at = $4, import_run_id = $5, error_code = $6, error_message = $7 WHERE shop_id = $1 AND id = $2 AND active`,
    [tx.shopId, id, end.state, new Date(machineNow()), end.importRunId ?? null, end.errorCode ?? null, end.errorMessage ?? null],
  );
}

/** Why the look waits for its next try. A try that a deploy ended (`untried`) is none. */
export async function postponeReconciliation(tx: TenantTransaction, id: number, why: { errorCode: string; errorMessage: string } | 'untried'): Promise<void> {
  if (why === 'untried') await tx.query('UPDATE reconciliations SET attempts = greatest(0, attempts - 1) WHERE shop_id = $1 AND id = $2 AND active', [tx.shopId, id]);
  else await tx.query('UPDATE reconciliations SET error_code = $3, error_message = $4 WHERE shop_id = $1 AND id = $2 AND active', [tx.shopId, id, why.errorCode, why.errorMessage]);
}

/** Looks, the newest first. */
export async function listReconciliations(tx: TenantTransaction, options: { limit: number }): Promise<Reconciliation[]> {
  const { rows } = await tx.query<Reconciliation>(`SELECT ${COLUMNS} FROM reconciliations WHERE shop_id = $1 ORDER BY id DESC LIMIT $2`, [tx.shopId, options.limit]);
  return rows;
}

export async function loadLookParts(tx: TenantTransaction, id: number): Promise<PartOfLook[]> {
  const { rows } = await tx.query<PartOfLook>(`SELECT ${PART_COLUMNS} FROM reconciliation_parts WHERE shop_id = $1 AND reconciliation_id = $2 ORDER BY part`, [tx.shopId, id]);
  return rows;
}

/** A part of the look as it stands, begun if it was not. */
export async function openLookPart(tx: TenantTransaction, id: number, part: ReconcilePart, span: ReadSpan | null = null): Promise<PartOfLook> {
  await tx.query(
    'INSERT INTO reconciliation_parts (shop_id, reconciliation_id, part, read_from, read_to) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
    [tx.shopId, id, part, span === null ? null : new Date(span.from), span === null ? null : new Date(span.to)],
  );
  const found = (await loadLookParts(tx, id)).find((one) => one.part === part);
  if (found === undefined) throw new TerminalError('reconcile', `The look ${id} has no part ${part}.`);
  return found;
}

/** What a page adds to its part, and where the next begins; committed with its rows. A last page ends the part, once all of it is accounted for. */
export async function advanceLookPart(tx: TenantTransaction, id: number, part: ReconcilePart, step: { counts: ReconcileCounts; cursor: string | null; last: boolean }): Promise<void> {
  const { rows } = await tx.query<PartOfLook>(
    `UPDATE reconciliation_parts SET cursor = $4, done = $5, ${COUNTS.map((name, at) => `${name} = ${name} + $${at + 6}`).join(', ')}
      WHERE shop_id = $1 AND reconciliation_id = $2 AND part = $3 RETURNING ${PART_COLUMNS}`,
    [tx.shopId, id, part, step.cursor, step.last, ...COUNTS.map((name) => step.counts[name])],
  );
  await tx.query('UPDATE reconciliations SET progress_at = $3 WHERE shop_id = $1 AND id = $2', [tx.shopId, id, new Date(machineNow())]);
  const [after] = rows;
  if (after === undefined) throw new TerminalError('reconcile', `The look ${id} has no part ${part}.`);
  if (step.last) assertConserved(part, after);
}

/** @throws TerminalError when what was listed is not what was dealt with: the caller's transaction is undone, and no watermark moves */
export function assertConserved(part: string, counts: ReconcileCounts): void {
  const figures = Object.fromEntries(COUNTS.map((name) => [name, counts[name]])) as ReconcileCounts;
  const lost = unaccountedFor(figures);
  if (lost !== 0) throw new TerminalError('conservation', `Of ${counts.listed} changes (${part}) that Shopify named, ${Math.abs(lost)} ${lost > 0 ? 'are not accounted for' : 'were counted twice'}. Nothing is marked as read; the next check reads them again.`);
}

export async function noteSwept(tx: TenantTransaction, id: number, at: number): Promise<void> {
  await tx.query('UPDATE reconciliations SET swept_at = $3 WHERE shop_id = $1 AND id = $2', [tx.shopId, id, new Date(at)]);
}

/** The last look that swept the ids to the end: when it was asked for and when it was through, by this machine's clock. */
export async function lastSweep(tx: TenantTransaction): Promise<{ requestedAt: Date; finishedAt: Date } | null> {
  const { rows } = await tx.query<{ requestedAt: Date; finishedAt: Date }>(
    `SELECT requested_at AS "requestedAt", finished_at AS "finishedAt" FROM reconciliations WHERE shop_id = $1 AND state = 'succeeded' AND swept_at IS NOT NULL ORDER BY id DESC LIMIT 1`, [tx.shopId],
  );
  return rows[0] ?? null;
}

/** Up to when all changes of a part have been read; null before the first import. */
export async function loadReadUntil(tx: TenantTransaction, part: WindowPart): Promise<{ start: number; until: number } | null> {
  const { rows } = await tx.query<{ start: Date; until: Date }>('SELECT start, until FROM read_until WHERE shop_id = $1 AND part = $2', [tx.shopId, part]);
  const [row] = rows;
  return row === undefined ? null : { start: row.start.getTime(), until: row.until.getTime() };
}

/** It never goes back: of two that end at a time the later counts. */
export async function moveReadUntil(tx: TenantTransaction, part: WindowPart, until: number): Promise<void> {
  await tx.query(
    'INSERT INTO read_until AS mine (shop_id, part, start, until) VALUES ($1, $2, $3, $3) ON CONFLICT (shop_id, part) DO UPDATE SET until = greatest(mine.until, EXCLUDED.until)',
    [tx.shopId, part, new Date(until)],
  );
}

/** An import has read everything of a kind as it was when Shopify began to read: looks begin from there. */
export async function startReadingFrom(tx: TenantTransaction, parts: readonly WindowPart[], at: number): Promise<void> {
  await tx.query(
    `INSERT INTO read_until AS mine (shop_id, part, start, until) SELECT $1, part, $3, $3 FROM unnest($2::text[]) AS part
     ON CONFLICT (shop_id, part) DO UPDATE SET start = EXCLUDED.start, until = greatest(mine.until, EXCLUDED.until)`,
    [tx.shopId, parts, new Date(at)],
  );
}
