import { withTenant } from '../database/tenant.server.ts';
import { loadShopDetails } from './shop-store.server.ts';

/** What numbers, money and days of a shop are written with; until its details are read, the euro and UTC (there is nothing to show yet). */
export async function loadShopLocale(options: { shopId: number }): Promise<{ currency: string; timeZone: string }> {
  const details = await withTenant(options.shopId, loadShopDetails);
  return { currency: details?.currencyCode ?? 'EUR', timeZone: details?.ianaTimezone ?? 'UTC' };
}
