import type { TenantTransaction } from '../database/tenant.server.ts';
import type { TagRule } from './tag-rule.ts';
import type { LedgerEntry } from './tag-ledger.ts';
import type { IntendedChange } from './write-decision.ts';

interface ChangeRow {
  id: number;
  customer_id: number;
  action: 'add' | 'remove';
  rule: string;
  tag_key: string;
  name: string;
  alone: boolean;
  undoes: number | null;
  takes_back: boolean;
  undone_action: 'add' | 'remove' | null;
  undone_name: string | null;
  undone_run: number | null;
  undone_entry: LedgerEntry | null;
  changed_later: boolean;
}

/** The next changes of a run that are yet to be written and may be now, by customer. */
export async function loadPlannedChanges(tx: TenantTransaction, runId: number, limit: number): Promise<IntendedChange[]> {
  const { rows } = await tx.query<ChangeRow>(
    `SELECT c.id, c.customer_id, c.action, c.rule, c.tag_key, c.name, c.alone, c.undoes, r.undo_rule IS NOT NULL AS takes_back,
            o.action AS undone_action, o.name AS undone_name, o.run_id AS undone_run, o.entry_before AS undone_entry,
            o.id IS NOT NULL AND EXISTS (
              SELECT FROM tag_changes l WHERE l.shop_id = c.shop_id AND l.customer_id = c.customer_id AND l.tag_key = c.tag_key
                 AND l.state = 'done' AND l.undoes IS NULL AND l.undone_by IS NULL AND l.id > o.id) AS changed_later
       FROM tag_changes c JOIN tag_runs r ON r.shop_id = c.shop_id AND r.id = c.run_id LEFT JOIN tag_changes o ON o.shop_id = c.shop_id AND o.id = c.undoes
      WHERE c.shop_id = $1 AND c.run_id = $2 AND c.state = 'planned' AND (c.action = 'remove' OR r.released_through IS NULL OR c.id <= r.released_through) ORDER BY c.customer_id, c.id LIMIT $3`,
    [tx.shopId, runId, limit],
  );
  return rows.map((row) => ({
    id: row.id, customerId: row.customer_id, action: row.action, rule: row.rule as TagRule, nameKey: row.tag_key, name: row.name, alone: row.alone, takesBack: row.takes_back,
    undoes: row.undone_action === null || row.undone_name === null ? null : {
      change: { action: row.undone_action, name: row.undone_name, rule: row.rule as TagRule, runId: String(row.undone_run), entryBefore: row.undone_entry },
      changedLater: row.changed_later,
    },
  }));
}

/** An intent that is about to be sent, with what was decided about it just now. */
export interface SendingChange {
  id: number;
  /** As it is to be written. */
  name: string;
  beforeTags: readonly string[];
  entryBefore: LedgerEntry | null;
  entryAfter: LedgerEntry | null;
  batch: number | null;
  line: number | null;
}

/** Marks intents as sent, before Shopify is asked: from here on only an answer, or a look at Shopify, says what became of them. */
export async function markSent(tx: TenantTransaction, changes: readonly SendingChange[]): Promise<void> {
  await tx.query(
    `UPDATE tag_changes c SET state = 'sent', name = n.name, before_tags = n.before_tags, entry_before = n.entry_before, entry_after = n.entry_after, batch = n.batch, line = n.line
       FROM jsonb_to_recordset($2::jsonb) AS n (id bigint, name text, before_tags text[], entry_before jsonb, entry_after jsonb, batch integer, line integer)
      WHERE c.shop_id = $1 AND c.id = n.id AND c.state = 'planned'`,
    [tx.shopId, JSON.stringify(changes.map((change) => ({
      id: change.id, name: change.name, before_tags: change.beforeTags, entry_before: change.entryBefore, entry_after: change.entryAfter, batch: change.batch, line: change.line,
    })))],
  );
}

/** Makes sent intents plans again: it is known that Shopify was not asked, or did nothing. */
export async function markPlannedAgain(tx: TenantTransaction, changeIds: readonly number[], options: { alone?: boolean } = {}): Promise<void> {
  await tx.query(
    "UPDATE tag_changes SET state = 'planned', batch = NULL, line = NULL, alone = alone OR $3 WHERE shop_id = $1 AND id = ANY ($2::bigint[]) AND state = 'sent'",
    [tx.shopId, changeIds, options.alone ?? false],
  );
}

/** A change that was sent and not answered yet. */
export interface SentChange {
  id: number;
  customerId: number;
  action: 'add' | 'remove';
  nameKey: string;
  batch: number | null;
  line: number | null;
}

/** @param batch a bulk operation's number; null for those sent by themselves; undefined for all */
export async function loadSentChanges(tx: TenantTransaction, runId: number, batch?: number | null): Promise<SentChange[]> {
  const { rows } = await tx.query<{ id: number; customer_id: number; action: 'add' | 'remove'; tag_key: string; batch: number | null; line: number | null }>(
    `SELECT id, customer_id, action, tag_key, batch, line FROM tag_changes
      WHERE shop_id = $1 AND run_id = $2 AND state = 'sent' AND ($3 OR batch IS NOT DISTINCT FROM $4::integer) ORDER BY customer_id, id`,
    [tx.shopId, runId, batch === undefined, batch ?? null],
  );
  return rows.map((row) => ({ id: row.id, customerId: row.customer_id, action: row.action, nameKey: row.tag_key, batch: row.batch, line: row.line }));
}
