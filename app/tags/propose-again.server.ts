import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { loadLedger, lockTags, writeLedger, type LedgerWrite } from './ledger-store.server.ts';
import { proposeTagsJob } from './propose-tags.job.server.ts';
import type { TagRule } from './tag-rule.ts';
import { proposeAgain } from './tag-ledger.ts';
import { loadTagSettings, saveTagSettings } from './tag-settings-store.server.ts';

/**
 * The merchant asks for tags again that stay off: all that an undo took off (of a tag that was undone everywhere: with the tag switched on), or one tag of one customer (which they may
 * also have taken off by hand). The ledger forgets that they stay off, and a new proposal is worked out. Nothing is written.
 * @returns how many tags may be proposed again
 * @throws InvalidInputError when that run is no undo
 */
export async function proposeTagsAgain(options: { shopId: number; undoRunId: number } | { shopId: number; customerId: number; nameKey: string }): Promise<number> {
  const { shopId } = options;
  return withTenant(shopId, async (tx) => {
    await lockTags(tx);
    const asked = 'undoRunId' in options
      ? (await tx.query<{ customer_id: number; tag_key: string }>(
        `SELECT c.customer_id, c.tag_key FROM tag_changes c JOIN tag_runs r ON r.shop_id = c.shop_id AND r.id = c.run_id
          WHERE c.shop_id = $1 AND c.run_id = $2 AND r.kind = 'undo' AND c.action = 'remove' AND c.state = 'done'`,
        [shopId, options.undoRunId],
      )).rows
      : [{ customer_id: options.customerId, tag_key: options.nameKey }];
    if (asked.length === 0) throw new InvalidInputError('propose-again', 'That run took no tags off that could be proposed again.');
    const ledger = await loadLedger(tx, [...new Set(asked.map((one) => one.customer_id))]);
    const switchedOn = 'undoRunId' in options && await switchTagOn(tx, options.undoRunId);
    const writes: LedgerWrite[] = [];
    for (const { customer_id: customerId, tag_key: nameKey } of asked) {
      const entry = ledger.get(customerId)?.find((one) => one.entry.nameKey === nameKey)?.entry;
      const allowed = 'undoRunId' in options ? entry?.state === 'undone' : true;
      if (entry !== undefined && allowed && proposeAgain(entry) === null) writes.push({ customerId, nameKey, entry: null, version: null });
    }
    await writeLedger(tx, writes);
    if (writes.length > 0 || switchedOn) await enqueue(proposeTagsJob, { shopId }, { tx });
    return switchedOn ? asked.length : writes.length;
  });
}

/** Whether the run undid a tag that is off since, and is on now. */
async function switchTagOn(tx: TenantTransaction, undoRunId: number): Promise<boolean> {
  const { rows } = await tx.query<{ rule: TagRule }>('SELECT undo_rule AS rule FROM tag_runs WHERE shop_id = $1 AND id = $2 AND undo_rule IS NOT NULL', [tx.shopId, undoRunId]);
  const rule = rows[0]?.rule;
  const { settings, adopt } = await loadTagSettings(tx);
  if (rule === undefined || settings[rule].on) return false;
  await saveTagSettings(tx, { settings: { ...settings, [rule]: { ...settings[rule], on: true } }, adopt: [...adopt] });
  return true;
}
