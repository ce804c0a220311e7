import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { log } from '../runtime/log.server.ts';
import { deleteRecords } from './apply-deletions.server.ts';
import { applyFullCustomers, applyFullOrders, applyFullProducts } from './apply-full.server.ts';
import { reportChanged } from './customer-changes.server.ts';
import { fetchFullCustomers, fetchFullOrders, fetchFullProducts, type FullRead } from './fetch-full.server.ts';
import type { FullReadWanted } from './full-read-batches.ts';
import type { FullOutcome } from './full-outcome.ts';
import { goneUntil } from './gone-guard.server.ts';
import type { Changed } from './list-changed.server.ts';
import { RECORD_KINDS, type BulkKind } from './mirror-tables.ts';
import type { ReconcileContext } from './reconcile-context.server.ts';
import { figureOf, noCounts, type ReconcileCounts } from './reconcile-counts.ts';
import { milliseconds } from './versioned-rows.server.ts';

/** What was read of a page, to be written in the transaction that also moves the cursor. */
export interface ReadPage {
  /** @returns what became of each object of the page */
  write(tx: TenantTransaction): Promise<ReconcileCounts>;
}

interface Standing {
  updatedAt: number;
  partial: boolean;
  children: number;
}

/**
 * Reads in full those objects that the mirror has not, or has in another version, or not whole.
 * @param options.missingAt when an object that Shopify does not find any more counts as deleted; null: nothing follows from that
 */
export async function readChanged(context: ReconcileContext, kind: BulkKind, changed: readonly Changed[], options: { missingAt: number | null }): Promise<ReadPage> {
  const { shopId } = context;
  const ids = changed.map((one) => one.id);
  const { standing, gone } = await withTenant(shopId, async (tx) => ({ standing: await standingRows(tx, kind, ids), gone: await goneUntil(tx, RECORD_KINDS[kind], ids) }));
  const counts = noCounts();
  counts.listed = changed.length;
  const wanted: FullReadWanted[] = [];
  for (const { id, at } of changed) {
    const row = standing.get(id);
    if (row !== undefined && !row.partial && row.updatedAt >= at) counts.standing += 1;
    else if (row === undefined && (gone.get(id) ?? -Infinity) >= at) counts.gone += 1;
    else wanted.push({ id, children: row?.children ?? 4 });
  }
  const read = await readInFull(context, kind, wanted);
  for (const { id, code, reason } of read?.rejected ?? []) log.warn({ shop: context.client.shopDomain, kind, id, code, reason }, 'an object that was read by its id cannot be taken over');
  return {
    write: async (tx) => {
      const total = { ...counts };
      if (read === null) return total;
      total.rejected += read.rejected.length;
      // By what was asked for: an answer that came twice stands for no other.
      const found = new Map(read.found.map((one) => [one.id, one]));
      const outcomes = await applyFull(tx, kind, { ...read, found: [...found.values()] });
      for (const { id } of wanted) {
        const one = found.get(id);
        if (one === undefined) continue;
        const before = standing.get(id);
        const toldByEvents = before?.partial === true && before.updatedAt === one.updatedAt;
        total[figureOf(outcomes.get(id) ?? 'stale', { toldByEvents, updatedAt: one.updatedAt, now: machineNow() })] += 1;
      }
      const deleted = options.missingAt === null ? 0 : await deleteMissing(tx, kind, read.missing, options.missingAt);
      total.deleted += deleted;
      total.gone += read.missing.length - deleted;
      return total;
    },
  };
}

/** Objects by their ids in full. @returns null when none was asked for */
export async function readInFull({ client, signal, shopDecimals }: ReconcileContext, kind: BulkKind, wanted: readonly FullReadWanted[]): Promise<FullRead | null> {
  if (wanted.length === 0) return null;
  if (kind === 'orders') return fetchFullOrders({ client, wanted, signal });
  if (kind === 'customers') return fetchFullCustomers({ client, wanted, signal });
  return fetchFullProducts({ client, wanted, signal, shopDecimals });
}

async function applyFull(tx: TenantTransaction, kind: BulkKind, { found, moment }: FullRead): Promise<Map<string, FullOutcome>> {
  if (kind === 'orders') return applyFullOrders(tx, found, { moment });
  if (kind === 'customers') return applyFullCustomers(tx, found, { moment });
  return applyFullProducts(tx, found, { moment });
}

/** @returns how many rows went */
async function deleteMissing(tx: TenantTransaction, kind: BulkKind, ids: readonly string[], at: number): Promise<number> {
  const { removed, customers } = await deleteRecords(tx, kind, ids.map((id) => ({ id, at })));
  await reportChanged(tx, customers);
  return removed.size;
}

async function standingRows(tx: TenantTransaction, kind: BulkKind, ids: readonly string[]): Promise<Map<string, Standing>> {
  const children = { orders: '(SELECT count(*) FROM order_lines l WHERE l.shop_id = $1 AND l.order_id = r.id)', customers: '0', products: '(SELECT count(*) FROM product_variants v WHERE v.shop_id = $1 AND v.product_id = r.id)' }[kind];
  const { rows } = await tx.query<Standing & { id: string } & Record<string, unknown>>(
    `SELECT r.id::text AS id, ${milliseconds('r.updated_at')} AS "updatedAt", r.partial, ${children}::integer AS children FROM ${kind} r WHERE r.shop_id = $1 AND r.id = ANY ($2::bigint[])`,
    [tx.shopId, ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
