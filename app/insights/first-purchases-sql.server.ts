import { bindScope, countedOrdersSql } from '../profiles/facts-sql.server.ts';

/** Orders of the day on which each customer bought first: a few of all orders, so that the rules of the facts are not put to the rest. */
const OF_FIRST_DAY = `AND EXISTS (
           SELECT FROM profiles p
            WHERE p.shop_id = :shop AND p.customer_id = o.customer_id
              AND p.first_purchase_day = (o.processed_at AT TIME ZONE :zone::text)::date - DATE '1970-01-01')`;

/**
 * A row for each customer who has bought, in the order of their ids: the channel of the first purchase as the facts have it, where
 * the visit before it came from, and the product on which most of it was spent (gift cards left out; null without a product).
 */
export function firstPurchasesSql(shopId: number, shop: { timeZone: string; currencyCode: string }): { text: string; values: unknown[] } {
  return bindScope(
    `WITH counted_orders AS (${countedOrdersSql(OF_FIRST_DAY)}),
          first AS (
            SELECT DISTINCT ON (customer_id) customer_id, id, channel FROM counted_orders
             WHERE customer_id IS NOT NULL AND value > 0 ORDER BY customer_id, day, processed_at, id),
          product AS (
            SELECT DISTINCT ON (f.customer_id) f.customer_id, l.product_id
              FROM first f JOIN order_lines l ON l.shop_id = :shop AND l.order_id = f.id
             WHERE l.product_id IS NOT NULL AND NOT l.is_gift_card ORDER BY f.customer_id, l.net_amount DESC, l.id)
     SELECT f.customer_id AS id, nullif(f.channel, 'Unknown') AS channel, o.first_visit_source AS source, p.product_id AS product
       FROM first f JOIN orders o ON o.shop_id = :shop AND o.id = f.id LEFT JOIN product p ON p.customer_id = f.customer_id
      ORDER BY f.customer_id`,
    // Whatever lies after now is on no first day of a profile.
    { shopId, customerIds: null, now: new Date('9999-01-01T00:00:00Z'), excludedTags: [], ...shop },
  );
}
