import { to as copyTo } from 'pg-copy-streams';
import type { TenantTransaction } from '../database/tenant.server.ts';
import { bindScope, COUNTED_ORDERS_SQL, type FactsScope } from '../profiles/facts-sql.server.ts';
import type { CatalogueProduct } from './work-out-lists.ts';

/**
 * What the shop's customers and guests bought, and what customers gave back, as lines of COPY (basket-lines.ts), from the
 * mirror by the facts' own rules: orders that count, of nobody whom the merchant excludes, gift cards left out. A part at a time, as the
 * database gives it: nothing of it is held here.
 */
export async function* loadBasketLines(tx: TenantTransaction, options: { now: Date; timeZone: string; currencyCode: string }): AsyncGenerator<Buffer, void> {
  const scope: FactsScope = { shopId: tx.shopId, customerIds: null, excludedTags: [], ...options };
  // As in a rebuild: joins of whole tables, for which there may be no statistics yet.
  await tx.query("SET LOCAL work_mem = '128MB'; SET LOCAL jit = off; SET LOCAL enable_nestloop = off");
  const { text, values } = bindScope(`CREATE TEMPORARY TABLE basket_orders ON COMMIT DROP AS SELECT o.id, o.customer_id, o.day FROM (${COUNTED_ORDERS_SQL}) o`, scope);
  await tx.query(text, values);
  // Of a customer whom the merchant excludes (staff, wholesale) nothing is learnt.
  await tx.query('DELETE FROM basket_orders o USING profiles p WHERE p.shop_id = $1 AND p.customer_id = o.customer_id AND p.excluded', [tx.shopId]);
  await tx.query('ANALYZE basket_orders');
  // The shop's id is an integer, checked by withTenant, and the zone is quoted by the driver; COPY takes no parameters.
  const shop = Number(tx.shopId);
  const zone = tx.client.escapeLiteral(options.timeZone);
  yield* copied(tx, `SELECT 'B', o.customer_id, o.id, l.product_id, o.day, l.quantity, l.original_unit_price
      FROM basket_orders o JOIN order_lines l ON l.shop_id = ${shop} AND l.order_id = o.id
     WHERE l.product_id IS NOT NULL AND NOT l.is_gift_card AND l.quantity > 0`);
  yield* copied(tx, `SELECT 'R', o.customer_id, l.product_id, (coalesce(r.processed_at, r.created_at) AT TIME ZONE ${zone})::date - DATE '1970-01-01', rl.quantity
      FROM refund_lines rl
      JOIN basket_orders o ON o.id = rl.order_id AND o.customer_id IS NOT NULL
      JOIN order_lines l ON l.shop_id = ${shop} AND l.order_id = rl.order_id AND l.id = rl.line_id
      JOIN refunds r ON r.shop_id = ${shop} AND r.order_id = rl.order_id AND r.id = rl.refund_id
     WHERE rl.shop_id = ${shop} AND l.product_id IS NOT NULL AND NOT l.is_gift_card AND rl.quantity > 0 AND coalesce(r.processed_at, r.created_at) IS NOT NULL`);
}

async function* copied(tx: TenantTransaction, statement: string): AsyncGenerator<Buffer, void> {
  for await (const chunk of tx.client.query(copyTo(`COPY (${statement}) TO STDOUT`))) yield chunk as Buffer;
}

/** The products that may stand in a list. */
export async function loadCatalogue(tx: TenantTransaction, timeZone: string): Promise<CatalogueProduct[]> {
  const { rows } = await tx.query<CatalogueProduct & Record<string, unknown>>(
    `SELECT id::text AS id, product_type AS "productType", is_gift_card AS "isGiftCard", (created_at AT TIME ZONE $2)::date - DATE '1970-01-01' AS "createdDay" FROM products WHERE shop_id = $1 ORDER BY id`,
    [tx.shopId, timeZone],
  );
  return rows;
}
