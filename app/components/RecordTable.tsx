import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';

export interface RecordColumn {
  key: string;
  heading: string;
  /** What is written above the column where it is more than the heading, a link that sorts by it for one. */
  sort?: { to: string; direction: 'ascending' | 'descending' | 'none' } | undefined;
  numeric?: boolean;
  nowrap?: boolean;
  /** Takes the whole width of a row on a phone. */
  wide?: boolean;
}

export interface RecordRow {
  key: string;
  /** One cell for each column; null for nothing. */
  cells: Record<string, ReactNode>;
}

/**
 * A table whose rows become blocks on a phone. The first column names the row. Roles are written out, as browsers forget
 * them when a table is no longer laid out as one.
 */
export function RecordTable({ caption, columns, rows, busy = false }: { caption: string; columns: readonly RecordColumn[]; rows: readonly RecordRow[]; busy?: boolean }) {
  return (
    <div className="rg-table-holder">
      <table className="rg-table rg-stack" role="table" aria-busy={busy}>
        <caption className="rg-hidden">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.key} role="columnheader" scope="col" className={column.numeric ? 'rg-number' : undefined} aria-sort={column.sort?.direction}>
                {column.sort === undefined ? column.heading : <SortLink heading={column.heading} {...column.sort} />}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={row.key} role="row">
              {columns.map((column, index) => (index === 0
                ? <th key={column.key} role="rowheader" scope="row" className="rg-primary rg-wide">{row.cells[column.key]}</th>
                : <Cell key={column.key} column={column}>{row.cells[column.key]}</Cell>))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ column, children }: { column: RecordColumn; children: ReactNode }) {
  const classes = [column.numeric && 'rg-number', column.nowrap && 'rg-nowrap', column.wide && 'rg-wide', (children === null || children === undefined) && 'rg-empty'];
  return (
    <td role="cell" className={classes.filter(Boolean).join(' ') || undefined}>
      <span className="rg-label" aria-hidden="true">{column.heading}</span>
      {children}
    </td>
  );
}

function SortLink({ heading, to, direction }: { heading: string; to: string; direction: 'ascending' | 'descending' | 'none' }) {
  return (
    <Link to={to} preventScrollReset replace>
      {heading}
      <span aria-hidden="true">{direction === 'ascending' ? '↑' : direction === 'descending' ? '↓' : '↕'}</span>
    </Link>
  );
}
