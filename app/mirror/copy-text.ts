import type { Cell } from './cells.ts';

const SPECIAL = /[\\\n\r\t]/;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** Text is turned into bytes in pieces of this many characters: strings that lived as long as a batch would cost the collector more than all the rest. */
const PIECE_CHARACTERS = 64 * 1024;

const PIECE_BYTES = 256 * 1024;
const NO_ROOM = Buffer.alloc(0);

/** Rows to be copied: how many, and their text. */
export interface CopyRows {
  readonly rows: number;
  bytes(): Buffer;
}

/**
 * Rows in the text format of PostgreSQL's COPY: columns parted by tabs, null as \N, ended by a line break. Built by hand
 * since an import writes millions.
 */
export class CopyText implements CopyRows {
  private pieces: Buffer[] = [];
  private text = '';
  private room = NO_ROOM;
  private filled = 0;
  rows = 0;

  /**
   * @param first a number that stands before the cells: the row's line in the file
   * @param plain no cell holds a character that needs escaping: the caller knows, and millions of cells are not searched for one
   */
  add(first: number, cells: readonly Cell[], plain = false): void {
    const written: string[] = new Array<string>(cells.length);
    for (let at = 0; at < cells.length; at += 1) {
      const cell = cells[at] ?? null;
      if (cell === null) written[at] = '\\N';
      else written[at] = !plain && SPECIAL.test(cell) ? escaped(cell) : cell;
    }
    // One flat string: a chain of concatenations would be flattened later, at twice the cost.
    this.text += `${first}\t${written.join('\t')}\n`;
    this.rows += 1;
    if (this.text.length >= PIECE_CHARACTERS) this.cut();
  }

  /** A row that is COPY text already: the first bytes of `row`, which are taken as they are. Rows need not stay in the order in which they come. */
  addBytes(row: Buffer, length: number): void {
    if (this.filled + length > this.room.length) {
      this.cutRoom();
      this.room = Buffer.allocUnsafeSlow(Math.max(PIECE_BYTES, length));
    }
    row.copy(this.room, this.filled, 0, length);
    this.filled += length;
    this.rows += 1;
  }

  /** The whole text, once: the pieces are let go. */
  bytes(): Buffer<ArrayBuffer> {
    if (this.text !== '') this.cut();
    this.cutRoom();
    // Memory of its own, never a piece of Node's shared pool: another thread may be given it.
    const whole = Buffer.from(new ArrayBuffer(this.pieces.reduce((total, piece) => total + piece.length, 0)));
    let at = 0;
    for (const piece of this.pieces) at += piece.copy(whole, at);
    this.pieces = [];
    return whole;
  }

  private cutRoom(): void {
    if (this.filled > 0) this.pieces.push(this.room.subarray(0, this.filled));
    this.room = NO_ROOM;
    this.filled = 0;
  }

  private cut(): void {
    this.pieces.push(Buffer.from(this.text, 'utf8'));
    this.text = '';
  }
}

function escaped(cell: string): string {
  return cell.replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] as string);
}
