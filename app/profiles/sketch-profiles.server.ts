import { withTenant } from '../database/tenant.server.ts';
import { hasWholeSummary, lockForRebuild } from './profile-store.server.ts';
import { rebuildIn, type RebuildResult } from './rebuild-profiles.server.ts';

/**
 * A first look while the first import still runs: provisional profiles of the customers whose orders have been read. Bulk
 * results come in no order that Shopify promises, the oldest orders first as a rule, and measured by today every customer
 * of a half-read shop looks lapsed: so the look is as of the latest order read. Nothing rests on it but what is shown:
 * no tag is proposed, and the rebuild at the import's end replaces it.
 * @param options.now the business clock, ms since the epoch; a later order does not count
 * @returns null when there is nothing to look at, or the whole has been worked out already
 */
export async function sketchProfiles(options: { shopId: number; now: number }): Promise<RebuildResult | null> {
  return withTenant(options.shopId, async (tx) => {
    await lockForRebuild(tx);
    // Asked under the lock: a look that waited for the rebuild of the whole must not overwrite it.
    if (await hasWholeSummary(tx)) return null;
    const { rows } = await tx.query<{ latest: Date | null }>('SELECT max(processed_at) AS latest FROM orders WHERE shop_id = $1 AND processed_at <= $2', [tx.shopId, new Date(options.now)]);
    const latest = rows[0]?.latest ?? null;
    if (latest === null) return null;
    return rebuildIn(tx, { ...options, now: latest.getTime() }, { provisional: true });
  });
}
