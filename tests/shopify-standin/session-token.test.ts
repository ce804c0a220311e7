import { describe, expect, it } from 'vitest';
import '@shopify/shopify-api/adapters/node';
import { ApiVersion, shopifyApi } from '@shopify/shopify-api';
import { hostParameter, launchUrl } from './admin/app-frame.ts';
import { signSessionToken, verifySessionToken } from './session-token.ts';

const shopDomain = 'tiny-demo.myshopify.com';
const app = { clientId: 'client', clientSecret: 'secret' };
const shopify = shopifyApi({ apiKey: app.clientId, apiSecretKey: app.clientSecret, hostName: 'app.example.com', apiVersion: ApiVersion.October25, isEmbeddedApp: true, scopes: ['read_customers'] });
const expected = { shopDomain, ...app, now: Date.now() };

describe('a session token', () => {
  it('is read by Shopify\'s own library', async () => {
    const claims = await shopify.session.decodeSessionToken(signSessionToken({ shopDomain, ...app, userId: 7 }));
    expect(claims).toMatchObject({ iss: `https://${shopDomain}/admin`, dest: `https://${shopDomain}`, aud: 'client', sub: '7' });
    expect(claims.exp - claims.nbf).toBe(60);
  });

  it('is refused by name when it is of another app, shop, secret or algorithm, expired, early or cut', () => {
    const refused = (claims: object, secret = app.clientSecret): string => {
      const result = verifySessionToken(signSessionToken({ shopDomain, ...app, clientSecret: secret, claims }), expected);
      return 'refused' in result ? result.refused : 'accepted';
    };
    const seconds = Math.floor(Date.now() / 1000);
    expect(refused({})).toBe('accepted');
    expect(refused({ aud: 'other' })).toContain('another app');
    expect(refused({ dest: 'https://other.myshopify.com' })).toContain('another shop');
    expect(refused({ iss: 'https://other.myshopify.com/admin' })).toContain('issuer');
    expect(refused({ exp: seconds - 1 })).toContain('expired');
    expect(refused({ nbf: seconds + 60 })).toContain('not valid yet');
    expect(refused({ sub: '' })).toContain('no user');
    expect(refused({}, 'other secret')).toContain('signature');
    const [, payload] = signSessionToken({ shopDomain, ...app }).split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.x`;
    expect(verifySessionToken(unsigned, expected)).toEqual({ refused: 'its algorithm is not HS256' });
    expect(verifySessionToken('a.b', expected)).toEqual({ refused: 'it is not a JWT of three parts' });
  });
});

describe('a launch', () => {
  const installed = { ...app, title: 'Regulars', handle: 'regulars', scopes: [], appUrl: 'https://app.example.com' };

  it('is signed as Shopify\'s own library wants it, deep links included', async () => {
    const deepLink = new URLSearchParams([['query', 'Zoë & co, 5%'], ['tier', 'At risk'], ['tier', 'VIP'], ['shop', 'evil.myshopify.com']]);
    const url = new URL(launchUrl(installed, shopDomain, '/customers', deepLink, Date.now()));
    expect(url.pathname).toBe('/customers');
    expect(url.searchParams.getAll('shop')).toEqual([shopDomain]);
    expect(await shopify.utils.validateHmac(url.searchParams)).toBe(true);
    url.searchParams.set('query', 'changed');
    expect(await shopify.utils.validateHmac(url.searchParams)).toBe(false);
  });

  it('carries a host from which the library finds the app in the admin', () => {
    expect(shopify.utils.sanitizeHost(hostParameter(shopDomain))).not.toBeNull();
    expect(shopify.auth.buildEmbeddedAppUrl(hostParameter(shopDomain))).toBe('https://admin.shopify.com/store/tiny-demo/apps/client');
  });
});
