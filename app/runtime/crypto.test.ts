import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decrypt, encrypt } from './crypto.server.ts';

const current = { id: 'new', key: Buffer.alloc(32, 3) };
const former = { id: 'old', key: Buffer.alloc(32, 4) };

describe('encrypted secrets', () => {
  it('come back as they went in, for the same context', () => {
    fc.assert(fc.property(fc.string(), fc.string(), (text, context) => decrypt(encrypt(text, context, [current]), context, [current]) === text));
  });

  it('do not hold the text, and are never the same twice', () => {
    const one = encrypt('shpat_secret', 'a.myshopify.com', [current]);
    expect(one).not.toContain('shpat_secret');
    expect(encrypt('shpat_secret', 'a.myshopify.com', [current])).not.toBe(one);
  });

  it('do not decrypt for another shop, nor when a character was changed', () => {
    const value = encrypt('token', 'a.myshopify.com', [current]);
    expect(() => decrypt(value, 'b.myshopify.com', [current])).toThrow(/another shop/);
    const body = value.lastIndexOf('.') + 1;
    const flipped = value.slice(0, body) + (value[body] === 'A' ? 'B' : 'A') + value.slice(body + 1);
    expect(() => decrypt(flipped, 'a.myshopify.com', [current])).toThrow(/does not decrypt/);
    const parts = value.split('.');
    parts[3] = Buffer.from(parts[3] ?? '', 'base64url').subarray(0, 4).toString('base64url');
    expect(() => decrypt(parts.join('.'), 'a.myshopify.com', [current]), 'a tag cut short').toThrow(/does not decrypt/);
    expect(() => decrypt('shpat_in_clear', 'a.myshopify.com', [current])).toThrow(/not in the form/);
  });

  it('written with a former key are read while that key is still listed', () => {
    const value = encrypt('token', 'shop', [former]);
    expect(decrypt(value, 'shop', [current, former])).toBe('token');
    expect(() => decrypt(value, 'shop', [current])).toThrow(/"old"/);
  });
});
