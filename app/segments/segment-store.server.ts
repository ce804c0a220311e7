import type { TenantTransaction } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import type { SegmentKey } from './segment-catalogue.ts';
import type { StandingSegment } from './segment-notes.ts';

export type SegmentAction = 'create' | 'update' | 'delete';

/** A segment as it was last seen at Shopify. */
export interface StoredSegment extends StandingSegment {
  key: SegmentKey;
  /** The number of Shopify's GID, as text: it may be larger than a number holds. */
  shopifyId: string;
  members: number | null;
  checkedAt: Date;
}

/** One line of the ledger: what was asked, and what came of it. */
export interface SegmentChange {
  id: number;
  key: SegmentKey;
  action: SegmentAction;
  name: string;
  query: string;
  shopifyId: string | null;
  state: 'planned' | 'sent' | 'done' | 'failed';
  outcome: string | null;
  message: string | null;
}

const CHANGE = 'id, key, action, name, query, shopify_id::text AS "shopifyId", state, outcome, message';

export async function loadSegments(tx: TenantTransaction): Promise<StoredSegment[]> {
  const { rows } = await tx.query<StoredSegment>(
    `SELECT key, shopify_id::text AS "shopifyId", ours, wrote_name AS "wroteName", wrote_query AS "wroteQuery", name, query, members,
            checked_at AS "checkedAt", gone_at AS "goneAt" FROM segments WHERE shop_id = $1 ORDER BY key`,
    [tx.shopId],
  );
  return rows;
}

/** The last line of the ledger for each segment. */
export async function loadLastChanges(tx: TenantTransaction): Promise<SegmentChange[]> {
  const { rows } = await tx.query<SegmentChange>(`SELECT DISTINCT ON (key) ${CHANGE} FROM segment_changes WHERE shop_id = $1 ORDER BY key, id DESC`, [tx.shopId]);
  return rows;
}

/** What is still to be done, the oldest first. */
export async function loadOpenChanges(tx: TenantTransaction): Promise<SegmentChange[]> {
  const { rows } = await tx.query<SegmentChange>(`SELECT ${CHANGE} FROM segment_changes WHERE shop_id = $1 AND state IN ('planned', 'sent') ORDER BY id`, [tx.shopId]);
  return rows;
}

/** Writes the intent down. @throws InvalidInputError `segment-busy` when this segment is being changed already */
export async function planChange(tx: TenantTransaction, change: Pick<SegmentChange, 'key' | 'action' | 'name' | 'query' | 'shopifyId'> & { by: string }): Promise<void> {
  const { rowCount } = await tx.query(
    `INSERT INTO segment_changes (shop_id, key, action, name, query, shopify_id, requested_by, requested_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (shop_id, key) WHERE state IN ('planned', 'sent') DO NOTHING`,
    [tx.shopId, change.key, change.action, change.name, change.query, change.shopifyId, change.by, new Date(now())],
  );
  if (rowCount === 0) throw new InvalidInputError('segment-busy', 'This segment is being changed at Shopify already. Wait until that is done.');
}

/** From here on Shopify may have done it. */
export async function markChangeSent(tx: TenantTransaction, id: number): Promise<void> {
  await tx.query("UPDATE segment_changes SET state = 'sent', sent_at = coalesce(sent_at, $3) WHERE shop_id = $1 AND id = $2", [tx.shopId, id, new Date(now())]);
}

export async function endChange(tx: TenantTransaction, id: number, result: { state: 'done' | 'failed'; outcome: string; message?: string }): Promise<void> {
  await tx.query('UPDATE segment_changes SET state = $3, outcome = $4, message = $5, settled_at = $6 WHERE shop_id = $1 AND id = $2', [tx.shopId, id, result.state, result.outcome, result.message ?? null, new Date(now())]);
}

/** A segment stands at Shopify as these say, and that is what we wrote (or found). */
export async function saveSegment(tx: TenantTransaction, segment: { key: SegmentKey; shopifyId: string; ours: boolean; name: string; query: string }): Promise<void> {
  await tx.query(
    `INSERT INTO segments (shop_id, key, shopify_id, ours, wrote_name, wrote_query, name, query, checked_at) VALUES ($1, $2, $3, $4, $5, $6, $5, $6, $7)
     ON CONFLICT (shop_id, key) DO UPDATE SET (shopify_id, ours, wrote_name, wrote_query, name, query, checked_at, members, gone_at)
       = ROW (EXCLUDED.shopify_id, EXCLUDED.ours, EXCLUDED.wrote_name, EXCLUDED.wrote_query, EXCLUDED.name, EXCLUDED.query, EXCLUDED.checked_at, NULL::integer, NULL::timestamptz)`,
    [tx.shopId, segment.key, segment.shopifyId, segment.ours, segment.name, segment.query, new Date(now())],
  );
}

/** What a look at Shopify saw; null: it is not there any more. Says nothing about a segment that took its place meanwhile. */
export async function recordLook(tx: TenantTransaction, segment: { key: SegmentKey; shopifyId: string }, seen: { name: string; query: string; members: number | null } | null): Promise<void> {
  const at = new Date(now());
  if (seen === null) {
    await tx.query('UPDATE segments SET gone_at = coalesce(gone_at, $4), members = NULL, checked_at = $4 WHERE shop_id = $1 AND key = $2 AND shopify_id = $3', [tx.shopId, segment.key, segment.shopifyId, at]);
    return;
  }
  await tx.query(
    'UPDATE segments SET name = $4, query = $5, members = coalesce($6, members), checked_at = $7, gone_at = NULL WHERE shop_id = $1 AND key = $2 AND shopify_id = $3',
    [tx.shopId, segment.key, segment.shopifyId, seen.name, seen.query, seen.members, at],
  );
}

export async function forgetSegment(tx: TenantTransaction, key: SegmentKey): Promise<void> {
  await tx.query('DELETE FROM segments WHERE shop_id = $1 AND key = $2', [tx.shopId, key]);
}
