import { createHmac } from 'node:crypto';
import { Random } from '../../../shopify-standin/store/random.ts';

/** An order's webhook as bytes on the wire, with a place for the event's id. */
export interface MadeRequest {
  bytes: Buffer;
  /** Where the id of ID_LETTERS letters goes. */
  idAt: number;
}

export const ID_LETTERS = 24;
export const BENCH_SHOP = 'webhooks-bench.myshopify.com';

/** Orders as Shopify words them, each of about so many bytes and none like another, signed and ready to be sent. */
export function madeRequests(options: { count: number; bodyBytes: number; secret: string; port: number }): MadeRequest[] {
  const { count, bodyBytes, secret, port } = options;
  const random = new Random(7, 'webhook orders');
  return Array.from({ length: count }, (_, index) => {
    const body = Buffer.from(orderOf(random, 450_000_000 + index, bodyBytes));
    const before = [
      'POST /webhooks HTTP/1.1', `host: 127.0.0.1:${port}`, 'user-agent: Shopify-Captain-Hook', 'accept: */*', 'accept-encoding: gzip;q=1.0,deflate;q=0.6,identity;q=0.3', 'content-type: application/json',
      `content-length: ${body.length}`, 'x-shopify-topic: orders/create', `x-shopify-shop-domain: ${BENCH_SHOP}`, 'x-shopify-api-version: 2026-10', 'x-shopify-webhook-id: b54557e4-bdd9-4b37-8a5f-bf7d70bcd043',
      `x-shopify-triggered-at: 2026-11-28T12:34:56.${String(index).padStart(9, '0')}Z`, `x-shopify-hmac-sha256: ${createHmac('sha256', secret).update(body).digest('base64')}`, 'x-shopify-event-id: ',
    ].join('\r\n');
    return { bytes: Buffer.concat([Buffer.from(`${before}${'0'.repeat(ID_LETTERS)}\r\n\r\n`), body]), idAt: before.length };
  });
}

function orderOf(random: Random, id: number, bodyBytes: number): string {
  const letters = (count: number): string => Array.from({ length: count }, () => String.fromCharCode(97 + (random.uint32() % 26))).join('');
  const money = (): string => ((random.uint32() % 30_000) / 100).toFixed(2);
  const both = (amount: string): object => ({ shop_money: { amount, currency_code: 'EUR' }, presentment_money: { amount, currency_code: 'EUR' } });
  const place = { first_name: letters(6), last_name: letters(8), address1: `${letters(9)} ${random.uint32() % 90}`, city: letters(7), zip: String(10_000 + (random.uint32() % 80_000)), country: 'Germany', country_code: 'DE', phone: null };
  const order: Record<string, unknown> & { line_items: object[] } = {
    id, admin_graphql_api_id: `gid://shopify/Order/${id}`, app_id: 580111, created_at: '2026-11-28T13:34:56+01:00', updated_at: '2026-11-28T13:34:56+01:00', currency: 'EUR', email: `${letters(9)}@example.com`,
    financial_status: 'paid', name: `#${id}`, number: id, order_number: id, processed_at: '2026-11-28T13:34:55+01:00', source_name: 'web', tags: '', taxes_included: true, test: false, token: letters(32),
    current_total_price: money(), current_total_price_set: both(money()), total_line_items_price_set: both(money()), landing_site: `/products/${letters(14)}?utm_source=${letters(5)}`, browser_ip: `10.0.0.${random.uint32() % 255}`,
    customer: { id: 1_000 + (random.uint32() % 100_000), email: `${letters(9)}@example.com`, first_name: place.first_name, last_name: place.last_name, default_address: place }, billing_address: place, shipping_address: place,
    line_items: [],
  };
  while (JSON.stringify(order).length < bodyBytes) {
    const price = money();
    order.line_items.push({
      id: random.uint32(), admin_graphql_api_id: `gid://shopify/LineItem/${random.uint32()}`, current_quantity: 1, fulfillable_quantity: 1, gift_card: false, grams: random.uint32() % 2_000, name: `${letters(8)} ${letters(6)}`, price, price_set: both(price),
      product_id: random.uint32(), quantity: 1, requires_shipping: true, sku: letters(10), taxable: true, title: `${letters(8)} ${letters(6)}`, total_discount: '0.00', variant_id: random.uint32(), vendor: letters(7),
      tax_lines: [{ channel_liable: false, price: money(), price_set: both(money()), rate: 0.19, title: 'DE MwSt' }], discount_allocations: [{ amount: money(), amount_set: both(money()), discount_application_index: 0 }],
    });
  }
  return JSON.stringify(order);
}
