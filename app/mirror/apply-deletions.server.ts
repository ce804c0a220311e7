import type { TenantTransaction } from '../database/tenant.server.ts';
import { markDeleted } from './gone-guard.server.ts';
import type { MirrorEventOf } from './mirror-event.ts';
import { BELOW, BULK_KINDS, BULK_SHAPES, RECORD_KINDS, type BulkKind } from './mirror-tables.ts';

export interface Deletion {
  id: string;
  /** Milliseconds since the epoch. */
  at: number;
}

/**
 * Marks these records as deleted and removes their rows, with all that stands below. A row of a later version than its
 * deletion stays. Of customers the tags are kept until it is known whether they were merged (gone_customers).
 * @returns ids of the rows that went, and the customers concerned
 */
export async function deleteRecords(tx: TenantTransaction, kind: BulkKind, deletions: readonly Deletion[]): Promise<{ removed: Set<string>; customers: (string | null)[] }> {
  if (deletions.length === 0) return { removed: new Set(), customers: [] };
  await markDeleted(tx, RECORD_KINDS[kind], deletions);
  const { root } = BULK_SHAPES[kind];
  const owner = kind === 'orders' ? 'r.customer_id::text' : kind === 'customers' ? 'r.id::text' : 'NULL::text';
  const { rows } = await tx.query<{ id: string; customer: string | null; tags: string[] | null }>(
    `DELETE FROM ${root.name} r USING deleted_records d
      WHERE r.shop_id = $1 AND r.id = ANY ($2::bigint[]) AND d.shop_id = $1 AND d.kind = $3 AND d.id = r.id AND r.updated_at <= d.deleted_at
     RETURNING r.id::text AS id, ${owner} AS customer, ${kind === 'customers' ? 'r.tags' : 'NULL'} AS tags`,
    [tx.shopId, deletions.map((one) => one.id), RECORD_KINDS[kind]],
  );
  const ids = rows.map((row) => row.id);
  if (ids.length > 0) {
    for (const [table, parent] of BELOW[kind]) await tx.query(`DELETE FROM ${table} c WHERE c.shop_id = $1 AND c.${parent} = ANY ($2::bigint[])`, [tx.shopId, ids]);
  }
  if (kind === 'customers' && ids.length > 0) {
    await tx.query(
      `INSERT INTO gone_customers (shop_id, id, tags) SELECT $1, n.id, ARRAY(SELECT json_array_elements_text(n.tags::json)) FROM unnest($2::bigint[], $3::text[]) AS n(id, tags)
       ON CONFLICT (shop_id, id) DO UPDATE SET tags = EXCLUDED.tags`,
      [tx.shopId, ids, rows.map((row) => JSON.stringify(row.tags ?? []))],
    );
  }
  if (kind === 'customers') {
    for (const table of ['customer_tag_changes', 'early_customer_facts']) await tx.query(`DELETE FROM ${table} WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])`, [tx.shopId, deletions.map((one) => one.id)]);
  }
  return { removed: new Set(ids), customers: rows.map((row) => row.customer) };
}

/** The deletions among events, by what they are of. @returns whose profiles change */
export async function applyDeletions(tx: TenantTransaction, events: readonly MirrorEventOf<'deleted'>[], outcomes: Map<number, 'applied' | 'stale'>): Promise<(string | null)[]> {
  const customers: (string | null)[] = [];
  for (const kind of BULK_KINDS) {
    const own = events.filter((event) => event.of === RECORD_KINDS[kind]);
    const done = await deleteRecords(tx, kind, own.map((event) => ({ id: event.id, at: event.triggeredAt })));
    for (const event of own) outcomes.set(event.eventId, 'applied');
    customers.push(...done.customers);
  }
  return customers;
}
