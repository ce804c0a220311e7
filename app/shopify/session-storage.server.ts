import type { PrismaClient } from '@prisma/client';
import { Session } from '@shopify/shopify-api';
import type { SessionStorage } from '@shopify/shopify-app-session-storage';
import { PrismaSessionStorage } from '@shopify/shopify-app-session-storage-prisma';
import { systemPrisma } from '../database/prisma.server.ts';
import { config } from '../runtime/config.server.ts';
import { decrypt, encrypt } from '../runtime/crypto.server.ts';

/**
 * Shopify's Prisma storage with the tokens encrypted on the way in and out (AES-256-GCM, the shop as associated data): a
 * dump of the database holds no token that works.
 */
export class EncryptedSessionStorage implements SessionStorage {
  private inner: PrismaSessionStorage<PrismaClient> | undefined;

  /** Made at the first use: the database's address may be known only after the embedded server has started. */
  private storage(): PrismaSessionStorage<PrismaClient> {
    this.inner ??= new PrismaSessionStorage(systemPrisma() as unknown as PrismaClient);
    return this.inner;
  }

  async storeSession(session: Session): Promise<boolean> {
    return this.storage().storeSession(withTokens(session, (token) => encrypt(token, session.shop, config().encryptionKeys)));
  }

  async loadSession(id: string): Promise<Session | undefined> {
    const session = await this.storage().loadSession(id);
    return session === undefined ? undefined : open(session);
  }

  async deleteSession(id: string): Promise<boolean> {
    return this.storage().deleteSession(id);
  }

  async deleteSessions(ids: string[]): Promise<boolean> {
    return this.storage().deleteSessions(ids);
  }

  async findSessionsByShop(shop: string): Promise<Session[]> {
    return (await this.storage().findSessionsByShop(shop)).map(open);
  }
}

function open(session: Session): Session {
  return withTokens(session, (token) => decrypt(token, session.shop, config().encryptionKeys));
}

function withTokens(session: Session, change: (token: string) => string): Session {
  const copy = new Session(session.toObject());
  if (session.accessToken !== undefined && session.accessToken !== '') copy.accessToken = change(session.accessToken);
  if (session.refreshToken !== undefined && session.refreshToken !== '') copy.refreshToken = change(session.refreshToken);
  return copy;
}
