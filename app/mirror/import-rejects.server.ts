import type { TenantTransaction } from '../database/tenant.server.ts';
import type { RejectedRow } from './line-batch.ts';
import type { PartKind } from './mirror-tables.ts';

/** Rejected rows of one run that are kept to be looked at; all are counted. */
export const MOST_KEPT_REJECTS = 1_000;

export async function keepRejects(tx: TenantTransaction, runId: number, kind: PartKind, rejected: readonly RejectedRow[]): Promise<void> {
  if (rejected.length === 0) return;
  const kept = rejected.slice(0, MOST_KEPT_REJECTS);
  await tx.query(
    `INSERT INTO import_rejects (shop_id, run_id, kind, line_number, reason_code, reason, raw)
     SELECT $1, $2, $3, r.* FROM unnest($4::bigint[], $5::text[], $6::text[], $7::text[]) AS r
      LIMIT (SELECT greatest(0, ${MOST_KEPT_REJECTS} - count(*)) FROM import_rejects WHERE shop_id = $1 AND run_id = $2)
     ON CONFLICT DO NOTHING`,
    [tx.shopId, runId, kind, kept.map((row) => row.lineNumber), kept.map((row) => row.code), kept.map((row) => row.reason.replaceAll('\0', '')), kept.map((row) => row.raw)],
  );
}

export interface KeptReject {
  kind: PartKind;
  lineNumber: number;
  code: string;
  reason: string;
  raw: string;
}

/** The rejected rows that were kept, for the screen. */
export async function loadRejects(tx: TenantTransaction, runId: number, limit = 50): Promise<KeptReject[]> {
  const { rows } = await tx.query<KeptReject>(
    'SELECT kind, line_number AS "lineNumber", reason_code AS code, reason, raw FROM import_rejects WHERE shop_id = $1 AND run_id = $2 ORDER BY kind, line_number LIMIT $3',
    [tx.shopId, runId, limit],
  );
  return rows;
}
