import { withTenant } from '../database/tenant.server.ts';
import { currencyDecimals } from '../math/minor-units.ts';
import { RegularsError, TerminalError, errorCode, errorMessage, isRetryable } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { adminClient, type AdminClient } from '../shopify/admin-client.server.ts';
import { cancelBulkOperation } from '../shopify/bulk-query.server.ts';
import { installedShop } from '../shops/shop-store.server.ts';
import { importBulkPart } from './import-bulk-part.server.ts';
import { takingTurns, type ImportContext } from './import-context.server.ts';
import { importRefundsPart } from './import-refunds-part.server.ts';
import { beginRun, endRun, loadParts, type ImportRun } from './import-run.server.ts';
import { MOST_ATTEMPTS } from './import-shop.job.server.ts';
import { BULK_KINDS } from './mirror-tables.ts';
import { ProgressWriter } from './progress-writer.server.ts';
import { countStore, readShop } from './read-shop.server.ts';
import { watchFirstOrders } from './watch-first-orders.server.ts';

class Cancelled extends RegularsError {}

/**
 * Does the import that `startImport` recorded, from wherever an earlier try left it.
 * @param options.signal aborted when the process stops: the job is then tried again and goes on
 * @param options.onOrders called now and then while orders come in, when there is something new to be seen in them
 * @param options.onDone what follows a whole import, in the transaction that ends the run: the pipeline enqueues the rebuild of profiles with it
 * @returns how the run ended; 'gone' when it had ended before
 * @throws RetryableError and the like while tries are left; TerminalError once the run has failed.
 */
export async function runImport(options: {
  shopId: number;
  runId: number;
  signal?: AbortSignal;
  onOrders?: () => Promise<void>;
  onDone?: (tx: Parameters<Parameters<typeof withTenant>[1]>[0]) => Promise<void>;
}): Promise<'succeeded' | 'cancelled' | 'gone'> {
  const { shopId, runId } = options;
  const run = await beginRun(shopId, runId);
  if (run === null) return 'gone';
  const client = adminClient(await domainOf(shopId, runId));
  const stop = new AbortController();
  const outside = (): void => stop.abort(options.signal?.reason ?? new Error('The process is stopping.'));
  options.signal?.addEventListener('abort', outside, { once: true });
  if (options.signal?.aborted === true) outside();
  const progress = new ProgressWriter(shopId, runId, () => stop.abort(new Cancelled('import-cancelled', 'The import was cancelled.')));
  progress.start();
  try {
    if (run.cancelRequestedAt !== null) throw new Cancelled('import-cancelled', 'The import was cancelled.');
    await importAll({ client, shopId, runId, progress, stop, look: watchFirstOrders({ shopId, runId, onOrders: options.onOrders }) });
    await progress.stop();
    await withTenant(shopId, async (tx) => {
      await endRun(tx, runId, { status: 'succeeded', phase: 'The store has been imported' });
      await options.onDone?.(tx);
    });
    return 'succeeded';
  } catch (thrown) {
    await progress.stop();
    // An abort surfaces as whatever was under way; its reason says what it was.
    const error: unknown = stop.signal.aborted && !(stop.signal.reason instanceof FirstFailure) ? stop.signal.reason : thrown;
    if (error instanceof Cancelled) {
      await cancelAtShopify(client, shopId, runId);
      await withTenant(shopId, (tx) => endRun(tx, runId, { status: 'cancelled', phase: 'Cancelled' }));
      return 'cancelled';
    }
    await endOrLeave(run, shopId, client, error, options.signal?.aborted === true);
    throw error;
  } finally {
    options.signal?.removeEventListener('abort', outside);
  }
}

/** @throws TerminalError when the app has been uninstalled; the run has then failed. */
async function domainOf(shopId: number, runId: number): Promise<string> {
  try {
    return (await installedShop(shopId)).domain;
  } catch (error) {
    if (!isRetryable(error)) {
      await withTenant(shopId, (tx) => endRun(tx, runId, { status: 'failed', phase: 'The import failed', errorCode: errorCode(error) ?? 'unknown', errorMessage: errorMessage(error) }));
    }
    throw error;
  }
}

/** Stops the other parts when one has failed; what failed is thrown by that part itself. */
class FirstFailure extends Error {}

async function importAll(work: { client: AdminClient; shopId: number; runId: number; progress: ProgressWriter; stop: AbortController; look: () => Promise<void> }): Promise<void> {
  const { client, shopId, runId, progress, stop, look } = work;
  const { signal } = stop;
  const details = await readShop(client, shopId, signal);
  const counted = await countStore(client, signal);
  await withTenant(shopId, async (tx) => {
    await tx.query('UPDATE import_runs SET reads_all_orders = $3 WHERE shop_id = $1 AND id = $2', [shopId, runId, details.readsAllOrders]);
    for (const kind of BULK_KINDS) {
      // The count of before the query; a later try keeps it.
      await tx.query('UPDATE import_parts SET counted = coalesce(counted, $4) WHERE shop_id = $1 AND run_id = $2 AND kind = $3', [shopId, runId, kind, counted[kind]]);
      progress.partIs(kind, { expected: counted[kind] ?? 0 });
    }
  });
  const context: ImportContext = {
    shopId, runId, client, signal, progress, look,
    shopDecimals: currencyDecimals(details.currencyCode) ?? 2,
    readsAllOrders: details.readsAllOrders,
    oneAtATime: takingTurns(),
  };
  progress.phaseIs('Shopify is preparing products, customers and orders');
  // What the others throw once they are stopped says nothing: the first failure is the reason.
  let failure: { error: unknown } | undefined;
  await Promise.all(
    BULK_KINDS.map(async (kind) => {
      try {
        await importBulkPart(context, kind);
      } catch (error) {
        failure ??= { error };
        if (!signal.aborted) stop.abort(new FirstFailure());
      }
    }),
  );
  if (failure !== undefined) throw failure.error;
  await importRefundsPart(context);
}

/** After a terminal error, or the last try, the run has failed; otherwise it stays as it is for the next try. */
async function endOrLeave(run: ImportRun, shopId: number, client: AdminClient, error: unknown, stopping: boolean): Promise<void> {
  if (stopping) {
    // A deploy or a lost lease is no failed try.
    await withTenant(shopId, (tx) => tx.query('UPDATE import_runs SET attempts = greatest(0, attempts - 1) WHERE shop_id = $1 AND id = $2 AND active', [shopId, run.id]));
    return;
  }
  const message = error instanceof RegularsError ? errorMessage(error) : `The import stopped at a fault of the app itself: ${errorMessage(error)}. It is tried again by itself; if it goes on, the log has more.`;
  if (!isRetryable(error) || run.attempts >= MOST_ATTEMPTS) {
    await cancelAtShopify(client, shopId, run.id);
    await withTenant(shopId, (tx) => endRun(tx, run.id, { status: 'failed', phase: 'The import failed', errorCode: errorCode(error) ?? 'unknown', errorMessage: message }));
    if (isRetryable(error)) throw new TerminalError('import-failed', message, { cause: error });
    return;
  }
  await withTenant(shopId, (tx) =>
    tx.query("UPDATE import_runs SET phase = 'Waiting to be tried again', error_code = $3, error_message = $4 WHERE shop_id = $1 AND id = $2 AND active", [shopId, run.id, errorCode(error) ?? 'unknown', message]),
  );
}

/** Operations of a run that goes no further would only hold Shopify's few places for them. */
async function cancelAtShopify(client: AdminClient, shopId: number, runId: number): Promise<void> {
  for (const part of await withTenant(shopId, (tx) => loadParts(tx, runId))) {
    if (part.bulkOperationId === null || part.status !== 'running') continue;
    try {
      await cancelBulkOperation(client, `gid://shopify/BulkOperation/${part.bulkOperationId}`, { signal: AbortSignal.timeout(10_000) });
    } catch (error) {
      log.warn({ shop: client.shopDomain, kind: part.kind, reason: errorMessage(error) }, 'a bulk operation could not be cancelled');
    }
  }
}
