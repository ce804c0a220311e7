import { currencyDecimals, decimalText } from '../math/minor-units.ts';

/**
 * A column of an exported file. What the database gives is its own text form of the value, so that a million rows are
 * turned into files without a detour through objects.
 */
export interface ExportColumn {
  name: string;
  /** For the README: what it holds, in words. */
  what: string;
  kind: ColumnKind;
  /** Expression over the section's tables; the name of the column unless said. */
  sql: string;
  /** Of money: the column of the same row that names its currency; absent: the shop's. */
  currency?: string;
}

/**
 * text; number: an id or a count; money: minor units, written as a decimal number; flag: true or false; instant: UTC, ISO
 * 8601; list: a JSON array of texts; json: any JSON.
 */
export type ColumnKind = 'text' | 'number' | 'money' | 'flag' | 'instant' | 'list' | 'json';

const column = (kind: ColumnKind) => (name: string, what: string, sql = name): ExportColumn => ({ name, what, kind, sql });

export const text = column('text');
export const number = column('number');
export const flag = column('flag');
export const instant = column('instant');
export const list = column('list');
export const json = column('json');

/** A calendar day in the shop's time zone, kept as days since 1970-01-01. */
export function day(name: string, what: string, sql = name): ExportColumn {
  return { name, what, kind: 'text', sql: `(DATE '1970-01-01' + ${sql})` };
}

export function money(name: string, what: string, options: { currency?: string; sql?: string } = {}): ExportColumn {
  return { name, what, kind: 'money', sql: options.sql ?? name, ...(options.currency === undefined ? {} : { currency: options.currency }) };
}

/** The column as the select list of a query has it: lists as JSON, instants in UTC whatever the connection's zone. */
export function selectOf({ kind, sql }: ExportColumn): string {
  if (kind === 'list') return `to_json(coalesce(${sql}, '{}'))`;
  if (kind === 'instant') return `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  return sql;
}

/** One row as the database gave it: a text or null for each column. */
export type ExportRow = readonly (string | null)[];

/** Turns the rows of one section into cells of CSV and lines of JSON. */
export interface RowWriter {
  csvCells(row: ExportRow): (string | number | null)[];
  jsonLine(row: ExportRow): string;
}

/** @param shopCurrency of money in columns that name no currency of their own */
export function rowWriter(columns: readonly ExportColumn[], shopCurrency: string): RowWriter {
  const places = new Map(columns.map((one, index) => [one.name, index]));
  const decimals = new Map<string, number>();
  const decimalsOf = (code: string): number => {
    const known = decimals.get(code) ?? currencyDecimals(code) ?? 2;
    decimals.set(code, known);
    return known;
  };
  const keys = columns.map((one) => `${JSON.stringify(one.name)}:`);
  const amount = (one: ExportColumn, value: string, row: ExportRow): string => {
    const place = one.currency === undefined ? undefined : places.get(one.currency);
    return decimalText(Number(value), decimalsOf((place === undefined ? null : row[place]) ?? shopCurrency));
  };
  return {
    csvCells: (row) => columns.map((one, index) => {
      const value = row[index] ?? null;
      if (value === null) return null;
      if (one.kind === 'number') return Number(value);
      if (one.kind === 'money') return Number(amount(one, value, row));
      if (one.kind === 'flag') return value === 't' ? 'true' : 'false';
      if (one.kind === 'list') return (JSON.parse(value) as string[]).join(', ');
      return value;
    }),
    jsonLine: (row) => {
      let line = '{';
      for (const [index, one] of columns.entries()) {
        const value = row[index] ?? null;
        line += `${index === 0 ? '' : ','}${keys[index]}`;
        if (value === null) line += 'null';
        else if (one.kind === 'number' || one.kind === 'list' || one.kind === 'json') line += value;
        else if (one.kind === 'flag') line += value === 't' ? 'true' : 'false';
        else line += JSON.stringify(one.kind === 'money' ? amount(one, value, row) : value);
      }
      return `${line}}\n`;
    },
  };
}
