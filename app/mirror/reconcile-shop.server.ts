import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { currencyDecimals } from '../math/minor-units.ts';
import { RegularsError, TerminalError, errorCode, errorMessage, isRetryable } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { adminClient, type AdminClient } from '../shopify/admin-client.server.ts';
import { lastGap } from '../shops/check-store.server.ts';
import { installedShop } from '../shops/shop-store.server.ts';
import { completeOrders } from './complete-orders.server.ts';
import { countChanged, newestChanges } from './list-changed.server.ts';
import { BULK_KINDS } from './mirror-tables.ts';
import { readShop } from './read-shop.server.ts';
import type { ReconcileContext } from './reconcile-context.server.ts';
import { completePartial, reconcileWindow } from './reconcile-parts.server.ts';
import { MOST_TRIES } from './reconcile-shop.job.server.ts';
import { beginReconciliation, endReconciliation, loadLookParts, loadReadUntil, postponeReconciliation, type Reconciliation } from './reconcile-store.server.ts';
import { LOOKBACK_MS, WINDOW_PARTS, spanToRead, type ReadSpan, type WindowPart } from './reconcile-window.ts';
import { startImport } from './start-import.server.ts';
import { openReconciliation, type ReconcileWish } from './start-reconciliation.server.ts';
import { sweepIds, TooManyChanges } from './sweep-ids.server.ts';

/** Objects on a page that lists changes: Shopify's most. */
const PAGE_SIZE = 250;
/** So many changed objects are read one by one; beyond, an import reads the whole store for less. */
const MOST_BY_ID = 10_000;

export interface ReconcileOptions {
  shopId: number;
  wish: ReconcileWish;
  signal?: AbortSignal;
  /** For tests; the shop's own otherwise. */
  client?: AdminClient;
  pageSize?: number;
  lookbackMs?: number;
  mostById?: number;
}

/**
 * One look at Shopify for whatever no event told of: what changed since the last look (and a while before it), products that were
 * deleted, rows that only events have told; where it is due, the ids of everything. The mirror is set right, changes are reported to
 * the rooms after it, and what was set right is kept with the look. A try that breaks off is taken up by the next where it stood.
 * @returns how it ended; null: an import is at work, or none has ever ended, and there is nothing to look at
 * @throws as the Admin client; TerminalError once the look has failed
 */
export async function reconcileShop(options: ReconcileOptions): Promise<Reconciliation['state'] | null> {
  const { shopId, wish } = options;
  const signal = options.signal ?? new AbortController().signal;
  const domain = (await installedShop(shopId)).domain;
  const gapAt = await lastGap();
  const look = await withTenant(shopId, async (tx) => {
    const open = await openReconciliation(tx, wish, gapAt);
    return open === null ? null : beginReconciliation(tx, open.id);
  });
  if (look === null) return null;
  const client = options.client ?? adminClient(domain);
  try {
    await readAll(look, { ...options, client, signal });
    await withTenant(shopId, (tx) => endReconciliation(tx, look.id, { state: 'succeeded' }));
    return 'succeeded';
  } catch (error) {
    if (error instanceof TooManyChanges) return handOver(shopId, look.id);
    await endOrLeave(shopId, look, error, signal.aborted);
    throw error;
  }
}

async function readAll(look: Reconciliation, options: ReconcileOptions & { client: AdminClient; signal: AbortSignal }): Promise<void> {
  const { shopId, client, signal, lookbackMs = LOOKBACK_MS, pageSize = PAGE_SIZE, mostById = MOST_BY_ID } = options;
  const details = await readShop(client, shopId, signal);
  const context: ReconcileContext = {
    shopId, id: look.id, client, signal, pageSize, lookbackMs, shopDecimals: currencyDecimals(details.currencyCode) ?? 2, readsAllOrders: details.readsAllOrders,
  };
  const newest = await newestChanges(client, signal);
  const { spans, begun } = await spansOf(shopId, look.id, newest, lookbackMs);
  if (!begun) {
    const changed = await countChanged(client, spans, mostById + 1, signal);
    const standing = await withTenant(shopId, (tx) => countStanding(tx, spans));
    for (const kind of ['orders', 'customers', 'products'] as const) {
      if (changed[kind] - standing[kind] > mostById) throw new TooManyChanges('many-changes', `More than ${mostById} ${kind} have changed.`);
    }
  }
  for (const part of WINDOW_PARTS) await reconcileWindow(context, part, spans[part]);
  for (const kind of BULK_KINDS) await completePartial(context, kind);
  if (look.sweep) for (const kind of ['customers', 'products', 'orders'] as const) await sweepIds(context, kind, mostById);
  // Refunds and returns of orders that were read, in the same look.
  await completeOrders({ shopId, signal, client });
}

/** What is to be read of each kind; a look that has begun goes on with what it began with. */
async function spansOf(shopId: number, id: number, newest: Readonly<Record<WindowPart, number | null>>, lookbackMs: number): Promise<{ spans: Record<WindowPart, ReadSpan | null>; begun: boolean }> {
  return withTenant(shopId, async (tx) => {
    const spans: Record<WindowPart, ReadSpan | null> = { products: null, deletions: null, customers: null, orders: null };
    for (const part of WINDOW_PARTS) {
      const read = await loadReadUntil(tx, part);
      spans[part] = read === null ? null : spanToRead(read, newest[part], lookbackMs);
    }
    return { spans, begun: (await loadLookParts(tx, id)).length > 0 };
  });
}

/** Of what changed in the spans, that which stands whole in the mirror already: events told of it, and it was read. */
async function countStanding(tx: TenantTransaction, spans: Readonly<Record<WindowPart, ReadSpan | null>>): Promise<Record<'orders' | 'customers' | 'products', number>> {
  const counts = { orders: 0, customers: 0, products: 0 };
  for (const kind of ['orders', 'customers', 'products'] as const) {
    const span = spans[kind];
    if (span === null) continue;
    const { rows } = await tx.query<{ count: number }>(`SELECT count(*)::integer AS count FROM ${kind} WHERE shop_id = $1 AND updated_at BETWEEN $2 AND $3 AND NOT partial`, [tx.shopId, new Date(span.from), new Date(span.to)]);
    counts[kind] = rows[0]?.count ?? 0;
  }
  return counts;
}

/** So much has changed that an import is the better look. It sets the marks from which looks go on. */
async function handOver(shopId: number, id: number): Promise<'handed-over'> {
  const { runId } = await startImport({ shopId });
  await withTenant(shopId, (tx) => endReconciliation(tx, id, { state: 'handed-over', importRunId: runId }));
  return 'handed-over';
}

/** After a terminal error, or the last try, the look has failed; otherwise it stays as it is for the next try. */
async function endOrLeave(shopId: number, look: Reconciliation, error: unknown, stopping: boolean): Promise<void> {
  if (stopping) return withTenant(shopId, (tx) => postponeReconciliation(tx, look.id, 'untried'));
  const message = error instanceof RegularsError ? errorMessage(error) : `The check stopped at a fault of the app itself: ${errorMessage(error)}. It is tried again by itself; if it goes on, the log has more.`;
  const why = { errorCode: errorCode(error) ?? 'unknown', errorMessage: message };
  if (isRetryable(error) && look.attempts < MOST_TRIES) return withTenant(shopId, (tx) => postponeReconciliation(tx, look.id, why));
  await withTenant(shopId, (tx) => endReconciliation(tx, look.id, { state: 'failed', ...why }));
  log.warn({ shopId, code: why.errorCode }, 'a look at Shopify for lost events has failed');
  if (isRetryable(error)) throw new TerminalError('reconcile-failed', message, { cause: error });
}
