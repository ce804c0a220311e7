import { timingSafeEqual } from 'node:crypto';
import { hmacSha256 } from '../runtime/hmac.server.ts';

/** A request through the app proxy that Shopify signed. */
export interface ProxyRequest {
  shopDomain: string;
  pathPrefix: string;
  /** Who is logged in at the store; null: nobody. */
  customerId: number | null;
}

/** The same with what the visitor asked. */
export interface AskedOverProxy extends ProxyRequest {
  /** The visitor's own keys and values one behind the other, as they came: what is equal here asks the same. */
  asked: string;
}

/** Shopify signs at the moment of the request; what is older was kept by somebody. */
const MAX_AGE_SECONDS = 90;
const SHOP = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;
/** What Shopify itself puts in. A visitor who adds one of these has to be refused: which of the two counts would be a guess. */
const ONCE: readonly string[] = ['shop', 'path_prefix', 'timestamp', 'signature', 'logged_in_customer_id'];
const SIGNATURE = /^[0-9a-f]{64}$/;
const TIMESTAMP = /^\d{1,12}$/;
const CUSTOMER = /^\d{0,15}$/;
/** All of it. */
const ASCII = /^[\u0000-\u007f]*$/;

/**
 * Checks the query of an app-proxy request as Shopify signs it: HMAC-SHA256 in hex over `key=value`, the values of a
 * repeated key joined by commas, sorted by their bytes and written one after the other without a separator
 * (https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies).
 * Every list for a shopper begins with it, so the query is gone through once, and most queries are plain ASCII.
 * @param query the query as it came, without its question mark
 * @param options.now milliseconds by the machine's clock
 * @returns who asks, or null for what is not signed, not of now or not to be told apart
 */
export function readProxyQuery(query: string, options: { secret: string; now: number }): AskedOverProxy | null {
  const values = new Map<string, string>();
  let asked = '';
  for (const part of query.split('&')) {
    // As in a form: nothing between two signs is nothing.
    if (part === '') continue;
    const cut = part.indexOf('=');
    const key = decoded(cut < 0 ? part : part.slice(0, cut));
    const value = cut < 0 ? '' : decoded(part.slice(cut + 1));
    const before = values.get(key);
    const once = ONCE.includes(key);
    if (once && before !== undefined) return null;
    values.set(key, before === undefined ? value : `${before},${value}`);
    if (!once) asked += `&${part}`;
  }
  const [shopDomain, pathPrefix, timestamp, signature, customer] = ONCE.map((key) => values.get(key));
  if (shopDomain === undefined || pathPrefix === undefined || timestamp === undefined || signature === undefined || customer === undefined) return null;
  if (!SIGNATURE.test(signature)) return null;
  values.delete('signature');
  const signed = signerOf(options.secret)(signedText(values));
  if (!timingSafeEqual(Buffer.from(signed, 'latin1'), Buffer.from(signature, 'latin1'))) return null;
  if (!SHOP.test(shopDomain) || !TIMESTAMP.test(timestamp) || !CUSTOMER.test(customer)) return null;
  if (Math.abs(options.now / 1000 - Number(timestamp)) > MAX_AGE_SECONDS) return null;
  return { shopDomain, pathPrefix, customerId: customer === '' ? null : Number(customer), asked: asked.slice(1) };
}

let signer: { secret: string; sign: (text: string) => string } | undefined;

function signerOf(secret: string): (text: string) => string {
  if (signer?.secret !== secret) signer = { secret, sign: hmacSha256(secret) };
  return signer.sign;
}

function signedText(values: ReadonlyMap<string, string>): string {
  const lines: string[] = [];
  for (const [key, value] of values) lines.push(`${key}=${value}`);
  // JavaScript compares in units of UTF-16, which is not the order of bytes beyond ASCII.
  const text = lines.sort().join('');
  if (ASCII.test(text)) return text;
  return Buffer.concat(lines.map((line) => Buffer.from(line, 'utf8')).sort(Buffer.compare)).toString('utf8');
}

/** A key or a value of a query as URLSearchParams reads it. */
function decoded(text: string): string {
  if (!text.includes('%') && !text.includes('+')) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    // Not of the form that an address has: read as a browser reads it.
    return new URLSearchParams(`_=${text}`).get('_') ?? '';
  }
}
