import { withTenant } from '../database/tenant.server.ts';
import { outcomeWords, type ChangeOutcome } from './change-outcome.ts';
import { changeSentence } from './change-sentence.ts';
import { moneyWords } from './load-tag-diff.server.ts';
import type { ChangeCause } from './diff-view.ts';
import { idPage } from './id-page.ts';
import type { RunChange, RunChangePage, TagRunDetail, TagRunSummary } from './run-view.ts';
import { undosUnderWay } from './unfinished-undo.server.ts';
import type { TagReason } from './wanted-tags.ts';

/** Runs that were approved, the newest first. @param options.before an id: only older ones */
export async function listTagRuns(options: { shopId: number; before?: number; limit?: number; runId?: number }): Promise<TagRunSummary[]> {
  const { shopId, before = null, limit = 20, runId = null } = options;
  return withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<Omit<TagRunSummary, 'approvedAt' | 'startedAt' | 'finishedAt' | 'nextBatchAt'> & { approvedAt: Date; startedAt: Date | null; finishedAt: Date | null; nextBatchAt: Date | null }>(
      `SELECT r.id, r.kind, r.state, r.approved_at AS "approvedAt", r.approved_by AS "approvedBy",
              (SELECT name FROM staff_members s WHERE s.shop_id = r.shop_id AND s.user_id = r.approved_by) AS "approvedByName", r.started_at AS "startedAt", r.finished_at AS "finishedAt",
              r.undo_of AS "undoOf", r.adds, r.removes, r.added, r.removed, r.skipped, r.failed, r.cancelled,
              coalesce((SELECT sum(progress) FROM tag_batches b WHERE b.shop_id = r.shop_id AND b.run_id = r.id AND b.state <> 'done'), 0)::int AS "underWay",
              r.stop_requested AS "stopRequested", CASE WHEN r.error_message IS NOT NULL THEN json_build_object('code', coalesce(r.error_code, 'unknown'), 'message', r.error_message) END AS error, r.automatic, r.daily_additions AS "dailyAdditions", r.next_batch_at AS "nextBatchAt", r.undo_rule AS "undoRule",
              r.kind = 'apply' AND r.state IN ('done', 'cancelled', 'waiting', 'paused', 'failed') AND EXISTS (
                SELECT FROM tag_changes c WHERE c.shop_id = r.shop_id AND c.run_id = r.id AND c.state = 'done' AND c.undone_by IS NULL) AND NOT EXISTS (${undosUnderWay('r.id')}) AS "canUndo"
         FROM tag_runs r
        WHERE r.shop_id = $1 AND r.state <> 'proposed' AND ($2::integer IS NULL OR r.id < $2) AND ($4::integer IS NULL OR r.id = $4)
        ORDER BY r.id DESC LIMIT $3`,
      [shopId, before, limit, runId],
    );
    return rows.map((row) => ({
      ...row, approvedAt: row.approvedAt.toISOString(), startedAt: row.startedAt?.toISOString() ?? null, finishedAt: row.finishedAt?.toISOString() ?? null,
      nextBatchAt: row.nextBatchAt?.toISOString() ?? null,
    }));
  });
}

/** Null when there is no such run. */
export async function loadTagRun(options: { shopId: number; runId: number }): Promise<TagRunDetail | null> {
  const [run] = await listTagRuns({ shopId: options.shopId, runId: options.runId, limit: 1 });
  if (run === undefined) return null;
  return withTenant(options.shopId, async (tx) => {
    const { rows } = await tx.query<{ outcome: ChangeOutcome; message: string | null; count: number }>(
      `SELECT outcome, outcome_message AS message, count(*)::int AS count FROM tag_changes
        WHERE shop_id = $1 AND run_id = $2 AND outcome IS NOT NULL GROUP BY outcome, outcome_message ORDER BY count DESC, outcome LIMIT 50`,
      [tx.shopId, options.runId],
    );
    return { run, outcomes: rows.map((row) => ({ ...row, words: outcomeWords(row.outcome) })) };
  });
}

/** Changes of a run in the order of their ids. */
export async function loadRunChanges(options: { shopId: number; runId: number; state?: RunChange['state']; after?: number; before?: number; limit?: number }): Promise<RunChangePage> {
  const { shopId, runId, state = null, after = -1, before, limit = 50 } = options;
  const backwards = before !== undefined;
  return withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<Omit<RunChange, 'why' | 'cause' | 'outcome' | 'outcomeCode' | 'outcomeMessage'> & { tag: string; why: ChangeCause; reason: TagReason | null; outcome: ChangeOutcome | null; message: string | null }>(
      `SELECT c.id, c.customer_id AS "customerId", nullif(trim(concat_ws(' ', m.first_name, m.last_name)), '') AS "customerName", c.name, c.name AS tag, c.action, c.state,
              coalesce(c.before_tags, '{}') AS before, c.after_tags AS after, c.rule, c.why, c.reason, c.outcome, c.outcome_message AS message, c.undone_by IS NOT NULL AS undone
         FROM tag_changes c LEFT JOIN customers m ON m.shop_id = c.shop_id AND m.id = c.customer_id
        WHERE c.shop_id = $1 AND c.run_id = $2 AND c.id ${backwards ? '<' : '>'} $3 AND ($4::text IS NULL OR c.state = $4) ORDER BY c.id ${backwards ? 'DESC' : ''} LIMIT $5`,
      [shopId, runId, before ?? after, state, limit + 1],
    );
    const money = await moneyWords(tx);
    const page = idPage(rows, limit, { after, before }, (row) => row.id);
    return {
      ...page,
      rows: page.rows.map(({ tag, message, outcome, why, ...row }) => ({
        ...row,
        cause: why,
        why: changeSentence({ action: row.action, rule: row.rule, tag, why, reason: row.reason }, money),
        outcomeCode: outcome,
        outcomeMessage: message,
        outcome: outcome === null ? null : `${outcomeWords(outcome)}${message === null ? '' : ` ${message}`}`,
      })),
    };
  });
}
