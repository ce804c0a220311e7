import type { PrismaClient } from '@prisma/client';
import { Session } from '@shopify/shopify-api';
import type { SessionStorage } from '@shopify/shopify-app-session-storage';
import { MissingSessionTableError, PrismaSessionStorage } from '@shopify/shopify-app-session-storage-prisma';
import { systemPool } from '../database/pools.server.ts';
import { systemPrisma } from '../database/prisma.server.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { config } from '../runtime/config.server.ts';
import { decrypt, encrypt } from '../runtime/crypto.server.ts';
import { RetryableError, TerminalError } from '../runtime/errors.ts';
import { log } from '../runtime/log.server.ts';

/**
 * Shopify's Prisma storage with the tokens encrypted on the way in and out (AES-256-GCM, the shop as associated data): a
 * dump of the database holds no token that works.
 */
export class EncryptedSessionStorage implements SessionStorage {
  private inner: PrismaSessionStorage<PrismaClient> | undefined;

  async storeSession(session: Session): Promise<boolean> {
    const locked = withTokens(session, (token) => encrypt(token, session.shop, config().encryptionKeys));
    return this.using((storage) => storage.storeSession(locked));
  }

  async loadSession(id: string): Promise<Session | undefined> {
    const session = await this.using((storage) => storage.loadSession(id));
    return session === undefined ? undefined : open(session);
  }

  async deleteSession(id: string): Promise<boolean> {
    return this.using((storage) => storage.deleteSession(id));
  }

  async deleteSessions(ids: string[]): Promise<boolean> {
    return this.using((storage) => storage.deleteSessions(ids));
  }

  async findSessionsByShop(shop: string): Promise<Session[]> {
    const sessions = await this.using((storage) => storage.findSessionsByShop(shop));
    return sessions.map(open).filter((session) => session !== undefined);
  }

  /**
   * The access token of a session that lasts for so much longer, by one plain query: each request to Shopify begins with
   * it, and a session by way of Prisma costs ten times as much. Null: there is none, and `loadSession` says more.
   */
  async lastingAccessToken(id: string, lastsMs: number): Promise<string | null> {
    const { rows } = await systemPool().query<{ shop: string; stored: string | null; expires: Date | null }>({
      name: 'lasting-access-token', text: 'SELECT shop, access_token AS stored, expires FROM sessions WHERE id = $1', values: [id],
    });
    const row = rows[0];
    if (row === undefined || row.stored === null || row.stored === '' || (row.expires !== null && row.expires.getTime() - lastsMs < machineNow())) return null;
    try {
      const token = decrypt(row.stored, row.shop, config().encryptionKeys);
      return token === '' ? null : token;
    } catch (error) {
      if (error instanceof TerminalError) return null;
      throw error;
    }
  }

  /**
   * Marks a session as ended while it still holds this very access token. One statement decides, so that a token which
   * another process has just renewed is never overwritten by the old one.
   */
  async endAccessToken(id: string, accessToken: string): Promise<void> {
    const { rows } = await systemPool().query<{ shop: string; stored: string }>('SELECT shop, access_token AS stored FROM sessions WHERE id = $1', [id]);
    const row = rows[0];
    if (row === undefined || row.stored === '' || decrypt(row.stored, row.shop, config().encryptionKeys) !== accessToken) return;
    // Any past instant but the epoch, which Shopify's session class takes for "never expires".
    await systemPool().query("UPDATE sessions SET expires = '2000-01-01T00:00:00Z' WHERE id = $1 AND access_token = $2", [id, row.stored]);
  }

  /** Made at the first use: the database's address may be known only after the embedded server has started. */
  private async using<Result>(work: (storage: PrismaSessionStorage<PrismaClient>) => Promise<Result>): Promise<Result> {
    const storage = (this.inner ??= new PrismaSessionStorage(systemPrisma() as unknown as PrismaClient, { connectionRetries: 1, connectionRetryIntervalMs: 1 }));
    try {
      return await work(storage);
    } catch (error) {
      if (!(error instanceof MissingSessionTableError)) throw error;
      // It looks for its table once and never again: kept, it would refuse for ever because the database was down for a moment.
      if (this.inner === storage) this.inner = undefined;
      throw new RetryableError('database', 'The database did not answer when sessions were first asked for. Check that the server runs and that migrations were applied.', { cause: error });
    }
  }
}

/** @returns undefined for a session whose tokens do not open: to Shopify's library it is none, and the merchant's next visit replaces it. */
function open(session: Session): Session | undefined {
  try {
    return withTokens(session, (token) => decrypt(token, session.shop, config().encryptionKeys));
  } catch (error) {
    if (!(error instanceof TerminalError)) throw error;
    log.error({ shop: session.shop, code: error.code, reason: error.message }, 'a stored session cannot be used');
    return undefined;
  }
}

function withTokens(session: Session, change: (token: string) => string): Session {
  const copy = new Session(session.toObject());
  if (session.accessToken !== undefined && session.accessToken !== '') copy.accessToken = change(session.accessToken);
  if (session.refreshToken !== undefined && session.refreshToken !== '') copy.refreshToken = change(session.refreshToken);
  return copy;
}
