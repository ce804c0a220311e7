import { HttpResponseError, RequestedTokenType, type Session } from '@shopify/shopify-api';
import { machineNow } from '../runtime/clock.server.ts';
import { RetryableError, TerminalError, errorCode, errorMessage } from '../runtime/errors.ts';
import { shopifyApiLibrary } from './shopify-api.server.ts';

/** A session token that ends sooner than this may have ended at Shopify before it came there: a fresh one can help. */
const ABOUT_TO_END_MS = 5_000;

/** Somebody in a shop's admin, as their session token says that stands: signed by Shopify for this app, and in time. */
export interface SessionTokenHolder {
  shopDomain: string;
  sessionToken: string;
  /** Milliseconds since the epoch. */
  endsAt: number;
}

/** Null for a token that does not stand: Shopify's library has answers of its own for those. */
export async function holderOf(sessionToken: string): Promise<SessionTokenHolder | null> {
  try {
    const { dest, exp } = await shopifyApiLibrary().session.decodeSessionToken(sessionToken);
    return { shopDomain: new URL(dest).hostname, sessionToken, endsAt: exp * 1000 };
  } catch {
    return null;
  }
}

/**
 * Trades a session token for an access token of the shop. That Shopify gives one means that the app is installed there now.
 * The library for Remix does the same by itself, and takes every refusal for a fault of ours.
 * @returns the session, not stored yet
 * @throws TerminalError 'token-ended' when a fresh session token may fare better, 'shut-out' when Shopify does not let the
 *   app in; RetryableError when it does not answer
 */
export async function exchangeToken(holder: SessionTokenHolder): Promise<Session> {
  const { shopDomain: shop, sessionToken } = holder;
  try {
    return (await shopifyApiLibrary().auth.tokenExchange({ shop, sessionToken, requestedTokenType: RequestedTokenType.OfflineAccessToken, expiring: true })).session;
  } catch (error) {
    const status = error instanceof HttpResponseError ? error.response.code : undefined;
    if (status !== undefined && status >= 400 && status < 500 && status !== 429) {
      if (saysTokenEnded(error) && holder.endsAt - machineNow() < ABOUT_TO_END_MS) throw new TerminalError('token-ended', `The session token for ${shop} has ended on the way. Reload the page.`, { cause: error });
      throw new TerminalError('shut-out', `Shopify does not give Regulars access to ${shop} (HTTP ${status}). Open the app from the store's admin, and install it again if it is not there.`, { cause: error });
    }
    // The library's own words may repeat what Shopify answered.
    const reason = status === undefined ? (errorCode(error) ?? errorMessage(error)) : `HTTP ${status}`;
    throw new RetryableError('token-exchange', `Shopify gave no access to ${shop} just now: ${reason}. Try again.`, { cause: error });
  }
}

function saysTokenEnded(error: unknown): boolean {
  const body: unknown = error instanceof HttpResponseError ? error.response.body : undefined;
  return typeof body === 'object' && body !== null && 'error' in body && body.error === 'invalid_subject_token';
}
