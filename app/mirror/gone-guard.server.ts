import type { TenantTransaction } from '../database/tenant.server.ts';
import { mergedInto } from './customer-merges.server.ts';
import { RECORD_KINDS, type BulkKind, type RecordKind } from './mirror-tables.ts';

/**
 * The one check before anything is written into the mirror: what was deleted at Shopify does not come back with an event or a page
 * of an import that is older than the deletion. Ids are never used twice, so that a newer version means that the deletion was
 * told in error. Who was redacted does not come back at all; their orders are written without them (redactions.server.ts).
 */

/** SQL for what is gone of a kind: (id, gone_at), where $1 is the shop. Whatever else forbids a record to come back is one more part of this union. */
function goneRecords(kind: RecordKind): string {
  const deleted = `SELECT id, deleted_at AS gone_at FROM deleted_records WHERE shop_id = $1 AND kind = '${kind}'`;
  if (kind !== 'customer') return deleted;
  // Whoever was redacted does not come back, however new the version.
  return `${deleted} UNION ALL SELECT gone_id, merged_at FROM customer_merges WHERE shop_id = $1 UNION ALL SELECT customer_id, 'infinity'::timestamptz FROM redactions WHERE shop_id = $1`;
}

/** Until when (milliseconds since the epoch, this instant included) versions of these records are not to be written; who is not in the map may be. */
export async function goneUntil(tx: TenantTransaction, kind: RecordKind, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const { rows } = await tx.query<{ id: string; gone_at: number }>(
    `SELECT id::text AS id, (extract(epoch FROM max(gone_at)) * 1000)::float8 AS gone_at FROM (${goneRecords(kind)}) gone WHERE id = ANY ($2::bigint[]) GROUP BY id`,
    [tx.shopId, ids],
  );
  return new Map(rows.map((row) => [row.id, row.gone_at]));
}

/**
 * Takes roots that are gone out of a stage of rows on their way, and notes that the run has met them: their children are then
 * left, and not looked for.
 * @returns how many
 */
export async function removeGoneFromStage(tx: TenantTransaction, options: { kind: BulkKind; runId: number; stage: string }): Promise<number> {
  const { kind, runId, stage } = options;
  const gone = goneRecords(RECORD_KINDS[kind]);
  const { rows: any } = await tx.query<{ exists: boolean }>(`SELECT EXISTS (${gone}) AS exists`, [tx.shopId]);
  if (any[0]?.exists !== true) return 0;
  const { rows } = await tx.query<{ id: string }>(`DELETE FROM ${stage} s USING (${gone}) gone WHERE gone.id = s.id AND s.updated_at <= gone.gone_at RETURNING s.id::text AS id`, [tx.shopId]);
  if (rows.length > 0) {
    await tx.query(
      'INSERT INTO import_seen (shop_id, run_id, kind, id) SELECT DISTINCT $1::integer, $2::integer, $3, id FROM unnest($4::bigint[]) AS id ON CONFLICT DO NOTHING',
      [tx.shopId, runId, kind, rows.map((row) => row.id)],
    );
  }
  return rows.length;
}

/**
 * Whose an order is that names these customers: who was merged into another is that other. Who is not in the map is who they
 * are; null: nobody any more.
 */
export async function ownersNow(tx: TenantTransaction, customerIds: readonly string[]): Promise<Map<string, string | null>> {
  const merged = await mergedInto(tx, customerIds.map(Number));
  return new Map([...merged].map(([goneId, keptId]) => [String(goneId), String(keptId)]));
}

/** The same for orders in a stage of rows on their way. */
export async function moveStagedOrders(tx: TenantTransaction, stage: string): Promise<void> {
  await tx.query(`UPDATE ${stage} s SET customer_id = m.kept_id FROM customer_merges m WHERE m.shop_id = $1 AND m.gone_id = s.customer_id`, [tx.shopId]);
}

/** Keeps that records were deleted, and when. */
export async function markDeleted(tx: TenantTransaction, kind: RecordKind, deletions: readonly { id: string; at: number }[]): Promise<void> {
  if (deletions.length === 0) return;
  const latest = new Map<string, number>();
  for (const { id, at } of deletions) latest.set(id, Math.max(at, latest.get(id) ?? at));
  await tx.query(
    `INSERT INTO deleted_records AS mine (shop_id, kind, id, deleted_at) SELECT $1, $2, n.id, n.at FROM unnest($3::bigint[], $4::timestamptz[]) AS n(id, at)
     ON CONFLICT (shop_id, kind, id) DO UPDATE SET deleted_at = greatest(mine.deleted_at, EXCLUDED.deleted_at)`,
    [tx.shopId, kind, [...latest.keys()], [...latest.values()].map((at) => new Date(at))],
  );
}
