import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hmacSha256 } from './hmac.server.ts';

it('is that of RFC 4231, test case 2', () => {
  expect(hmacSha256('Jefe')('what do ya want for nothing?')).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
});

it('is that of the library, whatever the secret, the text and what came before', () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 0, max: 20_000 }).map((length) => 'aé😀'.repeat(length).slice(0, length))).map((one) => one.toWellFormed());
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 150 }).map((one) => one.toWellFormed()), fc.array(text, { minLength: 1, maxLength: 5 }), (secret, texts) => {
    const hmac = hmacSha256(secret);
    for (const one of texts) expect(hmac(one)).toBe(createHmac('sha256', secret).update(one).digest('hex'));
  }));
});
