import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { enqueue } from '../jobs/queue.server.ts';
import { moveRiskEvents } from '../forecast/risk-event-store.server.ts';
import { moveOrdersOfMerged, recordMerge, type CustomerMerge } from '../mirror/customer-merges.server.ts';
import { refreshProfilesJob } from '../profiles/refresh-profiles.job.server.ts';
import { moveTierChanges } from '../profiles/tier-change-store.server.ts';
import { now } from '../runtime/clock.server.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import { carryOver, type CarriedOver } from './carry-over.server.ts';
import { lockTags } from './ledger-store.server.ts';
import { proposeForCustomers } from './propose-tags.server.ts';

/** Told of a merge in its transaction; `keptId`: who stays, at the end of a chain of merges. */
export type OnMerged = (tx: TenantTransaction, merge: { goneId: number; keptId: number }) => Promise<void>;

export interface MergeResult extends CarriedOver {
  /** Who stays, at the end of a chain of merges. */
  keptId: number;
  orders: number;
  tierChanges: number;
  riskEvents: number;
}

/**
 * What the app knows of a customer who was merged into another at Shopify follows the one who stays: orders of the
 * mirror, the tag ledger, changes that can be undone, moves between tiers, risks that rose; nothing is proposed for the other any more.
 * One transaction, under the lock of whoever decides on tags, so that a run which is being written waits for it; what
 * Shopify answers afterwards for the one who is gone follows as well (settle-changes.server.ts). Done again it changes
 * nothing. Profiles are worked out anew by a job that is enqueued with it.
 *
 * For the webhook customers/merge (admin_graphql_api_customer_deleted_id, ..._kept_id), and for what find-merges.server.ts
 * finds after an import.
 * @param options.mergedAt Shopify's instant of it; now unless given
 * @param options.mirrorIsAfter the mirror has read the one who stays since
 * @param options.onMerged what a room beside this one has follow, in the same transaction
 * @returns null when the two are one already, in the other order
 * @throws InvalidInputError when the two are the same
 */
export async function mergeCustomers(options: CustomerMerge & { shopId: number; mergedAt?: Date; mirrorIsAfter?: boolean; onMerged?: OnMerged }): Promise<MergeResult | null> {
  const { shopId, goneId, mergedAt = new Date(now()), mirrorIsAfter = false } = options;
  if (goneId === options.keptId) throw new InvalidInputError('merge', `Customer ${goneId} cannot be merged into themselves.`);
  return withTenant(shopId, async (tx) => {
    await lockTags(tx);
    const merge = await recordMerge(tx, { goneId, keptId: options.keptId, mergedAt });
    if (merge === null) return null;
    const { keptId } = merge;
    const carried = await carryOver(tx, merge, { at: mergedAt, mirrorIsAfter });
    const orders = await moveOrdersOfMerged(tx, merge);
    const tierChanges = await moveTierChanges(tx, merge);
    const riskEvents = await moveRiskEvents(tx, merge);
    await options.onMerged?.(tx, merge);
    // Not for the one who stays: by the orders of before the merge a tag might seem unwanted, and the merchant's wish that
    // it stay off be forgotten. Their turn comes when the profile has been worked out anew.
    await proposeForCustomers(tx, [goneId]);
    await tx.query(
      "INSERT INTO customer_changes (shop_id, customer_id, kind, changed_at) SELECT $1, id, 'mirror', $3 FROM unnest($2::bigint[]) AS id",
      [shopId, [goneId, keptId], new Date(now())],
    );
    await enqueue(refreshProfilesJob, { shopId }, { tx });
    return { keptId, orders, tierChanges, riskEvents, ...carried };
  });
}
