import { redirect } from '@remix-run/node';
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
  refuseBeforehand(request);
  const { session, sessionToken } = await shopifyLibrary().authenticate.admin(request);
  // A token may outlive our own record (the database was restored): the install is then recorded anew.
  const shop = (await findShop(session.shop)) ?? (await recordInstall(session.shop));
  return { shopId: shop.id, shopDomain: session.shop, apiKey: config().shopify.apiKey, userId: sessionToken?.sub ?? '' };
}

const SHOP = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

/**
 * What Shopify's library leaves open. It checks a token's signature, expiry and audience, but not that issuer and
 * destination are one shop, and it fails with HTTP 500 for a destination that is none and for a `host` that is no address.
 * Claims are only ever refused here, so that it does no harm that nobody has checked the signature yet.
 */
function refuseBeforehand(request: Request): void {
  const { searchParams } = new URL(request.url);
  const bearer = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  const claims = claimsOf(bearer ?? searchParams.get('id_token') ?? '');
  if (claims !== null && !(SHOP.test(hostOf(claims['dest'])) && hostOf(claims['iss']) === hostOf(claims['dest']))) {
    throw new Response('The session token does not name one shop of Shopify.', { status: 401 });
  }
  const host = searchParams.get('host');
  if (bearer === undefined && host !== null && !URL.canParse(`https://${Buffer.from(host, 'base64').toString('utf8')}`)) throw redirect('/');
}

function claimsOf(token: string): Record<string, unknown> | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' ? (claims as Record<string, unknown> | null) : null;
  } catch {
    // The library refuses what is no token.
    return null;
  }
}

function hostOf(address: unknown): string {
  return typeof address === 'string' && URL.canParse(address) ? new URL(address).host : '';
}
