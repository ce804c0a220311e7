import type { TenantTransaction } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';
import type { FieldValues } from './customer-field.ts';
import { underWay, type LedgerRow, type UnderWay } from './field-ledger.ts';
import { countSettled } from './run-store.server.ts';
import type { Settlement } from './settlement.ts';

/** Rows of metafield_ledger: written here alone. */

const COLUMNS = 'customer_id AS "customerId", stands, unsure, intended, refused';

export async function loadFieldLedger(tx: TenantTransaction, customerIds: readonly number[]): Promise<Map<number, LedgerRow>> {
  const { rows } = await tx.query<LedgerRow & Record<string, unknown>>(`SELECT ${COLUMNS} FROM metafield_ledger WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])`, [tx.shopId, customerIds]);
  return new Map(rows.map((row) => [row.customerId, row]));
}

/** The next rows with values, or perhaps with some, by customer. */
export async function ledgerAfter(tx: TenantTransaction, page: { after: number; limit: number }): Promise<LedgerRow[]> {
  const { rows } = await tx.query<LedgerRow & Record<string, unknown>>(`SELECT ${COLUMNS} FROM metafield_ledger WHERE shop_id = $1 AND customer_id > $2 ORDER BY customer_id LIMIT $3`, [tx.shopId, page.after, page.limit]);
  return rows;
}

/** Marks writes as under way, before Shopify is asked: from here on only an answer says what stands. Of nobody who has no profile any more: they may have been forgotten just now. */
export async function markUnderWay(tx: TenantTransaction, writes: readonly { customerId: number; intended: FieldValues }[], runId: number | null): Promise<void> {
  if (writes.length === 0) return;
  await tx.query(
    `INSERT INTO metafield_ledger AS l (shop_id, customer_id, intended, sent_at, run_id)
     SELECT $1, n.customer_id, n.intended, $3, $4::integer FROM jsonb_to_recordset($2::jsonb) AS n (customer_id bigint, intended jsonb)
      WHERE EXISTS (SELECT FROM profiles p WHERE p.shop_id = $1 AND p.customer_id = n.customer_id) ORDER BY n.customer_id
     ON CONFLICT (shop_id, customer_id) DO UPDATE SET intended = EXCLUDED.intended, sent_at = EXCLUDED.sent_at, run_id = EXCLUDED.run_id, batch = NULL, line = NULL`,
    [tx.shopId, JSON.stringify(writes.map(({ customerId, intended }) => ({ customer_id: customerId, intended }))), new Date(now()), runId],
  );
}

/** Puts the calls of a bulk operation on its lines. */
export async function putOnLines(tx: TenantTransaction, batch: number, calls: readonly (readonly UnderWay[])[]): Promise<void> {
  await tx.query(
    `UPDATE metafield_ledger l SET batch = $3, line = n.line FROM jsonb_to_recordset($2::jsonb) AS n (customer_id bigint, line integer)
      WHERE l.shop_id = $1 AND l.customer_id = n.customer_id AND l.intended IS NOT NULL`,
    [tx.shopId, JSON.stringify(calls.flatMap((call, line) => call.map(({ customerId }) => ({ customer_id: customerId, line })))), batch],
  );
}

/** The writes that are under way with a bulk operation, by its lines. */
export async function loadLines(tx: TenantTransaction, batch: number): Promise<Map<number, UnderWay[]>> {
  const { rows } = await tx.query<LedgerRow & { intended: FieldValues; line: number } & Record<string, unknown>>(
    `SELECT ${COLUMNS}, line FROM metafield_ledger WHERE shop_id = $1 AND batch = $2 AND intended IS NOT NULL ORDER BY line, customer_id`, [tx.shopId, batch],
  );
  const lines = new Map<number, UnderWay[]>();
  for (const row of rows) {
    const line = lines.get(row.line);
    if (line === undefined) lines.set(row.line, [underWay(row)]);
    else line.push(underWay(row));
  }
  return lines;
}

/** Records answers: what stands, and what the run has come to. A write that is settled already stays so. */
export async function settleWrites(tx: TenantTransaction, settlements: readonly Settlement[]): Promise<void> {
  const of = (kind: Settlement['kind']): number[] => settlements.flatMap((one) => (one.kind === kind ? [one.customerId] : []));
  const counts = new Map<number | null, { written: number; failed: number }>();
  const count = (rows: readonly { runId: number | null }[], what: 'written' | 'failed'): void => {
    for (const { runId } of rows) {
      const known = counts.get(runId) ?? { written: 0, failed: 0 };
      counts.set(runId, { ...known, [what]: known[what] + 1 });
    }
  };
  const [done, gone] = [of('done'), of('gone')];
  if (done.length > 0) {
    const { rows } = await tx.query<{ runId: number | null }>(
      `UPDATE metafield_ledger SET stands = intended, intended = NULL, unsure = false, batch = NULL, line = NULL, refused = NULL, refusal = NULL, written_at = $3
        WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND intended IS NOT NULL RETURNING run_id AS "runId"`,
      [tx.shopId, done, new Date(now())],
    );
    count(rows, 'written');
    await tx.query("DELETE FROM metafield_ledger WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND stands = '{}' AND intended IS NULL AND NOT unsure", [tx.shopId, done]);
  }
  const set = settlements.flatMap((one) => (one.kind === 'set' ? [{ customer_id: one.customerId, stand: one.values }] : []));
  if (set.length > 0) {
    await tx.query(
      'UPDATE metafield_ledger l SET stands = l.stands || n.stand FROM jsonb_to_recordset($2::jsonb) AS n (customer_id bigint, stand jsonb) WHERE l.shop_id = $1 AND l.customer_id = n.customer_id AND l.intended IS NOT NULL',
      [tx.shopId, JSON.stringify(set)],
    );
  }
  const refused = settlements.flatMap((one) => (one.kind === 'refused' ? [{ customer_id: one.customerId, message: one.message }] : []));
  if (refused.length > 0) {
    const { rows } = await tx.query<{ runId: number | null }>(
      `UPDATE metafield_ledger l SET refused = l.intended, refusal = n.message, intended = NULL, batch = NULL, line = NULL
         FROM jsonb_to_recordset($2::jsonb) AS n (customer_id bigint, message text) WHERE l.shop_id = $1 AND l.customer_id = n.customer_id AND l.intended IS NOT NULL RETURNING l.run_id AS "runId"`,
      [tx.shopId, JSON.stringify(refused)],
    );
    count(rows, 'failed');
  }
  if (gone.length > 0) await tx.query('DELETE FROM metafield_ledger WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])', [tx.shopId, gone]);
  await countSettled(tx, counts);
}

/** Writes whose answers never came: of a bulk operation, of calls (whoever is not with a bulk operation), or of some of those. */
export type Unanswered = { batch: number | null; customerIds?: readonly number[]; neverAsked?: boolean };

/**
 * Gives up on answers: what became of these writes is not known, so all of their customers' fields are written again. The same
 * values twice are the same as once, and nobody else writes them.
 * @param which.neverAsked Shopify was never asked: what stands is known
 * @returns how many there were
 */
export async function giveUpAnswers(tx: TenantTransaction, { batch, customerIds, neverAsked = false }: Unanswered): Promise<number> {
  const { rows } = await tx.query<{ customerId: number }>(
    `UPDATE metafield_ledger SET intended = NULL, batch = NULL, line = NULL, unsure = unsure OR NOT $3
      WHERE shop_id = $1 AND intended IS NOT NULL AND batch IS NOT DISTINCT FROM $2::integer AND ($4::bigint[] IS NULL OR customer_id = ANY ($4::bigint[])) RETURNING customer_id AS "customerId"`,
    [tx.shopId, batch, neverAsked, customerIds ?? null],
  );
  await queueCustomers(tx, rows.map((row) => row.customerId));
  return rows.length;
}

/** Notes customers whose fields are to be looked at. */
export async function queueCustomers(tx: TenantTransaction, customerIds: readonly number[]): Promise<void> {
  if (customerIds.length === 0) return;
  await tx.query("INSERT INTO customer_changes (shop_id, customer_id, kind, changed_at) SELECT $1, id, 'metafields', $3 FROM unnest($2::bigint[]) AS id", [tx.shopId, customerIds, new Date(now())]);
}

/** Takes customers out of the notes, up to a number, but those of whom a write is under way. */
export async function takeQueued(tx: TenantTransaction, limit: number): Promise<number[]> {
  const { rows } = await tx.query<{ customer_id: number }>(
    `DELETE FROM customer_changes WHERE shop_id = $1 AND id IN (
       SELECT c.id FROM customer_changes c WHERE c.shop_id = $1 AND c.kind = 'metafields'
          AND NOT EXISTS (SELECT FROM metafield_ledger l WHERE l.shop_id = $1 AND l.customer_id = c.customer_id AND l.intended IS NOT NULL)
        ORDER BY c.id LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING customer_id`,
    [tx.shopId, limit],
  );
  return [...new Set(rows.map((row) => row.customer_id))];
}

/** Forgets the notes: nothing is written any more. */
export async function forgetQueued(tx: TenantTransaction): Promise<void> {
  await tx.query("DELETE FROM customer_changes WHERE shop_id = $1 AND kind = 'metafields'", [tx.shopId]);
}

/** Forgets whoever Shopify has no more, by the mirror: their values went with them. */
export async function forgetGone(tx: TenantTransaction, customerIds: readonly number[] | null): Promise<void> {
  await tx.query(
    `DELETE FROM metafield_ledger l WHERE l.shop_id = $1 AND ($2::bigint[] IS NULL OR l.customer_id = ANY ($2::bigint[])) AND l.intended IS NULL
        AND NOT EXISTS (SELECT FROM customers c WHERE c.shop_id = $1 AND c.id = l.customer_id)`,
    [tx.shopId, customerIds],
  );
}

/** Forgets everything that stood: the definitions are gone, and all values with them. */
export async function forgetAllValues(tx: TenantTransaction): Promise<number> {
  const { rowCount } = await tx.query('DELETE FROM metafield_ledger WHERE shop_id = $1', [tx.shopId]);
  return rowCount ?? 0;
}

/** Customers with values at Shopify, as far as is known. */
export async function countWithValues(tx: TenantTransaction): Promise<number> {
  const { rows } = await tx.query<{ count: number }>("SELECT count(*)::integer AS count FROM metafield_ledger WHERE shop_id = $1 AND (unsure OR stands <> '{}' OR intended IS NOT NULL)", [tx.shopId]);
  return rows[0]?.count ?? 0;
}
