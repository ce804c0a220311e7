import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProxyQuery } from '#app/ingress/proxy-signature.server.ts';

// Failure 13: the proxy's signature went wrong by an odd sort, by repeated or by array parameters.
const SECRET = 'hush';
const NOW = Date.parse('2026-11-28T12:00:00Z');
type Pairs = [string, string][];
const GOOD: Pairs = [['shop', 'circle.myshopify.com'], ['path_prefix', '/apps/regulars'], ['timestamp', String(NOW / 1000)], ['logged_in_customer_id', '7']];

/** Signed as Shopify's documentation does it, in Ruby: query_hash.collect { |k, v| "#{k}=#{Array(v).join(',')}" }.sort.join */
function signed(pairs: Pairs, signature?: string): string {
  const values = new Map<string, string[]>();
  for (const [key, value] of pairs) values.set(key, [...(values.get(key) ?? []), value]);
  const lines = [...values].map(([key, all]) => `${key}=${all.join(',')}`).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return new URLSearchParams([...pairs, ['signature', signature ?? createHmac('sha256', SECRET).update(lines.join('')).digest('hex')]]).toString();
}
const read = (query: string, change: { secret?: string; now?: number } = {}) => readProxyQuery(query, { secret: SECRET, now: NOW, ...change });

describe('a signed request of the app proxy', () => {
  it("is the one of Shopify's documentation, at its time", () => {
    const query = 'extra=1&extra=2&shop=shop-name.myshopify.com&logged_in_customer_id=1&path_prefix=%2Fapps%2Fawesome_reviews&timestamp=1317327555';
    const signature = '4c68c8624d737112c91818c11017d24d334b524cb5c2b8ba08daa056f7395ddb';
    expect(read(`${query}&signature=${signature}`, { now: 1_317_327_555_000 })).toEqual({ shopDomain: 'shop-name.myshopify.com', pathPrefix: '/apps/awesome_reviews', customerId: 1, asked: 'extra=1&extra=2' });
  });

  it.each<[string, Pairs]>([
    ['with keys whose byte order is not that of a dictionary', [['consentGiven', 'a'], ['consented', 'b'], ['Z', 'c'], ['a', 'd'], ['ä', 'e'], ['_', 'f'], ['😀', 'g'], ['\uffff', 'h']]],
    ['with a key that is the beginning of another', [['a', '1'], ['a-b', '2'], ['a=b', '3'], ['ab', '4'], ['a1', '5']]],
    ['with a repeated key', [['tag', 'b'], ['tag', 'a'], ['tag', '']]],
    ['with array parameters', [['ids[]', '1'], ['ids[]', '2'], ['filter[a]', 'x']]],
    ['with keys that differ in case only', [['Page', '1'], ['page', '2']]],
    ['with signs that an address escapes', [['q', 'a&b=c d+e%'], ['empty', '']]],
  ])('%s is taken', (_, more) => {
    expect(read(signed([...more, ...GOOD]))).toMatchObject({ customerId: 7 });
    expect(read(signed([...GOOD, ...more].reverse() as Pairs))).toMatchObject({ customerId: 7 });
  });

  it('of nobody who is logged in names nobody', () => {
    expect(read(signed([...GOOD.slice(0, 3), ['logged_in_customer_id', '']]))).toEqual({ shopDomain: 'circle.myshopify.com', pathPrefix: '/apps/regulars', customerId: null, asked: '' });
  });

  it.each(GOOD.map(([key]) => key))('without %s, or with another one of it in front or behind, is refused, however it is signed', (key) => {
    const rest = GOOD.filter(([name]) => name !== key);
    const own = GOOD.find(([name]) => name === key) as [string, string];
    expect(read(signed(rest))).toBeNull();
    expect(read(signed([[key, '9'], ...GOOD]))).toBeNull();
    expect(read(signed([...GOOD, own]))).toBeNull();
    // The one that a visitor adds after Shopify has signed.
    expect(read(`${key}=9&${signed(GOOD)}`)).toBeNull();
    expect(read(`${signed(GOOD)}&${key}=9`)).toBeNull();
    expect(read(signed([...rest, [key.toUpperCase(), own[1]]]))).toBeNull();
  });

  it('with no signature, two of them, one of another secret or of another form is refused', () => {
    const right = new URLSearchParams(signed(GOOD)).get('signature') ?? '';
    for (const signature of ['', right.toUpperCase(), right.slice(1), `${right}0`, Buffer.from(right, 'hex').toString('base64'), '0'.repeat(64)]) expect(read(signed(GOOD, signature)), signature).toBeNull();
    expect(read(`signature=${right}&${signed(GOOD)}`)).toBeNull();
    expect(read(signed(GOOD), { secret: 'other' })).toBeNull();
    expect(read(new URLSearchParams(GOOD).toString())).toBeNull();
  });

  it('of more than ninety seconds ago, or from the future, is refused', () => {
    expect(read(signed(GOOD), { now: NOW + 90_000 })).not.toBeNull();
    expect(read(signed(GOOD), { now: NOW + 91_000 })).toBeNull();
    expect(read(signed(GOOD), { now: NOW - 91_000 })).toBeNull();
  });

  it('is no other by any change of a key or a value', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })), { maxLength: 6 }), fc.nat(), (more, at) => {
      const pairs = [...more.filter(([key]) => !GOOD.some(([name]) => name === key) && key !== 'signature'), ...GOOD].map(([key, value]) => [key.toWellFormed(), value.toWellFormed()] as [string, string]);
      const query = signed(pairs);
      expect(read(query)).not.toBeNull();
      const signature = new URLSearchParams(query).get('signature') ?? '';
      const changed = pairs.map(([key, value], index) => [key, index === at % pairs.length ? `${value}1` : value] as [string, string]);
      expect(readProxyQuery(signed(changed, signature), { secret: SECRET, now: NOW })).toBeNull();
    }), { numRuns: 300 });
  });
});
