import { withTenantRepeated, type TenantTransaction } from './database/tenant.server.ts';
import { refreshForecasts } from './forecast/refresh-forecasts.server.ts';
import { refreshAttentionJob } from './insights/refresh-attention.job.server.ts';
import { enqueue } from './jobs/queue.server.ts';
import { mergeMetafields, noteForMetafields, writeFollowed } from './metafields/follow-customers.server.ts';
import { refreshChangedProfiles, type Refreshed } from './profiles/refresh-profiles.server.ts';
import { machineNow, now } from './runtime/clock.server.ts';
import { approveOpenProposal } from './tags/approve-automatically.server.ts';
import type { Approval } from './tags/approve-proposal.server.ts';
import { customersWithEditedTags } from './tags/edited-tags.server.ts';
import { followMerges } from './tags/follow-merges.server.ts';
import { lockTags, lockTagsWithin } from './tags/ledger-store.server.ts';
import { proposeForCustomers } from './tags/propose-tags.server.ts';

/** Changes of single customers come in bursts, and who needs attention is looked for among all VIPs: once for a burst. */
const ATTENTION_AFTER_SECONDS = 30;

/** For how long a turn of a shop's events is kept waiting by whoever else decides on its tags. */
const PATIENCE_MS = 500;

export interface Followed {
  /** Reports of the mirror that were taken up; 0: none was left. */
  taken: number;
  /** Whether tags were approved by themselves and are to be written. */
  approved: boolean;
}

/**
 * What follows from customers who changed in the mirror: their profiles, what is expected of them, what tags they should
 * carry (also where the profile is the same, and the merchant has edited tags), and the approval of that where it is automatic;
 * their fields are noted, and written later. One transaction: up to its end the mirror's reports remember what is to be done, from
 * then on the approved run does.
 * @param options.patient waits for others who decide on tags, however long; else it gives up soon
 * @param options.writer as for approveProposal
 * @throws RetryableError while the shop's profiles are being rebuilt; when another holds a lock for too long
 */
export async function followChanges(options: { shopId: number; patient: boolean } & Pick<Approval, 'writer'>): Promise<Followed> {
  const { shopId, patient, writer } = options;
  const followed = await withTenantRepeated(shopId, async (tx) => {
    // Before the profiles' locks, whose holders never wait for this one.
    if (patient) await lockTags(tx);
    else await lockTagsWithin(tx, PATIENCE_MS);
    const at = now();
    let looked: readonly number[] = [];
    const { changed, taken } = await refreshChangedProfiles(tx, {
      now: at,
      onRefreshed: async (refreshed) => {
        looked = refreshed.customerIds;
        await forecastRefreshed(tx, refreshed, at);
      },
    });
    const others = new Set(changed);
    const concerned = [...changed, ...await customersWithEditedTags(tx, looked.filter((id) => !others.has(id)))];
    let approved = false;
    const noted = await noteForMetafields(tx, changed);
    if (concerned.length > 0) {
      await proposeForCustomers(tx, concerned);
      approved = (await approveOpenProposal(tx, writer === undefined ? {} : { writer })) !== null;
    }
    return { taken, approved, noted, changed: changed.length };
  });
  if (followed.changed > 0) await lookForAttention(shopId);
  if (followed.noted) await writeFollowed(shopId);
  return followed;
}

/** Merges of which no event told, found at Shopify: what is known of who is gone follows, in every room. @throws as the Admin client */
export async function followFoundMerges(options: { shopId: number; signal?: AbortSignal }): Promise<number> {
  return followMerges({ ...options, onMerged: mergeMetafields });
}

/** What is expected of customers, from the profiles that have just been worked out: nothing of them is read again. */
async function forecastRefreshed(tx: TenantTransaction, { customerIds, rows, day }: Refreshed, at: number): Promise<void> {
  await refreshForecasts(tx, {
    customerIds, day, now: at,
    customers: rows.map((row) => ({
      customerId: row.customer_id, excluded: row.excluded, orders: row.orders, discountedOrders: row.discounted_orders, refundedValue: row.refunded_value,
      purchaseDays: row.purchase_days, purchaseValues: row.purchase_values,
    })),
  });
}

/** When the waiting job begins, by shop, as far as this process knows. */
const lookedForAt = new Map<number, number>();

async function lookForAttention(shopId: number): Promise<void> {
  const at = machineNow();
  // It waits in the queue, and will see what changed just now.
  if ((lookedForAt.get(shopId) ?? 0) > at) return;
  await enqueue(refreshAttentionJob, { shopId }, { startAfterSeconds: ATTENTION_AFTER_SECONDS });
  lookedForAt.set(shopId, at + (ATTENTION_AFTER_SECONDS - 5) * 1000);
}
