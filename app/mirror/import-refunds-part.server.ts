import { withTenant } from '../database/tenant.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import { fetchOrderDetails } from './fetch-order-details.server.ts';
import type { ImportContext } from './import-context.server.ts';
import { keepRejects } from './import-rejects.server.ts';
import { advancePart, finishPart, loadPart, loadParts } from './import-run.server.ts';
import { countPending, pendingOrders, saveOrderDetails, type PendingOrder } from './refund-store.server.ts';

/** Orders whose details are asked for and saved together. */
const ORDERS_A_STEP = 400;

/**
 * Refund lines, adjustments and return reasons, which a bulk query cannot reach (`refunds` is a list, and a connection
 * in a list is refused), by paged queries over the orders that have some. An order keeps its mark (details_pending)
 * until they are saved, so a later try asks only for what is left.
 */
export async function importRefundsPart(context: ImportContext): Promise<void> {
  const { shopId, runId, progress, signal } = context;
  const part = await loadPart(shopId, runId, 'refunds');
  if (part.status === 'done') return progress.partIs('refunds', { done: part.read, expected: part.read, certain: true });
  const left = await withTenant(shopId, countPending);
  progress.phaseIs('Reading refunds and returns');
  progress.partIs('refunds', { done: part.read, expected: part.read + left, certain: true });
  let afterId = '0';
  for (;;) {
    signal.throwIfAborted();
    const orders = await withTenant(shopId, (tx) => pendingOrders(tx, { afterId, limit: ORDERS_A_STEP }));
    const last = orders.at(-1);
    if (last === undefined) break;
    await readDetails(context, orders);
    afterId = last.id;
  }
  await withTenant(shopId, async (tx) => {
    const settled = (await loadParts(tx, runId)).find((one) => one.kind === 'refunds');
    if (settled === undefined || settled.read !== settled.updated + settled.stale + settled.rejected) {
      throw new TerminalError('conservation', 'Not every refund and return that was asked for is accounted for. The import has been stopped so that no wrong number is shown. Start it again.');
    }
    await finishPart(tx, runId, 'refunds', 0);
  });
}

async function readDetails(context: ImportContext, orders: readonly PendingOrder[]): Promise<void> {
  const { client, shopId, runId, signal } = context;
  const details = await fetchOrderDetails(client, orders, signal);
  const read = details.asked;
  const taken = details.refunds.length + details.returns.length;
  const rejected = details.rejected.length;
  await withTenant(shopId, async (tx) => {
    await saveOrderDetails(tx, orders, details);
    await keepRejects(tx, runId, 'refunds', details.rejected);
    // What Shopify no longer has was deleted since the bulk query: there is nothing newer to take.
    await advancePart(tx, runId, 'refunds', { read, updated: taken, rejected, stale: read - taken - rejected });
  });
  context.progress.moved('refunds', read);
}
