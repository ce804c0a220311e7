import type { TenantTransaction } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { now } from '../runtime/clock.server.ts';
import { FEW_CALLS } from './few-calls.ts';
import { countProposal, createProposal } from './proposal-store.server.ts';
import { releaseAdditions } from './release-additions.server.ts';
import { selectsAll, type TagSelection } from './tag-selection.ts';
import { writeTagsJob } from './write-tags.job.server.ts';

export interface Approval {
  proposal: { id: number; revision: number };
  /** As its reader saw it: what was added since stays proposed. */
  revision: number;
  by: string;
  automatic: boolean;
  selection: TagSelection;
  /** Additions a day at most; null: all at once. */
  dailyAdditions: number | null;
  /** Leaves out what automatic runs since then were refused or skipped, which would come again at once and for ever. */
  notTriedSince?: Date;
  /** How the writer learns of it. Left out: by its job, at once. Given: the caller writes, and enqueues here what takes over should it come to nothing. */
  writer?: (tx: TenantTransaction) => Promise<void>;
}

export interface ApprovedRun {
  runId: number;
  adds: number;
  removes: number;
  /** Changes that stay proposed. */
  left: number;
}

/** Which changes of the proposal are meant, as a condition on `c`. */
const SELECTED = `c.revision <= $3 AND ($4::text[] IS NULL OR c.rule = ANY ($4)) AND ($5::bigint[] IS NULL OR c.customer_id = ANY ($5))
  AND ($6::timestamptz IS NULL OR NOT EXISTS (
    SELECT FROM tag_changes t JOIN tag_runs a ON a.shop_id = t.shop_id AND a.id = t.run_id
     WHERE t.shop_id = c.shop_id AND t.customer_id = c.customer_id AND t.state IN ('skipped', 'failed') AND t.tag_key = c.tag_key AND t.action = c.action AND a.automatic AND a.approved_at >= $6))`;

/**
 * Makes intents of the open proposal or of a part of it, and the job that writes them, in the caller's transaction, which
 * holds `lockTags`. The smaller part moves: a few customers out of many into a run of their own, most of them the other way round. A
 * proposal that was meant as a whole gives its number away either way.
 * @returns null when nothing of it is selected
 */
export async function approveProposal(tx: TenantTransaction, approval: Approval): Promise<ApprovedRun | null> {
  const { proposal, revision, by, automatic, selection, dailyAdditions } = approval;
  const meant = [tx.shopId, proposal.id, revision, selection.rules ?? null, selection.customerIds ?? null, approval.notTriedSince ?? null];
  const { rows } = await tx.query<{ all: number; adds: number; removes: number }>(
    `SELECT count(*)::int AS all, count(*) FILTER (WHERE chosen AND action = 'add')::int AS adds, count(*) FILTER (WHERE chosen AND action = 'remove')::int AS removes
       FROM (SELECT action, ${SELECTED} AS chosen FROM tag_changes c WHERE c.shop_id = $1 AND c.run_id = $2) n`,
    meant,
  );
  const { all = 0, adds = 0, removes = 0 } = rows[0] ?? {};
  const chosen = adds + removes;
  if (chosen === 0) return null;
  const at = new Date(now());
  if (automatic && approval.writer !== undefined && selectsAll(selection) && dailyAdditions === null) {
    const joined = await joinWaitingRun(tx, { meant, by, adds, removes });
    if (joined !== null) {
      await countProposal(tx, proposal.id, proposal.revision + 1);
      await approval.writer(tx);
      return { runId: joined, adds, removes, left: all - chosen };
    }
  }
  let runId = proposal.id;
  if (chosen * 2 <= all && !selectsAll(selection)) {
    const { rows: made } = await tx.query<{ id: number }>(
      `INSERT INTO tag_runs (shop_id, kind, state, revision, created_at, approved_at, approved_by)
       SELECT $1, 'apply', 'approved', revision, created_at, $3, $4 FROM tag_runs WHERE shop_id = $1 AND id = $2 RETURNING id`,
      [tx.shopId, proposal.id, at, by],
    );
    runId = (made[0] as { id: number }).id;
    await tx.query(`UPDATE tag_changes c SET run_id = $7 WHERE c.shop_id = $1 AND c.run_id = $2 AND ${SELECTED}`, [...meant, runId]);
    // Whoever reads the proposal in another window has numbers before them that are no longer its own.
    await countProposal(tx, proposal.id, proposal.revision + 1);
    await tx.query('UPDATE tag_runs SET seen_from = revision WHERE shop_id = $1 AND id = $2', [tx.shopId, proposal.id]);
  }
  const batched = dailyAdditions !== null && adds > 0;
  await tx.query(
    `UPDATE tag_runs SET state = 'approved', approved_at = $3, approved_by = $4, automatic = $5, adds = $6, removes = $7, daily_additions = $8, released_through = CASE WHEN $9 THEN 0 END
      WHERE shop_id = $1 AND id = $2`,
    [tx.shopId, runId, at, by, automatic, adds, removes, dailyAdditions, batched],
  );
  if (runId === proposal.id && chosen < all) {
    const next = await createProposal(tx);
    await tx.query(`UPDATE tag_changes c SET run_id = $7 WHERE c.shop_id = $1 AND c.run_id = $2 AND NOT (${SELECTED})`, [...meant, next.id]);
    await countProposal(tx, next.id, proposal.revision);
  }
  if (batched) await releaseAdditions(tx, runId, 'today');
  if (approval.writer === undefined) await enqueue(writeTagsJob, { shopId: tx.shopId }, { tx });
  else await approval.writer(tx);
  return { runId, adds, removes, left: all - chosen };
}

/** A run that nobody has begun for so long is another one's business. */
const WAITS_MS = 60_000;

/**
 * Adds changes to the youngest run that was approved by itself just before and waits to be written: what many events ask
 * for within seconds is written together, and is one line of the history.
 * @returns its number, or null when there is none
 */
async function joinWaitingRun(tx: TenantTransaction, { meant, by, adds, removes }: { meant: unknown[]; by: string; adds: number; removes: number }): Promise<number | null> {
  const { rows } = await tx.query<{ id: number }>(
    `UPDATE tag_runs SET adds = adds + $4, removes = removes + $5
      WHERE shop_id = $1 AND state = 'approved' AND worker IS NULL AND id = (
        SELECT id FROM tag_runs
         WHERE shop_id = $1 AND state = 'approved' AND kind = 'apply' AND automatic AND approved_by = $2 AND approved_at >= $3 AND worker IS NULL AND started_at IS NULL
           AND released_through IS NULL AND stop_requested IS NULL AND adds + removes + $4 + $5 <= $6
         ORDER BY id DESC LIMIT 1)
     RETURNING id`,
    [tx.shopId, by, new Date(now() - WAITS_MS), adds, removes, FEW_CALLS],
  );
  const runId = rows[0]?.id;
  if (runId === undefined) return null;
  await tx.query(`UPDATE tag_changes c SET run_id = $7 WHERE c.shop_id = $1 AND c.run_id = $2 AND ${SELECTED}`, [...meant, runId]);
  return runId;
}
