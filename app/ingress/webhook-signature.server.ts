import { createHmac, timingSafeEqual } from 'node:crypto';

/** 32 bytes in base64, in the one way that there is of writing them. */
const SIGNATURE = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/**
 * Whether these bytes were signed with the app's secret: HMAC-SHA256 (RFC 2104) over the body as it came, compared in
 * constant time.
 * @param given X-Shopify-Hmac-Sha256; a header that came twice is one text with a comma, and of no signature's form
 */
export function isSigned(body: Buffer, given: unknown, secret: string): boolean {
  if (!hasSignatureForm(given)) return false;
  return timingSafeEqual(createHmac('sha256', secret).update(body).digest(), Buffer.from(given, 'base64'));
}

/** What has not even the form of a signature needs no body to be refused. */
export function hasSignatureForm(given: unknown): given is string {
  return typeof given === 'string' && SIGNATURE.test(given);
}
