/**
 * Which span of changes a look at Shopify reads. All instants are Shopify's own (updatedAt, occurredAt, a bulk operation's
 * createdAt), in milliseconds since the epoch: however wrong this machine's clock is, no change falls between two looks.
 */

/** So far a look goes back before the end of the last: what Shopify lists may be some minutes behind what it holds. */
export const LOOKBACK_MS = 10 * 60_000;

/** Parts of a look that read a span of changes, in their order: whose orders they are is known before the orders come. */
export const WINDOW_PARTS = ['products', 'deletions', 'customers', 'orders'] as const;
export type WindowPart = (typeof WINDOW_PARTS)[number];

export interface ReadSpan {
  from: number;
  to: number;
}

/**
 * From the last end minus the lookback, not before the start, up to the newest change that Shopify has when the look
 * begins. What changes while it is read has a later instant: it leaves the span and is the next look's, so that a flood of
 * changes makes no look endless.
 * @param read up to when all has been read, and since when there is anything to read
 * @param newest null: Shopify has nothing of the kind
 * @returns null when there is nothing to read
 */
export function spanToRead(read: { start: number; until: number }, newest: number | null, lookbackMs: number): ReadSpan | null {
  if (newest === null) return null;
  const from = Math.max(read.start - LOOKBACK_MS, read.until - lookbackMs);
  return from > newest ? null : { from, to: newest };
}

/** The span as Shopify's search says it. Shopify's instants are whole seconds. */
export function searchOf(span: ReadSpan, field: 'updated_at' | 'occurred_at'): string {
  const second = (at: number): string => `${new Date(Math.floor(at / 1000) * 1000).toISOString().slice(0, 19)}Z`;
  return `${field}:>='${second(span.from)}' ${field}:<='${second(span.to)}'`;
}
