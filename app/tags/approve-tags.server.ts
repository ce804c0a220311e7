import { withTenant } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { now } from '../runtime/clock.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { recordFirstApproval } from '../shops/shop-store.server.ts';
import { lockTags } from './ledger-store.server.ts';
import { countProposal, createProposal, openProposal } from './proposal-store.server.ts';
import { writeTagsJob } from './write-tags.job.server.ts';

/**
 * Approves a proposal: from here on its changes are intents, and the job that writes them commits with the approval.
 * Nothing reaches Shopify without one.
 * @param options.revision as the approver saw it; what was added to the proposal since stays proposed. Left out: the proposal as it stands now
 * @param options.by the session token's `sub`
 * @throws InvalidInputError `proposal-replaced` when the proposal is not the open one any more
 */
export async function approveTags(options: { shopId: number; proposalId: number; revision?: number; by: string }): Promise<{ runId: number; adds: number; removes: number }> {
  const { shopId, proposalId, by } = options;
  if (by.trim() === '') throw new InvalidInputError('approval', 'An approval needs to say who gave it.');
  return withTenant(shopId, async (tx) => {
    await lockTags(tx);
    const open = await openProposal(tx);
    const revision = options.revision ?? open?.revision ?? 0;
    if (open === null || open.id !== proposalId || revision > open.revision) {
      throw new InvalidInputError('proposal-replaced', 'These tag changes were worked out anew since you opened the page. Nothing was written. Look at the new ones and approve those.');
    }
    const approved = await tx.query<{ adds: number; removes: number }>(
      `UPDATE tag_runs r SET state = 'approved', approved_at = $4, approved_by = $5, adds = c.adds, removes = c.removes
         FROM (SELECT count(*) FILTER (WHERE action = 'add')::int AS adds, count(*) FILTER (WHERE action = 'remove')::int AS removes
                 FROM tag_changes WHERE shop_id = $1 AND run_id = $2 AND revision <= $3) c
        WHERE r.shop_id = $1 AND r.id = $2 AND c.adds + c.removes > 0 RETURNING r.adds, r.removes`,
      [shopId, proposalId, revision, new Date(now()), by],
    );
    const counts = approved.rows[0];
    if (counts === undefined) {
      throw new InvalidInputError('proposal-replaced', 'Each of these tag changes was worked out anew since you opened the page. Nothing was written. Look at the new ones and approve those.');
    }
    if (open.revision > revision) {
      const next = await createProposal(tx);
      await tx.query('UPDATE tag_changes SET run_id = $3 WHERE shop_id = $1 AND run_id = $2 AND revision > $4', [shopId, proposalId, next.id, revision]);
      await countProposal(tx, next.id, open.revision);
    }
    await recordFirstApproval(tx, by);
    await enqueue(writeTagsJob, { shopId }, { tx });
    return { runId: proposalId, ...counts };
  });
}
