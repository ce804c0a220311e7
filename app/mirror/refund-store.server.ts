import type { TenantTransaction } from '../database/tenant.server.ts';
import type { OrderReturns } from './fetch-returns.server.ts';
import type { RefundWanted } from './refund-batches.ts';
import type { RefundDetails } from './refund-rows.ts';

/** An order of which refund lines or return reasons are yet to be read, in the version that asked for them. */
export interface PendingOrder {
  id: string;
  /** The version as PostgreSQL writes it, to be compared with exactly. */
  version: string;
  hasReturns: boolean;
  refunds: RefundWanted[];
}

interface PendingRow {
  id: number;
  version: string;
  returnStatus: string;
  currencyCode: string;
  withTax: boolean;
  withShipping: boolean;
  goneLines: number;
  refunds: { id: string; total: number }[] | null;
}

export async function countPending(tx: TenantTransaction): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `SELECT coalesce(sum((SELECT count(*) FROM refunds r WHERE r.shop_id = $1 AND r.order_id = o.id) + CASE WHEN return_status <> 'NO_RETURN' THEN 1 ELSE 0 END), 0)::bigint AS count
       FROM orders o WHERE shop_id = $1 AND details_pending AND (NOT partial OR import_run_id IS NOT NULL)`,
    [tx.shopId],
  );
  return rows[0]?.count ?? 0;
}

/**
 * The next orders to be asked about, by id after `afterId`. One that a payload wrote is read in full before its details are
 * (complete-orders.server.ts).
 * @param options.written only those that events or reconciliation wrote, or these, which have just been read; an import sees to its own
 */
export async function pendingOrders(tx: TenantTransaction, options: { afterId: string; limit: number; written?: { orRead: readonly string[] } }): Promise<PendingOrder[]> {
  const { afterId, limit, written } = options;
  const which = written === undefined ? '(NOT o.partial OR o.import_run_id IS NOT NULL)' : 'o.import_run_id IS NULL AND (NOT o.partial OR o.id = ANY ($4::bigint[]))';
  const { rows } = await tx.query<PendingRow>(
    `SELECT o.id, o.updated_at::text AS version, o.return_status AS "returnStatus", o.currency_code AS "currencyCode", o.total_tax <> 0 AS "withTax",
            o.total_refunded_shipping <> 0 AS "withShipping",
            (SELECT count(*) FROM order_lines l WHERE l.shop_id = $1 AND l.order_id = o.id AND l.current_quantity < l.quantity) AS "goneLines",
            (SELECT json_agg(json_build_object('id', r.id::text, 'total', r.total_refunded) ORDER BY r.id) FROM refunds r WHERE r.shop_id = $1 AND r.order_id = o.id) AS refunds
       FROM orders o WHERE o.shop_id = $1 AND o.details_pending AND o.id > $2 AND ${which} ORDER BY o.id LIMIT $3`,
    [tx.shopId, afterId, limit, ...(written === undefined ? [] : [written.orRead])],
  );
  return rows.map((row) => ({
    id: String(row.id),
    version: row.version,
    hasReturns: row.returnStatus !== 'NO_RETURN',
    refunds: (row.refunds ?? []).map((refund) => ({
      id: refund.id,
      orderId: String(row.id),
      totalRefunded: refund.total,
      currencyCode: row.currencyCode,
      withTax: row.withTax,
      withShipping: row.withShipping,
      lines: row.goneLines,
    })),
  }));
}

/** Replaces what is kept of these refunds beyond their headers. */
export async function saveRefundDetails(tx: TenantTransaction, details: readonly RefundDetails[]): Promise<void> {
  if (details.length === 0) return;
  const headers = details.map((one) => ({ order_id: one.orderId, id: one.id, ...one.amounts, uncarried: one.uncarried }));
  const lines = details.flatMap((one) => one.lines.map((line) => ({ order_id: one.orderId, refund_id: one.id, ...line })));
  const adjustments = details.flatMap((one) => one.adjustments.map((adjustment) => ({ order_id: one.orderId, refund_id: one.id, ...adjustment })));
  await tx.query(
    `UPDATE refunds r SET (lines_amount, lines_tax, shipping_amount, shipping_tax, duties_amount, uncarried_amount)
            = ROW (n."linesAmount", n."linesTax", n."shippingAmount", n."shippingTax", n."dutiesAmount", n.uncarried)
       FROM json_to_recordset($2::json) AS n(order_id bigint, id bigint, "linesAmount" bigint, "linesTax" bigint, "shippingAmount" bigint, "shippingTax" bigint, "dutiesAmount" bigint, uncarried bigint)
      WHERE r.shop_id = $1 AND r.order_id = n.order_id AND r.id = n.id`,
    [tx.shopId, JSON.stringify(headers)],
  );
  for (const table of ['refund_lines', 'refund_adjustments']) {
    await tx.query(
      `DELETE FROM ${table} t USING json_to_recordset($2::json) AS n(order_id bigint, id bigint) WHERE t.shop_id = $1 AND t.order_id = n.order_id AND t.refund_id = n.id`,
      [tx.shopId, JSON.stringify(headers)],
    );
  }
  await tx.query(
    `INSERT INTO refund_lines (shop_id, order_id, refund_id, position, line_id, subtotal, tax, quantity, restock_type)
     SELECT $1, order_id, refund_id, position, "lineId", subtotal, tax, quantity, "restockType"
       FROM json_to_recordset($2::json) AS n(order_id bigint, refund_id bigint, position integer, "lineId" bigint, subtotal bigint, tax bigint, quantity integer, "restockType" text)`,
    [tx.shopId, JSON.stringify(lines)],
  );
  await tx.query(
    `INSERT INTO refund_adjustments (shop_id, order_id, refund_id, id, amount, tax, reason)
     SELECT $1, order_id, refund_id, id, amount, tax, reason
       FROM json_to_recordset($2::json) AS n(order_id bigint, refund_id bigint, id bigint, amount bigint, tax bigint, reason text)`,
    [tx.shopId, JSON.stringify(adjustments)],
  );
}

/** Replaces the returns of these orders. */
async function saveReturns(tx: TenantTransaction, orders: readonly OrderReturns[]): Promise<void> {
  if (orders.length === 0) return;
  const ids = orders.map((one) => one.orderId);
  const returns = orders.flatMap((one) => one.returns.map((row) => ({ order_id: one.orderId, ...row })));
  const lines = orders.flatMap((one) => one.lines.map((row) => ({ order_id: one.orderId, ...row })));
  for (const table of ['returns', 'return_lines']) await tx.query(`DELETE FROM ${table} WHERE shop_id = $1 AND order_id = ANY ($2::bigint[])`, [tx.shopId, ids]);
  await tx.query(
    `INSERT INTO returns (shop_id, order_id, id, created_at, status, name)
     SELECT $1, order_id, id, "createdAt", status, name FROM json_to_recordset($2::json) AS n(order_id bigint, id bigint, "createdAt" timestamptz, status text, name text)`,
    [tx.shopId, JSON.stringify(returns)],
  );
  await tx.query(
    `INSERT INTO return_lines (shop_id, order_id, return_id, id, line_id, quantity, refunded_quantity, reason, reason_name, customer_note)
     SELECT $1, order_id, "returnId", id, "lineId", quantity, "refundedQuantity", reason, "reasonName",
            CASE WHEN NOT EXISTS (SELECT FROM redacted_orders o WHERE o.shop_id = $1 AND o.order_id = n.order_id) THEN "customerNote" END
       FROM json_to_recordset($2::json) AS n(order_id bigint, "returnId" bigint, id bigint, "lineId" bigint, quantity integer, "refundedQuantity" integer, reason text, "reasonName" text, "customerNote" text)`,
    [tx.shopId, JSON.stringify(lines)],
  );
}

/** Keeps what was read of these orders, and takes their mark. */
export async function saveOrderDetails(tx: TenantTransaction, orders: readonly PendingOrder[], details: { refunds: readonly RefundDetails[]; returns: readonly OrderReturns[] }): Promise<void> {
  await saveRefundDetails(tx, details.refunds);
  await saveReturns(tx, details.returns);
  await markDetailed(tx, orders);
}

/** Takes the mark from orders whose details were read, unless a newer version has come meanwhile and wants them again. */
async function markDetailed(tx: TenantTransaction, orders: readonly PendingOrder[]): Promise<void> {
  await tx.query(
    `UPDATE orders o SET details_pending = false FROM unnest($2::bigint[], $3::timestamptz[]) AS n(id, version)
      WHERE o.shop_id = $1 AND o.id = n.id AND o.updated_at = n.version`,
    [tx.shopId, orders.map((one) => one.id), orders.map((one) => one.version)],
  );
}
