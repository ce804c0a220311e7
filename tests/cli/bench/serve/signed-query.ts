import { createHmac } from 'node:crypto';

/** A query as Shopify's app proxy passes it on: signed at this moment. @param asked what the shopper's browser asked, in plain letters and digits */
export function signedQuery(asked: Readonly<Record<string, string>>, options: { shop: string; customer: string; secret: string }): string {
  const pairs = Object.entries({ ...asked, logged_in_customer_id: options.customer, path_prefix: '/apps/regulars', shop: options.shop, timestamp: String(Math.floor(Date.now() / 1000)) });
  const signature = createHmac('sha256', options.secret).update(pairs.map(([key, value]) => `${key}=${value}`).sort().join('')).digest('hex');
  return new URLSearchParams([...pairs, ['signature', signature]]).toString();
}

export interface AskedList {
  query: Record<string, string>;
  customer: string;
}

/** By what the reference knows which answer it is: what does not change from one signature to the next. */
export function answerKey({ query, customer }: AskedList): string {
  return `${new URLSearchParams(query).toString()}&logged_in_customer_id=${customer}`;
}
