import { createHmac, timingSafeEqual } from 'node:crypto';

/** A request through the app proxy that Shopify signed. */
export interface ProxyRequest {
  shopDomain: string;
  pathPrefix: string;
  /** Who is logged in at the store; null: nobody. */
  customerId: number | null;
}

/** Shopify signs at the moment of the request; what is older was kept by somebody. */
const MAX_AGE_SECONDS = 90;
const SHOP = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;
/** What Shopify itself puts in. A visitor who adds one of these has to be refused: which of the two counts would be a guess. */
const ONCE = ['shop', 'path_prefix', 'timestamp', 'signature', 'logged_in_customer_id'] as const;

/**
 * Checks the query of an app-proxy request as Shopify signs it: HMAC-SHA256 in hex over `key=value`, the values of a
 * repeated key joined by commas, sorted by their bytes and written one after the other without a separator
 * (https://shopify.dev/docs/apps/build/online-store/app-proxies/authenticate-app-proxies).
 * @param query the query as it came, without its question mark
 * @param options.now milliseconds by the machine's clock
 * @returns who asks, or null for what is not signed, not of now or not to be told apart
 */
export function readProxyQuery(query: string, options: { secret: string; now: number }): ProxyRequest | null {
  const values = new Map<string, string[]>();
  for (const [key, value] of new URLSearchParams(query)) values.set(key, [...(values.get(key) ?? []), value]);
  const once = ONCE.map((key) => (values.get(key)?.length === 1 ? values.get(key)?.[0] : undefined));
  if (once.includes(undefined)) return null;
  const [shopDomain = '', pathPrefix = '', timestamp = '', signature = '', customer = ''] = once;
  values.delete('signature');
  if (!/^[0-9a-f]{64}$/.test(signature)) return null;
  const signed = [...values].map(([key, all]) => Buffer.from(`${key}=${all.join(',')}`, 'utf8')).sort(Buffer.compare);
  if (!timingSafeEqual(createHmac('sha256', options.secret).update(Buffer.concat(signed)).digest(), Buffer.from(signature, 'hex'))) return null;
  if (!SHOP.test(shopDomain) || !/^\d{1,12}$/.test(timestamp) || !/^\d{0,15}$/.test(customer)) return null;
  if (Math.abs(options.now / 1000 - Number(timestamp)) > MAX_AGE_SECONDS) return null;
  return { shopDomain, pathPrefix, customerId: customer === '' ? null : Number(customer) };
}
