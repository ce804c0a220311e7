import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { LINK_LIVES_MS } from './download-link.server.ts';
import type { ExportEntry } from './export-log.ts';

/** A link may be opened so often: browsers on phones ask twice for one download. */
const DOWNLOADS_A_LINK = 3;
/** A running download that has not been heard of for so long broke off with its process. */
const SILENT_AFTER_MS = 180_000;
const ENTRIES_A_PAGE = 25;

export interface WantedExport {
  kind: string;
  fileName: string;
  filter: unknown;
  /** Headings and names in the reader's language: the download itself knows no language. */
  layout: object;
  requestedBy: string;
  rowsExpected?: number | null;
}

/** Writes down that somebody asked for a file. Returns its number in the log. */
export async function logExport(options: { shopId: number; wanted: WantedExport }): Promise<number> {
  const { wanted } = options;
  return withTenant(options.shopId, async (tx) => {
    const { rows } = await tx.query<{ id: number }>(
      `INSERT INTO exports (shop_id, kind, file_name, filter, layout, requested_by, requested_at, rows_expected)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`,
      [tx.shopId, wanted.kind, wanted.fileName, wanted.filter === null ? null : JSON.stringify(wanted.filter), JSON.stringify(wanted.layout),
        wanted.requestedBy, new Date(machineNow()), wanted.rowsExpected ?? null],
    );
    return rows[0]?.id ?? 0;
  });
}

/** A download that has begun. `attempt` tells it from an earlier one of the same link. */
export interface BegunDownload {
  kind: string;
  fileName: string;
  filter: unknown;
  layout: unknown;
  attempt: number;
}

/** Null where there is no such export, or its link was opened often enough. */
export async function beginDownload(options: { shopId: number; exportId: number }): Promise<BegunDownload | null> {
  return withTenant(options.shopId, async (tx) => {
    const { rows } = await tx.query<BegunDownload & Record<string, unknown>>(
      `UPDATE exports SET state = 'running', downloads = downloads + 1, started_at = $4, progress_at = $4, finished_at = NULL, rows = 0, bytes = 0, error_message = NULL
        WHERE shop_id = $1 AND id = $2 AND downloads < $3
       RETURNING kind, file_name AS "fileName", filter, layout, downloads AS attempt`,
      [tx.shopId, options.exportId, DOWNLOADS_A_LINK, new Date(machineNow())],
    );
    return rows[0] ?? null;
  });
}

/** How far a download is, or how it ended. What a download overtaken by a newer one says is ignored. */
export async function recordDownload(options: {
  shopId: number; exportId: number; attempt: number; rows: number; bytes: number; ended?: { whole: boolean; message: string | null };
}): Promise<void> {
  const { ended } = options;
  await withTenant(options.shopId, (tx) => tx.query(
    `UPDATE exports SET rows = $4, bytes = $5, progress_at = $6, state = coalesce($7, state), finished_at = $8, error_message = $9
      WHERE shop_id = $1 AND id = $2 AND downloads = $3 AND state = 'running'`,
    [tx.shopId, options.exportId, options.attempt, options.rows, options.bytes, new Date(machineNow()),
      ended === undefined ? null : ended.whole ? 'done' : 'broken-off', ended === undefined ? null : new Date(machineNow()), ended?.message ?? null],
  ));
}

const ENTRY = `id, kind, file_name AS "fileName", filter, requested_by AS "requestedBy", requested_at AS "requestedAt",
  CASE WHEN state = 'running' AND progress_at < $2 THEN 'broken-off' WHEN state = 'asked' AND requested_at < $3 THEN 'expired' ELSE state END AS state,
  finished_at AS "finishedAt", rows, rows_expected AS "rowsExpected", bytes, error_message AS "errorMessage"`;

type EntryRow = Omit<ExportEntry, 'requestedAt' | 'finishedAt'> & { requestedAt: Date; finishedAt: Date | null };

/** The newest first, from the one before `before` on; `next` is where the following page begins. */
export async function listExports(options: { shopId: number; before?: number | null; limit?: number }): Promise<{ entries: ExportEntry[]; next: number | null }> {
  const limit = options.limit ?? ENTRIES_A_PAGE;
  return withTenant(options.shopId, async (tx) => {
    const { rows } = await tx.query<EntryRow>(
      `SELECT ${ENTRY} FROM exports WHERE shop_id = $1 AND ($4::integer IS NULL OR id < $4) ORDER BY id DESC LIMIT $5`,
      [tx.shopId, ...limits(), options.before ?? null, limit + 1],
    );
    const entries = rows.slice(0, limit).map(entryOf);
    return { entries, next: rows.length > limit ? (entries.at(-1)?.id ?? null) : null };
  });
}

/** One entry of the log; null where there is none. */
export async function loadExport(options: { shopId: number; exportId: number }): Promise<ExportEntry | null> {
  return withTenant(options.shopId, async (tx) => {
    const { rows } = await tx.query<EntryRow>(`SELECT ${ENTRY} FROM exports WHERE shop_id = $1 AND id = $4`, [tx.shopId, ...limits(), options.exportId]);
    return rows[0] === undefined ? null : entryOf(rows[0]);
  });
}

/** Until when a running one must have been heard of, and one whose link was never opened must have been asked for. */
function limits(): [Date, Date] {
  return [new Date(machineNow() - SILENT_AFTER_MS), new Date(machineNow() - LINK_LIVES_MS)];
}

function entryOf(row: EntryRow): ExportEntry {
  return { ...row, requestedAt: row.requestedAt.toISOString(), finishedAt: row.finishedAt?.toISOString() ?? null };
}

/** Removes entries that have been kept long enough; one that is being downloaded stays. */
export async function forgetOldExports(tx: TenantTransaction, before: Date): Promise<number> {
  const { rowCount } = await tx.query("DELETE FROM exports WHERE shop_id = $1 AND requested_at < $2 AND state <> 'running'", [tx.shopId, before]);
  return rowCount ?? 0;
}
