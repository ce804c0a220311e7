import { withTenant } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { takePeopleOutOfLateOrders } from '../mirror/redactions.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { eraseAgainJob, ERASE_AGAIN_SECONDS } from './erase-again.job.server.ts';
import { eraseRows } from './erase-person.server.ts';
import { redactedSince } from './request-store.server.ts';

const PEOPLE_A_STEP = 500;

/**
 * Removes whatever rows there are of customers who were redacted, of all of them: the tombstones say who. Where somebody was redacted
 * so short a time ago that what was under way then may be still, it is done once more after the full time.
 */
export async function eraseAgain(options: { shopId: number; round: 0 | 1; signal?: AbortSignal }): Promise<void> {
  const { shopId, round, signal } = options;
  const after = ERASE_AGAIN_SECONDS[round];
  const tooEarly = await withTenant(shopId, async (tx) => {
    await takePeopleOutOfLateOrders(tx);
    return redactedSince(tx, new Date(machineNow() - after * 1_000));
  });
  for (let last: number | null = 0; last !== null;) {
    signal?.throwIfAborted();
    last = await eraseSome(shopId, last);
  }
  if (tooEarly) await enqueue(eraseAgainJob, { shopId, round }, { startAfterSeconds: after });
}

/** The next customers by number. @returns the last of them; null when there are none */
async function eraseSome(shopId: number, after: number): Promise<number | null> {
  return withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<{ id: number }>('SELECT customer_id AS id FROM redactions WHERE shop_id = $1 AND customer_id > $2 ORDER BY customer_id LIMIT $3', [shopId, after, PEOPLE_A_STEP]);
    if (rows.length > 0) await eraseRows(tx, rows.map((row) => row.id));
    return rows.at(-1)?.id ?? null;
  });
}
