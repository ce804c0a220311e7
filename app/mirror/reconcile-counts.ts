import type { FullOutcome } from './full-outcome.ts';

/** What became of the objects that a part of a look was about. Columns of reconciliation_parts. */
export const COUNTS = ['listed', 'standing', 'inserted', 'updated', 'deleted', 'early', 'completed', 'same', 'stale', 'gone', 'rejected'] as const;
export type ReconcileCounts = Record<(typeof COUNTS)[number], number>;

/** So soon after a change its event may only be on its way: that it was read first says nothing of a loss. */
export const EARLY_MS = 60_000;

export function noCounts(): ReconcileCounts {
  return { listed: 0, standing: 0, inserted: 0, updated: 0, deleted: 0, early: 0, completed: 0, same: 0, stale: 0, gone: 0, rejected: 0 };
}

export function sumOf(counts: readonly ReconcileCounts[]): ReconcileCounts {
  const sum = noCounts();
  for (const one of counts) for (const name of COUNTS) sum[name] += one[name];
  return sum;
}

/**
 * Which figure an object that was read counts in.
 * @param read.toldByEvents what stood was this very version as events had told it: that a full read says more is no loss
 * @param read.updatedAt milliseconds since the epoch
 * @param read.now by this machine's clock: nothing but this word hangs on it
 */
export function figureOf(outcome: FullOutcome, read: { toldByEvents: boolean; updatedAt: number; now: number }): keyof ReconcileCounts {
  if (outcome !== 'inserted' && outcome !== 'updated') return outcome;
  if (read.toldByEvents) return 'completed';
  return read.updatedAt > read.now - EARLY_MS ? 'early' : outcome;
}

/** How many of what was listed are in no figure; negative: some are in two. */
export function unaccountedFor({ listed, ...rest }: ReconcileCounts): number {
  return listed - Object.values(rest).reduce((sum, count) => sum + count, 0);
}
