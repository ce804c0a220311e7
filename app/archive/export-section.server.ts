import type { TenantTransaction } from '../database/tenant.server.ts';
import { selectOf, type ExportColumn, type ExportRow } from './export-column.ts';

/** Rows in memory at a time. */
export const ROWS_A_FETCH = 2_000;

/** One thing that the archive holds: a CSV and a JSONL file of the same rows. */
export interface ExportSection {
  /** Name of both files, without the ending. */
  file: string;
  /** For the README, and for the merchant's choice: what a row is. */
  what: string;
  columns: readonly ExportColumn[];
  /** Tables of the database that it is made of. */
  tables: readonly string[];
  count(tx: TenantTransaction): Promise<number>;
  /** Batches of rows in a fixed order; the caller's transaction sees one moment. */
  rows(tx: TenantTransaction): AsyncGenerator<ExportRow[], void>;
}

/**
 * A section that one query gives.
 * @param from tables with their joins; the first of them is `t`
 * @param tables those of them whose rows it stands for
 */
export function sqlSection(section: { file: string; what: string; columns: readonly ExportColumn[]; from: string; where?: string; order: string; tables: readonly string[] }): ExportSection {
  const { file, what, columns, from, order, tables } = section;
  const source = `FROM ${from} WHERE t.shop_id = $1${section.where === undefined ? '' : ` AND ${section.where}`}`;
  return {
    file, what, columns, tables,
    count: async (tx) => {
      const { rows } = await tx.query<{ count: number }>(`SELECT count(*) AS count ${source}`, [tx.shopId]);
      return rows[0]?.count ?? 0;
    },
    rows: (tx) => cursorRows(tx, `SELECT ${columns.map(selectOf).join(', ')} ${source} ORDER BY ${order}`),
  };
}

const asText = { getTypeParser: () => (value: unknown) => value as string };

/** Rows of a query with the shop as its one parameter, as texts, by a cursor of its own. */
async function* cursorRows(tx: TenantTransaction, query: string): AsyncGenerator<ExportRow[], void> {
  // All rows are wanted: a plan for the first few would walk an index and fetch each row from its own place.
  await tx.query('SET LOCAL cursor_tuple_fraction = 1');
  await tx.query(`DECLARE archived NO SCROLL CURSOR FOR ${query}`, [tx.shopId]);
  for (;;) {
    const { rows } = await tx.client.query<(string | null)[]>({ text: `FETCH ${ROWS_A_FETCH} FROM archived`, rowMode: 'array', types: asText });
    if (rows.length === 0) break;
    yield rows;
  }
  await tx.query('CLOSE archived');
}
