import { redirect } from '@remix-run/node';
import { config } from '../runtime/config.server.ts';
import { RegularsError, TerminalError } from '../runtime/errors.ts';
import { holderOf } from '../shopify/exchange-token.server.ts';
import { shopifyLibrary } from '../shopify/shopify-app.server.ts';
import { admitShop } from './admit-shop.server.ts';
import { recordInstall } from './shop-store.server.ts';

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
 * @throws a Response: one that makes App Bridge fetch a fresh token or sends the browser into the admin; 403 where Shopify
 *   does not let the app in; 503 where Shopify or the database could not be asked
 */
export async function authenticateShop(request: Request): Promise<ShopRequest> {
  refuseBeforehand(request);
  const token = tokenOf(request);
  const holder = token === null ? null : await holderOf(token);
  const admitted = holder === null ? null : await admitShop(holder).catch(answerInstead);
  const { session, sessionToken } = await shopifyLibrary().authenticate.admin(request);
  const shop = admitted ?? (await recordInstall(session.shop, { catchUp: true }));
  return { shopId: shop.id, shopDomain: session.shop, apiKey: config().shopify.apiKey, userId: sessionToken?.sub ?? '' };
}

/** Seconds after which somebody who was told to come again may do so. */
const RETRY_AFTER = '5';

/** @returns null where Shopify's library answers: it asks for a fresh session token. */
function answerInstead(error: unknown): null {
  const refused = error instanceof TerminalError;
  if (refused && error.code === 'token-ended') return null;
  const told = error instanceof RegularsError ? { code: error.code, message: error.message } : { code: 'unavailable', message: 'Regulars could not be reached just now. Try again.' };
  throw Response.json({ error: told }, refused ? { status: 403 } : { status: 503, headers: { 'retry-after': RETRY_AFTER } });
}

const SHOP = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/;

/**
 * What Shopify's library leaves open. It checks a token's signature, expiry and audience, but not that issuer and
 * destination are one shop, and it fails with HTTP 500 for a destination that is none and for a `host` that is no address.
 * Claims are only ever refused here, so that it does no harm that nobody has checked the signature yet.
 */
function refuseBeforehand(request: Request): void {
  const { searchParams } = new URL(request.url);
  const claims = claimsOf(tokenOf(request) ?? '');
  if (claims !== null && !(SHOP.test(hostOf(claims['dest'])) && hostOf(claims['iss']) === hostOf(claims['dest']))) {
    throw new Response('The session token does not name one shop of Shopify.', { status: 401 });
  }
  const host = searchParams.get('host');
  if (bearerOf(request) === null && host !== null && !URL.canParse(`https://${Buffer.from(host, 'base64').toString('utf8')}`)) throw redirect('/');
}

function bearerOf(request: Request): string | null {
  return /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1] ?? null;
}

/** A fetch has it in a header, a page in its address. */
function tokenOf(request: Request): string | null {
  return bearerOf(request) ?? new URL(request.url).searchParams.get('id_token');
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
