import { Worker } from 'node:worker_threads';
import { RetryableError } from '../runtime/errors.ts';
import type { ForecastModel } from './fit-forecast.ts';
import type { ForecastSettings } from './forecast-settings.ts';
import type { ShopFit } from './fit-shop.ts';
import type { OrderHistories } from './order-histories.ts';
import type { ProfileView } from './profile-purchases.ts';
import type { StoodBefore } from './stood-before.ts';

export type ThreadRequest =
  | { ask: 'fit'; histories: OrderHistories; throughDay: number; settings: ForecastSettings }
  | { ask: 'predict'; model: ForecastModel; profiles: ProfileView; stood: StoodBefore }
  /** The next rows of what was to be predicted. */
  | { ask: 'more' };
/** To `more`: lines of COPY, or null at the end. Before the answer to `fit`: how much of it is done, 0 to 1. */
export type ThreadReply = ShopFit | Uint8Array<ArrayBuffer> | null | { done: number };

/** Fits and predicts in a thread of its own, so that events and other jobs of the worker go on meanwhile. One question at a time. */
export class FitThread {
  private readonly worker: Worker;
  private waiting: { resolve: (reply: ThreadReply) => void; reject: (error: Error) => void } | undefined;
  private ended: Error | undefined;
  private onProgress: (share: number) => void = () => {};

  constructor() {
    // A name and not a literal in `new Worker`: the web bundle would take it for a worker of a browser.
    const script = new URL('./fit-thread.worker.server.ts', import.meta.url);
    this.worker = new Worker(script, { execArgv: [] });
    this.worker.on('message', (reply: ThreadReply) => {
      if (reply !== null && 'done' in reply) return this.onProgress(reply.done);
      const { waiting } = this;
      this.waiting = undefined;
      waiting?.resolve(reply);
    });
    this.worker.on('error', (cause) => this.end(new RetryableError('forecast', `The thread that fits forecasts failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })));
    this.worker.on('exit', () => this.end(new RetryableError('forecast', 'The thread that fits forecasts has ended.')));
  }

  /** @param histories their memory is handed over, and is gone here; onProgress: told how much is done, 0 to 1 */
  fit(histories: OrderHistories, throughDay: number, settings: ForecastSettings, onProgress: (share: number) => void = () => {}): Promise<ShopFit> {
    this.onProgress = onProgress;
    return this.ask({ ask: 'fit', histories, throughDay, settings }, buffersOf(histories)) as Promise<ShopFit>;
  }

  /**
   * What is said of everybody, as COPY's text form of FORECAST_DEFINITIONS, a part at a time.
   * @param profiles,stood their memory is handed over, and is gone here
   */
  async *predict(model: ForecastModel, profiles: ProfileView, stood: StoodBefore): AsyncGenerator<Buffer, void> {
    await this.ask({ ask: 'predict', model, profiles, stood }, [...buffersOf(profiles.view), profiles.customerIds.buffer as ArrayBuffer, ...buffersOf(stood)]);
    for (;;) {
      const lines = await this.ask({ ask: 'more' }, []) as Uint8Array<ArrayBuffer> | null;
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

/** The memory of the columns, each once. */
function buffersOf(columns: object): ArrayBuffer[] {
  return [...new Set(Object.values(columns).flatMap((column: unknown) => (ArrayBuffer.isView(column) ? [column.buffer as ArrayBuffer] : [])))];
}
