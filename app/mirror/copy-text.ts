import type { Cell } from './cells.ts';

const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/**
 * One row in the text format of PostgreSQL's COPY: columns parted by tabs, null as \N, ended by a line break. Built by
 * hand since an import writes millions.
 */
export function copyLine(first: number, cells: readonly Cell[]): string {
  let line = String(first);
  for (const cell of cells) {
    if (cell === null) line += '\t\\N';
    else line += SPECIAL.test(cell) ? `\t${cell.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] as string)}` : `\t${cell}`;
  }
  return `${line}\n`;
}
