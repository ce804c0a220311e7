import { RowFault } from './cells.ts';
import { fetchRefundDetails } from './fetch-refund-details.server.ts';
import { fetchReturns, ORDERS_AT_ONCE, type OrderReturns } from './fetch-returns.server.ts';
import { bounded, type RejectedRow } from './line-batch.ts';
import { refundBatches } from './refund-batches.ts';
import type { RefundDetails } from './refund-rows.ts';
import type { PendingOrder } from './refund-store.server.ts';
import type { AdminClient } from '../shopify/admin-client.server.ts';

/** Queries under way at once. More would only be throttled. */
const IN_FLIGHT = 2;

export interface OrderDetails {
  refunds: RefundDetails[];
  returns: OrderReturns[];
  rejected: RejectedRow[];
  /** Refunds, and orders with returns, that were asked for: what Shopify no longer has is in none of the lists. */
  asked: number;
}

/** Refund lines, adjustments and return reasons of some orders, by paged queries. @throws as the Admin client */
export async function fetchOrderDetails(client: AdminClient, orders: readonly PendingOrder[], signal: AbortSignal): Promise<OrderDetails> {
  const wanted = new Map(orders.flatMap((order) => order.refunds.map((refund) => [refund.id, refund] as const)));
  const withReturns = orders.filter((order) => order.hasReturns).map((order) => order.id);
  const answers: OrderDetails = { refunds: [], returns: [], rejected: [], asked: wanted.size + withReturns.length };
  const queries: (() => Promise<void>)[] = [
    ...refundBatches([...wanted.values()]).map((batch) => async () => {
      answers.refunds.push(...(await orReject(answers, batch.ids, () => fetchRefundDetails(client, batch, wanted, signal))));
    }),
    ...chunks(withReturns, ORDERS_AT_ONCE).map((ids) => async () => {
      answers.returns.push(...(await orReject(answers, ids, () => fetchReturns(client, ids, signal))));
    }),
  ];
  await someAtOnce(queries, IN_FLIGHT, signal);
  return answers;
}

/** An answer that cannot be used rejects what it was about, and nothing else. */
async function orReject<Row>(answers: OrderDetails, ids: readonly string[], fetch: () => Promise<Row[]>): Promise<Row[]> {
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
