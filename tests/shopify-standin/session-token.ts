import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';

/** Seconds that a session token lives, as Shopify's. */
export const sessionTokenSeconds = 60;

/** The claims of a session token, as App Bridge's `idToken()` gives them. Times are seconds since the epoch. */
export interface SessionTokenClaims {
  iss: string;
  dest: string;
  aud: string;
  sub: string;
  exp: number;
  nbf: number;
  iat: number;
  jti: string;
  sid: string;
}

export interface SignSessionTokenOptions {
  shopDomain: string;
  clientId: string;
  clientSecret: string;
  /** The logged-in member of staff; the app sees it as `sub`. */
  userId?: number;
  sessionId?: string;
  /** Milliseconds since the epoch by the real clock. */
  now?: number;
  /** Replaces claims, to make the tokens that an app must refuse. */
  claims?: Partial<SessionTokenClaims>;
}

/** The merchant who is always logged in to the stand-in's admin. */
export const merchantUserId = 902541635;

/**
 * Signs a session token as the admin does for App Bridge, so that a test or the demo can call the app as its own
 * frontend would: `Authorization: Bearer <token>`.
 */
export function signSessionToken(options: SignSessionTokenOptions): string {
  const seconds = Math.floor((options.now ?? Date.now()) / 1000);
  const claims: SessionTokenClaims = {
    iss: `https://${options.shopDomain}/admin`,
    dest: `https://${options.shopDomain}`,
    aud: options.clientId,
    sub: String(options.userId ?? merchantUserId),
    exp: seconds + sessionTokenSeconds,
    nbf: seconds,
    iat: seconds,
    jti: randomUUID(),
    sid: options.sessionId ?? randomUUID(),
    ...options.claims,
  };
  const unsigned = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${unsigned}.${signature(unsigned, options.clientSecret)}`;
}

/**
 * Checks a session token as Shopify does before it exchanges one: HS256 by this secret, for this app, from this shop, not
 * expired and not from the future.
 * @returns the claims, or in words why the token is refused.
 */
export function verifySessionToken(
  token: string,
  expected: { shopDomain: string; clientId: string; clientSecret: string; now: number },
): SessionTokenClaims | { refused: string } {
  const [header, payload, signed, ...rest] = token.split('.');
  if (!header || !payload || !signed || rest.length > 0) return { refused: 'it is not a JWT of three parts' };
  const headerFields = decode(header);
  if (headerFields === null || headerFields['alg'] !== 'HS256') return { refused: 'its algorithm is not HS256' };
  const right = Buffer.from(signature(`${header}.${payload}`, expected.clientSecret));
  const given = Buffer.from(signed);
  if (right.length !== given.length || !timingSafeEqual(right, given)) return { refused: 'its signature is not by this app\'s secret' };
  const claims = decode(payload);
  if (claims === null) return { refused: 'its payload is not JSON' };
  const seconds = Math.floor(expected.now / 1000);
  if (claims['aud'] !== expected.clientId) return { refused: 'it was issued for another app (aud)' };
  if (claims['dest'] !== `https://${expected.shopDomain}`) return { refused: 'it was issued for another shop (dest)' };
  if (claims['iss'] !== `https://${expected.shopDomain}/admin`) return { refused: 'its issuer is not the shop\'s admin (iss)' };
  if (typeof claims['exp'] !== 'number' || claims['exp'] <= seconds) return { refused: 'it has expired (exp)' };
  if (typeof claims['nbf'] !== 'number' || claims['nbf'] > seconds) return { refused: 'it is not valid yet (nbf)' };
  if (typeof claims['sub'] !== 'string' || claims['sub'] === '') return { refused: 'it names no user (sub)' };
  return claims as unknown as SessionTokenClaims;
}

function signature(unsigned: string, secret: string): string {
  return createHmac('sha256', secret).update(unsigned).digest('base64url');
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function decode(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
