import { withTenant, type TenantTransaction } from '../database/tenant.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { forgetOldAccess } from './access-log.server.ts';
import { forgetOldRequests } from './request-store.server.ts';
import { forgetOldExports } from '../customers/export-store.server.ts';
import { isKeepLogDays, KEEP_BY_ITSELF, type KeepLogDays } from './retention.ts';

const DAY_MS = 86_400_000;

export async function loadKeepLogDays(tx: TenantTransaction): Promise<KeepLogDays> {
  const { rows } = await tx.query<{ days: number }>('SELECT keep_log_days AS days FROM privacy_settings WHERE shop_id = $1', [tx.shopId]);
  const days = rows[0]?.days ?? KEEP_BY_ITSELF;
  return isKeepLogDays(days) ? days : KEEP_BY_ITSELF;
}

/** Keeps what the merchant chose, and removes at once what is older than that. @param options.by the session token's `sub` */
export async function saveKeepLogDays(options: { shopId: number; days: KeepLogDays; by: string }): Promise<void> {
  await withTenant(options.shopId, (tx) => tx.query(
    `INSERT INTO privacy_settings (shop_id, keep_log_days, changed_at, changed_by) VALUES ($1, $2, $3, $4)
     ON CONFLICT (shop_id) DO UPDATE SET keep_log_days = EXCLUDED.keep_log_days, changed_at = EXCLUDED.changed_at, changed_by = EXCLUDED.changed_by`,
    [options.shopId, options.days, new Date(machineNow()), options.by],
  ));
  await tidyLogs({ shopId: options.shopId });
}

/**
 * Removes log entries that have been kept long enough. A request about somebody's data goes as long after it was due.
 */
export async function tidyLogs(options: { shopId: number }): Promise<{ access: number; exports: number; requests: number }> {
  return withTenant(options.shopId, async (tx) => {
    const before = new Date(machineNow() - (await loadKeepLogDays(tx)) * DAY_MS);
    return { access: await forgetOldAccess(tx, before), exports: await forgetOldExports(tx, before), requests: await forgetOldRequests(tx, before) };
  });
}
