import type { TenantTransaction } from '../database/tenant.server.ts';
import { findRun, type ImportRun } from './import-run.server.ts';

/** The last import that went through; null when none has. */
export async function lastSucceededRun(tx: TenantTransaction): Promise<ImportRun | null> {
  const { rows } = await tx.query<{ id: number }>("SELECT id FROM import_runs WHERE shop_id = $1 AND status = 'succeeded' ORDER BY id DESC LIMIT 1", [tx.shopId]);
  return rows[0] === undefined ? null : findRun(tx, rows[0].id);
}

/** Why rows of an import were rejected, the most frequent reason first, out of those rows that were kept (keepRejects). */
export async function loadRejections(tx: TenantTransaction, runId: number, limit = 5): Promise<{ reason: string; rows: number }[]> {
  const { rows } = await tx.query<{ reason: string; rows: number }>(
    'SELECT min(reason) AS reason, count(*)::int AS rows FROM import_rejects WHERE shop_id = $1 AND run_id = $2 GROUP BY reason_code ORDER BY count(*) DESC, reason_code LIMIT $3',
    [tx.shopId, runId, limit],
  );
  return rows;
}
