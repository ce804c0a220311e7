/** The apps' proxies: /apps/<subpath>/... is asked of the app with Shopify's signature. */
import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { HttpError } from '../http-body.ts';
import type { StorefrontPage } from './storefront-page.ts';
import { htmlAnswer } from './visit.ts';
import type { StorefrontAnswer, Visit } from './visit.ts';

export const proxyPages: readonly StorefrontPage[] = ['apps', 'a', 'community', 'tools'].map((prefix) => ({
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], path: `/${prefix}/:subpath/*rest`, answer: (visit, { subpath = '', rest = '' }) => throughProxy(visit, prefix, subpath, rest),
}));

/** Longest that an app may take. */
const limitMs = 10_000;
/** What Shopify does not hand on: a storefront's cookies are none of an app's business. */
const kept = ['accept', 'accept-language', 'content-type', 'user-agent', 'if-none-match', 'if-modified-since', 'referer'];

async function throughProxy(visit: Visit, prefix: string, subpath: string, rest: string): Promise<StorefrontAnswer> {
  const found = visit.facts.shop.proxyApp(prefix, subpath);
  if (found === null) throw new HttpError(404, `No installed app has a proxy at /${prefix}/${subpath}.`);
  const query = signedQuery(visit.query, {
    shop: visit.live.store.shop.domain, secret: found.app.clientSecret, pathPrefix: `/${prefix}/${subpath}`, customerId: visit.shopper.customerId, seconds: Math.floor(Date.now() / 1000),
  });
  const address = new URL(`${found.proxy.url}/${rest}`.replace(/\/$/, ''), found.target);
  address.search = query;
  const answer = await ask(address, visit);
  if (answer === null) return htmlAnswer('<h1>There was an error in the third-party application.</h1>', 502);
  const type = answer.headers['content-type'] ?? '';
  if (!type.startsWith('application/liquid')) return { status: answer.status, headers: handedBack(answer.headers), body: answer.body };
  const liquid = answer.body.toString('utf8');
  const extension = visit.facts.shop.extensions().find((one) => one.app === found.app.handle) ?? null;
  const page = visit.theme({ pageType: 'app_proxy', title: found.app.title });
  const content = page.appLiquid(liquid, extension);
  const bare = /\{%-?\s*layout\s+none\s*-?%\}/.test(liquid);
  return { status: answer.status, headers: { ...handedBack(answer.headers), 'Content-Type': 'text/html; charset=utf-8' }, body: bare ? content : page.inLayout(content) };
}

/**
 * The query with what Shopify adds, signed: HMAC-SHA256 in hex over `key=value`, the values of a repeated key joined by
 * commas, sorted and written one after the other. What a visitor sends under the same names stays in.
 */
export function signedQuery(query: URLSearchParams, facts: { shop: string; secret: string; pathPrefix: string; customerId: number | null; seconds: number }): string {
  const pairs: [string, string][] = [...query, ['shop', facts.shop], ['logged_in_customer_id', facts.customerId === null ? '' : String(facts.customerId)], ['path_prefix', facts.pathPrefix], ['timestamp', String(facts.seconds)]];
  const values = new Map<string, string[]>();
  for (const [key, value] of pairs) values.set(key, [...(values.get(key) ?? []), value]);
  const signed = [...values].map(([key, all]) => Buffer.from(`${key}=${all.join(',')}`)).sort(Buffer.compare);
  const signature = createHmac('sha256', facts.secret).update(Buffer.concat(signed)).digest('hex');
  return new URLSearchParams([...pairs, ['signature', signature]]).toString();
}

/** @returns null where the app does not answer in time */
function ask(address: URL, visit: Visit): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer } | null> {
  const { method, headers, body, shop } = visit.facts;
  const handed: Record<string, string> = { host: address.host, 'x-forwarded-host': new URL(shop.origin()).host, 'x-forwarded-for': '127.0.0.1', 'accept-encoding': 'identity' };
  for (const name of kept) {
    const value = headers[name];
    if (typeof value === 'string') handed[name] = value;
  }
  if (body.length > 0) handed['content-length'] = String(body.length);
  return new Promise((resolve) => {
    const asked = httpRequest(address, { method, headers: handed, timeout: limitMs, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk)).on('error', () => resolve(null)).on('end', () => resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(chunks) }));
    });
    asked.on('timeout', () => asked.destroy()).on('error', () => resolve(null)).end(body);
  });
}

/** An app sets no cookies of a storefront. */
function handedBack(headers: IncomingHttpHeaders): Record<string, string> {
  const back: Record<string, string> = {};
  for (const name of ['content-type', 'cache-control', 'etag', 'location', 'vary', 'last-modified', 'server-timing']) {
    const value = headers[name];
    if (typeof value === 'string') back[name] = value;
  }
  return back;
}
