import { describe, expect, it } from 'vitest';
import { assertAllowedFileUrl } from './file-address.ts';

const hosts = ['storage.googleapis.com', '.storage.googleapis.com', '.shopifycloud.com'];

describe('an address of a file', () => {
  it.each([
    'https://storage.googleapis.com/shopify/bulk.jsonl?signature=a%2Fb',
    'https://shopify-tiers-assets-prod.storage.googleapis.com/x',
    'https://a.b.shopifycloud.com/x',
    'HTTPS://STORAGE.GOOGLEAPIS.COM/x',
    'https://storage.googleapis.com:443/x',
  ])('%s is taken', (address) => {
    expect(assertAllowedFileUrl(address, hosts).protocol).toBe('https:');
  });

  it.each([
    ['another host', 'https://evil.example/x'],
    ['a host that only begins alike', 'https://storage.googleapis.com.evil.example/x'],
    ['a host that only ends alike', 'https://evilstorage.googleapis.com.example/x'],
    ['a host that ends alike without the dot', 'https://evilshopifycloud.com/x'],
    ['the parent of an allowed subdomain', 'https://shopifycloud.com/x'],
    ['a user name in front of the real host', 'https://storage.googleapis.com@evil.example/x'],
    ['a user name and an allowed host', 'https://evil@storage.googleapis.com/x'],
    ['http', 'http://storage.googleapis.com/x'],
    ['another port', 'https://storage.googleapis.com:8443/x'],
    ['a trailing dot', 'https://storage.googleapis.com./x'],
    ['a backslash', 'https://storage.googleapis.com\\@evil.example/x'],
    ['a line break', 'https://storage.googleapis.com\n.evil.example/x'],
    ['a tab in the scheme', 'ht\ttps://storage.googleapis.com/x'],
    ['a file', 'file:///etc/passwd'],
    ['data', 'data:text/plain,hello'],
    ['no scheme', '//storage.googleapis.com/x'],
    ['nothing', ''],
    ['letters that look alike', 'https://storage.googleаpis.com/x'],
    ['the machine itself', 'http://127.0.0.1/x'],
    ['the machine in decimal', 'https://2130706433/x'],
    ['the machine in octal', 'https://0177.0.0.1/x'],
    ['the machine in IPv6', 'https://[::1]/x'],
    ['the machine in mapped IPv6', 'https://[::ffff:127.0.0.1]/x'],
    ['the metadata service', 'https://169.254.169.254/latest'],
  ])('with %s is refused', (_, address) => {
    expect(() => assertAllowedFileUrl(address, hosts)).toThrow(/BULK_FILE_HOSTS/);
  });

  it('of a local Shopify is taken over http at the very port that is named, and nowhere else', () => {
    const local = [...hosts, '127.0.0.1:4010'];
    expect(assertAllowedFileUrl('http://127.0.0.1:4010/x', local).port).toBe('4010');
    for (const address of ['http://127.0.0.1:4011/x', 'http://127.0.0.1/x', 'http://localhost:4010/x', 'http://storage.googleapis.com:4010/x']) {
      expect(() => assertAllowedFileUrl(address, local)).toThrow();
    }
  });

  it('that is refused is not repeated in the message, since it may carry a signature', () => {
    expect(() => assertAllowedFileUrl('https://evil.example/x?signature=secret', hosts)).toThrow(/^(?!.*secret)/);
  });
});
