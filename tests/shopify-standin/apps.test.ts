import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { Apps, offlineTokenSeconds, refreshTokenSeconds } from './apps.ts';

const installed = { clientId: 'client', clientSecret: 'secret', title: 'Regulars', handle: 'regulars', scopes: ['read_customers'], appUrl: 'http://127.0.0.1:1' };
const bearer = { clientId: 'client', scopes: ['read_customers'], shopDomain: 'tiny.myshopify.com' };
const dirs: string[] = [];

function temporaryDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'standin-apps-'));
  dirs.push(dir);
  return dir;
}

afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true });
});

describe('the installed apps', () => {
  it('know the bearer of a token until it expires', () => {
    let now = 0;
    const apps = new Apps({ apps: [installed], clock: () => now });
    const token = apps.issueOffline(bearer, true);
    now = offlineTokenSeconds * 1000 - 1;
    expect(apps.appForToken(token.accessToken)).toEqual(bearer);
    now += 1;
    expect(apps.appForToken(token.accessToken)).toBeNull();
    expect(apps.appForToken('shpat_other')).toBeNull();
  });

  it('give a new pair for a refresh token once, also after the access token expired', () => {
    let now = 0;
    const apps = new Apps({ apps: [installed], clock: () => now });
    const first = apps.issueOffline(bearer, true);
    now = refreshTokenSeconds * 1000 - 1;
    const second = apps.refresh('client', bearer.shopDomain, first.refreshToken ?? '');
    expect(second).toMatchObject({ kind: 'offline', clientId: 'client' });
    expect(apps.refresh('client', bearer.shopDomain, first.refreshToken ?? '')).toBe('used');
    expect(apps.refresh('client', bearer.shopDomain, 'shprt_other')).toBe('unknown');
  });

  it('refuse a refresh token of another app or shop, and one of ninety days', () => {
    let now = 0;
    const apps = new Apps({ apps: [installed, { ...installed, clientId: 'other' }], clock: () => now });
    const token = apps.issueOffline(bearer, true).refreshToken ?? '';
    expect(apps.refresh('other', bearer.shopDomain, token)).toBe('unknown');
    expect(apps.refresh('client', 'other.myshopify.com', token)).toBe('unknown');
    now = refreshTokenSeconds * 1000;
    expect(apps.refresh('client', bearer.shopDomain, token)).toBe('expired');
  });

  it('keep tokens over a restart, in a file that others cannot read', () => {
    const dir = temporaryDir();
    const before = new Apps({ apps: [installed], dir });
    const token = before.issueOffline(bearer, true);
    const direct = before.directUseToken(bearer.shopDomain, ['read_orders']);
    const after = new Apps({ apps: [installed], dir });
    expect(after.appForToken(token.accessToken)).toEqual(bearer);
    expect(after.directUseToken(bearer.shopDomain, ['read_orders'])).toBe(direct);
    expect(after.directUseToken(bearer.shopDomain, ['read_products'])).not.toBe(direct);
    const refreshed = after.refresh('client', bearer.shopDomain, token.refreshToken ?? '');
    expect(typeof refreshed).toBe('object');
    expect(new Apps({ apps: [installed], dir }).refresh('client', bearer.shopDomain, token.refreshToken ?? '')).toBe('used');
    expect(statSync(join(dir, 'access-tokens.json')).mode & 0o077).toBe(0);
  });

  it('end tokens at once when they are revoked, and say what to do with a file that is no JSON', () => {
    const dir = temporaryDir();
    const apps = new Apps({ apps: [installed], dir });
    const [one, two] = [apps.issueOffline(bearer, true), apps.issueOffline(bearer, false)];
    expect(apps.revoke({ accessToken: one.accessToken, keepRefreshTokens: true })).toBe(1);
    expect(apps.appForToken(one.accessToken)).toBeNull();
    expect(typeof apps.refresh('client', bearer.shopDomain, one.refreshToken ?? '')).toBe('object');
    expect(apps.appForToken(two.accessToken)).not.toBeNull();
    expect(apps.revoke({ clientId: 'client' })).toBe(2);
    expect(JSON.parse(readFileSync(join(dir, 'access-tokens.json'), 'utf8'))).toMatchObject({ tokens: [] });
    writeFileSync(join(dir, 'access-tokens.json'), '{');
    expect(() => new Apps({ dir })).toThrow(/Delete that file/);
  });
});
