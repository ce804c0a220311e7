/** A line longer than this is not kept: memory stays bounded whatever a file holds. Shopify's longest are far below it. */
export const MOST_LINE_BYTES = 4 * 1024 * 1024;
/** How much of a line that cannot be used is kept to be shown. */
export const KEPT_OF_A_FAULT = 2048;

/** One line of a JSONL file: its text, or why there is none. Numbers start at 1; blank lines have none. */
export interface FileLine {
  readonly number: number;
  readonly text: string;
  readonly fault: 'too-long' | null;
}

/** A line as its bytes, which are text once somebody asks for it. */
export class ByteLine implements FileLine {
  readonly number: number;
  readonly bytes: Buffer;
  readonly fault: FileLine['fault'];

  constructor(number: number, bytes: Buffer, fault: FileLine['fault'] = null) {
    this.number = number;
    this.bytes = bytes;
    this.fault = fault;
  }

  get text(): string {
    return this.bytes.toString('utf8');
  }
}

/**
 * Cuts a byte stream into lines. It splits on bytes, since a character may lie across two chunks, and decodes whole lines only.
 */
export class LineSplitter {
  private pieces: Buffer[] = [];
  private pending = 0;
  private skipping: Buffer | null = null;
  /** Lines that were not blank, so far. */
  count = 0;

  /** The lines that end in this chunk, whose memory they share. The chunk may be used again once they are done with: of a line that has only begun a copy is kept. */
  push(chunk: Buffer): ByteLine[] {
    const lines: ByteLine[] = [];
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
  end(): ByteLine[] {
    const lines: ByteLine[] = [];
    this.finish(Buffer.alloc(0), lines);
    return lines;
  }

  private hold(part: Buffer): void {
    if (this.skipping !== null) return;
    this.pieces.push(Buffer.from(part));
    this.pending += part.length;
    if (this.pending > MOST_LINE_BYTES) {
      this.skipping = Buffer.concat(this.pieces).subarray(0, KEPT_OF_A_FAULT);
      this.pieces = [];
      this.pending = 0;
    }
  }

  private finish(last: Buffer, lines: ByteLine[]): void {
    if (this.pieces.length === 0 && this.skipping === null && last.length <= MOST_LINE_BYTES) {
      this.add(last, lines);
      return;
    }
    this.hold(last);
    if (this.skipping === null) {
      this.add(this.pieces.length === 1 ? (this.pieces[0] as Buffer) : Buffer.concat(this.pieces), lines);
    } else {
      this.count += 1;
      lines.push(new ByteLine(this.count, this.skipping, 'too-long'));
    }
    this.pieces = [];
    this.pending = 0;
    this.skipping = null;
  }

  private add(bytes: Buffer, lines: ByteLine[]): void {
    if (isBlank(bytes)) return;
    this.count += 1;
    lines.push(new ByteLine(this.count, bytes));
  }
}

function isBlank(bytes: Buffer): boolean {
  // Nearly every line begins with a brace.
  if (bytes[0] === 123) return false;
  for (const byte of bytes) if (byte !== 32 && byte !== 13 && byte !== 9) return false;
  return true;
}
