import type { TenantTransaction } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { lockTags } from './ledger-store.server.ts';
import { proposeTagsJob } from './propose-tags.job.server.ts';
import { dropProposal } from './proposal-store.server.ts';
import { TAG_RULES } from './tag-rule.ts';
import { loadTagSettings, saveTagSettings } from './tag-settings-store.server.ts';
import { refuseUnsettled } from './undo-run.server.ts';
import { cancelWaiting, handBackAdopted, planTagUndo } from './undo-tag.server.ts';
import { writeTagsJob } from './write-tags.job.server.ts';
import { saveWriting } from './writing-store.server.ts';

/** What of the app's tags stands in the store. */
export interface TagsLeft {
  /** Tags at customers that the ledger says we wrote. */
  written: number;
  /** Of those the ones that are being taken off. */
  toTakeOff: number;
  /** Of the last time that all were taken off: those where Shopify refused. */
  failed: number;
  /** Whether proposals are approved by themselves. */
  automatic: boolean;
}

export async function loadTagsLeft(tx: TenantTransaction): Promise<TagsLeft> {
  const { rows } = await tx.query<TagsLeft & Record<string, unknown>>(
    `SELECT (SELECT count(*)::int FROM tag_ledger WHERE shop_id = $1 AND state = 'written' AND NOT adopted) AS written,
            (SELECT count(*)::int FROM tag_changes c JOIN tag_runs r ON r.shop_id = c.shop_id AND r.id = c.run_id
              WHERE c.shop_id = $1 AND r.kind = 'undo' AND r.state IN ('approved', 'running', 'paused', 'failed') AND c.action = 'remove' AND c.state IN ('planned', 'sent')) AS "toTakeOff",
            (SELECT count(*)::int FROM tag_ledger l WHERE l.shop_id = $1 AND l.state = 'written' AND NOT l.adopted
               AND EXISTS (SELECT FROM tag_changes c WHERE c.shop_id = $1 AND c.customer_id = l.customer_id AND c.tag_key = l.tag_key AND c.action = 'remove' AND c.state = 'failed')) AS failed,
            EXISTS (SELECT FROM tag_writing WHERE shop_id = $1 AND automatic_at IS NOT NULL) AS automatic`,
    [tx.shopId],
  );
  return rows[0] ?? { written: 0, toTakeOff: 0, failed: 0, automatic: false };
}

/**
 * Leaves the store as the app found it, as far as tags go: nothing is written by itself any more, every tag is switched off, what waits to be
 * written is cancelled, tags that the merchant had handed over are theirs again, and whatever the ledger says that we wrote is taken off, by
 * a run for each tag. What the merchant has changed since is left alone, as with every undo. To be done while the app is
 * installed: afterwards there is no token to do it with.
 * @param options.by the session token's `sub`
 * @throws InvalidInputError while a run is being written
 */
export async function takeTagsOff(tx: TenantTransaction, options: { by: string }): Promise<{ runs: number }> {
  const { shopId } = tx;
  const { by } = options;
  if (by.trim() === '') throw new InvalidInputError('approval', 'An undo needs to say who asked for it.');
  await lockTags(tx);
  const busy = await tx.query("SELECT FROM tag_runs WHERE shop_id = $1 AND state IN ('approved', 'running') LIMIT 1", [shopId]);
  if (busy.rowCount !== 0) throw new InvalidInputError('undo', 'Tags are being written at the moment. Cancel that run or wait until it is done, then leave.');
  await refuseUnsettled(tx, null);
  await dropProposal(tx);
  await saveWriting(tx, { automatic: null, paused: null });
  const { settings } = await loadTagSettings(tx);
  const off = Object.fromEntries(Object.entries(settings).map(([rule, one]) => [rule, { ...one, on: false }])) as typeof settings;
  await saveTagSettings(tx, { settings: off, adopt: [] });
  let runs = 0;
  for (const rule of TAG_RULES) {
    await cancelWaiting(tx, rule);
    await handBackAdopted(tx, rule);
    if ((await planTagUndo(tx, rule, by)) !== null) runs += 1;
  }
  if (runs > 0) await enqueue(writeTagsJob, { shopId }, { tx });
  await enqueue(proposeTagsJob, { shopId }, { tx });
  return { runs };
}
