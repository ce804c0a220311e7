/** A line longer than this is not kept: memory stays bounded whatever a file holds. Shopify's longest are far below it. */
export const MOST_LINE_BYTES = 4 * 1024 * 1024;
/** How much of a line that cannot be used is kept to be shown. */
export const KEPT_OF_A_FAULT = 2048;

/** One line of a JSONL file: its text, or why there is none. Numbers start at 1; blank lines have none. */
export type FileLine = { number: number; text: string; fault: null } | { number: number; text: string; fault: 'too-long' };

/**
 * Cuts a byte stream into lines. It splits on bytes, since a character may lie across two chunks, and decodes whole lines only.
 */
export class LineSplitter {
  private pieces: Buffer[] = [];
  private pending = 0;
  private skipping: Buffer | null = null;
  /** Lines that were not blank, so far. */
  count = 0;

  /** The lines that end in this chunk. The chunk may be reused by the caller afterwards only if it is copied first. */
  push(chunk: Buffer): FileLine[] {
    const lines: FileLine[] = [];
    let from = 0;
    for (;;) {
      const end = chunk.indexOf(10, from);
      if (end === -1) break;
      this.finish(chunk.subarray(from, end), lines);
      from = end + 1;
    }
    if (from < chunk.length) this.hold(chunk.subarray(from));
    return lines;
  }

  /** The last line, when the file does not end in a line break. */
  end(): FileLine[] {
    const lines: FileLine[] = [];
    this.finish(Buffer.alloc(0), lines);
    return lines;
  }

  private hold(part: Buffer): void {
    if (this.skipping !== null) return;
    this.pieces.push(part);
    this.pending += part.length;
    if (this.pending > MOST_LINE_BYTES) {
      this.skipping = Buffer.concat(this.pieces).subarray(0, KEPT_OF_A_FAULT);
      this.pieces = [];
      this.pending = 0;
    }
  }

  private finish(last: Buffer, lines: FileLine[]): void {
    if (this.pieces.length === 0 && this.skipping === null && last.length <= MOST_LINE_BYTES) {
      this.add(last, lines);
      return;
    }
    this.hold(last);
    if (this.skipping === null) {
      this.add(this.pieces.length === 1 ? (this.pieces[0] as Buffer) : Buffer.concat(this.pieces), lines);
    } else {
      this.count += 1;
      lines.push({ number: this.count, text: this.skipping.toString('utf8'), fault: 'too-long' });
    }
    this.pieces = [];
    this.pending = 0;
    this.skipping = null;
  }

  private add(bytes: Buffer, lines: FileLine[]): void {
    if (isBlank(bytes)) return;
    this.count += 1;
    lines.push({ number: this.count, text: bytes.toString('utf8'), fault: null });
  }
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (byte !== 32 && byte !== 13 && byte !== 9) return false;
  return true;
}
