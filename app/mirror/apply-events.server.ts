import { withTenant, withTenantRepeated, type TenantTransaction } from '../database/tenant.server.ts';
import type { InboxEvent } from '../inbox/inbox-event.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { currencyDecimals } from '../math/minor-units.ts';
import { RetryableError, errorCode, errorMessage, isRetryable } from '../runtime/errors.ts';
import { loadShopDetails } from '../shops/shop-store.server.ts';
import { applyCustomerEvents } from './apply-customers.server.ts';
import { applyDeletions } from './apply-deletions.server.ts';
import { applyOrderEvents, applyOrderHints } from './apply-orders.server.ts';
import { applyProductEvents } from './apply-products.server.ts';
import { RowFault } from './cells.ts';
import { completeOrdersJob, COMPLETE_AFTER_SECONDS } from './complete-orders.job.server.ts';
import { reportChanged } from './customer-changes.server.ts';
import { eventsOf, readMirrorEvent, type MirrorEvent } from './mirror-event.ts';

/** What became of one event. */
export interface AppliedEvent {
  id: number;
  /** stale: what stands is as new or newer; ignored: nothing that the mirror keeps; failed: it cannot be taken over, and held nobody else up. */
  outcome: 'applied' | 'stale' | 'ignored' | 'failed';
  /** Stable; of those that were ignored or failed. */
  reasonCode?: string;
  /** In words, without anything of the payload; of those that failed. */
  reason?: string;
  /** Whether a failed one is worth another try. */
  retryable?: boolean;
}

/**
 * Applies events of one shop to the mirror, in one transaction: each is held against the version, the instants and the deletions that
 * stand, so that neither order nor repetition has a part in what comes out. Changes are reported to the rooms after this one
 * (customer_changes), and orders whose numbers no payload has are read by a job that commits with them.
 * When the database refuses the batch, its events are applied one by one, so that a single bad one fails alone.
 * @param options.events at most some hundred
 * @throws RetryableError and the database's passing errors: nothing of the batch, or of its first events, has been lost by then
 */
export async function applyEvents(options: { shopId: number; events: readonly InboxEvent[] }): Promise<AppliedEvent[]> {
  const { shopId, events } = options;
  const results = new Map<number, AppliedEvent>();
  const read = await readAll(shopId, events, results);
  try {
    for (const result of await applyRead(shopId, read)) results.set(result.id, result);
  } catch (error) {
    if (isPassing(error)) throw error;
    for (const one of read) results.set(one.eventId, await applyAlone(shopId, one));
  }
  return events.flatMap((event) => results.get(event.id) ?? []);
}

/** Events that can be read; of the others it is noted why not. */
async function readAll(shopId: number, events: readonly InboxEvent[], results: Map<number, AppliedEvent>): Promise<MirrorEvent[]> {
  const read: MirrorEvent[] = [];
  const decimals = events.some((event) => event.topic.startsWith('products/')) ? await shopDecimals(shopId) : 2;
  for (const event of events) {
    try {
      const told = readMirrorEvent(event, decimals);
      if (told.kind === 'ignored') results.set(event.id, { id: event.id, outcome: 'ignored', reasonCode: told.reasonCode });
      else read.push(told);
    } catch (error) {
      const known = error instanceof RowFault;
      results.set(event.id, { id: event.id, outcome: 'failed', reasonCode: known ? error.code : 'form', reason: known ? error.message : 'The payload lacks what every such payload has.', retryable: false });
    }
  }
  return read;
}

async function shopDecimals(shopId: number): Promise<number> {
  const details = await withTenant(shopId, loadShopDetails);
  return (details === null ? null : currencyDecimals(details.currencyCode)) ?? 2;
}

async function applyAlone(shopId: number, event: MirrorEvent): Promise<AppliedEvent> {
  try {
    const [result] = await applyRead(shopId, [event]);
    return result ?? { id: event.eventId, outcome: 'ignored', reasonCode: 'not-of-the-mirror' };
  } catch (error) {
    if (isPassing(error)) throw error;
    // The database's own words may repeat what stands in a row.
    return { id: event.eventId, outcome: 'failed', reasonCode: errorCode(error) ?? 'unknown', reason: error instanceof RowFault ? errorMessage(error) : 'The database did not take it over.', retryable: isRetryable(error) };
  }
}

/** An error of the moment, which is no fault of any event. */
function isPassing(error: unknown): boolean {
  return error instanceof RetryableError || (errorCode(error) !== undefined && isRetryable(error));
}

async function applyRead(shopId: number, events: readonly MirrorEvent[]): Promise<AppliedEvent[]> {
  if (events.length === 0) return [];
  const outcomes = new Map<number, 'applied' | 'stale'>();
  await withTenantRepeated(shopId, async (tx) => {
    const customers: (string | null)[] = await applyDeletions(tx, eventsOf(events, 'deleted'), outcomes);
    customers.push(...await applyCustomerEvents(tx, events.filter((event) => event.kind === 'customer' || event.kind === 'tags' || event.kind === 'fact'), outcomes));
    const orders = await applyOrderEvents(tx, eventsOf(events, 'order'), outcomes);
    const hinted = await applyOrderHints(tx, eventsOf(events, 'order-hint'), outcomes);
    await applyProductEvents(tx, eventsOf(events, 'product'), outcomes);
    await reportChanged(tx, [...customers, ...orders.customers]);
    if (orders.pending || hinted) await completeSoon(tx);
  });
  return [...outcomes].map(([id, outcome]) => ({ id, outcome }));
}

async function completeSoon(tx: TenantTransaction): Promise<void> {
  await enqueue(completeOrdersJob, { shopId: tx.shopId }, { tx, startAfterSeconds: COMPLETE_AFTER_SECONDS });
}
