import { withTenant } from '../database/tenant.server.ts';
import { outcomeWords, type ChangeOutcome } from './change-outcome.ts';
import { changeSentence } from './change-sentence.ts';
import { moneyWords } from './load-tag-diff.server.ts';
import type { TagReason } from './wanted-tags.ts';

/** A run in the history. */
export interface TagRunSummary {
  id: number;
  kind: 'apply' | 'undo';
  state: 'approved' | 'running' | 'paused' | 'done' | 'cancelled' | 'failed';
  approvedAt: Date;
  /** The session token's sub: a staff member's id at Shopify. */
  approvedBy: string;
  startedAt: Date | null;
  finishedAt: Date | null;
  /** Of an undo: the run it takes back. */
  undoOf: number | null;
  /** What was asked for, and what came of it. */
  adds: number;
  removes: number;
  added: number;
  removed: number;
  skipped: number;
  failed: number;
  cancelled: number;
  /** Lines that the bulk operation under way has worked through, beyond what is counted above; 0 without one. */
  underWay: number;
  stopRequested: 'pause' | 'cancel' | null;
  /** What stopped it, or holds it up; null while all is well. */
  error: string | null;
  canUndo: boolean;
}

/** Runs that were approved, the newest first. @param options.before an id: only older ones */
export async function listTagRuns(options: { shopId: number; before?: number; limit?: number; runId?: number }): Promise<TagRunSummary[]> {
  const { shopId, before = null, limit = 20, runId = null } = options;
  return withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<TagRunSummary>(
      `SELECT r.id, r.kind, r.state, r.approved_at AS "approvedAt", r.approved_by AS "approvedBy", r.started_at AS "startedAt", r.finished_at AS "finishedAt",
              r.undo_of AS "undoOf", r.adds, r.removes, r.added, r.removed, r.skipped, r.failed, r.cancelled,
              coalesce((SELECT sum(progress) FROM tag_batches b WHERE b.shop_id = r.shop_id AND b.run_id = r.id AND b.state <> 'done'), 0)::int AS "underWay",
              r.stop_requested AS "stopRequested", r.error_message AS error,
              r.kind = 'apply' AND r.state IN ('done', 'cancelled', 'paused', 'failed') AND EXISTS (
                SELECT FROM tag_changes c WHERE c.shop_id = r.shop_id AND c.run_id = r.id AND c.state = 'done' AND c.undone_by IS NULL) AS "canUndo"
         FROM tag_runs r
        WHERE r.shop_id = $1 AND r.state <> 'proposed' AND ($2::integer IS NULL OR r.id < $2) AND ($4::integer IS NULL OR r.id = $4)
        ORDER BY r.id DESC LIMIT $3`,
      [shopId, before, limit, runId],
    );
    return rows;
  });
}

/** One run with what was left alone or refused, by reason. */
export interface TagRunDetail {
  run: TagRunSummary;
  outcomes: { outcome: ChangeOutcome; words: string; message: string | null; count: number }[];
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

/** One change of a run, for its page. */
export interface RunChange {
  id: number;
  customerId: number;
  customerName: string | null;
  name: string;
  action: 'add' | 'remove';
  state: 'planned' | 'sent' | 'done' | 'skipped' | 'failed' | 'cancelled';
  before: string[];
  after: string[] | null;
  why: string;
  /** Why it was not carried out; null when it was, or is yet to be. */
  outcome: string | null;
  undone: boolean;
}

/** Changes of a run in the order of their ids. */
export async function loadRunChanges(options: { shopId: number; runId: number; state?: RunChange['state']; after?: number; limit?: number }): Promise<{ rows: RunChange[]; next: number | null }> {
  const { shopId, runId, state = null, after = 0, limit = 50 } = options;
  return withTenant(shopId, async (tx) => {
    const { rows } = await tx.query<Omit<RunChange, 'why' | 'outcome'> & { rule: string; tag: string; why: string; reason: TagReason | null; outcome: ChangeOutcome | null; message: string | null }>(
      `SELECT c.id, c.customer_id AS "customerId", nullif(trim(concat_ws(' ', m.first_name, m.last_name)), '') AS "customerName", c.name, c.name AS tag, c.action, c.state,
              coalesce(c.before_tags, '{}') AS before, c.after_tags AS after, c.rule, c.why, c.reason, c.outcome, c.outcome_message AS message, c.undone_by IS NOT NULL AS undone
         FROM tag_changes c LEFT JOIN customers m ON m.shop_id = c.shop_id AND m.id = c.customer_id
        WHERE c.shop_id = $1 AND c.run_id = $2 AND c.id > $3 AND ($4::text IS NULL OR c.state = $4) ORDER BY c.id LIMIT $5`,
      [shopId, runId, after, state, limit + 1],
    );
    const money = await moneyWords(tx);
    return {
      rows: rows.slice(0, limit).map(({ rule, tag, reason, message, outcome, why, ...row }) => ({
        ...row,
        why: changeSentence({ action: row.action, rule, tag, why, reason }, money),
        outcome: outcome === null ? null : `${outcomeWords(outcome)}${message === null ? '' : ` ${message}`}`,
      })),
      next: rows.length > limit ? rows[limit - 1]?.id ?? null : null,
    };
  });
}
