import { to as copyTo } from 'pg-copy-streams';
import type { TenantTransaction } from '../database/tenant.server.ts';
import { bindScope, COUNTED_ORDERS_SQL, type FactsScope } from '../profiles/facts-sql.server.ts';
import { createOrderLineReader, numbersOf, type ShopHistories } from './order-lines.ts';
import { DISCOUNTED, OTHER_CURRENCY } from './order-histories.ts';
import type { ForecastModel } from './fit-forecast.ts';
import { createProfileView, type ProfileView } from './profile-purchases.ts';
import { createStood, type StoodBefore } from './stood-before.ts';

/** Money given back by order and day, beside gift cards. A refund whose day lies ahead by the business clock was given back today. */
const ORDER_REFUNDS_SQL = `
SELECT d.order_id, array_agg(d.day ORDER BY d.day) AS days, array_agg(d.amount ORDER BY d.day) AS amounts
  FROM (
    SELECT r.order_id,
           (least(coalesce(r.processed_at, r.created_at), :now::timestamptz) AT TIME ZONE :zone::text)::date - DATE '1970-01-01' AS day,
           sum(r.uncarried_amount + coalesce(lines.amount, 0))::bigint AS amount
      FROM refunds r
      LEFT JOIN (
        SELECT rl.order_id, rl.refund_id, sum(rl.subtotal) AS amount
          FROM refund_lines rl JOIN order_lines l ON l.shop_id = :shop AND l.order_id = rl.order_id AND l.id = rl.line_id
         WHERE rl.shop_id = :shop AND NOT l.is_gift_card
         GROUP BY rl.order_id, rl.refund_id
      ) lines ON lines.order_id = r.order_id AND lines.refund_id = r.id
     WHERE r.shop_id = :shop AND coalesce(r.processed_at, r.created_at) IS NOT NULL
     GROUP BY r.order_id, 2
  ) d
 WHERE d.amount > 0
 GROUP BY d.order_id`;

/**
 * The counted orders of all customers who are not excluded, from the mirror by the facts' own rules, with the day of each
 * refund: what a forecast is learnt from. Some 20 bytes an order are held.
 */
export async function loadShopHistories(tx: TenantTransaction, options: { now: Date; timeZone: string; currencyCode: string }): Promise<ShopHistories> {
  const scope: FactsScope = { shopId: tx.shopId, customerIds: null, excludedTags: [], ...options };
  // As in a rebuild: joins of whole tables, for which there may be no statistics yet.
  await tx.query("SET LOCAL work_mem = '128MB'; SET LOCAL jit = off; SET LOCAL enable_nestloop = off");
  for (const [table, statement] of [['counted_orders', COUNTED_ORDERS_SQL], ['order_refunds', ORDER_REFUNDS_SQL]] as const) {
    const { text, values } = bindScope(`CREATE TEMPORARY TABLE ${table} ON COMMIT DROP AS ${statement}`, scope);
    await tx.query(text, values);
  }
  const reader = createOrderLineReader();
  // The shop's id is an integer, checked by withTenant; COPY takes no parameters.
  const lines = tx.client.query(copyTo(
    `COPY (SELECT o.customer_id, o.day, CASE WHEN o.in_currency THEN o.value + o.refunded_value ELSE 0 END, CASE WHEN o.in_currency THEN o.refunded_value ELSE 0 END,
                  CASE WHEN o.discounted THEN ${DISCOUNTED} ELSE 0 END + CASE WHEN NOT o.in_currency AND o.value > 0 THEN ${OTHER_CURRENCY} ELSE 0 END,
                  CASE WHEN o.in_currency THEN r.days END, CASE WHEN o.in_currency THEN r.amounts END
             FROM counted_orders o
             JOIN profiles p ON p.shop_id = ${Number(tx.shopId)} AND p.customer_id = o.customer_id AND NOT p.excluded
             LEFT JOIN order_refunds r ON r.order_id = o.id
            ORDER BY o.customer_id, o.day, o.processed_at, o.id) TO STDOUT`,
  ));
  for await (const chunk of lines) reader.push(chunk as Buffer);
  return reader.end();
}

/** Purchases of all buyers who are not excluded, as their profiles have them now. */
export async function loadProfileView(tx: TenantTransaction, throughDay: number): Promise<ProfileView> {
  const builder = createProfileView(throughDay);
  let rest = '';
  const lines = tx.client.query(copyTo(
    `COPY (SELECT customer_id, orders, discounted_orders, refunded_value, purchase_days, purchase_values
             FROM profiles WHERE shop_id = ${Number(tx.shopId)} AND NOT excluded AND purchases > 0 ORDER BY customer_id) TO STDOUT`,
  ));
  for await (const chunk of lines) {
    const cut = (rest + (chunk as Buffer).toString('latin1')).split('\n');
    rest = cut.pop() as string;
    for (const line of cut) {
      const [customerId, orders, discountedOrders, refundedValue, purchaseDays, purchaseValues] = line.split('\t') as [string, string, string, string, string, string];
      builder.add({
        customerId: Number(customerId), orders: Number(orders), discountedOrders: Number(discountedOrders), refundedValue: Number(refundedValue),
        purchaseDays: numbersOf(purchaseDays), purchaseValues: numbersOf(purchaseValues),
      });
    }
  }
  return builder.finish();
}

/** Where everybody who has a forecast stood towards the risk line, by the model that said so. */
export async function loadStood(tx: TenantTransaction, about: { model: ForecastModel | null; riskLine: number }): Promise<StoodBefore> {
  const stood = createStood();
  const lines = tx.client.query(copyTo(
    `COPY (SELECT customer_id, round(p_buy * 1000000)::integer, past_line::integer, risk_line FROM customer_forecasts WHERE shop_id = ${Number(tx.shopId)} ORDER BY customer_id) TO STDOUT`,
  ));
  let rest = '';
  for await (const chunk of lines) {
    const cut = (rest + (chunk as Buffer).toString('latin1')).split('\n');
    rest = cut.pop() as string;
    for (const line of cut) {
      const [customerId, millionths, pastLine, riskLine] = line.split('\t').map(Number) as [number, number, number, number];
      stood.add(customerId, { pBuy: millionths / 1e6, pastLine: pastLine === 1, riskLine });
    }
  }
  return { ...about, ...stood.finish() };
}
