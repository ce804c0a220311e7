import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeclaredSubscription } from './webhooks/declared.ts';

/** An app that is installed on the shop. `appUrl` is its public address, the one that Shopify would frame. */
export interface InstalledApp {
  clientId: string;
  clientSecret: string;
  /** What the merchant calls it; the left navigation shows it. */
  title: string;
  /** Last part of its address in the admin: /store/<shop>/apps/<handle>. */
  handle: string;
  /** Access scopes granted at installation, e.g. `read_customers`. */
  scopes: string[];
  appUrl: string;
  /** The app's own address, to which webhooks go; without one none are sent. */
  target?: string;
  /** What its configuration subscribes to. */
  webhooks?: readonly DeclaredSubscription[];
}

/** Whoever stands behind an access token. */
export interface TokenBearer {
  clientId: string;
  scopes: string[];
  shopDomain: string;
}

/** What the Admin API needs to know of the installed apps; `Apps` implements it. */
export interface AppRegistry {
  /** The bearer of a live access token; null for one that is unknown, expired or revoked. */
  appForToken(accessToken: string): TokenBearer | null;
  /** An installed app by its client id. */
  app(clientId: string): InstalledApp | null;
}

/** Seconds that Shopify gives to an expiring offline token, its refresh token, and an online token. */
export const offlineTokenSeconds = 3600;
export const refreshTokenSeconds = 90 * 24 * 3600;
export const onlineTokenSeconds = 24 * 3600 - 1;

/** Client id under which the token printed for direct use acts. */
export const directUseClientId = 'direct-use';

export interface AccessToken {
  accessToken: string;
  clientId: string;
  shopDomain: string;
  scopes: string[];
  kind: 'offline' | 'online';
  /** Milliseconds since the epoch by the real clock; null: does not expire. */
  expiresAt: number | null;
  refreshToken: string | null;
  refreshExpiresAt: number | null;
  userId: number | null;
}

interface TokenFile {
  tokens: AccessToken[];
  /** Refresh tokens that were used: a second use is refused by name rather than as unknown. */
  usedRefreshTokens: string[];
  /** Client ids of apps that the merchant has uninstalled. */
  uninstalled?: string[];
}

const keptUsedRefreshTokens = 1000;

/**
 * The installed apps and every access token given out. Tokens are written to `dir/access-tokens.json` at each change, so
 * that those of an app outlive a restart of the stand-in. Their lifetimes follow the real clock, not the store's: the
 * app checks them by its own.
 */
export class Apps implements AppRegistry {
  private readonly apps = new Map<string, InstalledApp>();
  private readonly tokens = new Map<string, AccessToken>();
  private readonly uninstalled = new Map<string, InstalledApp | null>();
  private usedRefreshTokens: string[] = [];
  private readonly file: string | null;
  private readonly clock: () => number;

  constructor(options: { apps?: InstalledApp[]; dir?: string; clock?: () => number } = {}) {
    this.clock = options.clock ?? Date.now;
    this.file = options.dir ? join(options.dir, 'access-tokens.json') : null;
    for (const app of options.apps ?? []) this.apps.set(app.clientId, app);
    if (this.file && existsSync(this.file)) this.load(this.file);
    else if (options.dir) mkdirSync(options.dir, { recursive: true });
  }

  /** At the start, and to change what is known of an app. One that the merchant has uninstalled stays so. */
  install(app: InstalledApp): void {
    if (this.uninstalled.has(app.clientId)) this.uninstalled.set(app.clientId, app);
    else this.apps.set(app.clientId, app);
  }

  /** The merchant takes the app away: its tokens end. @returns whether it was there */
  uninstall(clientId: string): boolean {
    const app = this.apps.get(clientId);
    if (app === undefined) return false;
    this.uninstalled.set(clientId, app);
    this.apps.delete(clientId);
    for (const token of [...this.tokens.values()]) if (token.clientId === clientId) this.tokens.delete(token.accessToken);
    this.save();
    return true;
  }

  /** @returns whether it had been uninstalled */
  installAgain(clientId: string): boolean {
    const app = this.uninstalled.get(clientId);
    if (!app) return false;
    this.uninstalled.delete(clientId);
    this.apps.set(clientId, app);
    this.save();
    return true;
  }

  uninstalledApp(clientId: string): InstalledApp | null {
    return this.uninstalled.get(clientId) ?? null;
  }

  uninstalledApps(): InstalledApp[] {
    return [...this.uninstalled.values()].filter((app) => app !== null);
  }

  app(clientId: string): InstalledApp | null {
    return this.apps.get(clientId) ?? null;
  }

  list(): InstalledApp[] {
    return [...this.apps.values()];
  }

  appForToken(accessToken: string): TokenBearer | null {
    const token = this.tokens.get(accessToken);
    if (!token || this.isExpired(token)) return null;
    return { clientId: token.clientId, scopes: token.scopes, shopDomain: token.shopDomain };
  }

  /** A new offline token; `expiring` ones come with a refresh token. Earlier tokens of the app stay valid. */
  issueOffline(bearer: TokenBearer, expiring: boolean): AccessToken {
    const now = this.clock();
    return this.keep({
      ...bearer,
      accessToken: newSecret('shpat_'),
      kind: 'offline',
      expiresAt: expiring ? now + offlineTokenSeconds * 1000 : null,
      refreshToken: expiring ? newSecret('shprt_') : null,
      refreshExpiresAt: expiring ? now + refreshTokenSeconds * 1000 : null,
      userId: null,
    });
  }

  issueOnline(bearer: TokenBearer, userId: number): AccessToken {
    return this.keep({
      ...bearer,
      accessToken: newSecret('shpua_'),
      kind: 'online',
      expiresAt: this.clock() + onlineTokenSeconds * 1000,
      refreshToken: null,
      refreshExpiresAt: null,
      userId,
    });
  }

  /** The token for direct use (curl, scripts): it does not expire, and is the same one after a restart. */
  directUseToken(shopDomain: string, scopes: readonly string[]): string {
    for (const token of this.tokens.values()) {
      if (token.clientId === directUseClientId && token.shopDomain === shopDomain && sameScopes(token.scopes, scopes)) {
        return token.accessToken;
      }
    }
    return this.issueOffline({ clientId: directUseClientId, scopes: [...scopes], shopDomain }, false).accessToken;
  }

  /**
   * Trades a refresh token for a new pair and retires the old one with its access token. Each works once.
   * @returns the new pair, or why not.
   */
  refresh(clientId: string, shopDomain: string, refreshToken: string): AccessToken | 'used' | 'expired' | 'unknown' {
    if (this.usedRefreshTokens.includes(refreshToken)) return 'used';
    const held = [...this.tokens.values()].find((token) => token.refreshToken === refreshToken);
    if (!held || held.clientId !== clientId || held.shopDomain !== shopDomain) return 'unknown';
    if (held.refreshExpiresAt !== null && held.refreshExpiresAt <= this.clock()) return 'expired';
    this.tokens.delete(held.accessToken);
    this.usedRefreshTokens = [...this.usedRefreshTokens, refreshToken].slice(-keptUsedRefreshTokens);
    const scopes = this.app(clientId)?.scopes ?? held.scopes;
    return this.issueOffline({ clientId, shopDomain, scopes }, true);
  }

  /** Ends access tokens at once, as an uninstall or a rotated secret would. @returns how many. */
  revoke(filter: { clientId?: string; accessToken?: string; keepRefreshTokens?: boolean }): number {
    let revoked = 0;
    for (const token of [...this.tokens.values()]) {
      if (filter.clientId !== undefined && token.clientId !== filter.clientId) continue;
      if (filter.accessToken !== undefined && token.accessToken !== filter.accessToken) continue;
      revoked += 1;
      if (filter.keepRefreshTokens && token.refreshToken !== null) token.expiresAt = this.clock();
      else this.tokens.delete(token.accessToken);
    }
    if (revoked > 0) this.save();
    return revoked;
  }

  private isExpired(token: AccessToken): boolean {
    return token.expiresAt !== null && token.expiresAt <= this.clock();
  }

  private keep(token: AccessToken): AccessToken {
    const now = this.clock();
    for (const old of [...this.tokens.values()]) {
      const mayRefresh = old.refreshExpiresAt !== null && old.refreshExpiresAt > now;
      if (this.isExpired(old) && !mayRefresh) this.tokens.delete(old.accessToken);
    }
    this.tokens.set(token.accessToken, token);
    this.save();
    return token;
  }

  private save(): void {
    if (!this.file) return;
    const content: TokenFile = { tokens: [...this.tokens.values()], usedRefreshTokens: this.usedRefreshTokens, uninstalled: [...this.uninstalled.keys()] };
    const partial = `${this.file}.partial`;
    writeFileSync(partial, JSON.stringify(content), { mode: 0o600 });
    renameSync(partial, this.file);
  }

  private load(file: string): void {
    let content: Partial<TokenFile>;
    try {
      content = JSON.parse(readFileSync(file, 'utf8')) as Partial<TokenFile>;
    } catch (cause) {
      throw new Error(`The stand-in's access tokens in ${file} cannot be read. Delete that file; the app will ask for a new token.`, { cause });
    }
    for (const token of content.tokens ?? []) this.tokens.set(token.accessToken, token);
    this.usedRefreshTokens = content.usedRefreshTokens ?? [];
    for (const clientId of content.uninstalled ?? []) this.uninstalled.set(clientId, null);
  }
}

function newSecret(prefix: string): string {
  return prefix + randomBytes(16).toString('hex');
}

function sameScopes(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && [...left].sort().join() === [...right].sort().join();
}
