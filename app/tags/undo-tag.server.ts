import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { now } from '../runtime/clock.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { lockTags } from './ledger-store.server.ts';
import { proposeTagsJob } from './propose-tags.job.server.ts';
import { TAG_CATALOGUE } from './tag-catalogue.ts';
import { TAG_RULES, type TagRule } from './tag-rule.ts';
import { loadTagSettings, saveTagSettings } from './tag-settings-store.server.ts';
import type { TagUndoPreview } from './tag-undo-view.ts';
import { refuseUnsettled } from './undo-run.server.ts';
import { undoUnderWayOfTag } from './unfinished-undo.server.ts';
import { writeTagsJob } from './write-tags.job.server.ts';

/** What undoing each tag over all runs would come to now, for those of which there is something to undo. Nothing is changed. */
export async function loadTagUndoPreviews(options: { shopId: number }): Promise<TagUndoPreview[]> {
  return withTenant(options.shopId, previews);
}

export async function previews(tx: TenantTransaction): Promise<TagUndoPreview[]> {
  const { rows: ledger } = await tx.query<{ rule: string; written: number; adopted: number; names: string[] }>(
    `SELECT rule, count(*) FILTER (WHERE NOT adopted)::int AS written, count(*) FILTER (WHERE adopted)::int AS adopted, array_agg(DISTINCT name) AS names
       FROM tag_ledger WHERE shop_id = $1 AND state = 'written' GROUP BY rule`,
    [tx.shopId],
  );
  const { rows: waiting } = await tx.query<{ rule: string; count: number }>(
    `SELECT c.rule, count(*)::int AS count FROM tag_changes c JOIN tag_runs r ON r.shop_id = c.shop_id AND r.id = c.run_id
      WHERE c.shop_id = $1 AND c.action = 'add' AND c.state = 'planned' AND r.kind = 'apply' AND r.state IN ('waiting', 'paused', 'failed') GROUP BY c.rule`,
    [tx.shopId],
  );
  const { settings } = await loadTagSettings(tx);
  return TAG_RULES.map((rule) => {
    const { written = 0, adopted = 0, names = [] } = ledger.find((row) => row.rule === rule) ?? {};
    return { rule, name: settings[rule].name, on: settings[rule].on, names, written, adopted, waiting: waiting.find((row) => row.rule === rule)?.count ?? 0 };
  }).filter((one) => one.written + one.adopted + one.waiting > 0);
}

/**
 * Takes a tag off wherever the app wrote it, over all runs, by a run of its own; what has changed since is left alone, as
 * for the undo of a run. Tags that the merchant had handed over are theirs again and stay. Additions that were approved
 * and wait are cancelled.
 *
 * So that it does not come back the next night the tag is switched off; with `keepOn` it stays on for those who come to
 * fit later, and is held off whoever it is taken from until their rule has lapsed and holds again.
 * @param options.by the session token's `sub`
 * @throws InvalidInputError when there is nothing to undo, or a run is being written; `undo-running` when the tag is being taken off already
 */
export async function undoTag(options: { shopId: number; rule: TagRule; by: string; keepOn: boolean }): Promise<{ undoRunId: number | null; removes: number }> {
  const { shopId, rule, by, keepOn } = options;
  if (by.trim() === '') throw new InvalidInputError('approval', 'An undo needs to say who asked for it.');
  return withTenant(shopId, async (tx) => {
    await lockTags(tx);
    const undoing = await undoUnderWayOfTag(tx, rule);
    if (undoing !== null) throw new InvalidInputError('undo-running', `This tag is being taken off already, by run ${undoing}. Wait until that is done, or resume or cancel it.`);
    const busy = await tx.query("SELECT FROM tag_runs WHERE shop_id = $1 AND state IN ('approved', 'running') LIMIT 1", [shopId]);
    if (busy.rowCount !== 0) throw new InvalidInputError('undo', 'Tags are being written at the moment. Cancel that run or wait until it is done, then undo the tag.');
    await refuseUnsettled(tx, null);
    const before = (await previews(tx)).find((one) => one.rule === rule);
    if (before === undefined) throw new InvalidInputError('undo', `There is nothing to undo of ${TAG_CATALOGUE[rule].defaultName}: no customer carries a tag that Regulars wrote for it.`);
    await cancelWaiting(tx, rule);
    await handBackAdopted(tx, rule);
    const { settings, adopt } = await loadTagSettings(tx);
    if (!keepOn && settings[rule].on) await saveTagSettings(tx, { settings: { ...settings, [rule]: { ...settings[rule], on: false } }, adopt: [...adopt].filter((one) => one !== rule), by });
    const undoRunId = await planTagUndo(tx, rule, by);
    if (undoRunId !== null) await enqueue(writeTagsJob, { shopId }, { tx });
    await enqueue(proposeTagsJob, { shopId }, { tx });
    return { undoRunId, removes: before.written };
  });
}

/** What of this tag was approved and not written yet is not written any more. A run that has nothing else left is over. */
export async function cancelWaiting(tx: TenantTransaction, rule: TagRule): Promise<void> {
  const at = new Date(now());
  await tx.query(
    `WITH gone AS (
       UPDATE tag_changes c SET state = 'cancelled', settled_at = $3 FROM tag_runs r
        WHERE c.shop_id = $1 AND c.rule = $2 AND c.action = 'add' AND c.state = 'planned' AND r.shop_id = c.shop_id AND r.id = c.run_id AND r.kind = 'apply' AND r.state IN ('waiting', 'paused', 'failed')
       RETURNING c.run_id)
     UPDATE tag_runs r SET cancelled = r.cancelled + g.count FROM (SELECT run_id, count(*)::int AS count FROM gone GROUP BY run_id) g WHERE r.shop_id = $1 AND r.id = g.run_id`,
    [tx.shopId, rule, at],
  );
  await tx.query(
    `UPDATE tag_runs r SET state = 'cancelled', finished_at = $2, next_batch_at = NULL WHERE shop_id = $1 AND state IN ('waiting', 'paused', 'failed')
        AND NOT EXISTS (SELECT FROM tag_changes c WHERE c.shop_id = r.shop_id AND c.run_id = r.id AND c.state IN ('planned', 'sent'))`,
    [tx.shopId, at],
  );
}

/** Tags that the merchant had handed over are theirs again: the ledger forgets them. */
export async function handBackAdopted(tx: TenantTransaction, rule: TagRule): Promise<number> {
  const { rowCount } = await tx.query("DELETE FROM tag_ledger WHERE shop_id = $1 AND rule = $2 AND state = 'written' AND adopted", [tx.shopId, rule]);
  return rowCount ?? 0;
}

/** Null when the app wrote none that stand. */
export async function planTagUndo(tx: TenantTransaction, rule: TagRule, by: string): Promise<number | null> {
  const { rows } = await tx.query<{ id: number }>(
    `INSERT INTO tag_runs (shop_id, kind, state, created_at, approved_at, approved_by, undo_rule, removes)
     SELECT $1, 'undo', 'approved', $3, $3, $4, $2, count(*) FROM tag_ledger WHERE shop_id = $1 AND rule = $2 AND state = 'written' HAVING count(*) > 0 RETURNING id`,
    [tx.shopId, rule, new Date(now()), by],
  );
  const undo = rows[0];
  if (undo === undefined) return null;
  await tx.query(
    `INSERT INTO tag_changes (shop_id, run_id, customer_id, tag_key, rule, name, action, why, before_tags, undoes)
     SELECT l.shop_id, $3, l.customer_id, l.tag_key, l.rule, l.name, 'remove', 'as it was before the run', m.tags, o.id
       FROM tag_ledger l
       LEFT JOIN customers m ON m.shop_id = l.shop_id AND m.id = l.customer_id
       LEFT JOIN tag_changes o ON o.shop_id = l.shop_id AND o.run_id = l.run_id AND o.customer_id = l.customer_id AND o.tag_key = l.tag_key AND o.action = 'add' AND o.state = 'done' AND o.undone_by IS NULL
      WHERE l.shop_id = $1 AND l.rule = $2 AND l.state = 'written' ORDER BY l.customer_id, l.tag_key`,
    [tx.shopId, rule, undo.id],
  );
  return undo.id;
}
