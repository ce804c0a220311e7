import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import type { TenantTransaction } from '../database/tenant.server.ts';
import type { ListTable } from './lists-thread.server.ts';
import type { MethodChoice } from './method-choice.ts';

/** Rows of product_lists, customer_lists, shop_lists and list_versions: written here alone. */

interface Table {
  columns: readonly (readonly [name: string, type: string])[];
  keys: readonly string[];
  /** What a row has to fulfil to be kept; `n` is the row. */
  only: string;
}

const TABLES: Readonly<Record<ListTable, Table>> = {
  product_lists: { columns: [['product_id', 'bigint'], ['kind', 'text'], ['items', 'jsonb']], keys: ['product_id', 'kind'], only: 'true' },
  // Who was redacted or deleted while the lists were worked out gets none.
  customer_lists: { columns: [['customer_id', 'bigint'], ['reorder', 'jsonb'], ['discover', 'jsonb']], keys: ['customer_id'], only: 'EXISTS (SELECT FROM customers c WHERE c.shop_id = $1 AND c.id = n.customer_id)' },
  shop_lists: { columns: [['kind', 'text'], ['product_type', 'text'], ['items', 'jsonb']], keys: ['kind', 'product_type'], only: 'true' },
};

export interface Merged {
  /** Different products, customers or lists of the shop. */
  rows: number;
  /** Rows that were new, differed or went. */
  written: number;
}

/**
 * Brings a table of lists to what a run came to: rows are copied aside, and of those that stand only what differs is
 * written. Inside the transaction that puts the run in force, so that nobody sees half of it.
 */
export async function mergeLists(tx: TenantTransaction, table: ListTable, lines: AsyncIterable<Uint8Array>): Promise<Merged> {
  const { columns, keys, only } = TABLES[table];
  const names = columns.map(([name]) => name);
  const values = names.filter((name) => !keys.includes(name));
  const same = (a: string, b: string): string => keys.map((key) => `${a}.${key} = ${b}.${key}`).join(' AND ');
  const of = (row: string, list: readonly string[]): string => list.map((name) => `${row}.${name}`).join(', ');
  await tx.query(`CREATE TEMPORARY TABLE new_${table} (${columns.map(([name, type]) => `${name} ${type} NOT NULL`).join(', ')}) ON COMMIT DROP`);
  await pipeline(Readable.from(lines, { objectMode: false }), tx.client.query(copyFrom(`COPY new_${table} FROM STDIN`)));
  if (only !== 'true') await tx.query(`DELETE FROM new_${table} n WHERE NOT (${only})`, [tx.shopId]);
  await tx.query(`ANALYZE new_${table}`);
  const gone = await tx.query(`DELETE FROM ${table} t WHERE t.shop_id = $1 AND NOT EXISTS (SELECT FROM new_${table} n WHERE ${same('t', 'n')})`, [tx.shopId]);
  const changed = await tx.query(
    `UPDATE ${table} t SET ${values.map((name) => `${name} = n.${name}`).join(', ')} FROM new_${table} n WHERE t.shop_id = $1 AND ${same('t', 'n')} AND (${of('t', values)}) IS DISTINCT FROM (${of('n', values)})`, [tx.shopId],
  );
  const added = await tx.query(
    `INSERT INTO ${table} (shop_id, ${names.join(', ')}) SELECT $1::integer, ${of('n', names)} FROM new_${table} n WHERE NOT EXISTS (SELECT FROM ${table} t WHERE t.shop_id = $1 AND ${same('t', 'n')}) ORDER BY ${of('n', keys)}`, [tx.shopId],
  );
  const { rows: [counted] } = await tx.query<{ rows: number }>(`SELECT count(DISTINCT ${keys[0]})::integer AS rows FROM new_${table}`);
  return { rows: counted?.rows ?? 0, written: (gone.rowCount ?? 0) + (changed.rowCount ?? 0) + (added.rowCount ?? 0) };
}

/** Puts a run in force, with the rows that were merged before it in the same transaction. */
export async function putInForce(tx: TenantTransaction, run: { asOf: number; readAt: Date; choice: MethodChoice }): Promise<void> {
  await tx.query(
    `INSERT INTO list_versions (shop_id, run, as_of, read_at, choice) VALUES ($1, 1, $2, $3, $4)
     ON CONFLICT (shop_id) DO UPDATE SET run = list_versions.run + 1, as_of = EXCLUDED.as_of, read_at = EXCLUDED.read_at, choice = EXCLUDED.choice`,
    [tx.shopId, run.asOf, run.readAt, JSON.stringify(run.choice)],
  );
}

/**
 * Something beside a run changed what lists show: a rule of the merchant, the holdout, the catalogue. Every process sees it
 * within seconds. Last in its transaction, since it holds up whoever else has such news.
 */
export async function noteListsChanged(tx: TenantTransaction): Promise<void> {
  await tx.query('INSERT INTO list_versions (shop_id, changes) VALUES ($1, 1) ON CONFLICT (shop_id) DO UPDATE SET changes = list_versions.changes + 1', [tx.shopId]);
}

/** Which method serves each kind of list and how it did on the shop's past; null before the first run. */
export async function loadMethodChoice(tx: TenantTransaction): Promise<{ asOf: number; choice: MethodChoice } | null> {
  const { rows: [row] } = await tx.query<{ asOf: number | null; choice: MethodChoice | null }>('SELECT as_of AS "asOf", choice FROM list_versions WHERE shop_id = $1', [tx.shopId]);
  return row === undefined || row.asOf === null || row.choice === null ? null : { asOf: row.asOf, choice: row.choice };
}
