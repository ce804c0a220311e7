import { rebuildProfiles } from '#app/profiles/rebuild-profiles.server.ts';
import { factoryPool, makeShop, putInMirror, type MadeOrder, type MadeShop } from '#tests/factories/made-mirror.ts';

const DAY = 86_400_000;
/** 2026-11-20 15:00 in London. */
export const NOW = Date.parse('2026-11-20T15:00:00Z');

/** Products by what they are in these tests. Ids of one shop are those of another: what is whose is told by the shop alone. */
export const P = { coffee: 11, filter: 12, mug: 13, lamp: 14, tea: 15, gift: 16, draft: 17, soldOut: 18, hidden: 19, rare: 20 } as const;

export interface ListedShop {
  shopId: number;
  domain: string;
}

let nextOrder = 1;

/** An order of so many days ago, a unit of each product. */
export function orderOf(customerId: number | null, daysAgo: number, products: readonly number[]): MadeOrder {
  const id = (nextOrder += 1);
  return { id, customerId, processedAt: new Date(NOW - daysAgo * DAY).toISOString(), lines: products.map((productId) => ({ productId, net: 1_000 })) };
}

/**
 * A shop of sixty customers: most buy coffee with filters every month; some a mug with tea; the lamp is bought once; the
 * rest of the products sell a little and cannot be shown. Ready for its lists.
 */
export async function listedShop(options: { shop?: MadeShop; customers?: number } = {}): Promise<ListedShop> {
  const shopId = await makeShop(options.shop);
  const customers = options.customers ?? 60;
  const orders: MadeOrder[] = [];
  for (let customer = 1; customer <= customers; customer += 1) {
    for (let daysAgo = 2 + (customer % 30); daysAgo < 360; daysAgo += 30) {
      orders.push(orderOf(customer, daysAgo, customer % 4 === 0 ? [P.mug, P.tea] : daysAgo < 60 ? [P.coffee, P.filter, P.soldOut] : [P.coffee, P.filter]));
    }
    if (customer % 3 === 0) orders.push(orderOf(customer, 20 + customer, [P.lamp, P.mug]));
    if (customer % 10 === 0) orders.push(orderOf(customer, 15, [P.coffee, P.draft, P.hidden, P.gift]));
  }
  for (let guest = 0; guest < 20; guest += 1) orders.push(orderOf(null, 5 + guest, [P.lamp, P.tea]));
  const titles: [keyof typeof P, string, string][] = [
    ['coffee', 'Coffee', 'Drinks'], ['filter', 'Filter', 'Kit'], ['mug', 'Mug', 'Kit'], ['lamp', 'Lamp', 'Home'], ['tea', 'Tea', 'Drinks'], ['gift', 'Gift card', ''], ['draft', 'Draft', 'Kit'],
    ['soldOut', 'Sold out', 'Kit'], ['hidden', 'Hidden', 'Home'], ['rare', 'Rare', 'Home'],
  ];
  await putInMirror(shopId, { products: titles.map(([key, title, productType]) => ({ id: P[key], title, productType })), customers: Array.from({ length: customers }, (_, at) => ({ id: at + 1 })), orders });
  const run = (text: string, values: unknown[] = []) => factoryPool().query(text, [shopId, ...values]);
  await run("UPDATE products SET published_at = '2025-01-01Z', created_at = '2025-01-01Z', image_url = 'https://cdn.shopify.com/p/' || id || '.jpg' WHERE shop_id = $1");
  await run("UPDATE products SET status = 'DRAFT' WHERE shop_id = $1 AND id = $2", [P.draft]);
  await run('UPDATE products SET published_at = NULL WHERE shop_id = $1 AND id = $2', [P.hidden]);
  await run('UPDATE products SET is_gift_card = true WHERE shop_id = $1 AND id = $2', [P.gift]);
  await run(
    `INSERT INTO product_variants (shop_id, product_id, id, price, position, available_for_sale, title)
     SELECT $1, id, id * 10 + n, 1000 + id * 10 + n, n, id <> $2 AND n = 2, 'Size ' || n FROM products, generate_series(1, 2) n WHERE shop_id = $1`, [P.soldOut],
  );
  await rebuildProfiles({ shopId, now: NOW });
  const { rows: [shop] } = await factoryPool().query<{ domain: string }>('SELECT domain FROM shops WHERE id = $1', [shopId]);
  return { shopId, domain: shop?.domain ?? '' };
}

/** A customer sends back all that they bought of a product, of so many of their orders (all unless said); the orders' last change stays what it was. */
export async function sendBack(shopId: number, customerId: number, productId: number, orders = 1_000): Promise<void> {
  const lines = `SELECT l.order_id, l.id, l.quantity FROM order_lines l JOIN orders o ON o.shop_id = $1 AND o.id = l.order_id
     WHERE l.shop_id = $1 AND o.customer_id = $2 AND l.product_id = $3 ORDER BY l.order_id LIMIT $4`;
  const values = [shopId, customerId, productId, orders];
  await factoryPool().query(`INSERT INTO refunds (shop_id, order_id, id, created_at, processed_at, total_refunded, uncarried_amount) SELECT $1, order_id, order_id * 10 + 7, now(), now(), 0, 0 FROM (${lines}) b`, values);
  await factoryPool().query(`INSERT INTO refund_lines (shop_id, order_id, refund_id, position, line_id, subtotal, tax, quantity) SELECT $1, order_id, order_id * 10 + 7, 0, id, 0, 0, quantity FROM (${lines}) b`, values);
}
