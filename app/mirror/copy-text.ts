import type { Cell } from './cells.ts';

const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** Text is turned into bytes in pieces of this many characters: strings that lived as long as a batch would cost the collector more than all the rest. */
const PIECE_CHARACTERS = 64 * 1024;

/**
 * Rows in the text format of PostgreSQL's COPY: columns parted by tabs, null as \N, ended by a line break. Built by hand
 * since an import writes millions.
 */
export class CopyText {
  private readonly pieces: Buffer[] = [];
  private text = '';
  rows = 0;

  /** @param first a number that stands before the cells: the row's line in the file */
  add(first: number, cells: readonly Cell[]): void {
    let line = `${first}`;
    for (const cell of cells) {
      if (cell === null) line += '\t\\N';
      else line += SPECIAL.test(cell) ? `\t${escaped(cell)}` : `\t${cell}`;
    }
    this.text += `${line}\n`;
    this.rows += 1;
    if (this.text.length >= PIECE_CHARACTERS) this.cut();
  }

  /** The whole text in pieces. */
  bytes(): readonly Buffer[] {
    if (this.text !== '') this.cut();
    return this.pieces;
  }

  private cut(): void {
    this.pieces.push(Buffer.from(this.text, 'utf8'));
    this.text = '';
  }
}

function escaped(cell: string): string {
  return cell.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] as string);
}
