import type { TenantTransaction } from '../database/tenant.server.ts';
import type { Cell } from './cells.ts';
import type { CustomerFact, FactKind } from './customer-payload.ts';
import { tagsCell, unknownCustomer, type CustomerRow, type KnownCustomer, type TagMark } from './customer-state.ts';
import { CUSTOMERS } from './mirror-tables.ts';
import { cellsOf, instantCell, milliseconds, runPlanned, versionCells, VERSION_COLUMNS, writeRows, type ExtraColumn } from './versioned-rows.server.ts';

/** Customers as customer-state.ts reckons with them: rows of `customers`, `customer_tag_changes` and `early_customer_facts`. */

const EXTRA: readonly ExtraColumn[] = [
  ...VERSION_COLUMNS, ['tags_until', 'timestamptz'], ['tags_seen_at', 'timestamptz'], ['email_until', 'timestamptz'], ['sms_until', 'timestamptz'], ['totals_until', 'timestamptz'],
];

interface Loaded extends Record<string, unknown> {
  id: string;
  cells: Cell[];
  updatedAt: number;
  partial: boolean;
  payloadAt: number | null;
  tags: number;
  email: number;
  sms: number;
  totals: number;
  tagsSeenAt: number;
}

/** All that is known of these customers; their rows are locked, in the order of ids. */
export async function loadKnownCustomers(tx: TenantTransaction, ids: readonly string[]): Promise<Map<string, KnownCustomer>> {
  const known = new Map(ids.map((id) => [id, unknownCustomer(id)]));
  // A whole row was read after its second was over (read-moment.ts).
  const or = (column: string): string => milliseconds(`coalesce(c.${column}, c.updated_at + CASE WHEN c.partial THEN interval '0' ELSE interval '1 second' END)`);
  const { rows } = await runPlanned<Loaded>(
    tx, 'know customers',
    `SELECT c.id::text AS id, ${cellsOf(CUSTOMERS, 'c')} AS cells, ${milliseconds('c.updated_at')} AS "updatedAt", c.partial, ${milliseconds('c.payload_at')} AS "payloadAt",
            ${or('tags_until')} AS tags, ${or('email_until')} AS email, ${or('sms_until')} AS sms, ${or('totals_until')} AS totals, ${milliseconds('coalesce(c.tags_seen_at, c.updated_at)')} AS "tagsSeenAt"
       FROM customers c WHERE c.shop_id = $1 AND c.id = ANY ($2::bigint[]) ORDER BY c.id FOR UPDATE`,
    [tx.shopId, ids],
  );
  for (const { id, cells, updatedAt, partial, payloadAt, tags, email, sms, totals, tagsSeenAt } of rows) {
    const one = known.get(id);
    if (one !== undefined) one.row = { cells, updatedAt, partial, payloadAt, until: { tags, email, sms, totals }, tagsSeenAt };
  }
  const { rows: beside } = await tx.query<{ id: string; key: string; mark: TagMark | null; fact: Omit<CustomerFact, 'customerId' | 'kind'> | null }>(
    `SELECT customer_id::text AS id, tag_key AS key, json_build_object('tag', tag, 'added', added, 'at', ${milliseconds('at')}) AS mark, NULL::json AS fact
       FROM customer_tag_changes WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])
      UNION ALL
     SELECT customer_id::text, kind, NULL, json_build_object('at', ${milliseconds('at')}, 'cells', cells) FROM early_customer_facts WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])`,
    [tx.shopId, ids],
  );
  for (const { id, key, mark, fact } of beside) {
    if (mark !== null) known.get(id)?.tagMarks.set(key, mark);
    if (fact !== null) known.get(id)?.early.set(key as FactKind, { customerId: id, kind: key as FactKind, ...fact });
  }
  return known;
}

/** Writes the rows of these customers. @param runId of the import that read them in full; null otherwise */
export async function saveCustomerRows(tx: TenantTransaction, customers: readonly KnownCustomer[], runId: number | null): Promise<void> {
  await writeRows(tx, CUSTOMERS, EXTRA, customers.flatMap(({ row }) => (row === null ? [] : [rowCells(row, runId)])));
}

/** Writes the tags of these customers, and nothing else of them. */
export async function saveTags(tx: TenantTransaction, customers: readonly KnownCustomer[]): Promise<void> {
  const rows = customers.flatMap(({ id, row }) => (row === null ? [] : [{ id, tags: tagsCell(row), until: instantCell(row.until.tags), seenAt: instantCell(row.tagsSeenAt) }]));
  await tx.query(
    `UPDATE customers c SET tags = n.tags::text[], tags_until = n.until, tags_seen_at = n.seen_at
       FROM unnest($2::bigint[], $3::text[], $4::timestamptz[], $5::timestamptz[]) AS n(id, tags, until, seen_at) WHERE c.shop_id = $1 AND c.id = n.id`,
    [tx.shopId, rows.map((one) => one.id), rows.map((one) => one.tags), rows.map((one) => one.until), rows.map((one) => one.seenAt)],
  );
}

/**
 * Writes the marks of these customers' tags, and forgets those that a read of their tags has taken in.
 * @param touched keys of the marks that are new, by customer; all are written where it is left out
 */
export async function saveTagMarks(tx: TenantTransaction, customers: readonly KnownCustomer[], touched?: ReadonlyMap<string, ReadonlySet<string>>): Promise<void> {
  const marks = customers.flatMap(({ id, tagMarks }) => [...tagMarks].flatMap(([key, mark]) => (touched === undefined || touched.get(id)?.has(key) === true ? [{ id, key, ...mark }] : [])));
  const read = customers.flatMap(({ id, row }) => (row === null ? [] : [{ id, until: new Date(row.until.tags) }]));
  await tx.query(
    'DELETE FROM customer_tag_changes t USING unnest($2::bigint[], $3::timestamptz[]) AS r(id, until) WHERE t.shop_id = $1 AND t.customer_id = r.id AND t.at < r.until',
    [tx.shopId, read.map((one) => one.id), read.map((one) => one.until)],
  );
  if (marks.length === 0) return;
  await tx.query(
    `INSERT INTO customer_tag_changes AS mine (shop_id, customer_id, tag_key, tag, added, at)
     SELECT $1, n.* FROM unnest($2::bigint[], $3::text[], $4::text[], $5::boolean[], $6::timestamptz[]) AS n(customer_id, tag_key, tag, added, at)
     ON CONFLICT (shop_id, customer_id, tag_key) DO UPDATE SET tag = EXCLUDED.tag, added = EXCLUDED.added, at = EXCLUDED.at WHERE mine.at <= EXCLUDED.at`,
    [tx.shopId, marks.map((one) => one.id), marks.map((one) => one.key), marks.map((one) => one.tag), marks.map((one) => one.added), marks.map((one) => new Date(one.at))],
  );
}

/** Writes what was told of customers before the mirror held them, and forgets it of those whom it holds now. */
export async function saveEarlyFacts(tx: TenantTransaction, customers: readonly KnownCustomer[]): Promise<void> {
  const here = customers.filter((one) => one.row !== null).map((one) => one.id);
  if (here.length > 0) await tx.query('DELETE FROM early_customer_facts WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])', [tx.shopId, here]);
  const facts = customers.flatMap((one) => (one.row === null ? [...one.early.values()] : []));
  if (facts.length === 0) return;
  await tx.query(
    `INSERT INTO early_customer_facts AS mine (shop_id, customer_id, kind, at, cells) SELECT $1, n.customer_id, n.kind, n.at, n.cells::jsonb FROM unnest($2::bigint[], $3::text[], $4::timestamptz[], $5::text[]) AS n(customer_id, kind, at, cells)
     ON CONFLICT (shop_id, customer_id, kind) DO UPDATE SET at = EXCLUDED.at, cells = EXCLUDED.cells WHERE mine.at < EXCLUDED.at`,
    [tx.shopId, facts.map((one) => one.customerId), facts.map((one) => one.kind), facts.map((one) => new Date(one.at)), facts.map((one) => JSON.stringify(one.cells))],
  );
}

function rowCells(row: CustomerRow, runId: number | null): Cell[] {
  const { until } = row;
  return [...row.cells, ...versionCells(row, runId), instantCell(until.tags), instantCell(row.tagsSeenAt), instantCell(until.email), instantCell(until.sms), instantCell(until.totals)];
}
