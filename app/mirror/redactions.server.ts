import type { TenantTransaction } from '../database/tenant.server.ts';
import { ORDER_LINES, ORDERS, REFUNDS } from './mirror-tables.ts';
import { stageName } from './stage-tables.server.ts';
import { WITHOUT_PERSON } from './without-person.ts';

/**
 * Redactions in the mirror: of a redacted customer no more than the number is kept, so that nothing that comes later brings them back;
 * their orders stay without a person. Every write of orders asks here, as every write of customers asks gone-guard.server.ts.
 */

/** SQL: the shop's redacted orders. */
const REDACTED = 'SELECT order_id FROM redacted_orders WHERE shop_id = $1';

/**
 * Writes down that these customers are redacted, with whoever was merged into them, and takes the person out of their orders and of the
 * orders that are named. From the commit on nothing brings them back; what stands of them elsewhere is the room privacy's to erase.
 * Orders are locked in the order of their ids, as an import writes them.
 * @returns the customers, with those who were merged into them
 */
export async function redactInMirror(tx: TenantTransaction, options: { customerId: number | null; orderIds: readonly number[]; at: Date }): Promise<number[]> {
  const { customerId, orderIds, at } = options;
  const { rows } = await tx.query<{ id: number }>(
    `INSERT INTO redactions AS mine (shop_id, customer_id, redacted_at)
     SELECT $1, id, $3 FROM (SELECT $2::bigint AS id WHERE $2::bigint IS NOT NULL UNION SELECT gone_id FROM customer_merges WHERE shop_id = $1 AND kept_id = $2) AS people
     ON CONFLICT (shop_id, customer_id) DO UPDATE SET redacted_at = least(mine.redacted_at, EXCLUDED.redacted_at) RETURNING customer_id AS id`,
    [tx.shopId, customerId, at],
  );
  const people = rows.map((row) => row.id);
  const { rows: theirs } = await tx.query<{ id: number }>('SELECT id FROM orders WHERE shop_id = $1 AND (id = ANY ($2::bigint[]) OR customer_id = ANY ($3::bigint[])) ORDER BY id FOR UPDATE', [tx.shopId, orderIds, people]);
  await takePeopleOutOf(tx, [...new Set([...orderIds, ...theirs.map((row) => row.id)])]);
  return people;
}

/** Notes those of redacted customers of whom the app has written fields at Shopify, from the ledger of them, which is erased next. @returns whether there are any */
export async function noteFieldsOfRedacted(tx: TenantTransaction, customerIds: readonly number[]): Promise<boolean> {
  const { rowCount } = await tx.query(
    'UPDATE redactions SET fields_stand = true WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND EXISTS (SELECT FROM metafield_ledger l WHERE l.shop_id = $1 AND l.customer_id = redactions.customer_id)', [tx.shopId, customerIds],
  );
  return (rowCount ?? 0) > 0;
}

/** Redacted customers whose fields may stand at Shopify, by number. */
export async function redactedWithFields(tx: TenantTransaction): Promise<number[]> {
  const { rows } = await tx.query<{ id: number }>('SELECT customer_id AS id FROM redactions WHERE shop_id = $1 AND fields_stand ORDER BY customer_id', [tx.shopId]);
  return rows.map((row) => row.id);
}

/** Shopify has taken their fields off; of those who were redacted after the moment it is not said, as what was being written then may have come later. */
export async function settleFieldsOfRedacted(tx: TenantTransaction, customerIds: readonly number[], redactedBefore: Date): Promise<void> {
  await tx.query('UPDATE redactions SET fields_stand = false WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[]) AND redacted_at < $3', [tx.shopId, customerIds, redactedBefore]);
}

/** Takes people out of orders once more, for what was being written while they were redacted in the last day. */
export async function takePeopleOutOfLateOrders(tx: TenantTransaction): Promise<void> {
  const { rows } = await tx.query<{ id: number }>(
    `SELECT o.id FROM redactions r JOIN orders o ON o.shop_id = r.shop_id AND o.customer_id = r.customer_id WHERE r.shop_id = $1
     UNION SELECT order_id FROM redacted_orders WHERE shop_id = $1 AND redacted_at > now() - interval '1 day'`,
    [tx.shopId],
  );
  await takePeopleOutOf(tx, rows.map((row) => row.id));
}

/** Done again it changes nothing. An order that is not there yet comes without a person. */
async function takePeopleOutOf(tx: TenantTransaction, orderIds: readonly number[]): Promise<void> {
  await tx.query('INSERT INTO redacted_orders (shop_id, order_id, redacted_at) SELECT $1, id, now() FROM unnest($2::bigint[]) AS id ON CONFLICT DO NOTHING', [tx.shopId, orderIds]);
  await tx.query(`UPDATE orders SET ${WITHOUT_PERSON.orders} WHERE shop_id = $1 AND id = ANY ($2::bigint[])`, [tx.shopId, orderIds]);
  for (const table of ['order_lines', 'refunds', 'return_lines'] as const) {
    await tx.query(`UPDATE ${table} SET ${WITHOUT_PERSON[table]} WHERE shop_id = $1 AND order_id = ANY ($2::bigint[])`, [tx.shopId, orderIds]);
  }
}

/**
 * Which of these orders are to be written without a person: those that are known as such, and those of a redacted customer, which are
 * from now on.
 */
export async function ordersWithoutPerson(tx: TenantTransaction, orders: readonly { id: string; customerId: string | null }[]): Promise<Set<string>> {
  if (orders.length === 0 || !(await hasRedactions(tx))) return new Set();
  const { rows } = await tx.query<{ id: string }>(
    `WITH given AS (SELECT * FROM unnest($2::bigint[], $3::bigint[]) AS g(id, customer_id)),
          fresh AS (
            INSERT INTO redacted_orders (shop_id, order_id, redacted_at) SELECT $1, g.id, now() FROM given g JOIN redactions r ON r.shop_id = $1 AND r.customer_id = g.customer_id
            ON CONFLICT DO NOTHING RETURNING order_id)
     SELECT order_id::text AS id FROM fresh UNION SELECT g.id::text FROM given g JOIN redacted_orders o ON o.shop_id = $1 AND o.order_id = g.id`,
    [tx.shopId, orders.map((one) => one.id), orders.map((one) => one.customerId)],
  );
  return new Set(rows.map((row) => row.id));
}

/** Which of these customers are redacted. */
export async function redactedAmong(tx: TenantTransaction, customerIds: readonly number[]): Promise<Set<number>> {
  const { rows } = await tx.query<{ id: number }>('SELECT customer_id AS id FROM redactions WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])', [tx.shopId, customerIds]);
  return new Set(rows.map((row) => row.id));
}

/** The same for orders in a stage of rows on their way, and for the refunds that came inside them. */
export async function takePeopleOutOfStagedOrders(tx: TenantTransaction): Promise<void> {
  if (!(await hasRedactions(tx))) return;
  const stage = stageName(ORDERS);
  await tx.query(
    `INSERT INTO redacted_orders (shop_id, order_id, redacted_at) SELECT DISTINCT $1::integer, s.id, now() FROM ${stage} s JOIN redactions r ON r.shop_id = $1 AND r.customer_id = s.customer_id ON CONFLICT DO NOTHING`,
    [tx.shopId],
  );
  await tx.query(`UPDATE ${stage} SET ${WITHOUT_PERSON.orders} WHERE id IN (${REDACTED})`, [tx.shopId]);
  await tx.query(`UPDATE ${stageName(REFUNDS)} SET ${WITHOUT_PERSON.refunds} WHERE order_id IN (${REDACTED})`, [tx.shopId]);
}

/** The same for lines in a stage. */
export async function takePeopleOutOfStagedLines(tx: TenantTransaction): Promise<void> {
  if (await hasRedactions(tx)) await tx.query(`UPDATE ${stageName(ORDER_LINES)} SET ${WITHOUT_PERSON.order_lines} WHERE order_id IN (${REDACTED})`, [tx.shopId]);
}

/** Most shops have none: one look, and nothing more is asked. */
async function hasRedactions(tx: TenantTransaction): Promise<boolean> {
  const { rows } = await tx.query<{ any: boolean }>('SELECT EXISTS (SELECT FROM redactions WHERE shop_id = $1) OR EXISTS (SELECT FROM redacted_orders WHERE shop_id = $1) AS any', [tx.shopId]);
  return rows[0]?.any === true;
}
