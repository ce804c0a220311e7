import type { TenantTransaction } from '../database/tenant.server.ts';
import type { Fault } from '../runtime/errors.ts';
import { tierFlowSchema, type TierFlow } from './insight-figures.ts';
import type { AskedFlow } from './insights-view.ts';

/** Rows of tier_flows: read and written here alone. */

/** Flows that are kept of a shop until its figures are worked out anew. */
const KEPT = 20;

export interface FlowDays {
  fromDay: number;
  toDay: number;
}

/** Null: nobody asked for it since the figures were worked out last. */
export async function loadTierFlow(tx: TenantTransaction, { fromDay, toDay }: FlowDays): Promise<AskedFlow | null> {
  const { rows: [row] } = await tx.query<{ state: string; share: number; flow: unknown; code: string | null; message: string | null }>(
    'SELECT state, share, flow, error_code AS code, error_message AS message FROM tier_flows WHERE shop_id = $1 AND from_day = $2 AND to_day = $3', [tx.shopId, fromDay, toDay],
  );
  if (row === undefined) return null;
  if (row.state === 'failed') return { state: 'failed', fault: { code: row.code ?? 'unknown', message: row.message ?? '' } };
  if (row.state === 'waiting') return { state: 'waiting', share: row.share };
  const parsed = tierFlowSchema.safeParse(row.flow);
  return parsed.success ? { state: 'done', flow: parsed.data } : null;
}

/** Writes down that a flow is asked for, unless it is done. @returns whether its job is wanted */
export async function askForFlow(tx: TenantTransaction, { fromDay, toDay }: FlowDays, at: Date): Promise<boolean> {
  const { rowCount } = await tx.query(
    `INSERT INTO tier_flows AS f (shop_id, from_day, to_day, state, asked_at, share, attempts) VALUES ($1, $2, $3, 'waiting', $4, 0, 0)
     ON CONFLICT (shop_id, from_day, to_day) DO UPDATE
       SET state = 'waiting', asked_at = EXCLUDED.asked_at, share = 0, attempts = 0, flow = NULL, error_code = NULL, error_message = NULL WHERE f.state <> 'done'`,
    [tx.shopId, fromDay, toDay, at],
  );
  await tx.query(
    `DELETE FROM tier_flows WHERE shop_id = $1 AND state <> 'waiting'
        AND (from_day, to_day) NOT IN (SELECT from_day, to_day FROM tier_flows WHERE shop_id = $1 ORDER BY asked_at DESC, from_day, to_day LIMIT ${KEPT})`,
    [tx.shopId],
  );
  return (rowCount ?? 0) > 0;
}

/** @returns which try it is; null when it is not wanted any more */
export async function beginFlow(tx: TenantTransaction, { fromDay, toDay }: FlowDays): Promise<number | null> {
  const { rows } = await tx.query<{ attempts: number }>(
    "UPDATE tier_flows SET attempts = attempts + 1, share = 0 WHERE shop_id = $1 AND from_day = $2 AND to_day = $3 AND state = 'waiting' RETURNING attempts", [tx.shopId, fromDay, toDay],
  );
  return rows[0]?.attempts ?? null;
}

export async function recordFlowShare(tx: TenantTransaction, { fromDay, toDay }: FlowDays, share: number): Promise<void> {
  await tx.query("UPDATE tier_flows SET share = $4 WHERE shop_id = $1 AND from_day = $2 AND to_day = $3 AND state = 'waiting'", [tx.shopId, fromDay, toDay, share]);
}

export async function recordFlow(tx: TenantTransaction, flow: TierFlow): Promise<void> {
  await tx.query("UPDATE tier_flows SET state = 'done', share = 1, flow = $4 WHERE shop_id = $1 AND from_day = $2 AND to_day = $3", [tx.shopId, flow.fromDay, flow.toDay, JSON.stringify(flow)]);
}

export async function recordFlowFault(tx: TenantTransaction, { fromDay, toDay }: FlowDays, fault: Fault): Promise<void> {
  await tx.query(
    "UPDATE tier_flows SET state = 'failed', error_code = $4, error_message = $5 WHERE shop_id = $1 AND from_day = $2 AND to_day = $3 AND state = 'waiting'",
    [tx.shopId, fromDay, toDay, fault.code, fault.message],
  );
}

/** Those that are done, or failed: they are of what was known before. */
export async function forgetTierFlows(tx: TenantTransaction): Promise<void> {
  await tx.query("DELETE FROM tier_flows WHERE shop_id = $1 AND state <> 'waiting'", [tx.shopId]);
}
