import { parentPort } from 'node:worker_threads';
import { fitShop } from './fit-shop.ts';
import type { ThreadReply, ThreadRequest } from './fit-thread.server.ts';
import { forecastLine } from './forecast-columns.server.ts';
import { forecastRow } from './forecast-row.ts';
import { predictorOver } from './predict-customer.ts';
import { riskStep } from './risk-line.ts';
import { readerOfStood } from './stood-before.ts';

/** Customers in one part of the lines. */
const PART = 20_000;

/** The thread that fits forecasts and predicts all customers (fit-thread.server.ts is its other side). */
let parts: Generator<Uint8Array<ArrayBuffer>, void> | undefined;

parentPort?.on('message', (request: ThreadRequest) => {
  if (request.ask === 'fit') return reply(fitShop(request.histories, request.throughDay, { settings: request.settings, onProgress: (done) => reply({ done }) }));
  if (request.ask === 'predict') {
    parts = lines(request);
    return reply(null);
  }
  const part = parts?.next().value ?? null;
  reply(part, part === null ? [] : [part.buffer]);
});

function reply(answer: ThreadReply, handedOver: ArrayBuffer[] = []): void {
  parentPort?.postMessage(answer, handedOver);
}

function* lines({ model, profiles: { view, customerIds }, stood }: Extract<ThreadRequest, { ask: 'predict' }>): Generator<Uint8Array<ArrayBuffer>, void> {
  const predict = predictorOver(model, view);
  const before = readerOfStood(stood);
  // Asked only of those who seem to have crossed.
  const byOldModel = predictorOver(stood.model ?? model, view);
  for (let from = 0; from < view.size; from += PART) {
    let text = '';
    for (let i = from; i < Math.min(view.size, from + PART); i += 1) {
      const row = forecastRow(customerIds[i] as number, predict(i));
      text += forecastLine({ ...row, ...riskStep(before(row.customerId), row.pBuy, stood.riskLine, () => byOldModel(i).pBuy) });
    }
    yield new TextEncoder().encode(text);
  }
}
