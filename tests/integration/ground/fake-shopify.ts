import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the fake got it. */
export interface Received {
  path: string;
  token: string | null;
  body: Record<string, unknown>;
  at: number;
}

export type Answer = (received: Received, response: ServerResponse, request: IncomingMessage) => void | Promise<void>;

/** A server on 127.0.0.1 in Shopify's place, for faults that the local Shopify does not make. Until `close()` this process's calls to shops go there. */
export interface FakeShopify {
  received: Received[];
  /** Answers from now on; each request goes to the next of the list, and to the last one for ever. */
  answers(...list: Answer[]): void;
  close(): Promise<void>;
}

export async function openFakeShopify(): Promise<FakeShopify> {
  const received: Received[] = [];
  let queue: Answer[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const token = request.headers['x-shopify-access-token'];
      const one = { path: request.url ?? '', token: typeof token === 'string' ? token : null, body: JSON.parse(text || '{}') as Record<string, unknown>, at: performance.now() };
      received.push(one);
      const answer = queue.length > 1 ? queue.shift() : queue[0];
      if (answer === undefined) response.writeHead(500).end('no answer was prepared for this request');
      else void answer(one, response, request);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const restore = sendShopsTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return {
    received,
    answers: (...list) => {
      queue = list;
      received.length = 0;
    },
    close: async () => {
      restore();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

const realFetch = globalThis.fetch;
let shopsAt: string | null = null;

// Shopify's library takes `fetch` once, when it is loaded: a test file imports this module before any of the app's.
globalThis.fetch = async (input, init) => {
  const request = new Request(input, init);
  const url = new URL(request.url);
  if (!url.hostname.endsWith('.myshopify.com')) return realFetch(input, init);
  if (shopsAt === null) throw new Error(`A call to ${url.hostname} that the test did not expect.`);
  const headers = new Headers(request.headers);
  headers.set('X-Shopify-Shop-Domain', url.hostname);
  return realFetch(new URL(url.pathname + url.search, shopsAt), { method: request.method, headers, body: await request.text(), signal: request.signal });
};

/** Sends what this process asks of any shop to another address, as the local Shopify's preload does for the app. @returns what undoes it */
export function sendShopsTo(origin: string): () => void {
  shopsAt = origin;
  return () => {
    shopsAt = null;
  };
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return (_, response) => void response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(JSON.stringify(body));
}
