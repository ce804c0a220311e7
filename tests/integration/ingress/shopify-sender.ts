import { createHmac, randomUUID } from 'node:crypto';
import { createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { ingress } from '#app/ingress/ingress.server.ts';

/** The app's ingress behind a plain Node server, as the web process has it. */
export async function startIngress(): Promise<{ port: number; server: Server; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    ingress(request, response).then(
      (answered) => void (answered || response.writeHead(404).end()),
      () => void response.writeHead(500).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    server,
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((done) => server.close(() => done()));
    },
  };
}

export function sign(body: Buffer | string, secret = process.env['SHOPIFY_API_SECRET'] ?? ''): string {
  return createHmac('sha256', secret).update(body).digest('base64');
}

/** Headers of an event as Shopify sends them, except the signature. */
export function eventHeaders(change: Record<string, string> = {}): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-shopify-topic': 'orders/create',
    'x-shopify-shop-domain': 'first.myshopify.com',
    'x-shopify-api-version': '2026-10',
    'x-shopify-webhook-id': randomUUID(),
    'x-shopify-event-id': randomUUID(),
    'x-shopify-triggered-at': '2026-11-28T12:34:56.123456789Z',
    ...change,
  };
}

export interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  seconds: number;
}

/**
 * Sends a webhook over a connection of its own.
 * @param options.headers whatever is given stands; a list sends the header once for each value; the signature is made where none is given
 */
export async function send(port: number, body: Buffer | string, options: { headers?: Record<string, string | string[]>; method?: string } = {}): Promise<Answer> {
  const began = performance.now();
  const headers = { ...eventHeaders(), 'x-shopify-hmac-sha256': sign(body), 'content-length': String(Buffer.byteLength(body)), ...options.headers };
  const request = httpRequest({ host: '127.0.0.1', port, path: '/webhooks', method: options.method ?? 'POST', headers, agent: false });
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  // After an answer to half a body the other half has nowhere to go; before one, `once` tells.
  request.on('error', () => undefined);
  request.end(body);
  const [response] = await answered;
  response.resume();
  return { status: response.statusCode ?? 0, headers: response.headers, seconds: (performance.now() - began) / 1000 };
}

export interface InboxRow {
  id: number;
  shop_domain: string;
  topic: string;
  event_id: string;
  webhook_id: string;
  api_version: string;
  triggered_at: Date;
  received_at: Date;
  payload: Buffer;
  payload_bytes: number;
  state: string;
}

let looker: pg.Pool | undefined;

/** Past the app's own pools, so that it sees what is committed whatever state those are in. */
export async function inboxRows(where = 'true', values: unknown[] = []): Promise<InboxRow[]> {
  looker ??= new pg.Pool({ connectionString: process.env['TEST_SUPERUSER_URL'], max: 2 });
  return (await looker.query<InboxRow>(`SELECT * FROM inbox_events WHERE ${where} ORDER BY id`, values)).rows;
}

/** Nobody can write to the inbox until what this returns is called. */
export async function lockInbox(): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: process.env['TEST_SUPERUSER_URL'] });
  await client.connect();
  await client.query('BEGIN; LOCK TABLE inbox_events IN EXCLUSIVE MODE');
  return async () => client.end();
}

export async function closeLooker(): Promise<void> {
  await looker?.end();
  looker = undefined;
}
