import { withTenant } from '../database/tenant.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { recordFirstApproval } from '../shops/shop-store.server.ts';
import { approveProposal, type ApprovedRun } from './approve-proposal.server.ts';
import { lockTags } from './ledger-store.server.ts';
import { openProposal } from './proposal-store.server.ts';
import { selectsAll, type TagSelection } from './tag-selection.ts';
import { loadWriting, saveWriting } from './writing-store.server.ts';

const WORKED_OUT_ANEW = 'These tag changes were worked out anew since you opened the page. Nothing was written. Look at the new ones and approve those.';

/**
 * Approves a proposal or a part of it: from here on those changes are intents, and the job that writes them commits with
 * the approval. What is not selected stays proposed. Nothing reaches Shopify without an approval.
 * @param options.proposalId left out: whichever is open
 * @param options.revision as the approver saw it; what was added to the proposal since stays proposed. Left out: the proposal as it stands now
 * @param options.by the session token's `sub`
 * @param options.selection left out: all of it
 * @param options.dailyAdditions additions a day at most, null for all at once: also the choice from now on. Left out: as chosen last
 * @param options.seen what the approver was shown of a selection that is found anew: nothing is approved where it is not that any more
 * @returns the run, and how much stays proposed
 * @throws InvalidInputError `proposal-replaced` when the proposal is not the open one any more or a part of it was approved since, `nothing-selected` when it has no change of the selection
 */
export async function approveTags(options: {
  shopId: number; proposalId?: number; revision?: number; by: string; selection?: TagSelection; dailyAdditions?: number | null; seen?: { adds: number; removes: number };
}): Promise<ApprovedRun> {
  const { shopId, by, selection = {} } = options;
  if (by.trim() === '') throw new InvalidInputError('approval', 'An approval needs to say who gave it.');
  if (options.dailyAdditions != null && !(Number.isInteger(options.dailyAdditions) && options.dailyAdditions > 0)) {
    throw new InvalidInputError('daily-additions', 'Say how many additions a day you want as a whole number above zero, or write them all at once.');
  }
  return withTenant(shopId, async (tx) => {
    await lockTags(tx);
    const proposal = await openProposal(tx);
    const revision = options.revision ?? proposal?.revision ?? 0;
    if (proposal === null || proposal.id !== (options.proposalId ?? proposal.id) || revision > proposal.revision || revision < proposal.seenFrom) {
      throw new InvalidInputError('proposal-replaced', WORKED_OUT_ANEW);
    }
    if (options.dailyAdditions !== undefined) await saveWriting(tx, { dailyAdditions: options.dailyAdditions });
    const writing = await loadWriting(tx);
    const run = await approveProposal(tx, { proposal, revision, by, automatic: false, selection, dailyAdditions: writing.dailyAdditions });
    if (run === null) {
      throw selectsAll(selection)
        ? new InvalidInputError('proposal-replaced', 'Each of these tag changes was worked out anew since you opened the page. Nothing was written. Look at the new ones and approve those.')
        : new InvalidInputError('nothing-selected', 'None of what you chose is among the proposed tag changes. Nothing was written. Choose a tag or customers with a proposed change.');
    }
    if (options.seen !== undefined && (run.adds !== options.seen.adds || run.removes !== options.seen.removes)) throw new InvalidInputError('proposal-replaced', WORKED_OUT_ANEW);
    // A person has seen all of it: what comes next is automatic again.
    if (run.left === 0 && writing.brake !== null) await saveWriting(tx, { brake: null });
    await recordFirstApproval(tx, by);
    return run;
  });
}
