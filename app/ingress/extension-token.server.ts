import { createHmac, timingSafeEqual } from 'node:crypto';

/** Who asks from an extension: a buyer at the checkout or in their account, or one of the merchant's staff in the admin. */
export interface ExtensionCaller {
  shopDomain: string;
  /** The buyer who is logged in; null for a guest, and for staff. */
  customerId: number | null;
  staff: boolean;
  /** Shopify's number of that member of staff; null for a buyer. */
  staffId: string | null;
}

/** Why a token opens nothing. */
export type TokenRefusal = 'missing' | 'expired' | 'not-valid';

/** Clocks may be apart by so much, as Shopify's own library allows. */
const TOLERANCE_SECONDS = 10;
/** Longer than any that Shopify gives: what is longer is not worth its signature. */
const LONGEST_TOKEN = 4_096;
const BEARER = /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]{43})$/;
/** Of the admin with https:// in front, of a checkout or an account without (both as documented). */
const SHOP = /^(?:https:\/\/)?([a-z0-9][a-z0-9-]{0,62}\.myshopify\.com)$/;
const CUSTOMER = /^gid:\/\/shopify\/Customer\/([1-9]\d{0,14})$/;
const STAFF = /^[1-9]\d{0,18}$/;

/**
 * Reads the session token that Shopify gives to an extension: a JWT signed with the app's secret by HS256 (RFC 7515), for
 * this app (aud), from a shop (dest), of now (exp, nbf). A checkout's and an account's name the customer in `sub` where one
 * is logged in, as a gid; they have no `sid`, and where they have an `iss` it is of the same shop. The admin's have a `sid`,
 * the shop's admin as `iss`, and a member of the staff as `sub`, a plain number: one is never taken for the other
 * (https://shopify.dev/docs/api/checkout-ui-extensions/latest/target-apis/platform-apis/session-token-api).
 * @param authorization the header as it came
 * @param options.now milliseconds by the machine's clock
 */
export function readExtensionToken(authorization: string | undefined, options: { apiKey: string; secret: string; now: number }): ExtensionCaller | TokenRefusal {
  if (authorization === undefined || authorization === '') return 'missing';
  if (authorization.length > LONGEST_TOKEN) return 'not-valid';
  const [, head = '', payload = '', signature = ''] = BEARER.exec(authorization) ?? [];
  if (head === '') return 'not-valid';
  const right = createHmac('sha256', options.secret).update(`${head}.${payload}`).digest();
  const given = Buffer.from(signature, 'base64url');
  // The form first: 43 letters have two bits to spare, and each signature is to be written in one way.
  if (given.toString('base64url') !== signature || !timingSafeEqual(right, given)) return 'not-valid';
  if (fieldsOf(head)?.['alg'] !== 'HS256') return 'not-valid';
  const claims = fieldsOf(payload);
  return claims === null || claims['aud'] !== options.apiKey ? 'not-valid' : callerOf(claims, options.now / 1000);
}

function callerOf(claims: Record<string, unknown>, seconds: number): ExtensionCaller | TokenRefusal {
  const { exp, nbf, sub, sid, iss } = claims;
  if (typeof exp !== 'number' || typeof nbf !== 'number' || nbf - TOLERANCE_SECONDS > seconds) return 'not-valid';
  if (exp + TOLERANCE_SECONDS < seconds) return 'expired';
  const shopDomain = SHOP.exec(text(claims['dest']))?.[1];
  if (shopDomain === undefined) return 'not-valid';
  if (sid !== undefined) {
    if (iss !== `https://${shopDomain}/admin` || !STAFF.test(text(sub))) return 'not-valid';
    return { shopDomain, customerId: null, staff: true, staffId: text(sub) };
  }
  if (iss !== undefined && issuerHost(iss) !== shopDomain) return 'not-valid';
  if (sub === undefined || sub === null) return { shopDomain, customerId: null, staff: false, staffId: null };
  const customer = CUSTOMER.exec(text(sub))?.[1];
  return customer === undefined ? 'not-valid' : { shopDomain, customerId: Number(customer), staff: false, staffId: null };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function issuerHost(iss: unknown): string {
  const address = text(iss).startsWith('https://') ? text(iss) : `https://${text(iss)}`;
  return URL.canParse(address) ? new URL(address).host : '';
}

function fieldsOf(part: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
