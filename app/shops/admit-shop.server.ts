import { machineNow } from '../runtime/clock.server.ts';
import { RegularsError, errorCode, errorFrames, errorMessage } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';
import { exchangeToken, type SessionTokenHolder } from '../shopify/exchange-token.server.ts';
import { sessionStorage } from '../shopify/shopify-app.server.ts';
import { findShop, recordInstall, settleCatchUp, type Shop } from './shop-store.server.ts';

/** An access token that lasts for less is replaced, a little sooner than Shopify's library would do it. */
const LASTS_MS = 6 * 60_000;

/** What follows from an install, a first one or again. @param awayMs how long the app was uninstalled; null: it was not, as far as is known */
export type CatchUp = (shop: { shopId: number; awayMs: number | null }) => Promise<void>;

let catchUp: CatchUp | undefined;

/** pipeline.server.ts says what follows, since other rooms stand above this one. */
export function setCatchUp(work: CatchUp): void {
  catchUp = work;
}

/** The loaders of one page ask with the same session token at the same moment: one of them trades it. */
const underWay = new Map<string, Promise<Shop>>();

/**
 * The shop of whoever asks, in our books, with an access token of it in store and all begun that follows from an install.
 * Most times there is nothing to do. Where something is, the install is noted before the token is kept, and that
 * something is to follow stays noted until it has begun: wherever this fails, the next request goes on from there.
 * @throws TerminalError 'shut-out' or 'token-ended' (exchange-token.server.ts); whatever kept Shopify or the database from it
 */
export function admitShop(holder: SessionTokenHolder): Promise<Shop> {
  const known = underWay.get(holder.sessionToken);
  if (known !== undefined) return known;
  const admission = admit(holder).catch((error: unknown) => {
    tell(holder.shopDomain, error);
    throw error;
  }).finally(() => underWay.delete(holder.sessionToken));
  underWay.set(holder.sessionToken, admission);
  return admission;
}

async function admit(holder: SessionTokenHolder): Promise<Shop> {
  let shop = await findShop(holder.shopDomain);
  // Of a shop that has left, a session that is still there proves nothing: Shopify is asked.
  if (shop === null || shop.uninstalledAt !== null || (await sessionStorage.lastingAccessToken(`offline_${holder.shopDomain}`, LASTS_MS)) === null) {
    const session = await exchangeToken(holder);
    shop = await recordInstall(holder.shopDomain, { catchUp: true });
    await sessionStorage.storeSession(session);
  }
  if (shop.catchUpDue && catchUp !== undefined) {
    await catchUp({ shopId: shop.id, awayMs: shop.awaySince === null ? null : Math.max(0, machineNow() - shop.awaySince.getTime()) });
    await settleCatchUp(shop);
  }
  return shop;
}

/** One line. Only what nobody foresaw is a fault of ours, and says where. */
function tell(shop: string, error: unknown): void {
  const code = errorCode(error);
  if (code === 'token-ended') return;
  const foreseen = error instanceof RegularsError || code !== undefined;
  log[foreseen ? 'warn' : 'error']({ shop, code, reason: errorMessage(error), ...(foreseen ? {} : { at: errorFrames(error) }) }, 'a shop could not be let in');
}
