import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { HttpError, parseJsonObject, readBody, sendJson } from './http-body.ts';
import { shopDomainHeader } from './shop-header.ts';
import type { ServedShop } from './stand-in-shop.ts';
import type { StoreProduct } from './store/model.ts';
import { answerTokenRequest } from './token-exchange.ts';
import type { PostOffice } from './webhooks/post-office.ts';

export interface ShopifyHttpOptions {
  /** Every shop; the first is meant where a request names none. */
  shops: () => readonly ServedShop[];
  office: PostOffice;
  /** The address of this server, for what a direct caller is told to fetch. */
  ownUrl: () => string;
  /** Draws a product's picture as SVG. */
  picture: (product: StoreProduct) => string;
}

/** A request with the shop that it is for. */
interface ShopRequest {
  shop: ServedShop;
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  method: string;
  behindPreload: boolean;
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
  const meant = request.headers[shopDomainHeader.toLowerCase()];
  const behindPreload = typeof meant === 'string';
  if (!behindPreload) refuseOtherHosts(request);
  const shop = shopOf(options, request, url, behindPreload ? meant : null);
  const asked: ShopRequest = { shop, request, response, url, method: request.method ?? 'GET', behindPreload };

  const graphql = /^\/admin\/api(?:\/([^/]+))?\/graphql\.json$/.exec(url.pathname);
  if (graphql) return answerGraphql(options, asked, graphql[1] ?? '');
  if (url.pathname === '/admin/oauth/access_token') return answerToken(asked);
  if (url.pathname.startsWith('/standin/bulk/')) return answerResult(asked);
  if (url.pathname === '/standin/uploads') return answerUpload(asked);
  if (url.pathname.startsWith('/pictures/')) return answerPicture(options, asked);
  if (url.pathname.startsWith('/admin/api/')) throw new HttpError(404, `Not Found: the stand-in serves the GraphQL Admin API only, not ${url.pathname}.`);
  if (url.pathname.startsWith('/__standin/') && (await answerControl(options, asked))) return;
  return answerAdmin(asked);
}

/**
 * Which shop a request is for: the one that the app meant to call, the one that the address or the query names, the one
 * that the access token is of, or the first. An address of a shop's files loses the shop's part.
 */
function shopOf(options: ShopifyHttpOptions, request: IncomingMessage, url: URL, meant: string | null): ServedShop {
  const shops = options.shops();
  const [first] = shops as [ServedShop];
  const of = (domain: string): ServedShop => {
    const shop = shops.find((one) => one.shopDomain === domain);
    if (shop !== undefined) return shop;
    throw new HttpError(404, `Not Found: this stand-in serves ${shops.length === 1 ? first.shopDomain : `${shops.length} shops`}, not ${domain}.`);
  };
  if (meant?.endsWith('.myshopify.com') === true) return of(meant);
  const file = /^\/shops\/([^/]+)(\/.*)$/.exec(url.pathname);
  if (file) {
    url.pathname = file[2] ?? '/';
    return of(file[1] ?? '');
  }
  const handle = /^\/store\/([^/]+)/.exec(url.pathname)?.[1];
  if (handle !== undefined) return shops.find((one) => one.handle === handle) ?? first;
  const asked = url.searchParams.get('shop');
  if (url.pathname.startsWith('/__standin/') && asked !== null) return of(asked);
  const token = request.headers['x-shopify-access-token'];
  return (typeof token === 'string' ? shops.find((one) => one.apps.appForToken(token) !== null) : undefined) ?? first;
}

/** Against DNS rebinding: a page of another site must not reach the admin under a name of its own. */
function refuseOtherHosts(request: IncomingMessage): void {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  if (!['127.0.0.1', 'localhost', '[::1]'].includes(host)) throw new HttpError(421, `The stand-in answers to 127.0.0.1 and localhost only, not to "${host}".`);
}

async function answerGraphql(options: ShopifyHttpOptions, { shop, request, response, behindPreload }: ShopRequest, version: string): Promise<void> {
  if (request.method !== 'POST') throw new HttpError(405, 'The GraphQL Admin API takes POST only.');
  const text = await readBody(request, bodyLimit);
  const isGraphql = (request.headers['content-type'] ?? '').startsWith('application/graphql');
  const token = request.headers['x-shopify-access-token'];
  const result = await shop.api.execute({
    accessToken: typeof token === 'string' ? token : null,
    body: isGraphql ? { query: text } : parseJsonObject(text),
    version,
    publicUrl: (behindPreload ? storageUrl : options.ownUrl()) + shop.prefix,
  });
  if (result.cut !== true) {
    response.writeHead(result.status, result.headers);
    response.end(result.body);
    return;
  }
  const bytes = Buffer.from(result.body);
  response.writeHead(result.status, { ...result.headers, 'content-length': String(bytes.length) });
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}

async function answerToken({ shop, request, response }: ShopRequest): Promise<void> {
  if (request.method !== 'POST') throw new HttpError(405, 'Access tokens are asked for with POST.');
  const text = await readBody(request, bodyLimit);
  const isForm = (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  const fields = isForm ? Object.fromEntries(new URLSearchParams(text)) : parseJsonObject(text);
  const result = answerTokenRequest({ apps: shop.apps, shop: shop.live.store.shop, fields, now: Date.now() });
  shop.logRequest({ operation: fields['grant_type'] === 'refresh_token' ? 'token refresh' : 'token exchange', status: result.status });
  sendJson(response, result.status, result.body);
}

async function answerResult({ shop, url, response }: ShopRequest): Promise<void> {
  const result = await shop.api.resultStream(url.pathname + url.search);
  response.writeHead(result.status, result.headers);
  if (result.stream === null) response.end(result.body);
  else await pipeline(result.stream, response).catch(() => response.destroy());
}

async function answerUpload({ shop, request, response }: ShopRequest): Promise<void> {
  if (request.method !== 'POST' && request.method !== 'PUT') throw new HttpError(405, 'A staged upload is sent with POST.');
  const result = await shop.api.acceptUpload({ headers: request.headers, stream: request });
  response.writeHead(result.status, result.headers);
  response.end(result.body);
}

function answerPicture(options: ShopifyHttpOptions, { shop, url, response }: ShopRequest): void {
  const product = shop.live.product(Number(/^\/pictures\/(\d+)\.svg$/.exec(url.pathname)?.[1]));
  if (!product) throw new HttpError(404, 'There is no such picture.');
  // As any program may show a product's picture, so may a page of the app's, from its own origin.
  response.writeHead(200, {
    'Content-Type': 'image/svg+xml', 'Cache-Control': 'public, max-age=3600', 'Cross-Origin-Resource-Policy': 'cross-origin',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'",
  });
  response.end(options.picture(product));
}

async function answerControl(options: ShopifyHttpOptions, { shop, request, response, url, method }: ShopRequest): Promise<boolean> {
  const name = url.pathname.slice('/__standin/'.length);
  let fields: Record<string, unknown> = {};
  if (method === 'POST') {
    // A form of another site cannot send JSON without asking first, and is not answered then.
    if (!(request.headers['content-type'] ?? '').startsWith('application/json')) throw new HttpError(415, 'The control API takes JSON: send Content-Type: application/json.');
    fields = parseJsonObject((await readBody(request, bodyLimit)) || '{}');
  }
  const result = await controlAnswer(options, shop, method, name, url.searchParams, fields);
  if (result === null) return false;
  sendJson(response, 200, result);
  return true;
}

/** Of one shop, or, where none is named, of all: their list, faults, and the letters that wait. */
async function controlAnswer(options: ShopifyHttpOptions, shop: ServedShop, method: string, name: string, query: URLSearchParams, fields: Record<string, unknown>): Promise<unknown> {
  const all = query.has('shop') ? [shop] : options.shops();
  if (method === 'GET' && name === 'shops') return options.shops().map((one) => ({ domain: one.shopDomain, name: one.live.store.shop.name, adminUrl: one.adminUrl, accessToken: one.accessToken }));
  if (method === 'POST' && (name === 'faults' || name === 'calm')) {
    const answers: unknown[] = [];
    for (const one of all) answers.push(await one.control.answer(method, name, query, fields));
    return answers[0];
  }
  if (method === 'POST' && name === 'webhooks/idle') {
    await options.office.idle();
    return { waiting: options.office.waiting().length };
  }
  return shop.control.answer(method, name, query, fields);
}

async function answerAdmin({ shop, request, response, url, method }: ShopRequest): Promise<void> {
  let form = new URLSearchParams();
  if (method === 'POST') {
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new HttpError(403, 'The admin takes changes from its own pages only.');
    form = new URLSearchParams(await readBody(request, bodyLimit));
  } else if (method !== 'GET' && method !== 'HEAD') throw new HttpError(405, `The admin does not take ${method}.`);
  const page = shop.site.answer({ method, url, form });
  if (!page) throw new HttpError(404, `Not Found: the stand-in serves nothing at ${url.pathname}.`);
  response.writeHead(page.status, page.headers);
  response.end(method === 'HEAD' ? '' : page.body);
}
