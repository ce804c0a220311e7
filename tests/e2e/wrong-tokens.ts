import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import type { SessionTokenClaims } from '#tests/shopify-standin/session-token.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const seconds = (): number => Math.floor(Date.now() / 1000);

/** Session tokens that must open nothing, each by what is wrong with it. @param token makes one that is right but for what it is told */
export function wrongTokens(token: (claims?: Partial<SessionTokenClaims>, change?: { secret?: string }) => string, secret: () => string): [string, () => string][] {
  return [
    ['of algorithm none', () => `${part({ alg: 'none', typ: 'JWT' })}.${token().split('.')[1]}.`],
    ['signed with RS256', () => {
      const head = `${part({ alg: 'RS256', typ: 'JWT' })}.${token().split('.')[1]}`;
      return `${head}.${createSign('RSA-SHA256').update(head).sign(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey).toString('base64url')}`;
    }],
    ['signed with HS512', () => {
      const head = `${part({ alg: 'HS512', typ: 'JWT' })}.${token().split('.')[1]}`;
      return `${head}.${createHmac('sha512', secret()).update(head).digest('base64url')}`;
    }],
    ['for another app (aud)', () => token({ aud: 'another-app' })],
    ["signed with another app's secret", () => token({}, { secret: 'another-secret' })],
    ['with a changed payload', () => token().split('.').map((piece, index) => (index === 1 ? part({ ...JSON.parse(Buffer.from(piece, 'base64url').toString()) as object, sub: '1' }) : piece)).join('.')],
    ['expired for more than ten seconds', () => token({ exp: seconds() - 15, nbf: seconds() - 75, iat: seconds() - 75 })],
    ['not valid yet (nbf)', () => token({ nbf: seconds() + 60 })],
    ['whose issuer is another shop than its destination', () => token({ iss: 'https://another-shop.myshopify.com/admin' })],
    ['for a destination that is no myshopify.com', () => token({ dest: 'https://shop.example.com', iss: 'https://shop.example.com/admin' })],
    ['for a destination that only looks like one', () => token({ dest: 'https://shop.myshopify.com.example.com', iss: 'https://shop.myshopify.com.example.com/admin' })],
    ['for a destination that is no address', () => token({ dest: 'not an address', iss: 'not an address' })],
    ['that is no token', () => 'abc'],
  ];
}
