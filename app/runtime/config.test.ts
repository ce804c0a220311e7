import { describe, expect, it } from 'vitest';
import { parseConfig } from './config.server.ts';

const shopify = { SHOPIFY_API_KEY: 'key', SHOPIFY_API_SECRET: 'secret', SHOPIFY_APP_URL: 'https://app.example/' };
const database = { DATABASE_URL: 'postgresql://a', DATABASE_SYSTEM_URL: 'postgresql://s' };
const key = `k1:${Buffer.alloc(32, 7).toString('base64')}`;

describe('the environment', () => {
  it('is enough with the app’s credentials in development, and then the embedded database is used', () => {
    const config = parseConfig(shopify);
    expect(config.database).toBeUndefined();
    expect(config.shopify.appUrl).toBe('https://app.example');
    expect(config.production).toBe(false);
  });

  it('names everything that is missing at once', () => {
    expect(() => parseConfig({})).toThrow(/SHOPIFY_API_KEY.*SHOPIFY_API_SECRET.*SHOPIFY_APP_URL/);
  });

  it('refuses production without a database, without keys, or with a stopped clock', () => {
    expect(() => parseConfig({ ...shopify, NODE_ENV: 'production', ENCRYPTION_KEYS: key })).toThrow(/DATABASE_URL is not set/);
    expect(() => parseConfig({ ...shopify, ...database, NODE_ENV: 'production' })).toThrow(/ENCRYPTION_KEYS is not set/);
    expect(() => parseConfig({ ...shopify, ...database, NODE_ENV: 'production', ENCRYPTION_KEYS: key, REGULARS_NOW: '2024-01-01T00:00:00Z' })).toThrow(/REGULARS_NOW/);
    expect(parseConfig({ ...shopify, ...database, NODE_ENV: 'production', ENCRYPTION_KEYS: key }).production).toBe(true);
  });

  it('takes an instant that the clock runs on from only with the instant itself', () => {
    const running = parseConfig({ ...shopify, REGULARS_NOW: '2011-12-10T00:00:00Z', REGULARS_NOW_AT: '2026-11-29T01:00:00.250Z' });
    expect([running.now, running.nowAt]).toEqual([Date.UTC(2011, 11, 10), Date.UTC(2026, 10, 29, 1, 0, 0, 250)]);
    expect(() => parseConfig({ ...shopify, REGULARS_NOW_AT: '2026-11-29T01:00:00Z' })).toThrow(/REGULARS_NOW, which is not set/);
  });

  it('refuses the app role without the system role', () => {
    expect(() => parseConfig({ ...shopify, DATABASE_URL: 'postgresql://a' })).toThrow(/DATABASE_SYSTEM_URL/);
  });

  it('takes several encryption keys and refuses one that is not 32 bytes', () => {
    const old = `k0:${Buffer.alloc(32, 1).toString('base64')}`;
    expect(parseConfig({ ...shopify, ENCRYPTION_KEYS: `${key}, ${old}` }).encryptionKeys.map((one) => one.id)).toEqual(['k1', 'k0']);
    expect(() => parseConfig({ ...shopify, ENCRYPTION_KEYS: 'k1:c2hvcnQ=' })).toThrow(/entry 1 is not id:base64 of 32 bytes/);
  });

  it('takes the address under the names that Shopify CLI gives it, and does not listen on a URL', () => {
    const { SHOPIFY_APP_URL: _, ...credentials } = shopify;
    expect(parseConfig({ ...credentials, APP_URL: 'https://one.trycloudflare.com' }).shopify.appUrl).toBe('https://one.trycloudflare.com');
    const tunnelled = parseConfig({ ...credentials, HOST: 'https://two.trycloudflare.com' });
    expect(tunnelled.shopify.appUrl).toBe('https://two.trycloudflare.com');
    expect(tunnelled.host).toBe('127.0.0.1');
    expect(parseConfig({ ...shopify, HOST: '0.0.0.0' }).host).toBe('0.0.0.0');
  });

  it('takes an empty variable for one that is not set', () => {
    expect(parseConfig({ ...shopify, PORT: '' }).port).toBe(3000);
    expect(() => parseConfig({ ...shopify, PORT: 'no' })).toThrow(/PORT/);
  });
});
