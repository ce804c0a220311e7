import { randomUUID } from 'node:crypto';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AdminSite } from './admin/admin-site.ts';
import type { Apps } from './apps.ts';
import type { ControlApi } from './control-api.ts';
import { HttpError, parseJsonObject, readBody, sendJson } from './http-body.ts';
import { shopDomainHeader } from './shop-header.ts';
import type { LiveStore } from './store/live-store.ts';
import type { StoreProduct } from './store/model.ts';
import { answerTokenRequest } from './token-exchange.ts';

/** What HTTP needs of the Admin API. */
export interface AdminApiPort {
  execute(request: { accessToken: string | null; body: Record<string, unknown>; version: string; publicUrl: string }): Promise<{ status: number; headers: OutgoingHttpHeaders; body: string }>;
  resultStream(pathAndQuery: string): Promise<{ status: number; headers: OutgoingHttpHeaders; stream: Readable | null; body: string }>;
  acceptUpload(upload: { headers: IncomingMessage['headers']; stream: Readable }): Promise<{ status: number; headers: OutgoingHttpHeaders; body: string }>;
}

export interface ShopifyHttpOptions {
  live: LiveStore;
  apps: Apps;
  api: AdminApiPort;
  site: AdminSite;
  control: ControlApi;
  /** The address of this server, for what a direct caller is told to fetch. */
  ownUrl: () => string;
  /** Draws a product's picture as SVG. */
  picture: (product: StoreProduct) => string;
  logRequest: (entry: { operation: string; status: number }) => void;
}

/** Longest GraphQL request or form that is read; Shopify refuses longer ones too. */
const bodyLimit = 10 * 1024 * 1024;
/** Where an app behind the preload believes results and uploads to be, as with the real Shopify. */
const storageUrl = 'https://storage.googleapis.com';

/** Answers what is asked of Shopify itself: the Admin API, tokens, results, uploads, pictures, the merchant's admin. */
export function createShopifyHandler(options: ShopifyHttpOptions): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    response.setHeader('X-Request-Id', randomUUID());
    try {
      await answer(options, request, response);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else if (error instanceof HttpError) sendJson(response, error.status, { errors: error.message });
      else {
        process.stderr.write(`The stand-in failed at ${request.method} ${request.url}: ${(error as Error).stack}\n`);
        sendJson(response, 500, { errors: `The stand-in failed: ${(error as Error).message}` });
      }
    }
  };
}

async function answer(options: ShopifyHttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', options.ownUrl());
  const method = request.method ?? 'GET';
  const meant = request.headers[shopDomainHeader.toLowerCase()];
  const behindPreload = typeof meant === 'string';
  if (!behindPreload) refuseOtherHosts(request);
  else if (meant.endsWith('.myshopify.com') && meant !== options.live.store.shop.domain) {
    throw new HttpError(404, `Not Found: this stand-in serves ${options.live.store.shop.domain}, not ${meant}.`);
  }

  const graphql = /^\/admin\/api(?:\/([^/]+))?\/graphql\.json$/.exec(url.pathname);
  if (graphql) return answerGraphql(options, request, response, graphql[1] ?? '', behindPreload);
  if (url.pathname === '/admin/oauth/access_token') return answerToken(options, request, response);
  if (url.pathname.startsWith('/standin/bulk/')) return answerResult(options, url, response);
  if (url.pathname === '/standin/uploads') return answerUpload(options, request, response);
  if (url.pathname.startsWith('/pictures/')) return answerPicture(options, url, response);
  if (url.pathname.startsWith('/admin/api/')) throw new HttpError(404, `Not Found: the stand-in serves the GraphQL Admin API only, not ${url.pathname}.`);
  if (url.pathname.startsWith('/__standin/') && (await answerControl(options, request, response, url, method))) return;
  return answerAdmin(options, request, response, url, method);
}

/** Against DNS rebinding: a page of another site must not reach the admin under a name of its own. */
function refuseOtherHosts(request: IncomingMessage): void {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(host)) throw new HttpError(421, `The stand-in answers to 127.0.0.1 and localhost only, not to "${host}".`);
}

async function answerGraphql(options: ShopifyHttpOptions, request: IncomingMessage, response: ServerResponse, version: string, behindPreload: boolean): Promise<void> {
  if (request.method !== 'POST') throw new HttpError(405, 'The GraphQL Admin API takes POST only.');
  const text = await readBody(request, bodyLimit);
  const isGraphql = (request.headers['content-type'] ?? '').startsWith('application/graphql');
  const token = request.headers['x-shopify-access-token'];
  const result = await options.api.execute({
    accessToken: typeof token === 'string' ? token : null,
    body: isGraphql ? { query: text } : parseJsonObject(text),
    version,
    publicUrl: behindPreload ? storageUrl : options.ownUrl(),
  });
  response.writeHead(result.status, result.headers);
  response.end(result.body);
}

async function answerToken(options: ShopifyHttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST') throw new HttpError(405, 'Access tokens are asked for with POST.');
  const text = await readBody(request, bodyLimit);
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  const fields = isForm ? Object.fromEntries(new URLSearchParams(text)) : parseJsonObject(text);
  const result = answerTokenRequest({ apps: options.apps, shop: options.live.store.shop, fields, now: Date.now() });
  options.logRequest({ operation: fields['grant_type'] === 'refresh_token' ? 'token refresh' : 'token exchange', status: result.status });
  sendJson(response, result.status, result.body);
}

async function answerResult(options: ShopifyHttpOptions, url: URL, response: ServerResponse): Promise<void> {
  const result = await options.api.resultStream(url.pathname + url.search);
  response.writeHead(result.status, result.headers);
  if (result.stream === null) response.end(result.body);
  else await pipeline(result.stream, response).catch(() => response.destroy());
}

async function answerUpload(options: ShopifyHttpOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'POST' && request.method !== 'PUT') throw new HttpError(405, 'A staged upload is sent with POST.');
  const result = await options.api.acceptUpload({ headers: request.headers, stream: request });
  response.writeHead(result.status, result.headers);
  response.end(result.body);
}

function answerPicture(options: ShopifyHttpOptions, url: URL, response: ServerResponse): void {
  const product = options.live.product(Number(/^\/pictures\/(\d+)\.svg$/.exec(url.pathname)?.[1]));
  if (!product) throw new HttpError(404, 'There is no such picture.');
  // As any program may show a product's picture, so may a page of the app's, from its own origin.
  response.writeHead(200, {
    'Content-Type': 'image/svg+xml', 'Cache-Control': 'public, max-age=3600', 'Cross-Origin-Resource-Policy': 'cross-origin',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
  });
  response.end(options.picture(product));
}

async function answerControl(options: ShopifyHttpOptions, request: IncomingMessage, response: ServerResponse, url: URL, method: string): Promise<boolean> {
  const name = url.pathname.slice('/__standin/'.length);
  let fields: Record<string, unknown> = {};
  if (method === 'POST') {
    // A form of another site cannot send JSON without asking first, and is not answered then.
    if (!(request.headers['content-type'] ?? '').startsWith('application/json')) throw new HttpError(415, 'The control API takes JSON: send Content-Type: application/json.');
    fields = parseJsonObject((await readBody(request, bodyLimit)) || '{}');
  }
  const result = await options.control.answer(method, name, url.searchParams, fields);
  if (result === null) return false;
  sendJson(response, 200, result);
  return true;
}

async function answerAdmin(options: ShopifyHttpOptions, request: IncomingMessage, response: ServerResponse, url: URL, method: string): Promise<void> {
  let form = new URLSearchParams();
  if (method === 'POST') {
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new HttpError(403, 'The admin takes changes from its own pages only.');
    form = new URLSearchParams(await readBody(request, bodyLimit));
  } else if (method !== 'GET' && method !== 'HEAD') throw new HttpError(405, `The admin does not take ${method}.`);
  const page = options.site.answer({ method, url, form });
  if (!page) throw new HttpError(404, `Not Found: the stand-in serves nothing at ${url.pathname}.`);
  response.writeHead(page.status, page.headers);
  response.end(method === 'HEAD' ? '' : page.body);
}
