/** A shop's storefront as HTTP: an origin of its own, whose pages are in pages.ts. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { html } from '../admin/html.ts';
import { HttpError, sendJson } from '../http-body.ts';
import { UnservedLiquid } from './liquid-object.ts';
import { answerPage } from './pages.ts';
import { notFoundPage } from './shop-pages.ts';
import { Shoppers } from './shopper.ts';
import type { StorefrontShop } from './storefront-shop.ts';
import { htmlAnswer, storefrontLocales, Visit } from './visit.ts';
import type { StorefrontAnswer } from './visit.ts';

const bodyLimit = 1024 * 1024;

export function createStorefront(shop: StorefrontShop): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const shoppers = new Shoppers();
  return async (request, response) => {
    try {
      const host = (request.headers.host ?? '').replace(/:\d+$/, '');
      if (host !== '127.0.0.1' && host !== 'localhost') throw new HttpError(421, `The storefront answers to 127.0.0.1 and localhost only, not to "${host}".`);
      const url = new URL(request.url ?? '/', shop.origin());
      const locale = storefrontLocales.slice(1).find((one) => url.pathname === `/${one}` || url.pathname.startsWith(`/${one}/`));
      if (locale !== undefined) url.pathname = url.pathname.slice(locale.length + 1) || '/';
      const { shopper, setCookie } = shoppers.of(request.headers.cookie);
      if (setCookie !== null) response.setHeader('Set-Cookie', setCookie);
      const visit = new Visit({ shop, shopper, method: request.method ?? 'GET', url, locale: locale ?? storefrontLocales[0], headers: request.headers, body: await wholeBody(request) });
      send(request, response, (await answerPage(visit)) ?? notFoundPage(visit));
    } catch (error) {
      if (response.headersSent) response.destroy();
      else fail(request, response, error as Error);
    }
  };
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, body }: StorefrontAnswer): void {
  response.writeHead(status, headers);
  response.end(request.method === 'HEAD' ? '' : body);
}

/** What failed is said where it can be seen: to a script as Shopify's Ajax API does, to a browser as a page. */
function fail(request: IncomingMessage, response: ServerResponse, error: Error): void {
  const status = error instanceof HttpError ? error.status : 500;
  const message = error.message;
  if (status === 500) process.stderr.write(`The storefront failed at ${request.method} ${request.url}: ${error instanceof UnservedLiquid || error.name === 'RenderError' ? message : error.stack}\n`);
  if (/\.js(on)?(\?|$)/.test(request.url ?? '')) sendJson(response, status, { status, message, description: message });
  else send(request, response, htmlAnswer(html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${status}</title></head><body><h1>${status}</h1><p>${message}</p><p><a href="/">To the shop</a></p></body></html>`.text, status));
}

async function wholeBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > bodyLimit) throw new HttpError(413, `The request's body is longer than ${bodyLimit} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
