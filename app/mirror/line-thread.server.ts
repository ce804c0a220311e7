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

/** A file begins; or its next bytes, null: it has ended. */
export type ThreadRequest = { start: ThreadStart } | { bytes: Uint8Array<ArrayBuffer> | null };

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

/** Threads that have nothing to do. One takes a quarter of a second to start, which is most of a small shop's import. */
const idle: Worker[] = [];
/** Files are read one after another, and two shops at once at most. */
const MOST_IDLE = 2;

function newThread(): Worker {
  // A name and not a literal in `new Worker`: the web bundle would take it for a worker of a browser.
  const script = new URL('./line-thread.worker.server.ts', import.meta.url);
  const thread = new Worker(script, { execArgv: [] });
  // One that dies while it has nothing to do is not given out.
  thread.once('exit', () => idle.includes(thread) && idle.splice(idle.indexOf(thread), 1));
  return thread;
}

/** Reads the lines of one bulk file in a thread of its own. Answers come in the order of asking. */
export class LineThread {
  private readonly worker: Worker;
  private readonly waiting: { resolve: (reply: ReadBytes) => void; reject: (error: Error) => void }[] = [];
  private ended: Error | undefined;
  private stopped = false;
  private readonly kind: BulkKind;

  constructor(start: ThreadStart) {
    this.kind = start.kind;
    this.worker = idle.pop() ?? newThread();
    this.worker.ref();
    this.worker.on('message', this.hear);
    this.worker.on('error', this.fail);
    this.worker.on('exit', this.end);
    this.worker.postMessage({ start } satisfies ThreadRequest);
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

  /** The thread is kept for the next file, unless it has not answered all that it was asked. */
  async stop(): Promise<void> {
    if (this.stopped) return;
    this.stopped = true;
    const usable = this.ended === undefined && this.waiting.length === 0 && idle.length < MOST_IDLE;
    this.worker.off('message', this.hear).off('error', this.fail).off('exit', this.end);
    this.end();
    if (!usable) return void (await this.worker.terminate());
    // It holds up no process that has nothing else to do.
    this.worker.unref();
    idle.push(this.worker);
  }

  private readonly hear = ({ spent, lines, lastIsWhole, batches }: ThreadReply): void => {
    this.waiting.shift()?.resolve({
      spent, lines, lastIsWhole,
      batches: batches.map((batch) => ({ ...batch, rootText: received(batch.rootText), childText: received(batch.childText), insideText: received(batch.insideText) })),
    });
  };

  private readonly fail = (cause: unknown): void => {
    this.refuse(new RetryableError('import', `The thread that reads lines of ${this.kind} failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause }));
  };

  private readonly end = (): void => {
    this.refuse(new RetryableError('import', `The thread that reads lines of ${this.kind} has ended.`));
  };

  private refuse(error: Error): void {
    this.ended ??= error;
    for (const { reject } of this.waiting.splice(0)) reject(this.ended);
  }
}

function received({ rows, bytes }: ThreadReply['batches'][number]['rootText']): CopyRows {
  return { rows, bytes: () => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}
