import { withTenant } from '../database/tenant.server.ts';
import { TerminalError } from '../runtime/errors.ts';
import { RowFault } from './cells.ts';
import { fetchRefundDetails } from './fetch-refund-details.server.ts';
import { fetchReturns, ORDERS_AT_ONCE, type OrderReturns } from './fetch-returns.server.ts';
import type { ImportContext } from './import-context.server.ts';
import { keepRejects } from './import-rejects.server.ts';
import { advancePart, finishPart, loadPart, loadParts } from './import-run.server.ts';
import { bounded, type RejectedRow } from './line-batch.ts';
import { refundBatches } from './refund-batches.ts';
import type { RefundDetails } from './refund-rows.ts';
import { countPending, markDetailed, pendingOrders, saveRefundDetails, saveReturns, type PendingOrder } from './refund-store.server.ts';

/** Orders whose details are asked for and saved together. */
const ORDERS_A_STEP = 400;
/** Queries under way at once. More would only be throttled. */
const IN_FLIGHT = 2;

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
    const orders = await withTenant(shopId, (tx) => pendingOrders(tx, afterId, ORDERS_A_STEP));
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

interface Answers {
  refunds: RefundDetails[];
  returns: OrderReturns[];
  rejected: RejectedRow[];
}

async function readDetails(context: ImportContext, orders: readonly PendingOrder[]): Promise<void> {
  const { client, shopId, runId, signal } = context;
  const wanted = new Map(orders.flatMap((order) => order.refunds.map((refund) => [refund.id, refund] as const)));
  const withReturns = orders.filter((order) => order.hasReturns).map((order) => order.id);
  const answers: Answers = { refunds: [], returns: [], rejected: [] };
  const queries: (() => Promise<void>)[] = [
    ...refundBatches([...wanted.values()]).map((batch) => async () => {
      answers.refunds.push(...(await orReject(answers, batch.ids, () => fetchRefundDetails(client, batch, wanted, signal))));
    }),
    ...chunks(withReturns, ORDERS_AT_ONCE).map((ids) => async () => {
      answers.returns.push(...(await orReject(answers, ids, () => fetchReturns(client, ids, signal))));
    }),
  ];
  await someAtOnce(queries, IN_FLIGHT, signal);
  const read = wanted.size + withReturns.length;
  const taken = answers.refunds.length + answers.returns.length;
  const rejected = answers.rejected.length;
  await withTenant(shopId, async (tx) => {
    await saveRefundDetails(tx, answers.refunds);
    await saveReturns(tx, answers.returns);
    await markDetailed(tx, orders);
    await keepRejects(tx, runId, 'refunds', answers.rejected);
    // What Shopify no longer has was deleted since the bulk query: there is nothing newer to take.
    await advancePart(tx, runId, 'refunds', { read, updated: taken, rejected, stale: read - taken - rejected });
  });
  context.progress.moved('refunds', read);
}

/** An answer that cannot be used rejects what it was about, and nothing else. */
async function orReject<Row>(answers: Answers, ids: readonly string[], fetch: () => Promise<Row[]>): Promise<Row[]> {
  try {
    return await fetch();
  } catch (error) {
    if (!(error instanceof RowFault)) throw error;
    for (const id of ids) answers.rejected.push({ lineNumber: Number(id), code: error.code, reason: error.message, raw: bounded(id) });
    return [];
  }
}

/** Runs the work a few at a time; the first failure lets what is under way end and is thrown. */
async function someAtOnce(work: readonly (() => Promise<void>)[], most: number, signal: AbortSignal): Promise<void> {
  let next = 0;
  let failed: unknown;
  const lane = async (): Promise<void> => {
    while (failed === undefined && next < work.length) {
      signal.throwIfAborted();
      const one = work[next];
      next += 1;
      try {
        await one?.();
      } catch (error) {
        failed ??= error;
      }
    }
  };
  await Promise.all(Array.from({ length: most }, lane));
  if (failed !== undefined) throw failed;
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const made: Item[][] = [];
  for (let from = 0; from < items.length; from += size) made.push(items.slice(from, from + size));
  return made;
}
