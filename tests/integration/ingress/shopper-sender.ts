import { createHmac, randomUUID } from 'node:crypto';
import { createServer, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

export const SHOPPER_SHOP = 'shoppers.myshopify.com';

const secret = (): string => process.env['SHOPIFY_API_SECRET'] ?? '';
const seconds = (): number => Math.floor(Date.now() / 1000);

export type Pairs = [string, string][];

/** What Shopify adds to the query of a request that it passes on. */
export function proxyPairs(change: { shop?: string; customerId?: number | ''; timestamp?: number } = {}): Pairs {
  return [
    ['shop', change.shop ?? SHOPPER_SHOP], ['logged_in_customer_id', String(change.customerId ?? '')], ['path_prefix', '/apps/regulars'], ['timestamp', String(change.timestamp ?? seconds())],
  ];
}

/** Signed as Shopify's documentation does it, in Ruby: query_hash.collect { |k, v| "#{k}=#{Array(v).join(',')}" }.sort.join */
export function signedQuery(pairs: Pairs, options: { secret?: string; signature?: string } = {}): string {
  const values = new Map<string, string[]>();
  for (const [key, value] of pairs) values.set(key, [...(values.get(key) ?? []), value]);
  const lines = [...values].map(([key, all]) => `${key}=${all.join(',')}`).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  const signature = options.signature ?? createHmac('sha256', options.secret ?? secret()).update(lines.join('')).digest('hex');
  return new URLSearchParams([...pairs, ['signature', signature]]).toString();
}

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Any claims under any head, signed as HS256. */
export function tokenOf(claims: Record<string, unknown>, options: { secret?: string; head?: Record<string, unknown> } = {}): string {
  const unsigned = `${part(options.head ?? { alg: 'HS256', typ: 'JWT' })}.${part(claims)}`;
  return `${unsigned}.${createHmac('sha256', options.secret ?? secret()).update(unsigned).digest('base64url')}`;
}

/** Claims of a checkout's or an account's token, as documented. */
export function buyerClaims(change: Record<string, unknown> = {}): Record<string, unknown> {
  return { dest: SHOPPER_SHOP, aud: process.env['SHOPIFY_API_KEY'], exp: seconds() + 300, nbf: seconds(), iat: seconds(), jti: randomUUID(), ...change };
}

/** Claims of the admin's token. */
export function staffClaims(change: Record<string, unknown> = {}): Record<string, unknown> {
  return buyerClaims({ dest: `https://${SHOPPER_SHOP}`, iss: `https://${SHOPPER_SHOP}/admin`, sub: '902541635', sid: randomUUID(), ...change });
}

/** A plain Node server around one answerer, as the web process has it. */
export async function startAnswering(answer: (url: string, request: IncomingMessage, response: ServerResponse) => Promise<void>): Promise<{ port: number; server: Server; stop(): Promise<void> }> {
  const server = createServer((request, response) => void answer(request.url ?? '', request, response).catch(() => response.destroy()));
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

export interface Told {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  json: unknown;
}

/** Asks over a connection of its own. */
export async function ask(port: number, path: string, options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {}): Promise<Told> {
  const request = httpRequest({ host: '127.0.0.1', port, path, method: options.method ?? 'GET', headers: options.headers ?? {}, agent: false });
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  request.on('error', () => undefined);
  request.end(options.body);
  const [response] = await answered;
  let text = '';
  response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
  await once(response, 'end').catch(() => undefined);
  let json: unknown = null;
  if (text !== '' && /json/.test(response.headers['content-type'] ?? '')) json = JSON.parse(text);
  return { status: response.statusCode ?? 0, headers: response.headers, text, json };
}
