import { config } from '../runtime/config.server.ts';
import { shopifyLibrary } from '../shopify/shopify-app.server.ts';
import { findShop, recordInstall } from './shop-store.server.ts';

/** Who asks, on a request from the embedded app. */
export interface ShopRequest {
  shopId: number;
  shopDomain: string;
  apiKey: string;
  /** The person: the session token's `sub`, the id of the staff member at Shopify. */
  userId: string;
}

/**
 * Authenticates a request of an embedded screen by its session token and finds the shop in our books.
 * @throws a Response that makes App Bridge fetch a fresh token, or sends the browser into the admin.
 */
export async function authenticateShop(request: Request): Promise<ShopRequest> {
  const { session, sessionToken } = await shopifyLibrary().authenticate.admin(request);
  // The library checks signature, expiry and audience; that issuer and destination are one shop is left to us.
  if (sessionToken !== undefined && hostOf(sessionToken.iss) !== hostOf(sessionToken.dest)) {
    throw new Response('The session token names two shops.', { status: 401 });
  }
  // A token may outlive our own record (the database was restored): the install is then recorded anew.
  const shop = (await findShop(session.shop)) ?? (await recordInstall(session.shop));
  return { shopId: shop.id, shopDomain: session.shop, apiKey: config().shopify.apiKey, userId: sessionToken?.sub ?? '' };
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : '';
}
