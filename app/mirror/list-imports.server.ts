import type { TenantTransaction } from '../database/tenant.server.ts';
import { findRun, loadParts, type ImportPart, type ImportRun } from './import-run.server.ts';

/** An import with its parts, and who asked for it (the session token's sub; null: the app itself). */
export interface ListedImport {
  run: ImportRun;
  parts: ImportPart[];
  requestedBy: string | null;
}

/** The newest first. @param options.before an id: only older ones */
export async function listImports(tx: TenantTransaction, options: { before?: number | null; runId?: number | null; limit: number }): Promise<ListedImport[]> {
  const { rows } = await tx.query<{ id: number; requestedBy: string | null }>(
    `SELECT id, requested_by AS "requestedBy" FROM import_runs WHERE shop_id = $1 AND ($2::integer IS NULL OR id < $2) AND ($3::integer IS NULL OR id = $3) ORDER BY id DESC LIMIT $4`,
    [tx.shopId, options.before ?? null, options.runId ?? null, options.limit],
  );
  const found: ListedImport[] = [];
  for (const { id, requestedBy } of rows) {
    const run = await findRun(tx, id);
    if (run !== null) found.push({ run, parts: await loadParts(tx, id), requestedBy });
  }
  return found;
}
