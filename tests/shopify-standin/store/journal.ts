/**
 * The journal of a store: one mutation a line, appended as it happens, so that a restarted stand-in stands where it
 * stood. Not synced to disk: it must survive a killed process, not a dead machine.
 */
import { closeSync, existsSync, mkdirSync, openSync, readSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { MergeOverrides } from './customer-merge.ts';
import type { StoreMetafieldDefinition } from './metafield-definitions.ts';
import type { MetafieldOwnerType, StoreMetafield } from './model.ts';
import type { RowRecords } from './row-records.ts';
import type { StoreSegment } from './segment-book.ts';

export type TaggableType = 'Customer' | 'Order' | 'Product';

/** A change that took place, already checked: replaying it can only succeed. */
export type JournalEntry =
  | { kind: 'tagsAdd' | 'tagsRemove'; at: number; type: TaggableType; id: number; tags: string[]; source: string | null }
  | { kind: 'metafieldSet'; at: number; type: MetafieldOwnerType; id: number; metafield: StoreMetafield }
  | { kind: 'metafieldDelete'; at: number; type: MetafieldOwnerType; id: number; metafieldId: number }
  | { kind: 'definitionSet'; at: number; definition: StoreMetafieldDefinition }
  | { kind: 'definitionDelete'; at: number; id: number; withValues: boolean }
  | { kind: 'appData'; at: number; app: number; metafields: StoreMetafield[] }
  | { kind: 'segmentSet'; at: number; segment: StoreSegment }
  | { kind: 'segmentDelete'; at: number; id: number }
  | { kind: 'customerMerge'; at: number; goneId: number; keptId: number; overrides: MergeOverrides }
  | ({ kind: 'rows'; at: number } & RowRecords)
  | { kind: 'clock'; at: number };

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 10;

/**
 * Calls `apply` with every entry of the file, in order. A last line without a newline was torn by a kill while it was
 * written, so its mutation was never answered: it is cut off. Any other line that does not parse is an error that
 * names the line.
 */
export function replayJournal(path: string, apply: (entry: JournalEntry) => void): void {
  if (!existsSync(path)) return;
  const file = openSync(path, 'r');
  let whole = 0;
  try {
    const chunk = Buffer.alloc(CHUNK_BYTES);
    let rest: Buffer = Buffer.alloc(0);
    let lineNumber = 0;
    for (;;) {
      const read = readSync(file, chunk, 0, CHUNK_BYTES, null);
      if (read === 0) break;
      const data: Buffer = Buffer.concat([rest, chunk.subarray(0, read)]);
      let start = 0;
      for (let end = data.indexOf(NEWLINE, start); end >= 0; end = data.indexOf(NEWLINE, start)) {
        lineNumber++;
        apply(parseEntry(data.toString('utf8', start, end), path, lineNumber));
        whole += end + 1 - start;
        start = end + 1;
      }
      rest = data.subarray(start);
    }
    if (rest.length === 0) return;
  } finally {
    closeSync(file);
  }
  truncateSync(path, whole);
}

function parseEntry(text: string, path: string, lineNumber: number): JournalEntry {
  try {
    return JSON.parse(text) as JournalEntry;
  } catch (error) {
    throw new Error(`${path}: line ${lineNumber} of the stand-in's journal is not JSON; remove its directory to start afresh.`, { cause: error });
  }
}

export class JournalWriter {
  readonly #file: number;

  constructor(path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.#file = openSync(path, 'a');
  }

  append(entry: JournalEntry): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }

  close(): void {
    closeSync(this.#file);
  }
}
