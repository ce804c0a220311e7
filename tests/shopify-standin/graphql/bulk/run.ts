/** The loop that both kinds of bulk operation share: write lines, breathe, keep pace, stop when told. */
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Faults } from '../faults.ts';
import type { BulkErrorCode, BulkOperation } from '../services.ts';
import type { LineCounts } from './bulk-lines.ts';
import { ResultFile } from './result-file.ts';

/** Longest that a run holds the event loop, in milliseconds. */
const turnMilliseconds = 15;

export interface RunOptions {
  operation: BulkOperation;
  /** What runs inside, for faults. */
  name: string;
  path: string;
  counts: LineCounts;
  /** Lines a second at most; null: as fast as it goes. */
  rowsPerSecond: number | null;
  faults: Faults;
  /** Aborted when the stand-in stops. */
  signal: AbortSignal;
}

export type RunEnd =
  | { status: 'COMPLETED'; bytes: number }
  | { status: 'CANCELED' }
  | { status: 'FAILED'; errorCode: BulkErrorCode; keepPartial: boolean; bytes: number };

/** Writes the lines to the file. The operation's counts move on as it goes; cancelling it ends the run. */
export async function writeLines(
  lines: Generator<string | null, void> | AsyncGenerator<string | null, void>,
  options: RunOptions,
): Promise<RunEnd> {
  const { operation, counts, rowsPerSecond, faults, signal } = options;
  const file = await ResultFile.create(options.path);
  const started = performance.now();
  let turn = started;
  let objects = 0;

  /** Why the run is to end here; null: it is not. */
  const stopped = async (): Promise<RunEnd | null> => {
    operation.objectCount = objects;
    operation.rootObjectCount = counts.rootObjectCount;
    if (operation.status === 'CANCELING') return { status: 'CANCELED' };
    // Nobody cancelled it: the app may start it again.
    if (signal.aborted) return { status: 'FAILED', errorCode: 'INTERNAL_SERVER_ERROR', keepPartial: false, bytes: 0 };
    const failure = faults.bulkRun?.({ id: operation.id, type: operation.type, operation: options.name, objectCount: objects }) ?? null;
    if (failure === null) return null;
    await file.flush();
    return { status: 'FAILED', ...failure, bytes: file.bytes };
  };

  try {
    for (;;) {
      const pulled = lines.next();
      const { done, value } = pulled instanceof Promise ? await pulled : pulled;
      if (done === true) break;
      let full = false;
      if (value !== null) {
        objects += 1;
        full = file.add(value);
      }
      const now = performance.now();
      const ahead = rowsPerSecond === null ? 0 : (objects / rowsPerSecond) * 1000 - (now - started);
      const breathe = full || ahead >= turnMilliseconds || now - turn >= turnMilliseconds;
      // A fault may name the very line at which it strikes; without one, looking up once a turn is enough.
      if (!breathe && faults.bulkRun === undefined) continue;
      const end = await stopped();
      if (end !== null) return end;
      if (!breathe) continue;
      if (full) await file.flush();
      if (ahead >= turnMilliseconds) await sleep(ahead, undefined, { signal }).catch(() => undefined);
      else await nextTurn();
      turn = performance.now();
    }
    const end = await stopped();
    if (end !== null) return end;
    await file.flush();
    return { status: 'COMPLETED', bytes: file.bytes };
  } finally {
    await file.close();
  }
}
