import type { TenantTransaction } from '../database/tenant.server.ts';
import { now } from '../runtime/clock.server.ts';

/**
 * Notes in which visits orders were made. The first word counts: an order's visit does not change, and a reading that says
 * nothing takes nothing back. Orders of redacted people stay without.
 */
export async function noteOrderSessions(tx: TenantTransaction, orders: readonly { id: string; session: string | null }[]): Promise<void> {
  const told = orders.filter((one) => one.session !== null);
  if (told.length === 0) return;
  await tx.query(
    `INSERT INTO order_sessions (shop_id, order_id, session, noted_at)
     SELECT $1, t.id, t.session, $4 FROM unnest($2::bigint[], $3::text[]) AS t (id, session)
      WHERE NOT EXISTS (SELECT FROM redacted_orders r WHERE r.shop_id = $1 AND r.order_id = t.id)
      ORDER BY t.id ON CONFLICT DO NOTHING`,
    [tx.shopId, told.map((one) => one.id), told.map((one) => one.session), new Date(now())],
  );
}

/** Forgets visits of orders that were noted before an instant: what they earned has been looked at by then. @returns how many */
export async function forgetOldOrderSessions(tx: TenantTransaction, options: { before: Date }): Promise<number> {
  const { rowCount } = await tx.query('DELETE FROM order_sessions WHERE shop_id = $1 AND noted_at < $2', [tx.shopId, options.before]);
  return rowCount ?? 0;
}
