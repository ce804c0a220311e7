import type { QueryResult, QueryResultRow } from 'pg';
import type { TenantTransaction } from '../database/tenant.server.ts';
import type { Cell } from './cells.ts';
import type { MirrorTable } from './mirror-tables.ts';
import type { RowVersion } from './row-version.ts';

/** Customers, orders and products of the mirror, a few at a time, as cells: read under a lock, written back whole. */

export interface StandingRow extends RowVersion {
  /** In the order of the table's columns. */
  cells: Cell[];
}

/** A column beside those of the table's rows (mirror-tables.ts), with the SQL type of its cell. */
export type ExtraColumn = readonly [name: string, type: string];

/**
 * Runs a statement that the connection keeps planned under its name: those over dozens of columns take longer to plan than to run,
 * and some come with every event. The name says all that the text depends on.
 */
export async function runPlanned<Row extends QueryResultRow>(tx: TenantTransaction, name: string, text: string, values: unknown[]): Promise<QueryResult<Row>> {
  return tx.client.query<Row>({ name: `mirror:${name}`, text, values });
}

/** What every root carries beside its columns. */
export const VERSION_COLUMNS: readonly ExtraColumn[] = [['import_run_id', 'integer'], ['partial', 'boolean'], ['payload_at', 'timestamptz']];

/** The cells of a row that an import (null: none) or a payload wrote, for VERSION_COLUMNS. */
export function versionCells(version: RowVersion, runId: number | null): Cell[] {
  return [runId === null ? null : String(runId), version.partial ? 't' : 'f', instantCell(version.payloadAt)];
}

export function instantCell(at: number | null): Cell {
  return at === null ? null : new Date(at).toISOString();
}

/** SQL for an instant as milliseconds since the epoch. */
export function milliseconds(expression: string): string {
  return `(extract(epoch FROM ${expression}) * 1000)::float8`;
}

/** SQL for a row's cells, as the mappings write them. */
export function cellsOf(table: MirrorTable, alias: string): string {
  const cell = ([name, type]: readonly [string, string]): string => (type === 'timestamptz' ? `to_char(${alias}.${name} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')` : `${alias}.${name}::text`);
  return `ARRAY[${table.columns.map(cell).join(', ')}]`;
}

/** The rows with these ids, locked in the order in which an import locks them. */
export async function lockRows(tx: TenantTransaction, table: MirrorTable, ids: readonly string[]): Promise<Map<string, StandingRow>> {
  const { rows } = await runPlanned<StandingRow & { id: string } & Record<string, unknown>>(
    tx, `lock ${table.name}`,
    `SELECT r.id::text AS id, ${cellsOf(table, 'r')} AS cells, ${milliseconds('r.updated_at')} AS "updatedAt", r.partial, ${milliseconds('r.payload_at')} AS "payloadAt"
       FROM ${table.name} r WHERE r.shop_id = $1 AND r.id = ANY ($2::bigint[]) ORDER BY r.id FOR UPDATE`,
    [tx.shopId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/**
 * Writes rows whole, each over the one with its key, in one statement. Whoever writes a root has it locked, or found none: one that
 * came in between is overwritten only by a version that is not older.
 * @param extra columns beside the table's, their cells after the row's
 * @returns how many were written
 */
export async function writeRows(tx: TenantTransaction, table: MirrorTable, extra: readonly ExtraColumn[], rows: readonly (readonly Cell[])[]): Promise<number> {
  if (rows.length === 0) return 0;
  const columns: readonly ExtraColumn[] = [...table.columns, ...extra];
  const names = columns.map(([name]) => name);
  const guard = names.includes('updated_at') ? 'WHERE mine.updated_at <= EXCLUDED.updated_at' : '';
  const { rowCount } = await runPlanned(
    tx, `write ${table.name}`,
    `INSERT INTO ${table.name} AS mine (shop_id, ${names.join(', ')})
     SELECT $1::integer, ${columns.map(([name, type]) => `n.${name}::${type}`).join(', ')} FROM ${relation(names, 2)}
     ON CONFLICT (shop_id, ${table.key.join(', ')}) DO UPDATE SET (${names.join(', ')}) = ROW (${names.map((name) => `EXCLUDED.${name}`).join(', ')}) ${guard}`,
    [tx.shopId, ...names.map((_, at) => rows.map((row) => row[at] ?? null))],
  );
  return rowCount ?? 0;
}

/** SQL for rows that are given as one array of texts a column, from a parameter on. */
function relation(names: readonly string[], from: number): string {
  return `unnest(${names.map((_, at) => `$${from + at}::text[]`).join(', ')}) AS n(${names.join(', ')})`;
}

/** Removes the children of these roots that are not among those which are kept. */
export async function removeOtherChildren(tx: TenantTransaction, table: string, parent: string, parents: readonly string[], kept: readonly (readonly [parent: string, id: string])[], idColumn = 'id'): Promise<number> {
  if (parents.length === 0) return 0;
  const { rowCount } = await tx.query(
    `DELETE FROM ${table} c WHERE c.shop_id = $1 AND c.${parent} = ANY ($2::bigint[])
        AND NOT EXISTS (SELECT FROM unnest($3::bigint[], $4::bigint[]) AS k(parent, id) WHERE k.parent = c.${parent} AND k.id = c.${idColumn})`,
    [tx.shopId, parents, kept.map(([one]) => one), kept.map(([, id]) => id)],
  );
  return rowCount ?? 0;
}
