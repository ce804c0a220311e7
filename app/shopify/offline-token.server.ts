import { setTimeout as sleep } from 'node:timers/promises';
import { HttpResponseError, type Session } from '@shopify/shopify-api';
import { systemPool } from '../database/pools.server.ts';
import { RetryableError, TerminalError, errorCode, errorMessage } from '../runtime/errors.ts';
import { shopifyApiLibrary } from './shopify-api.server.ts';
import { sessionStorage } from './shopify-app.server.ts';

/** A token is renewed this long before it ends, so that no request starts with one that dies on the way. */
const RENEW_BEFORE_MS = 5 * 60 * 1000;

/** Renewals that this process has under way, by shop: however many ask meanwhile, one of them holds a connection and waits for Shopify. */
const underWay = new Map<string, Promise<string>>();

/**
 * An access token of the shop for work without a person (jobs), renewed when it is about to end.
 * Refresh tokens are single use, so renewal happens under a lock that all processes share: whoever waited finds the new token.
 * @throws TerminalError when the app is not installed there any more, RetryableError when Shopify does not answer.
 */
export async function offlineAccessToken(shopDomain: string): Promise<string> {
  const token = await sessionStorage.lastingAccessToken(sessionId(shopDomain), RENEW_BEFORE_MS);
  if (token !== null) return token;
  let renewal = underWay.get(shopDomain);
  if (renewal === undefined) {
    renewal = renewUnderLock(shopDomain).finally(() => underWay.delete(shopDomain));
    underWay.set(shopDomain, renewal);
  }
  return renewal;
}

/** Forgets a token that Shopify refused, so that the next caller renews it instead of trying it again. */
export async function discardAccessToken(shopDomain: string, refused: string): Promise<void> {
  await sessionStorage.endAccessToken(sessionId(shopDomain), refused);
}

function sessionId(shopDomain: string): string {
  return `offline_${shopDomain}`;
}

function usable(session: Session | undefined): string | null {
  if (session?.accessToken === undefined || session.accessToken === '') return null;
  return session.isExpired(RENEW_BEFORE_MS) ? null : session.accessToken;
}

async function renewUnderLock(shopDomain: string): Promise<string> {
  const client = await systemPool().connect();
  try {
    await client.query('BEGIN');
    await client.query("SELECT pg_advisory_xact_lock(hashtextextended('offline-token:' || $1, 0))", [shopDomain]);
    // Read now and not before the lock: what was read before may hold a refresh token that has been used since.
    const session = await sessionStorage.loadSession(sessionId(shopDomain));
    if (session === undefined) throw new TerminalError('not-installed', `${shopDomain} has no access token here. Open the app in its admin to install it again.`);
    return usable(session) ?? (await renew(shopDomain, session));
  } finally {
    // The transaction holds the lock alone, so that there is nothing to keep of it.
    const broken = await client.query('ROLLBACK').then(() => undefined, (error: Error) => error);
    client.release(broken);
  }
}

async function renew(shopDomain: string, session: Session): Promise<string> {
  if (session.refreshToken === undefined || session.refreshToken === '') {
    throw new TerminalError('not-installed', `The access token of ${shopDomain} has ended and there is none to renew it with. Open the app in its admin to sign in again.`);
  }
  const renewed = await askForRenewal(shopDomain, session.refreshToken);
  if (renewed.accessToken === undefined || renewed.accessToken === '') throw new RetryableError('token-refresh', `Shopify renewed the access token of ${shopDomain} without giving one.`);
  await keep(renewed);
  return renewed.accessToken;
}

async function askForRenewal(shopDomain: string, refreshToken: string): Promise<Session> {
  try {
    return (await shopifyApiLibrary().auth.refreshToken({ shop: shopDomain, refreshToken })).session;
  } catch (error) {
    const status = error instanceof HttpResponseError ? error.response.code : undefined;
    if (status !== undefined && status >= 400 && status < 500 && status !== 429) {
      throw new TerminalError('not-installed', `Shopify no longer renews the access token of ${shopDomain} (HTTP ${status}). Open the app in its admin to sign in again.`, { cause: error });
    }
    // The library's own words repeat the answer's body, and this message is logged and shown.
    const reason = status === undefined ? (errorCode(error) ?? errorMessage(error).split('\n', 1)[0]?.slice(0, 200)) : `HTTP ${status}`;
    throw new RetryableError('token-refresh', `The access token of ${shopDomain} could not be renewed: ${reason}`, { cause: error });
  }
}

/** The old refresh token is spent: a database that is away for a moment must not cost the shop its access. */
async function keep(renewed: Session): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await sessionStorage.storeSession(renewed);
      return;
    } catch (error) {
      if (tries >= 5) throw error;
      await sleep(tries * 200);
    }
  }
}
