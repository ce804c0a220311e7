import { systemPool } from '../database/pools.server.ts';
import { machineNow } from '../runtime/clock.server.ts';

/** Days that an event's row stays after it was dealt with, to know a repetition (Shopify tries for hours, and is late by a day at most), and one that was put aside for a person, with its payload. */
export const KEEP_EVENT_DAYS = { dealtWith: 7, failed: 30 } as const;

const DAY_MS = 86_400_000;
/** Few enough that nobody who stores events waits for it. */
const ROWS_A_STEP = 5_000;

/** Removes what has been kept long enough, in small steps. What waits to be dealt with is never removed. @returns how many rows */
export async function tidyInbox(options: { signal?: AbortSignal; rowsAStep?: number } = {}): Promise<number> {
  const { signal, rowsAStep = ROWS_A_STEP } = options;
  const before = (days: number): Date => new Date(machineNow() - days * DAY_MS);
  for (let removed = 0; ;) {
    signal?.throwIfAborted();
    const { rowCount } = await systemPool().query(
      `DELETE FROM inbox_events WHERE id = ANY (ARRAY (
         SELECT id FROM inbox_events WHERE finished_at < $1 AND (state IN ('done', 'ignored') OR (state = 'failed' AND finished_at < $2)) ORDER BY finished_at LIMIT $3))`,
      [before(KEEP_EVENT_DAYS.dealtWith), before(KEEP_EVENT_DAYS.failed), rowsAStep],
    );
    removed += rowCount ?? 0;
    if ((rowCount ?? 0) < rowsAStep) return removed;
  }
}
