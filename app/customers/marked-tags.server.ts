import { withTenant } from '../database/tenant.server.ts';
import type { ApprovedRun } from '../tags/approve-proposal.server.ts';
import { approveTags } from '../tags/approve-tags.server.ts';
import { loadSelectedChanges } from '../tags/load-selected-changes.server.ts';
import type { SelectedChanges } from '../tags/selected-changes.ts';
import type { CustomerSelection } from './customer-selection.ts';
import { selectedIds } from './selected-ids.server.ts';

/** What is proposed for the marked customers of the list. */
export async function loadMarkedTags(options: { shopId: number; selection: CustomerSelection }): Promise<SelectedChanges> {
  return withTenant(options.shopId, async (tx) => loadSelectedChanges(tx, await selectedIds(tx, options.selection)));
}

/**
 * Approves what is proposed for the marked customers, as the merchant was shown it: where the list or the proposal has come
 * to differ since, nothing is approved.
 * @throws InvalidInputError `proposal-replaced`, `nothing-selected`
 */
export async function approveMarkedTags(options: { shopId: number; by: string; selection: CustomerSelection; proposal: { id: number; revision: number }; seen: { adds: number; removes: number } }): Promise<ApprovedRun> {
  const { shopId, by, selection, proposal, seen } = options;
  const customerIds = await withTenant(shopId, (tx) => selectedIds(tx, selection));
  return approveTags({ shopId, by, proposalId: proposal.id, revision: proposal.revision, selection: { customerIds }, seen });
}
