import type { TenantTransaction } from '../database/tenant.server.ts';
import { loadWorth } from '../shops/shop-store.server.ts';
import { DEFAULT_WORTH, type WorthChoice } from './forecast-settings.ts';

/** What the merchant says of margin, costs and discount. */
export async function currentWorth(tx: TenantTransaction): Promise<WorthChoice> {
  return (await loadWorth(tx)) ?? DEFAULT_WORTH;
}
