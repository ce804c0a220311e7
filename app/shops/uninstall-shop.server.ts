import { systemPool } from '../database/pools.server.ts';
import { cancelWaitingJobs } from '../jobs/cancel-jobs.server.ts';

/**
 * The app was uninstalled: nothing is done for the shop any more, its tokens go, and its waiting jobs with them. What is
 * under way ends by itself, since there is no token for it. The shop's data stays until Shopify asks for its deletion.
 * @param options.at when it happened. An uninstall of before the present install is none of it: it came late.
 * @returns whether the shop is uninstalled by this or was before
 */
export async function uninstallShop(options: { shopId: number; shopDomain: string; at: Date }): Promise<boolean> {
  const { shopId, shopDomain, at } = options;
  const { rows } = await systemPool().query<{ uninstalled: boolean }>(
    `UPDATE shops SET uninstalled_at = CASE WHEN installed_at <= $2 THEN coalesce(uninstalled_at, $2) ELSE uninstalled_at END WHERE id = $1 RETURNING uninstalled_at IS NOT NULL AS uninstalled`,
    [shopId, at],
  );
  if (rows[0]?.uninstalled !== true) return false;
  await systemPool().query('DELETE FROM sessions WHERE shop = $1', [shopDomain]);
  await cancelWaitingJobs({ shopId });
  return true;
}
