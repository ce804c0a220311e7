import { hash } from 'node:crypto';

/** SHA-256's block, in bytes (FIPS 180-4). */
const BLOCK = 64;
const ROOM = 8_192;

/**
 * HMAC-SHA256 (RFC 2104) of a text, in hex: H(K ^ opad, H(K ^ ipad, text)). The same as `createHmac`, without an object of
 * the library for each call, which where thousands are asked for in a second costs three times as much as the hashing. For what
 * is compared, and never for a text larger than some kilobytes.
 */
export function hmacSha256(secret: string): (text: string) => string {
  const given = Buffer.from(secret, 'utf8');
  const key = Buffer.alloc(BLOCK);
  (given.length > BLOCK ? hash('sha256', given, 'buffer') : given).copy(key);
  let inner = Buffer.alloc(BLOCK + ROOM);
  const outer = Buffer.alloc(BLOCK + 32);
  for (let at = 0; at < BLOCK; at += 1) {
    inner[at] = (key[at] as number) ^ 0x36;
    outer[at] = (key[at] as number) ^ 0x5c;
  }
  return (text) => {
    if (text.length * 3 > inner.length - BLOCK) {
      const larger = Buffer.alloc(BLOCK + text.length * 3);
      inner.copy(larger, 0, 0, BLOCK);
      inner = larger;
    }
    const length = inner.write(text, BLOCK, 'utf8');
    outer.write(hash('sha256', inner.subarray(0, BLOCK + length), 'hex'), BLOCK, 'hex');
    return hash('sha256', outer, 'hex');
  };
}
