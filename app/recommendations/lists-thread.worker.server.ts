import { parentPort } from 'node:worker_threads';
import { createBasketLineReader } from './basket-lines.ts';
import { listLines } from './list-lines.ts';
import type { ListTable, ThreadReply, ThreadRequest } from './lists-thread.server.ts';
import { workOutLists, type ShopLists } from './work-out-lists.ts';

/** The thread that works lists out (lists-thread.server.ts is its other side). */
let reader: ReturnType<typeof createBasketLineReader> | null = createBasketLineReader();
let lists: ShopLists | undefined;
const parts = new Map<ListTable, Generator<Uint8Array<ArrayBuffer>, void>>();

parentPort?.on('message', (request: ThreadRequest) => {
  switch (request.ask) {
    case 'read':
      reader?.push(request.chunk);
      return reply(null);
    case 'work': {
      const all = reader?.end();
      reader = null;
      if (all === undefined) throw new Error('The lists were worked out already.');
      lists = workOutLists(all, request.catalogue, request.cutOff);
      return reply({ choice: lists.choice, asOf: lists.asOf });
    }
    case 'rows': {
      if (lists === undefined) throw new Error('There are no lists yet.');
      const lines = parts.get(request.of) ?? listLines(lists, request.of);
      parts.set(request.of, lines);
      const part = lines.next().value ?? null;
      return reply(part, part === null ? [] : [part.buffer]);
    }
  }
});

function reply(answer: ThreadReply, handedOver: ArrayBuffer[] = []): void {
  parentPort?.postMessage(answer, handedOver);
}
