import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { lostOrDoubled } from './conservation.ts';
import type { ImportContext } from './import-context.server.ts';
import { advancePart, finishPart, loadParts, type ImportPart } from './import-run.server.ts';
import { mergeHeld } from './merge-batch.server.ts';
import { BELOW, BULK_SHAPES, type BulkKind } from './mirror-tables.ts';
import { startReadingFrom } from './reconcile-store.server.ts';
import { LOOKBACK_MS } from './reconcile-window.ts';

/**
 * Closes a part whose file has been read: held children once more, then the account. Only when every row is accounted
 * for and none was rejected does the file say what is gone at Shopify, and only then is anything removed here.
 * @param readAt when Shopify began to read, by its own clock: later changes are for events and looks (reconcile-shop.server.ts)
 * @throws TerminalError when rows were lost or doubled: nothing of this is kept, and the run fails.
 */
export async function settlePart(context: ImportContext, kind: BulkKind, readAt: number): Promise<void> {
  const { shopId, runId } = context;
  context.progress.phaseIs(`Checking that no ${kind} were lost`);
  await withTenant(shopId, async (tx) => {
    // All joins here are of whole tables, of which there may be no statistics yet: see rebuild-profiles.server.ts.
    await tx.query('SET LOCAL enable_nestloop = off');
    const before = await partOf(tx, runId, kind);
    if (before.held > 0) {
      const outcome = await mergeHeld(tx, { runId, kind, unfinishedRuns: [], firstEver: false });
      await advancePart(tx, runId, kind, { ...outcome, held: -before.held });
    }
    const part = await partOf(tx, runId, kind);
    const fault = lostOrDoubled(kind, part, { objectCount: part.objectCount ?? 0, rootObjectCount: part.rootObjectCount ?? 0 });
    if (fault !== null) throw new TerminalError('conservation', `${fault} The import has been stopped so that no wrong number is shown. Start it again.`);
    if (part.rejected === 0) await removeLostChildren(tx, runId, kind, part);
    const removed = knowsAll(context, kind, part) ? await removeGone(tx, { runId, kind, readAt }) : 0;
    if (removed > 0) log.info({ shop: context.client.shopDomain, kind, removed }, 'removed what is gone at Shopify');
    await finishPart(tx, runId, kind, removed);
    await startReadingFrom(tx, kind === 'products' ? ['products', 'deletions'] : [kind], readAt);
  });
}

async function partOf(tx: TenantTransaction, runId: number, kind: BulkKind): Promise<ImportPart> {
  const part = (await loadParts(tx, runId)).find((one) => one.kind === kind);
  if (part === undefined) throw new TerminalError('import', `The import ${runId} has no part for ${kind}.`);
  return part;
}

/** Children that a newer version of their root no longer has. */
async function removeLostChildren(tx: TenantTransaction, runId: number, kind: BulkKind, part: ImportPart): Promise<void> {
  const { root, child } = BULK_SHAPES[kind];
  if (child === null || part.updated === 0) return;
  await tx.query(
    `DELETE FROM ${child.name} c USING ${root.name} r
      WHERE r.shop_id = $1 AND r.import_run_id = $2 AND c.shop_id = $1 AND c.${child.key[0]} = r.id AND c.import_run_id IS DISTINCT FROM $2`,
    [tx.shopId, runId],
  );
}

/**
 * Whether the file is the whole set of ids: nothing was rejected, Shopify shows all orders, and its own count from
 * before the query agrees within 1% (a query that quietly lost its rows must not empty the mirror).
 */
function knowsAll(context: ImportContext, kind: BulkKind, part: ImportPart): boolean {
  if (part.rejected > 0) return false;
  if (kind === 'orders' && !context.readsAllOrders) return false;
  return part.counted !== null && part.rootsRead >= part.counted * 0.99;
}

/** The instants up to which something was told of a root, beside its version. */
const TOLD_UNTIL: Readonly<Record<BulkKind, string>> = {
  customers: 'greatest(r.updated_at, r.payload_at, r.tags_until, r.email_until, r.sms_until, r.totals_until)',
  orders: 'greatest(r.updated_at, r.payload_at)',
  products: 'greatest(r.updated_at, r.payload_at)',
};

/**
 * Removes roots that this import has not met, whichever way they came. One that an event or a look wrote may be younger than
 * the file: if anything was told of it since shortly before Shopify began to read, it is left to the daily list of ids.
 * @returns how many roots
 */
async function removeGone(tx: TenantTransaction, { runId, kind, readAt }: { runId: number; kind: BulkKind; readAt: number }): Promise<number> {
  const { root } = BULK_SHAPES[kind];
  await tx.query(
    `CREATE TEMPORARY TABLE gone ON COMMIT DROP AS
     SELECT r.id FROM ${root.name} r WHERE r.shop_id = $1 AND r.import_run_id IS DISTINCT FROM $2 AND (r.import_run_id IS NOT NULL OR ${TOLD_UNTIL[kind]} < $4)
        AND NOT EXISTS (SELECT FROM import_seen s WHERE s.shop_id = $1 AND s.run_id = $2 AND s.kind = $3 AND s.id = r.id)`,
    [tx.shopId, runId, kind, new Date(readAt - LOOKBACK_MS)],
  );
  if (kind === 'customers') {
    await tx.query(
      `INSERT INTO gone_customers (shop_id, id, tags) SELECT $1::integer, c.id, c.tags FROM customers c JOIN gone ON gone.id = c.id WHERE c.shop_id = $1
       ON CONFLICT (shop_id, id) DO UPDATE SET tags = EXCLUDED.tags`,
      [tx.shopId],
    );
    for (const table of ['customer_tag_changes', 'early_customer_facts']) await tx.query(`DELETE FROM ${table} c USING gone WHERE c.shop_id = $1 AND c.customer_id = gone.id`, [tx.shopId]);
  }
  const { rowCount } = await tx.query(`DELETE FROM ${root.name} r USING gone WHERE r.shop_id = $1 AND r.id = gone.id`, [tx.shopId]);
  if ((rowCount ?? 0) > 0) {
    for (const [table, parent] of BELOW[kind]) await tx.query(`DELETE FROM ${table} c USING gone WHERE c.shop_id = $1 AND c.${parent} = gone.id`, [tx.shopId]);
  }
  return rowCount ?? 0;
}
