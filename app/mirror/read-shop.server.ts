import { withTenant } from '../database/tenant.server.ts';
import { currencyDecimals } from '../math/minor-units.ts';
import { InvalidInputError } from '../runtime/errors.ts';
import type { AdminClient } from '../shopify/admin-client.server.ts';
import { ShopDetailsDocument } from '../shopify/generated/shop-details.ts';
import { StoreCountsDocument } from '../shopify/generated/store-counts.ts';
import { saveShopDetails, type ShopDetails } from '../shops/shop-store.server.ts';
import type { BulkKind } from './mirror-tables.ts';

/**
 * What Shopify says of the shop itself, saved for everyone: currency, time zone, and whether all orders can be read or
 * those of the last 60 days only.
 * @throws InvalidInputError for a currency whose amounts could not be counted exactly.
 */
export async function readShop(client: AdminClient, shopId: number, signal?: AbortSignal): Promise<ShopDetails> {
  const { shop, currentAppInstallation } = await client.request(ShopDetailsDocument, {}, { signal });
  if (currencyDecimals(shop.currencyCode) === null) {
    throw new InvalidInputError('currency', `The shop's currency ${shop.currencyCode} is not known to this version of the app, so its amounts cannot be counted exactly. Update the app.`);
  }
  const grantedScopes = currentAppInstallation.accessScopes.map((scope) => scope.handle);
  const details: ShopDetails = {
    domain: shop.myshopifyDomain,
    name: shop.name,
    email: shop.email,
    currencyCode: shop.currencyCode,
    ianaTimezone: shop.ianaTimezone,
    countryCode: shop.shopAddress.countryCodeV2,
    taxesIncluded: shop.taxesIncluded,
    planName: shop.plan.publicDisplayName,
    grantedScopes,
    readsAllOrders: grantedScopes.includes('read_all_orders'),
  };
  await withTenant(shopId, (tx) => saveShopDetails(tx, details));
  return details;
}

/** How many of each Shopify has now; null where it only says "at least". Kept with the parts, for progress and as a witness against a file that lost rows. */
export async function countStore(client: AdminClient, signal?: AbortSignal): Promise<Record<BulkKind, number | null>> {
  const { customersCount, ordersCount, productsCount } = await client.request(StoreCountsDocument, {}, { signal });
  const exact = (count: { count: number; precision: string } | null): number | null => (count === null || count.precision !== 'EXACT' ? null : count.count);
  return { customers: exact(customersCount), orders: exact(ordersCount), products: exact(productsCount) };
}
