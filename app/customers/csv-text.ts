import { stringify } from 'csv-stringify/sync';

/** A cell. A number stays a number; null is an empty cell. */
export type CsvCell = string | number | null;

/** Excel takes a file for UTF-8 only if it begins so. */
export const CSV_START = '\uFEFF';

/** What a spreadsheet takes for the beginning of a formula, after any space; signs of full width are taken for the others by some. */
const SIGN = '[\\s\\u00a0]*[=+\\-@\\uFF1D\\uFF0B\\uFF0D\\uFF20]';
const AT_START = new RegExp(`^(?=[\\t\\r]|${SIGN})`, 'u');
/**
 * Where another program begins a cell inside of ours: after a line's end, and after what separates cells where it is not the
 * comma (Excel in most of Europe splits by semicolon, and by tab on request, without regard to a quote in mid-cell).
 */
const WITHIN = new RegExp(`[;\\t\\r\\n](?=${SIGN})`, 'gu');

/**
 * The text with an apostrophe before whatever a spreadsheet would take for a formula: a customer may call themselves
 * `=HYPERLINK(...)`, and the merchant's machine would run it. (OWASP, CSV injection)
 */
export function formulaSafe(text: string): string {
  return text.replace(WITHIN, "$&'").replace(AT_START, "'");
}

/** Rows as CSV (RFC 4180: commas, doubled quotes, CRLF). Text is always quoted and made safe against formulas; numbers are neither. */
export function csvText(rows: readonly (readonly CsvCell[])[]): string {
  return stringify(rows as CsvCell[][], {
    cast: { string: formulaSafe, number: (value) => String(value) }, quoted_string: true, quoted_empty: false, record_delimiter: 'windows',
  });
}
