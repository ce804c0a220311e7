import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { loadCurrentModel } from '../profiles/profile-store.server.ts';
import { now } from '../runtime/clock.server.ts';
import { approveProposal, type Approval, type ApprovedRun } from './approve-proposal.server.ts';
import { lockTags } from './ledger-store.server.ts';
import { openProposal } from './proposal-store.server.ts';
import { brakeHolds } from './safety-brake.ts';
import { loadWriting, saveWriting } from './writing-store.server.ts';

/** What counts as one night: less than a day, so that the next night's run is another one even if it comes a little earlier. */
const NIGHT_MS = 20 * 3_600_000;

/**
 * Approves the open proposal where the merchant wants that done without asking: on the word of whoever switched it on.
 * Left for a person: everything while writing is paused or the safety brake holds, and changes that an automatic run of
 * the same night was refused (they would come again at once, and for ever).
 * @returns null when nothing was approved
 */
export async function approveAutomatically(options: { shopId: number }): Promise<ApprovedRun | null> {
  return withTenant(options.shopId, async (tx) => {
    await lockTags(tx);
    return approveOpenProposal(tx);
  });
}

/**
 * The same in the caller's transaction, which holds `lockTags`.
 * @param options.writer as for approveProposal
 */
export async function approveOpenProposal(tx: TenantTransaction, options: Pick<Approval, 'writer'> = {}): Promise<ApprovedRun | null> {
  const writing = await loadWriting(tx);
  if (writing.automatic === null || writing.paused !== null || writing.brake !== null) return null;
  const proposal = await openProposal(tx);
  if (proposal === null) return null;
  const night = new Date(now() - NIGHT_MS);
  const touched = await countTouched(tx, proposal.id, night);
  const of = (await loadCurrentModel(tx))?.figures.customers ?? 0;
  if (brakeHolds({ touched, of, percent: writing.brakePercent, customers: writing.brakeCustomers })) {
    await saveWriting(tx, { brake: { at: new Date(now()), touched, of } });
    return null;
  }
  return approveProposal(tx, {
    proposal, revision: proposal.revision, by: writing.automatic.by, automatic: true, selection: {}, dailyAdditions: writing.dailyAdditions, notTriedSince: night, ...options,
  });
}

/** Customers whom the proposal would change, and whom automatic runs of this night have: many small proposals are one large one. */
async function countTouched(tx: TenantTransaction, proposalId: number, since: Date): Promise<number> {
  const { rows } = await tx.query<{ touched: number }>(
    `SELECT count(DISTINCT customer_id)::int AS touched FROM tag_changes
      WHERE shop_id = $1 AND run_id IN (SELECT id FROM tag_runs WHERE shop_id = $1 AND (id = $2 OR (automatic AND approved_at >= $3)))`,
    [tx.shopId, proposalId, since],
  );
  return rows[0]?.touched ?? 0;
}
