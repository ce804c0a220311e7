import type { TenantTransaction } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import type { FieldOf, FieldSettlement } from './field-settlement.ts';
import type { ListField } from './product-field.ts';
import type { FieldChangeOf } from './restore-lists.ts';
import { countFields } from './run-store.server.ts';

/** Rows of product_field_ledger and product_field_changes: written here alone. */

/** What is known of one field at Shopify, and what is on its way there. */
export interface FieldRow extends FieldOf {
  /** Of ours; null: nothing. */
  stands: number[] | null;
  theirs: boolean;
  intended: number[] | null;
  sent: boolean;
  runId: number | null;
  refused: number[] | null;
}

const COLUMNS = 'product_id AS "productId", field, stands, theirs, intended, sent, run_id AS "runId", refused';

export async function loadFieldRows(tx: TenantTransaction, productIds: readonly number[]): Promise<FieldRow[]> {
  const { rows } = await tx.query<FieldRow & Record<string, unknown>>(`SELECT ${COLUMNS} FROM product_field_ledger WHERE shop_id = $1 AND product_id = ANY ($2::bigint[])`, [tx.shopId, productIds]);
  return rows;
}

/** The next products of which something of ours stands, with their rows. */
export async function oursAfter(tx: TenantTransaction, page: { after: number; limit: number }): Promise<FieldRow[]> {
  const { rows } = await tx.query<FieldRow & Record<string, unknown>>(
    `SELECT ${COLUMNS} FROM product_field_ledger WHERE shop_id = $1 AND stands IS NOT NULL AND product_id IN (
       SELECT DISTINCT product_id FROM product_field_ledger WHERE shop_id = $1 AND product_id > $2 AND stands IS NOT NULL ORDER BY product_id LIMIT $3) ORDER BY product_id`,
    [tx.shopId, page.after, page.limit],
  );
  return rows;
}

/** Writes under way, and whether the run that each counts for still goes on. */
export async function loadFieldsUnderWay(tx: TenantTransaction, limit: number): Promise<(FieldRow & { intended: number[]; goesOn: boolean })[]> {
  const { rows } = await tx.query<FieldRow & { intended: number[]; goesOn: boolean } & Record<string, unknown>>(
    `SELECT ${COLUMNS}, EXISTS (SELECT FROM product_field_runs r WHERE r.shop_id = l.shop_id AND r.id = l.run_id AND r.state = 'running') AS "goesOn"
       FROM product_field_ledger l WHERE shop_id = $1 AND intended IS NOT NULL ORDER BY product_id LIMIT $2`,
    [tx.shopId, limit],
  );
  return rows;
}

export type IntendedField = FieldOf & { list: readonly number[] };

/** Marks writes as under way, before Shopify is looked at. */
export async function markIntended(tx: TenantTransaction, fields: readonly IntendedField[], runId: number): Promise<void> {
  if (fields.length === 0) return;
  await tx.query(
    `INSERT INTO product_field_ledger (shop_id, product_id, field, intended, run_id) SELECT $1, product_id, field, list, $3::integer FROM jsonb_to_recordset($2::jsonb) AS n (product_id bigint, field text, list jsonb)
     ON CONFLICT (shop_id, product_id, field) DO UPDATE SET intended = EXCLUDED.intended, sent = false, run_id = EXCLUDED.run_id`,
    [tx.shopId, JSON.stringify(fields.map(({ productId, field, list }) => ({ product_id: productId, field, list }))), runId],
  );
}

/** From here on Shopify may have been asked: only what stands there tells. */
export async function markSent(tx: TenantTransaction, fields: readonly FieldOf[]): Promise<void> {
  await tx.query(
    'UPDATE product_field_ledger l SET sent = true FROM jsonb_to_recordset($2::jsonb) AS n (product_id bigint, field text) WHERE l.shop_id = $1 AND l.product_id = n.product_id AND l.field = n.field AND l.intended IS NOT NULL', named(tx, fields));
}

/** Gives up writes that did not reach Shopify. */
export async function dropIntended(tx: TenantTransaction, fields: readonly FieldOf[]): Promise<void> {
  await tx.query('UPDATE product_field_ledger l SET intended = NULL, sent = false FROM jsonb_to_recordset($2::jsonb) AS n (product_id bigint, field text) WHERE l.shop_id = $1 AND l.product_id = n.product_id AND l.field = n.field', named(tx, fields));
  await forgetEmpty(tx);
}

const named = (tx: TenantTransaction, fields: readonly FieldOf[]): unknown[] => [tx.shopId, JSON.stringify(fields.map(({ productId, field }) => ({ product_id: productId, field })))];

/** Records what became of writes, with what each changed, and counts it for their runs. A field that is not under way any more stays as it is. */
export async function settleFields(tx: TenantTransaction, settlements: readonly FieldSettlement[]): Promise<void> {
  const given = JSON.stringify(settlements.map((one) => ({ product_id: one.productId, field: one.field, kind: one.kind, message: one.kind === 'refused' ? one.message : null, value: one.kind === 'theirs' ? one.value : null })));
  const { rows } = await tx.query<{ runId: number; kind: FieldSettlement['kind'] }>(
    `WITH settled AS (
       SELECT l.product_id, l.field, l.run_id, l.stands AS before, l.intended, n.kind, n.message, n.value
         FROM product_field_ledger l JOIN jsonb_to_recordset($2::jsonb) AS n (product_id bigint, field text, kind text, message text, value text) ON n.product_id = l.product_id AND n.field = l.field
        WHERE l.shop_id = $1 AND l.intended IS NOT NULL FOR UPDATE OF l
     ), changed AS (
       INSERT INTO product_field_changes (shop_id, run_id, product_id, field, before, after)
       SELECT $1, run_id, product_id, field, before, nullif(intended, '[]'::jsonb) FROM settled WHERE kind = 'done' AND coalesce(before, '[]'::jsonb) <> intended
       ON CONFLICT (shop_id, product_id, field, run_id) DO UPDATE SET after = EXCLUDED.after
     ), kept AS (
       UPDATE product_field_ledger l SET
         stands = CASE s.kind WHEN 'done' THEN nullif(l.intended, '[]'::jsonb) WHEN 'refused' THEN l.stands END, theirs = s.kind = 'theirs', their_value = s.value,
         refused = CASE s.kind WHEN 'refused' THEN l.intended END, refusal = s.message, intended = NULL, sent = false, written_at = CASE s.kind WHEN 'done' THEN $3 ELSE l.written_at END
       FROM settled s WHERE l.shop_id = $1 AND l.product_id = s.product_id AND l.field = s.field
     ) SELECT run_id AS "runId", kind FROM settled`,
    [tx.shopId, given, new Date(now())],
  );
  const counts = new Map<number, { written: number; theirs: number; failed: number }>();
  for (const { runId, kind } of rows) {
    const known = counts.get(runId) ?? { written: 0, theirs: 0, failed: 0 };
    counts.set(runId, { written: known.written + Number(kind === 'done'), theirs: known.theirs + Number(kind === 'theirs'), failed: known.failed + Number(kind === 'refused') });
  }
  await countFields(tx, counts);
  await forgetEmpty(tx);
}

/** Notes fields that hold something of the merchant's, as a look has found it. @returns how many were not known as theirs */
export async function noteTheirs(tx: TenantTransaction, fields: readonly (FieldOf & { value: string | null })[]): Promise<number> {
  if (fields.length === 0) return 0;
  const { rows } = await tx.query<{ known: boolean }>(
    `WITH n AS (SELECT * FROM jsonb_to_recordset($2::jsonb) AS n (product_id bigint, field text, value text)),
          before AS (SELECT n.product_id, n.field, coalesce(l.theirs, false) AS known FROM n LEFT JOIN product_field_ledger l ON l.shop_id = $1 AND l.product_id = n.product_id AND l.field = n.field),
          noted AS (INSERT INTO product_field_ledger (shop_id, product_id, field, theirs, their_value) SELECT $1, product_id, field, true, value FROM n
                    ON CONFLICT (shop_id, product_id, field) DO UPDATE SET theirs = true, their_value = EXCLUDED.their_value, stands = NULL)
     SELECT known FROM before`,
    [tx.shopId, JSON.stringify(fields.map(({ productId, field, value }) => ({ product_id: productId, field, value })))],
  );
  return rows.filter(({ known }) => !known).length;
}

/** Forgets whose fields are: nothing of ours stands, and it is read anew before anything is written. */
export async function forgetTheirs(tx: TenantTransaction): Promise<void> {
  await tx.query('DELETE FROM product_field_ledger WHERE shop_id = $1 AND theirs AND stands IS NULL AND intended IS NULL', [tx.shopId]);
}

async function forgetEmpty(tx: TenantTransaction): Promise<void> {
  await tx.query('DELETE FROM product_field_ledger WHERE shop_id = $1 AND stands IS NULL AND NOT theirs AND intended IS NULL AND refused IS NULL', [tx.shopId]);
}

/** Forgets products that the store has no more: their fields went with them. */
export async function forgetGoneProducts(tx: TenantTransaction): Promise<void> {
  await tx.query('DELETE FROM product_field_ledger l WHERE l.shop_id = $1 AND l.intended IS NULL AND NOT EXISTS (SELECT FROM products p WHERE p.shop_id = $1 AND p.id = l.product_id)', [tx.shopId]);
}

/** Forgets everything: the definitions are gone with all values, or all was taken off. @returns how many fields stood */
export async function forgetAllFields(tx: TenantTransaction): Promise<number> {
  const { rows } = await tx.query<{ stood: boolean }>('DELETE FROM product_field_ledger WHERE shop_id = $1 RETURNING stands IS NOT NULL AS stood', [tx.shopId]);
  return rows.filter(({ stood }) => stood).length;
}

/** Products with something of ours, as far as is known. */
export async function countWithLists(tx: TenantTransaction): Promise<number> {
  const { rows } = await tx.query<{ count: number }>("SELECT count(DISTINCT product_id)::integer AS count FROM product_field_ledger WHERE shop_id = $1 AND (stands IS NOT NULL OR intended IS NOT NULL AND intended <> '[]'::jsonb)", [tx.shopId]);
  return rows[0]?.count ?? 0;
}

/** What these runs and those after them changed, of the next products. */
export async function changesSince(tx: TenantTransaction, page: { runId: number; after: number; limit: number }): Promise<FieldChangeOf[]> {
  const { rows } = await tx.query<{ runId: number; productId: number; field: ListField; before: number[] | null; after: number[] | null }>(
    `SELECT run_id AS "runId", product_id AS "productId", field, before, after FROM product_field_changes WHERE shop_id = $1 AND run_id >= $2 AND product_id IN (
       SELECT DISTINCT product_id FROM product_field_changes WHERE shop_id = $1 AND run_id >= $2 AND product_id > $3 ORDER BY product_id LIMIT $4)`,
    [tx.shopId, page.runId, page.after, page.limit],
  );
  return rows;
}

export async function countChangedSince(tx: TenantTransaction, runId: number): Promise<number> {
  const { rows } = await tx.query<{ count: number }>('SELECT count(DISTINCT product_id)::integer AS count FROM product_field_changes WHERE shop_id = $1 AND run_id >= $2', [tx.shopId, runId]);
  return rows[0]?.count ?? 0;
}
