import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathForLog, withoutSecrets } from './without-secrets.ts';

const word = fc.stringMatching(/^[A-Za-z0-9_-]{4,30}$/);
const jwt = fc.tuple(word, word, word).map((parts) => `eyJ${parts.join('.')}`);
const door = fc.oneof(jwt, word.map((text) => `shpat_${text}`), word.map((text) => `shprt_${text}`));

describe('a text without secrets', () => {
  it('has no token and no query of an address left, wherever in a line of JSON they stood, and is JSON still', () => {
    fc.assert(fc.property(door, word, fc.constantFrom('id_token', 'hmac', 'session', 'x'), (token, path, name) => {
      for (const text of [token, `No routes matched location "/${path}?${name}=${token}&a=b"`, `https://a.example/${path}?${name}=${token}`, `Bearer ${token}`, `'${token}': expired`]) {
        const line = JSON.stringify({ url: text, deep: { text: [text] }, msg: text });
        const left = withoutSecrets(line);
        expect(left).not.toContain(token);
        expect(left).not.toMatch(/\?/);
        expect(Object.keys(JSON.parse(left) as object)).toEqual(['url', 'deep', 'msg']);
      }
    }));
  });

  it('keeps the rest, questions too', () => {
    for (const text of ['What now? Try again (a=b)', 'connect ECONNREFUSED 127.0.0.1:5432', 'first.myshopify.com, 12 rows; code 40P01', 'shopify-app, a session was not found']) expect(withoutSecrets(text)).toBe(text);
    expect(withoutSecrets('GET /app/customers?search=ann#x failed')).toBe('GET /app/customers failed');
    expect(withoutSecrets('a=1&id_token=abc&b=2')).toBe('a=1&id_token=[left out]&b=2');
  });
});

describe('the path of an address in the log', () => {
  it('is of words and numbers: nothing that came from elsewhere', () => {
    expect(pathForLog('/app/customers/123')).toBe('/app/customers/123');
    expect(pathForLog('/')).toBe('/');
    expect(pathForLog('/nothing?id_token=x')).toBe('/nothing');
    expect(pathForLog('/exports/v1.demo.abc.def.ghi')).toBe('/exports/[left out]');
    expect(pathForLog('/.env')).toBe('/[left out]');
    expect(pathForLog('/ann@example.com/Miller')).toBe('/[left out]/[left out]');
    expect(pathForLog(`/${'a/'.repeat(500)}`).length).toBeLessThan(30);
  });
});
