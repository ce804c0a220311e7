import '@shopify/shopify-app-remix/adapters/node';
import { HttpResponseError, shopifyApi, type ApiVersion, type Session, type Shopify } from '@shopify/shopify-api';
import { systemPool } from '../database/pools.server.ts';
import { config } from '../runtime/config.server.ts';
import { RetryableError, TerminalError, errorMessage } from '../runtime/errors.ts';
import { API_VERSION } from './api-version.ts';
import { sessionStorage } from './shopify-app.server.ts';

/** A token is renewed this long before it ends, so that no request starts with one that dies on the way. */
const RENEW_BEFORE_MS = 5 * 60 * 1000;

let api: Shopify | undefined;

function library(): Shopify {
  const { shopify } = config();
  api ??= shopifyApi({
    apiKey: shopify.apiKey,
    apiSecretKey: shopify.apiSecret,
    apiVersion: API_VERSION as ApiVersion,
    scopes: shopify.scopes,
    hostName: new URL(shopify.appUrl).host,
    isEmbeddedApp: true,
    logger: { level: 0 },
  });
  return api;
}

/**
 * An access token of the shop for work without a person (jobs), renewed when it is about to end.
 * Refresh tokens are single use, so renewal happens under a lock that all processes share: whoever waited finds the new token.
 * @throws TerminalError when the app is not installed there any more, RetryableError when Shopify does not answer.
 */
export async function offlineAccessToken(shopDomain: string): Promise<string> {
  const id = `offline_${shopDomain}`;
  const session = await sessionStorage.loadSession(id);
  const token = usable(session);
  if (token !== null) return token;
  if (session === undefined) throw new TerminalError('not-installed', `${shopDomain} has no access token here. Open the app in its admin to install it again.`);

  const client = await systemPool().connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('offline-token:' || $1, 0))", [shopDomain]);
    const renewedByAnother = usable(await sessionStorage.loadSession(id));
    if (renewedByAnother !== null) return renewedByAnother;
    return await renew(shopDomain, session);
  } finally {
    // The transaction holds the lock alone, so that there is nothing to keep of it.
    await client.query('ROLLBACK').catch(() => {});
    client.release();
  }
}

/** Forgets a token that Shopify refused, so that the next caller renews it instead of trying it again. */
export async function discardAccessToken(shopDomain: string, refused: string): Promise<void> {
  const session = await sessionStorage.loadSession(`offline_${shopDomain}`);
  if (session === undefined || session.accessToken !== refused) return;
  session.expires = new Date(0);
  await sessionStorage.storeSession(session);
}

function usable(session: Session | undefined): string | null {
  if (session?.accessToken === undefined || session.accessToken === '') return null;
  return session.isExpired(RENEW_BEFORE_MS) ? null : session.accessToken;
}

async function renew(shopDomain: string, session: Session): Promise<string> {
  if (session.refreshToken === undefined || session.refreshToken === '') {
    throw new TerminalError('not-installed', `The access token of ${shopDomain} has ended and there is none to renew it with. Open the app in its admin to sign in again.`);
  }
  try {
    const { session: renewed } = await library().auth.refreshToken({ shop: shopDomain, refreshToken: session.refreshToken });
    if (renewed.accessToken === undefined) throw new RetryableError('token-refresh', 'Shopify renewed the access token without giving one.');
    await sessionStorage.storeSession(renewed);
    return renewed.accessToken;
  } catch (error) {
    if (error instanceof HttpResponseError && error.response.code >= 400 && error.response.code < 500 && error.response.code !== 429) {
      throw new TerminalError('not-installed', `Shopify no longer renews the access token of ${shopDomain}. Open the app in its admin to sign in again.`, { cause: error });
    }
    if (error instanceof RetryableError) throw error;
    throw new RetryableError('token-refresh', `The access token of ${shopDomain} could not be renewed: ${errorMessage(error)}`, { cause: error });
  }
}
