import type { TenantTransaction } from '../database/tenant.server.ts';
import type { Cell } from './cells.ts';
import { ORDER_LINES, REFUNDS, type MirrorTable } from './mirror-tables.ts';
import type { RefundDetails } from './refund-rows.ts';
import { saveRefundDetails } from './refund-store.server.ts';
import { removeOtherChildren, runPlanned } from './versioned-rows.server.ts';

/** What stands below an order that has just been written. */
export interface OrderChildren {
  orderId: string;
  /** Nothing stood below it. */
  isNew: boolean;
  hadRefunds: boolean;
  lines: Cell[][];
  refunds: Cell[][];
  /** What is known of refunds beyond their headers; what stands of the others stays. */
  details: RefundDetails[];
}

/**
 * Makes these the lines and refunds of their orders.
 * @returns orders of which a line or a refund was not as it stood
 */
export async function writeOrderChildren(tx: TenantTransaction, orders: readonly OrderChildren[]): Promise<Set<string>> {
  const differing = new Set<string>();
  if (orders.length === 0) return differing;
  const stood = orders.filter((one) => !one.isNew);
  const lines = orders.flatMap((one) => one.lines);
  await replace(tx, ORDER_LINES, ['import_run_id'], { rows: lines.map((row) => [...row, null]), stood: stood.map((one) => one.orderId), differing });
  const refunded = orders.filter((one) => one.hadRefunds || one.refunds.length > 0);
  if (refunded.length === 0) return differing;
  const refunds = refunded.flatMap((one) => one.refunds);
  const kept = refunds.map((row) => [String(row[0]), String(row[1])] as const);
  const ids = refunded.filter((one) => one.hadRefunds).map((one) => one.orderId);
  await replace(tx, REFUNDS, [], { rows: refunds, stood: ids, differing });
  for (const table of ['refund_lines', 'refund_adjustments']) await removeOtherChildren(tx, table, 'order_id', ids, kept, 'refund_id');
  await saveRefundDetails(tx, refunded.flatMap((one) => one.details));
  return differing;
}

interface Replacement {
  rows: Cell[][];
  /** Orders that may have other rows. */
  stood: string[];
  differing: Set<string>;
}

/** Writes those that differ, and removes those that are not among them. */
async function replace(tx: TenantTransaction, table: MirrorTable, extra: readonly string[], { rows, stood, differing }: Replacement): Promise<void> {
  if (stood.length > 0) {
    const { rows: removed } = await tx.query<{ id: string }>(
      `DELETE FROM ${table.name} c WHERE c.shop_id = $1 AND c.order_id = ANY ($2::bigint[])
          AND NOT EXISTS (SELECT FROM unnest($3::bigint[], $4::bigint[]) AS k(parent, id) WHERE k.parent = c.order_id AND k.id = c.id) RETURNING c.order_id::text AS id`,
      [tx.shopId, stood, rows.map((row) => row[0]), rows.map((row) => row[1])],
    );
    for (const { id } of removed) differing.add(id);
  }
  if (rows.length === 0) return;
  const names = [...table.columns.map(([name]) => name), ...extra];
  const types = [...table.columns.map(([, type]) => type), ...extra.map(() => 'integer')];
  const compared = table.columns.map(([name]) => name);
  const { rows: written } = await runPlanned<{ id: string }>(
    tx, `replace ${table.name}`,
    `INSERT INTO ${table.name} AS mine (shop_id, ${names.join(', ')})
     SELECT $1::integer, ${names.map((name, at) => `n.${name}::${types[at]}`).join(', ')} FROM unnest(${names.map((_, at) => `$${at + 2}::text[]`).join(', ')}) AS n(${names.join(', ')})
     ON CONFLICT (shop_id, ${table.key.join(', ')}) DO UPDATE SET (${names.join(', ')}) = ROW (${names.map((name) => `EXCLUDED.${name}`).join(', ')})
      WHERE (${compared.map((name) => `mine.${name}`).join(', ')}) IS DISTINCT FROM (${compared.map((name) => `EXCLUDED.${name}`).join(', ')})
     RETURNING order_id::text AS id`,
    [tx.shopId, ...names.map((_, at) => rows.map((row) => row[at] ?? null))],
  );
  for (const { id } of written) differing.add(id);
}
