import type { TenantTransaction } from '../database/tenant.server.ts';
import type { RejectedRow } from './line-batch.ts';
import type { PartKind } from './mirror-tables.ts';

/**
 * Rejected rows of one run that are kept, to be looked at and downloaded; all are counted. A store whose every row is
 * refused (Shopify changed something, say) would otherwise be kept a second time.
 */
export const MOST_KEPT_REJECTS = 100_000;

/** How many more rejected rows of the run ($2) have room: over all its parts, as a subquery. */
export const ROOM_FOR_REJECTS = `(SELECT greatest(0, ${MOST_KEPT_REJECTS} - count(*)) FROM (SELECT FROM import_rejects WHERE shop_id = $1 AND run_id = $2 LIMIT ${MOST_KEPT_REJECTS}) AS kept)`;

/** Of whom or what was redacted not even a row that could not be taken over is kept. */
export async function keepRejects(tx: TenantTransaction, runId: number, kind: PartKind, rejected: readonly RejectedRow[]): Promise<void> {
  if (rejected.length === 0) return;
  const kept = rejected.slice(0, MOST_KEPT_REJECTS);
  await tx.query(
    `INSERT INTO import_rejects (shop_id, run_id, kind, line_number, reason_code, reason, raw)
     SELECT $1, $2, $3, r.* FROM unnest($4::bigint[], $5::text[], $6::text[], $7::text[]) AS r (line_number, code, reason, raw)
      WHERE NOT EXISTS (SELECT FROM redactions d WHERE d.shop_id = $1 AND d.customer_id::text = substring(r.raw from 'gid://shopify/Customer/([0-9]+)'))
        AND NOT EXISTS (SELECT FROM redacted_orders d WHERE d.shop_id = $1 AND d.order_id::text = substring(r.raw from 'gid://shopify/Order/([0-9]+)'))
      LIMIT ${ROOM_FOR_REJECTS}
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

/** A row's place among the rejected rows of its run. */
export type RejectPlace = Pick<KeptReject, 'lineNumber'> & { kind: string };

/**
 * Rejected rows that were kept, in the order of kind and line.
 * @param options.code of one reason only
 * @param options.after the place that they follow; `before`: the place that they come before
 */
export async function loadRejects(tx: TenantTransaction, options: { runId: number; code?: string | null; after?: RejectPlace | null; before?: RejectPlace | null; limit: number }): Promise<KeptReject[]> {
  const { runId, code = null, after = null, before = null, limit } = options;
  const backwards = before !== null;
  const place = before ?? after;
  const way = backwards ? 'DESC' : '';
  const { rows } = await tx.query<KeptReject>(
    `SELECT kind, line_number AS "lineNumber", reason_code AS code, reason, raw FROM import_rejects
      WHERE shop_id = $1 AND run_id = $2 AND ($3::text IS NULL OR reason_code = $3) AND ($4::text IS NULL OR (kind, line_number) ${backwards ? '<' : '>'} ($4, $5))
      ORDER BY kind ${way}, line_number ${way} LIMIT $6`,
    [tx.shopId, runId, code, place?.kind ?? null, place?.lineNumber ?? null, limit],
  );
  return backwards ? rows.reverse() : rows;
}

export async function countRejects(tx: TenantTransaction, runId: number, code: string | null = null): Promise<number> {
  const { rows } = await tx.query<{ count: number }>('SELECT count(*) AS count FROM import_rejects WHERE shop_id = $1 AND run_id = $2 AND ($3::text IS NULL OR reason_code = $3)', [tx.shopId, runId, code]);
  return rows[0]?.count ?? 0;
}

/** Rejected rows of a run by what they are and why, the most frequent first, out of those that were kept. */
export async function groupRejects(tx: TenantTransaction, runId: number): Promise<{ code: string; kind: PartKind; example: string; rows: number }[]> {
  const { rows } = await tx.query<{ code: string; kind: PartKind; example: string; rows: number }>(
    'SELECT reason_code AS code, kind, min(reason) AS example, count(*) AS rows FROM import_rejects WHERE shop_id = $1 AND run_id = $2 GROUP BY reason_code, kind ORDER BY count(*) DESC, reason_code, kind',
    [tx.shopId, runId],
  );
  return rows;
}
