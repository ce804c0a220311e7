import { Worker } from 'node:worker_threads';
import { RetryableError } from '../runtime/errors.ts';
import type { MethodChoice } from './method-choice.ts';
import type { CatalogueProduct } from './work-out-lists.ts';

export type ThreadRequest =
  /** The next lines of baskets. */
  | { ask: 'read'; chunk: Uint8Array<ArrayBuffer> }
  | { ask: 'work'; catalogue: CatalogueProduct[]; cutOff: number }
  /** The next rows of a table of lists. */
  | { ask: 'rows'; of: ListTable };
export type ListTable = 'product_lists' | 'customer_lists' | 'shop_lists';
/** To `read`: null. To `work`: how the lists were come by. To `rows`: lines of COPY, or null at the end. */
export type ThreadReply = { choice: MethodChoice; asOf: number } | Uint8Array<ArrayBuffer> | null;

/**
 * Works a shop's lists out in a thread of its own, so that events and other jobs of the worker go on meanwhile: what was
 * bought is held there alone, and lists are made as they are written. One question at a time.
 */
export class ListsThread {
  private readonly worker: Worker;
  private waiting: { resolve: (reply: ThreadReply) => void; reject: (error: Error) => void } | undefined;
  private ended: Error | undefined;

  constructor() {
    // A name and not a literal in `new Worker`: the web bundle would take it for a worker of a browser.
    const script = new URL('./lists-thread.worker.server.ts', import.meta.url);
    this.worker = new Worker(script, { execArgv: [] });
    this.worker.on('message', (reply: ThreadReply) => {
      const { waiting } = this;
      this.waiting = undefined;
      waiting?.resolve(reply);
    });
    this.worker.on('error', (cause) => this.end(new RetryableError('lists', `The thread that works out lists failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })));
    this.worker.on('exit', () => this.end(new RetryableError('lists', 'The thread that works out lists has ended.')));
  }

  /** Takes the next lines of baskets; resolves when they are read, so that none run ahead. */
  async read(chunk: Buffer): Promise<void> {
    // Memory of its own, never a piece of Node's shared pool: it is handed over.
    const own = new Uint8Array(chunk);
    await this.ask({ ask: 'read', chunk: own }, [own.buffer]);
  }

  work(catalogue: CatalogueProduct[], cutOff: number): Promise<{ choice: MethodChoice; asOf: number }> {
    return this.ask({ ask: 'work', catalogue, cutOff }, []) as Promise<{ choice: MethodChoice; asOf: number }>;
  }

  /** The rows of a table, as COPY's text, a part at a time; each table once. */
  async *rows(of: ListTable): AsyncGenerator<Buffer, void> {
    for (;;) {
      const lines = await this.ask({ ask: 'rows', of }, []) as Uint8Array<ArrayBuffer> | null;
      if (lines === null) return;
      yield Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength);
    }
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private ask(request: ThreadRequest, handedOver: ArrayBuffer[]): Promise<ThreadReply> {
    if (this.ended !== undefined) return Promise.reject(this.ended);
    const answer = new Promise<ThreadReply>((resolve, reject) => (this.waiting = { resolve, reject }));
    this.worker.postMessage(request, handedOver);
    return answer;
  }

  private end(error: Error): void {
    this.ended ??= error;
    this.waiting?.reject(this.ended);
    this.waiting = undefined;
  }
}
