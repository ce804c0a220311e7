import { factoryPool } from './made-mirror.ts';

/**
 * Fills the mirror of a shop with a large store in SQL, always the same: most customers order once or twice and a few
 * often, one order in ten is a guest's, one in twenty has a refund, products follow a steep curve. Three years before
 * 2011-12-10. About three lines an order.
 */
export async function fillLargeMirror(shopId: number, size: { customers: number; orders: number; products?: number }): Promise<void> {
  const { customers, orders, products = 2_000 } = size;
  const run = (text: string, values: unknown[]) => factoryPool().query(text, values);
  // A number from 0 to 1 that depends on its two arguments alone.
  const noise = (n: string, salt: number): string => `((hashint8extended(${n}, ${salt}) & 1073741823)::float8 / 1073741824)`;
  await run(
    `INSERT INTO products (shop_id, id, title, handle, product_type, vendor, status, tags, is_gift_card, created_at, updated_at)
     SELECT $1, p, 'Product ' || p, 'product-' || p, 'Type ' || p % 20, 'Maker', 'ACTIVE', '{}', false, '2008-01-01Z', '2008-01-01Z'
       FROM generate_series(1, $2::bigint) p`,
    [shopId, products],
  );
  await run(
    `INSERT INTO customers (shop_id, id, first_name, last_name, email, tags, amount_spent, amount_spent_currency, number_of_orders, created_at, updated_at)
     SELECT $1, 1000000 + c,
            (ARRAY['Ada','Bea','Cem','Dov','Eva','Fay','Gus','Hal','Ida','Jon','Kim','Lev','Mia','Noa','Ole','Pia'])[1 + c % 16],
            'Maker' || (c * 7919 % 99991), 'c' || c || '@example.com',
            CASE WHEN c % 7 = 0 THEN '{vip,Wholesale}' WHEN c % 11 = 0 THEN '{loyal}' ELSE '{}' END::text[],
            0, 'GBP', 0, '2008-01-01Z', '2008-01-01Z'
       FROM generate_series(1, $2::bigint) c`,
    [shopId, customers],
  );
  await run(
    `INSERT INTO orders (shop_id, id, customer_id, processed_at, created_at, updated_at, subtotal, total_discounts, total_shipping, total_tax, total,
            current_subtotal, current_total_discounts, current_total_tax, current_total, total_refunded, total_refunded_shipping, test, taxes_included,
            details_pending, name, financial_status, fulfillment_status, return_status, currency_code, presentment_currency_code, discount_codes,
            source_name, channel_name, tags)
     SELECT $1, 10000000 + o,
            CASE WHEN o % 10 = 3 THEN NULL ELSE 1000000 + 1 + floor(power(${noise('o', 1)}, 1.7) * $2::bigint)::bigint END,
            at, at, at, 0, CASE WHEN ${noise('o', 3)} < 0.25 THEN 300 ELSE 0 END, 0, 0, 0, 0, 0, 0, 0,
            CASE WHEN o % 20 = 0 THEN 500 ELSE 0 END, 0, o % 997 = 0, false, false, '#' || o,
            CASE WHEN o % 20 = 0 THEN 'PARTIALLY_REFUNDED' WHEN o % 331 = 0 THEN 'PENDING' ELSE 'PAID' END, 'FULFILLED', 'NO_RETURN', 'GBP', 'GBP', '{}',
            'web', CASE WHEN ${noise('o', 4)} < 0.8 THEN 'Online Store' WHEN ${noise('o', 4)} < 0.95 THEN 'Point of Sale' ELSE 'Shop' END, '{}'
       FROM (SELECT o, TIMESTAMPTZ '2011-12-09 20:00Z' - sqrt(${noise('o', 2)}) * INTERVAL '1090 days' AS at FROM generate_series(1, $3::bigint) o) made`,
    [shopId, customers, orders],
  );
  await run(
    `INSERT INTO order_lines (shop_id, order_id, id, product_id, original_unit_price, discounted_total, net_amount, tax, discount_amount, quantity,
            current_quantity, refundable_quantity, is_gift_card, requires_shipping, title)
     SELECT $1, 10000000 + o, (10000000 + o) * 10 + l, product, price, price * quantity,
            price * (quantity - gone), 0, 0, quantity, quantity - gone, quantity - gone, product = 1, true, 'Product ' || product
       FROM (SELECT o, l, 1 + floor(power(${noise('o * 8 + l', 5)}, 3) * $3::bigint)::bigint AS product,
                    199 + floor(${noise('o * 8 + l', 6)} * 40) ::bigint * 50 AS price, 1 + floor(${noise('o * 8 + l', 7)} * 3)::integer AS quantity,
                    CASE WHEN o % 20 = 0 AND l = 1 THEN 1 ELSE 0 END AS gone
               FROM generate_series(1, $2::bigint) o, generate_series(1, 1 + o % 5) l) made`,
    [shopId, orders, products],
  );
  await run(
    `INSERT INTO refunds (shop_id, order_id, id, total_refunded, uncarried_amount, created_at)
     SELECT $1, 10000000 + o, o, 500, CASE WHEN o % 60 = 0 THEN 100 ELSE 0 END, '2011-12-09Z' FROM generate_series(20, $2::bigint, 20) o`,
    [shopId, orders],
  );
  await run(
    `INSERT INTO refund_lines (shop_id, order_id, refund_id, position, line_id, subtotal, tax, quantity)
     SELECT $1, 10000000 + o, o, 0, (10000000 + o) * 10 + 1, 400, 0, 1 FROM generate_series(20, $2::bigint, 20) o`,
    [shopId, orders],
  );
  for (const table of ['products', 'customers', 'orders', 'order_lines', 'refunds', 'refund_lines']) await factoryPool().query(`VACUUM ANALYZE ${table}`);
}
