import type { TenantTransaction } from '../database/tenant.server.ts';

/** The time that a shop has for an answer. */
export const DAYS_TO_ANSWER = 30;

export interface NewRequest {
  eventId: string;
  kind: 'data' | 'redact';
  customerId: number | null;
  orderIds: readonly number[];
  requestedAt: Date;
  doneAt: Date | null;
}

/** Writes a request down, once for each event of Shopify. @returns false when it stood already */
export async function recordRequest(tx: TenantTransaction, request: NewRequest): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO privacy_requests (shop_id, event_id, kind, customer_id, order_ids, requested_at, due_at, done_at)
     VALUES ($1, $2, $3, $4, $5, $6, $6::timestamptz + interval '${DAYS_TO_ANSWER} days', $7) ON CONFLICT (shop_id, event_id) DO NOTHING`,
    [tx.shopId, request.eventId, request.kind, request.customerId, request.orderIds, request.requestedAt, request.doneAt],
  );
  return (rowCount ?? 0) > 0;
}

export interface DataRequest {
  id: number;
  customerId: number | null;
  orderIds: number[];
  requestedAt: Date;
  dueAt: Date;
}

/** A request for a person's data that can still be answered; null when there is none such, or its time is over. */
export async function openDataRequest(tx: TenantTransaction, options: { id: number; at: Date }): Promise<DataRequest | null> {
  const { rows } = await tx.query<DataRequest & Record<string, unknown>>(
    `SELECT r.id, r.customer_id AS "customerId", r.order_ids AS "orderIds", r.requested_at AS "requestedAt", r.due_at AS "dueAt" FROM privacy_requests r
      WHERE r.shop_id = $1 AND r.id = $2 AND r.kind = 'data' AND r.due_at > $3 AND NOT EXISTS (SELECT FROM redactions d WHERE d.shop_id = $1 AND d.customer_id = r.customer_id)`,
    [tx.shopId, options.id, options.at],
  );
  const row = rows[0];
  // The driver gives the numbers of an array as texts.
  return row === undefined ? null : { ...row, orderIds: row.orderIds.map(Number) };
}

/** The file was asked for; who was first stays. */
export async function recordAnswer(tx: TenantTransaction, options: { id: number; by: string; at: Date }): Promise<void> {
  await tx.query('UPDATE privacy_requests SET done_at = coalesce(done_at, $3), done_by = coalesce(done_by, $4) WHERE shop_id = $1 AND id = $2', [tx.shopId, options.id, options.at, options.by]);
}

/** Orders that a request named lose their numbers with the person. */
export async function emptyRequestsOf(tx: TenantTransaction, customerIds: readonly number[]): Promise<void> {
  await tx.query("UPDATE privacy_requests SET order_ids = '{}' WHERE shop_id = $1 AND customer_id = ANY ($2::bigint[])", [tx.shopId, customerIds]);
}

/** Whether somebody was redacted since then. */
export async function redactedSince(tx: TenantTransaction, at: Date): Promise<boolean> {
  const { rows } = await tx.query<{ any: boolean }>("SELECT EXISTS (SELECT FROM privacy_requests WHERE shop_id = $1 AND kind = 'redact' AND done_at > $2) AS any", [tx.shopId, at]);
  return rows[0]?.any === true;
}

export async function forgetOldRequests(tx: TenantTransaction, before: Date): Promise<number> {
  const { rowCount } = await tx.query('DELETE FROM privacy_requests WHERE shop_id = $1 AND due_at < $2', [tx.shopId, before]);
  return rowCount ?? 0;
}

/** A request as a screen lists it. */
export interface ListedRequest extends Omit<DataRequest, 'orderIds'> {
  kind: 'data' | 'redact';
  doneAt: Date | null;
  doneBy: string | null;
  /** Whether the customer's data has been deleted. */
  redacted: boolean;
}

/** The latest first. */
export async function listRequests(tx: TenantTransaction, options: { most: number }): Promise<ListedRequest[]> {
  const { rows } = await tx.query<ListedRequest & Record<string, unknown>>(
    `SELECT r.id, r.kind, r.customer_id AS "customerId", r.requested_at AS "requestedAt", r.due_at AS "dueAt", r.done_at AS "doneAt", r.done_by AS "doneBy",
            EXISTS (SELECT FROM redactions d WHERE d.shop_id = $1 AND d.customer_id = r.customer_id) AS redacted
       FROM privacy_requests r WHERE r.shop_id = $1 ORDER BY r.id DESC LIMIT $2`,
    [tx.shopId, options.most],
  );
  return rows;
}
