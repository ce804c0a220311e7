import { parentPort } from 'node:worker_threads';
import { fitShop } from './fit-shop.ts';
import type { ThreadReply, ThreadRequest } from './fit-thread.server.ts';
import { forecastLines } from './forecast-lines.server.ts';

/** The thread that fits forecasts and predicts all customers (fit-thread.server.ts is its other side). */
let parts: Generator<Uint8Array<ArrayBuffer>, void> | undefined;

parentPort?.on('message', (request: ThreadRequest) => {
  if (request.ask === 'fit') return reply(fitShop(request.histories, request.throughDay, { settings: request.settings, onProgress: (done) => reply({ done }) }));
  if (request.ask === 'predict') {
    parts = forecastLines(request);
    return reply(null);
  }
  const part = parts?.next().value ?? null;
  reply(part, part === null ? [] : [part.buffer]);
});

function reply(answer: ThreadReply, handedOver: ArrayBuffer[] = []): void {
  parentPort?.postMessage(answer, handedOver);
}
