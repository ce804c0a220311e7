/**
 * `node --import ./tests/shopify-standin/preload.ts`: sends what the app asks of `https://<shop>.myshopify.com`, and of
 * Google's storage where Shopify keeps bulk results and staged uploads, to the stand-in. It replaces `globalThis.fetch`
 * before the app loads, so that the app runs unmodified. SHOPIFY_STANDIN_URL is the stand-in's address.
 */
import process from 'node:process';
import { shopDomainHeader } from './shop-header.ts';

const standInUrl = process.env['SHOPIFY_STANDIN_URL'];
if (process.env['NODE_ENV'] === 'production') {
  stop('It refuses to load with NODE_ENV=production: a real deployment must talk to Shopify itself. Leave the --import away.');
}
if (!standInUrl || !URL.canParse(standInUrl)) {
  stop(`SHOPIFY_STANDIN_URL must be the stand-in's address (npm run shopify prints it); it is ${JSON.stringify(standInUrl ?? null)}.`);
}

const realFetch = globalThis.fetch;
const standInOrigin = new URL(standInUrl as string).origin;

function isShopifys(hostname: string): boolean {
  return hostname.endsWith('.myshopify.com') || hostname === 'storage.googleapis.com' || hostname.endsWith('.storage.googleapis.com');
}

globalThis.fetch = function fetchByStandIn(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const address = input instanceof Request ? input.url : String(input);
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url === null || url.protocol !== 'https:' || !isShopifys(url.hostname)) return realFetch(input, init);
  const request = new Request(input, init);
  const headers = new Headers(request.headers);
  headers.set(shopDomainHeader, url.hostname);
  const target = new URL(url.pathname + url.search, standInOrigin);
  return realFetch(target, {
    method: request.method,
    headers,
    body: request.body,
    redirect: request.redirect,
    signal: request.signal,
    ...(request.body === null ? {} : { duplex: 'half' }),
  } as RequestInit);
};

function stop(message: string): void {
  process.stderr.write(`The local Shopify's preload: ${message}\n`);
  process.exit(1);
}
