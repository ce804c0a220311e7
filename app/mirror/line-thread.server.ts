import { Worker } from 'node:worker_threads';
import { RetryableError } from '../runtime/errors.ts';
import type { CopyRows } from './copy-text.ts';
import type { LineBatch } from './line-batch.ts';
import type { BulkKind } from './mirror-tables.ts';

export interface ThreadStart {
  kind: BulkKind;
  shopDecimals: number;
  /** Lines at the file's start that an earlier try has taken: read, and left out. */
  linesTaken: number;
  /** A batch ends at so many lines, or so many bytes. */
  batchLines: number;
  batchBytes: number;
}

/** The next bytes of the file; null: it has ended. */
export interface ThreadRequest {
  bytes: Uint8Array<ArrayBuffer> | null;
}

export interface ThreadReply {
  /** The memory of the bytes, to be filled again. */
  spent: ArrayBuffer | null;
  /** Lines of the file so far. */
  lines: number;
  /** False when the last of them is no whole JSON. */
  lastIsWhole: boolean;
  /** Batches that these bytes have filled; at the end also what was left. */
  batches: (Omit<LineBatch, 'rootText' | 'childText' | 'insideText'> & Record<'rootText' | 'childText' | 'insideText', { rows: number; bytes: Uint8Array<ArrayBuffer> }>)[];
}

/** What became of some bytes, with the batches as the merge takes them. */
export interface ReadBytes {
  /** The memory that the bytes came in, to be filled again; null at the end. */
  spent: ArrayBuffer | null;
  lines: number;
  lastIsWhole: boolean;
  batches: (Omit<LineBatch, 'rootText' | 'childText' | 'insideText'> & Record<'rootText' | 'childText' | 'insideText', CopyRows>)[];
}

/** Reads the lines of one bulk file in a thread of its own. Answers come in the order of asking. */
export class LineThread {
  private readonly worker: Worker;
  private readonly waiting: { resolve: (reply: ReadBytes) => void; reject: (error: Error) => void }[] = [];
  private ended: Error | undefined;

  constructor(start: ThreadStart) {
    // A name and not a literal in `new Worker`: the web bundle would take it for a worker of a browser.
    const script = new URL('./line-thread.worker.server.ts', import.meta.url);
    this.worker = new Worker(script, { workerData: start, execArgv: [] });
    this.worker.on('message', ({ spent, lines, lastIsWhole, batches }: ThreadReply) => {
      this.waiting.shift()?.resolve({
        spent, lines, lastIsWhole,
        batches: batches.map((batch) => ({ ...batch, rootText: received(batch.rootText), childText: received(batch.childText), insideText: received(batch.insideText) })),
      });
    });
    this.worker.on('error', (cause) => this.end(new RetryableError('import', `The thread that reads lines of ${start.kind} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })));
    this.worker.on('exit', () => this.end(new RetryableError('import', `The thread that reads lines of ${start.kind} has ended.`)));
  }

  /** @param bytes memory of their own: they are handed over to the thread, and are gone here. Null: the file has ended */
  read(bytes: Uint8Array<ArrayBuffer> | null): Promise<ReadBytes> {
    if (this.ended !== undefined) return Promise.reject(this.ended);
    const request: ThreadRequest = { bytes };
    const answer = new Promise<ReadBytes>((resolve, reject) => this.waiting.push({ resolve, reject }));
    // Awaited later, in its turn: until then a failure must not count as one that nobody handles.
    answer.catch(() => {});
    this.worker.postMessage(request, bytes === null ? [] : [bytes.buffer]);
    return answer;
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private end(error: Error): void {
    this.ended ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(this.ended);
  }
}

function received({ rows, bytes }: ThreadReply['batches'][number]['rootText']): CopyRows {
  return { rows, bytes: () => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}
