import type { TenantTransaction } from '../database/tenant.server.ts';
import { mergedInto, tagsOfGone, type CustomerMerge } from '../mirror/customer-merges.server.ts';
import { tagKey } from '../profiles/tag-key.ts';
import { mergeLedgers } from './ledger-merge.ts';
import { ledgerWrites, loadLedger, writeLedger } from './ledger-store.server.ts';
import { loadMirrorTags } from './proposal-store.server.ts';
import { tagsBeforeMerge } from './tags-before-merge.ts';

/** What of a customer's tags followed them into the one they were merged into. */
export interface CarriedOver {
  /** Ledger entries of the one who is gone. */
  entries: number;
  /** Changes of runs that an undo now looks for at the one who stays. */
  changes: number;
}

/**
 * Ledger and history of a customer who was merged follow the one who stays. May be done again, when something was written
 * for the one who is gone in the meantime. The caller holds `lockTags`, and has the mirror's own rows as they were.
 * @param options.at Shopify's instant of the merge: what the mirror has of before it says nothing about tags that came over
 * @param options.mirrorIsAfter the mirror shows the one who stays as they are after it, so that a tag which does not stand did not come over
 */
export async function carryOver(tx: TenantTransaction, { goneId, keptId }: CustomerMerge, options: { at: Date; mirrorIsAfter: boolean }): Promise<CarriedOver> {
  const ledgers = await loadLedger(tx, [goneId, keptId]);
  const mirror = await loadMirrorTags(tx, [goneId, keptId]);
  const [goneRows, keptRows] = [ledgers.get(goneId) ?? [], ledgers.get(keptId) ?? []];
  const seen = mirror.get(keptId)?.tags ?? [];
  const standing = new Set(seen.map(tagKey));
  const goneLedger = goneRows.map(({ entry }) => entry).filter((entry) => !options.mirrorIsAfter || entry.state !== 'written' || standing.has(entry.nameKey));
  const keptLedger = keptRows.map(({ entry }) => entry);
  if (goneRows.length > 0 || keptRows.length > 0) {
    const merged = mergeLedgers(
      { ledger: keptLedger, tags: tagsBeforeMerge({ seen, ledger: keptLedger, goneLedger, yetToAdd: await yetToAdd(tx, keptId) }) },
      { ledger: goneLedger, tags: mirror.get(goneId)?.tags ?? await tagsOfGone(tx, goneId) ?? goneLedger.filter((entry) => entry.state === 'written').map((entry) => entry.name) },
    );
    await writeLedger(tx, [
      ...goneRows.map(({ entry }) => ({ customerId: goneId, nameKey: entry.nameKey, entry: null, version: null })),
      ...ledgerWrites(keptId, keptRows, merged, options.mirrorIsAfter ? null : lastVersionBefore(options.at)),
    ]);
  }
  return { entries: goneRows.length, changes: await moveChanges(tx, { goneId, keptId }) };
}

/**
 * Up to which version what the mirror has is of before the merge. Shopify's versions count whole seconds, so that the one who
 * stays, as they are after it, bears the merge's second at the earliest, though the merge is told to the millisecond.
 */
function lastVersionBefore(at: Date): number {
  return Math.floor(at.getTime() / 1000) * 1000 - 1;
}

async function yetToAdd(tx: TenantTransaction, customerId: number): Promise<Set<string>> {
  const { rows } = await tx.query<{ tag_key: string }>("SELECT tag_key FROM wanted_tags WHERE shop_id = $1 AND customer_id = $2 AND standing = 'to-add'", [tx.shopId, customerId]);
  return new Set(rows.map((row) => row.tag_key));
}

/**
 * Changes that are done, and those of an undo that are yet to be written, go over, unless the same run changed the same
 * tag of the one who stays: then that change stands for both. What else a run was yet to write to the one who is gone
 * stays with them, and the writer finds them gone: whether the one who stays should have it is for the next proposal. A
 * change that is at Shopify this moment follows with its answer (carryOverLate), when it is known whether it was made.
 */
async function moveChanges(tx: TenantTransaction, { goneId, keptId }: CustomerMerge): Promise<number> {
  const { rowCount } = await tx.query(
    `UPDATE tag_changes c SET customer_id = $3 FROM tag_runs r
      WHERE c.shop_id = $1 AND c.customer_id = $2 AND r.shop_id = c.shop_id AND r.id = c.run_id
        AND (c.state = 'done' OR (c.state = 'planned' AND r.kind = 'undo'))
        AND NOT EXISTS (SELECT FROM tag_changes o WHERE o.shop_id = c.shop_id AND o.run_id = c.run_id AND o.customer_id = $3 AND o.tag_key = c.tag_key)`,
    [tx.shopId, goneId, keptId],
  );
  return rowCount ?? 0;
}

/** Answers for customers who were merged while a call to Shopify was under way: what they wrote follows at once. */
export async function carryOverLate(tx: TenantTransaction, answers: readonly { customerId: number; updatedAt: Date }[]): Promise<void> {
  const merged = await mergedInto(tx, answers.map((answer) => answer.customerId));
  for (const { customerId: goneId, updatedAt } of answers) {
    const keptId = merged.get(goneId);
    if (keptId !== undefined) await carryOver(tx, { goneId, keptId }, { at: updatedAt, mirrorIsAfter: false });
  }
}
