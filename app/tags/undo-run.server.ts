import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { now } from '../runtime/clock.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { lockTags } from './ledger-store.server.ts';
import { dropProposal } from './proposal-store.server.ts';
import { anyUndoUnderWay, undoUnderWayOfRun } from './unfinished-undo.server.ts';
import { writeTagsJob } from './write-tags.job.server.ts';

export interface UndoPlan {
  undoRunId: number;
  /** Changes that will be taken back, unless the tag has changed since: those are left alone, and counted with the reason. */
  changes: number;
}

/**
 * Undoes a run by a run of its own: takes off what it added and puts back what it removed. What has changed since is
 * left alone; that is decided change by change just before it is written. Tags taken off stay off until their rule has
 * lapsed and holds again, or the merchant asks for them (propose-again.server.ts).
 * @param options.by the session token's `sub`
 * @throws InvalidInputError when there is no such run, it is still being written, is an undo itself, or has nothing left to undo; `undo-running` when it is being undone already
 */
export async function undoRun(options: { shopId: number; runId: number; by: string }): Promise<UndoPlan> {
  const { shopId, runId, by } = options;
  requirePerson(by);
  return withTenant(shopId, async (tx) => {
    await lockTags(tx);
    const { rows } = await tx.query<{ kind: string; state: string }>('SELECT kind, state FROM tag_runs WHERE shop_id = $1 AND id = $2', [shopId, runId]);
    const run = rows[0];
    if (run === undefined || run.state === 'proposed') throw new InvalidInputError('undo', `There is no run ${runId} that was written. Open the history again to see the runs there are.`);
    if (run.kind === 'undo') throw new InvalidInputError('undo', `Run ${runId} is an undo itself. To have its tags again, choose "Propose again" at it.`);
    if (run.state === 'approved' || run.state === 'running') throw new InvalidInputError('undo', `Run ${runId} is still being written. Cancel it or wait until it is done, then undo it.`);
    const undoing = await undoUnderWayOfRun(tx, runId);
    if (undoing !== null) throw new InvalidInputError('undo-running', `Run ${runId} is being undone already, by run ${undoing}. Wait until that is done, or resume or cancel it.`);
    await refuseUnsettled(tx, runId);
    const plan = await planUndo(tx, runId, by);
    if (plan === null) throw new InvalidInputError('undo', `Run ${runId} has nothing left to undo: it wrote nothing, or was undone already.`);
    await enqueue(writeTagsJob, { shopId }, { tx });
    return plan;
  });
}

/**
 * Undoes all runs of a shop, the last one first, so that customers carry the tags they began with (and what the merchant
 * made of them since). For whoever leaves. The open proposal goes, and runs that are not finished are cancelled.
 * @returns one plan a run, in the order they are written
 * @throws InvalidInputError while a run is being written, or an undo waits to go on
 */
export async function undoAll(options: { shopId: number; by: string }): Promise<UndoPlan[]> {
  const { shopId, by } = options;
  requirePerson(by);
  return withTenant(shopId, async (tx) => {
    await lockTags(tx);
    const busy = await tx.query("SELECT FROM tag_runs WHERE shop_id = $1 AND state IN ('approved', 'running') LIMIT 1", [shopId]);
    if (busy.rowCount !== 0) throw new InvalidInputError('undo', 'Tags are being written at the moment. Cancel that run or wait until it is done, then undo everything.');
    const undoing = await anyUndoUnderWay(tx);
    if (undoing !== null) throw new InvalidInputError('undo-running', `Run ${undoing} is an undo that has not come to its end. Resume or cancel it, then undo everything.`);
    await refuseUnsettled(tx, null);
    await dropProposal(tx);
    const { rows } = await tx.query<{ id: number }>("SELECT id FROM tag_runs WHERE shop_id = $1 AND kind = 'apply' ORDER BY id DESC", [shopId]);
    const plans: UndoPlan[] = [];
    for (const { id } of rows) {
      const plan = await planUndo(tx, id, by);
      if (plan !== null) plans.push(plan);
    }
    if (plans.length > 0) await enqueue(writeTagsJob, { shopId }, { tx });
    return plans;
  });
}

function requirePerson(by: string): void {
  if (by.trim() === '') throw new InvalidInputError('approval', 'An undo needs to say who asked for it.');
}

/** A run that stopped in the middle of a call must say first what it wrote. @throws InvalidInputError */
export async function refuseUnsettled(tx: TenantTransaction, runId: number | null): Promise<void> {
  const { rows } = await tx.query<{ run_id: number }>("SELECT run_id FROM tag_changes WHERE shop_id = $1 AND state = 'sent' AND ($2::integer IS NULL OR run_id = $2) LIMIT 1", [tx.shopId, runId]);
  if (rows[0] !== undefined) throw new InvalidInputError('undo', `Run ${rows[0].run_id} stopped in the middle of a call to Shopify, and it is not settled yet what it wrote. Resume or cancel it, then undo.`);
}

/** The run that takes back what is done and not yet undone; null when that is nothing. What the undone run had not written yet is cancelled. */
async function planUndo(tx: TenantTransaction, runId: number, by: string): Promise<UndoPlan | null> {
  const at = new Date(now());
  const cancelled = await tx.query("UPDATE tag_changes SET state = 'cancelled', settled_at = $3 WHERE shop_id = $1 AND run_id = $2 AND state = 'planned'", [tx.shopId, runId, at]);
  await tx.query("UPDATE tag_runs SET state = 'cancelled', finished_at = coalesce(finished_at, $3), cancelled = cancelled + $4 WHERE shop_id = $1 AND id = $2 AND state IN ('waiting', 'paused', 'failed')", [tx.shopId, runId, at, cancelled.rowCount ?? 0]);
  const { rows } = await tx.query<{ id: number; adds: number; removes: number }>(
    `WITH back AS (
       SELECT count(*) FILTER (WHERE action = 'remove')::int AS adds, count(*) FILTER (WHERE action = 'add')::int AS removes
         FROM tag_changes WHERE shop_id = $1 AND run_id = $2 AND state = 'done' AND undone_by IS NULL)
     INSERT INTO tag_runs (shop_id, kind, state, created_at, approved_at, approved_by, undo_of, adds, removes)
     SELECT $1, 'undo', 'approved', $3, $3, $4, $2, adds, removes FROM back WHERE adds + removes > 0
     RETURNING id, adds, removes`,
    [tx.shopId, runId, at, by],
  );
  const undo = rows[0];
  if (undo === undefined) return null;
  await tx.query(
    `INSERT INTO tag_changes (shop_id, run_id, customer_id, tag_key, rule, name, action, why, before_tags, undoes)
     SELECT shop_id, $3, customer_id, tag_key, rule, name, CASE action WHEN 'add' THEN 'remove' ELSE 'add' END, 'as it was before the run', after_tags, id
       FROM tag_changes WHERE shop_id = $1 AND run_id = $2 AND state = 'done' AND undone_by IS NULL ORDER BY customer_id, id`,
    [tx.shopId, runId, undo.id],
  );
  return { undoRunId: undo.id, changes: undo.adds + undo.removes };
}
