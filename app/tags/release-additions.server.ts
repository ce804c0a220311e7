import type { TenantTransaction } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { shopCalendar } from '../profiles/calendar.ts';
import { clockIsFixed, now } from '../runtime/clock.server.ts';
import { loadShopDetails } from '../shops/shop-store.server.ts';
import { nextBatchAt } from './batch-time.ts';
import { nextBatchJob } from './next-batch.job.server.ts';
import { loadWriting, saveWriting } from './writing-store.server.ts';

/**
 * Daily batches. Additions of a run are let through in the order of their ids, up to `released_through`; what lies beyond
 * waits. Letting them through and counting them for the day is one transaction, so that whoever dies in between has done
 * both or neither: a day has its number at most, and a missed day is made up for by the next ones, never by a double one.
 */

/** `today`: what is left of the shop's number for today; `next batch`: a whole one, whatever today had; `rest`: all. */
export type Release = 'today' | 'next batch' | 'rest';

interface BatchedRun {
  id: number;
  daily_additions: number | null;
  released_through: number | null;
}

/** Lets the next additions of a run through, and has a run that waits for them written. The caller holds `lockTags`. @returns how many */
export async function releaseAdditions(tx: TenantTransaction, runId: number, how: Release): Promise<number> {
  const { rows } = await tx.query<BatchedRun>('SELECT id, daily_additions, released_through FROM tag_runs WHERE shop_id = $1 AND id = $2', [tx.shopId, runId]);
  const run = rows[0];
  if (run === undefined || run.released_through === null) return 0;
  const today = shopCalendar(await shopTimeZone(tx)).dayOf(now());
  const writing = await loadWriting(tx);
  const usedToday = writing.releasedDay === today ? writing.releasedAdditions : 0;
  const all = how === 'rest' || run.daily_additions === null;
  const most = all ? null : how === 'next batch' ? run.daily_additions : Math.max(0, (run.daily_additions ?? 0) - usedToday);
  const { rows: next } = await tx.query<{ through: number | null; count: number }>(
    `SELECT max(id) AS through, count(*)::int AS count FROM (
       SELECT id FROM tag_changes WHERE shop_id = $1 AND run_id = $2 AND state = 'planned' AND action = 'add' AND id > $3 ORDER BY id LIMIT $4) n`,
    [tx.shopId, runId, run.released_through, most],
  );
  const { through = null, count = 0 } = next[0] ?? {};
  await tx.query(
    `UPDATE tag_runs SET released_through = CASE WHEN $3 THEN NULL ELSE coalesce($4, released_through) END, next_batch_at = NULL,
            state = CASE WHEN state = 'waiting' AND ($3 OR $5 > 0) THEN 'approved' ELSE state END WHERE shop_id = $1 AND id = $2`,
    [tx.shopId, runId, all, through, count],
  );
  if (count > 0) await saveWriting(tx, { releasedDay: today, releasedAdditions: usedToday + count });
  return count;
}

/**
 * Lets through what is due today of the runs that wait, the oldest first, and makes them ready to be written; those for
 * which nothing is left of the day wait for the next. The caller holds `lockTags`.
 */
export async function releaseDueBatches(tx: TenantTransaction): Promise<void> {
  const { rows } = await tx.query<{ id: number }>("SELECT id FROM tag_runs WHERE shop_id = $1 AND state = 'waiting' AND next_batch_at <= $2 ORDER BY id", [tx.shopId, new Date(now())]);
  for (const { id } of rows) {
    if ((await releaseAdditions(tx, id, 'today')) === 0) await waitForNextBatch(tx, id);
  }
}

/** How many additions of a run are yet to be let through. */
export async function countUnreleased(tx: TenantTransaction, runId: number): Promise<number> {
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM tag_changes c JOIN tag_runs r ON r.shop_id = c.shop_id AND r.id = c.run_id
      WHERE c.shop_id = $1 AND c.run_id = $2 AND c.state = 'planned' AND c.action = 'add' AND c.id > r.released_through`,
    [tx.shopId, runId],
  );
  return rows[0]?.count ?? 0;
}

/** Puts a run to rest until the shop's next day. A clock that stands still gets no alarm: there the merchant says when. */
export async function waitForNextBatch(tx: TenantTransaction, runId: number): Promise<void> {
  const at = nextBatchAt(now(), await shopTimeZone(tx));
  await tx.query("UPDATE tag_runs SET state = 'waiting', next_batch_at = $3 WHERE shop_id = $1 AND id = $2", [tx.shopId, runId, new Date(at)]);
  if (clockIsFixed()) return;
  await enqueue(nextBatchJob, { shopId: tx.shopId, dueAt: at }, { tx, startAfterSeconds: Math.max(0, Math.ceil((at - now()) / 1000)) });
}

export async function shopTimeZone(tx: TenantTransaction): Promise<string> {
  return (await loadShopDetails(tx))?.ianaTimezone ?? 'UTC';
}
