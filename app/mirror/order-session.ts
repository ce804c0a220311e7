/**
 * The visit in which an order was made: the storefront's element puts it on the cart when a shopper who allows it clicks
 * a recommendation, and Shopify hands a cart's attributes on to its order.
 */
export const SESSION_ATTRIBUTE = '_regulars_session';

/** How a visit's id looks; it is random, and anybody may send one. */
export const SESSION_FORM = /^[A-Za-z0-9_-]{8,64}$/;

/** @param attributes of an order as payloads (`name`) and queries (`key`) give them, of any form @returns null where none is told */
export function orderSession(attributes: unknown): string | null {
  if (!Array.isArray(attributes)) return null;
  for (const one of attributes as unknown[]) {
    if (typeof one !== 'object' || one === null) continue;
    const { name, key, value } = one as Record<string, unknown>;
    if ((name ?? key) === SESSION_ATTRIBUTE && typeof value === 'string' && SESSION_FORM.test(value)) return value;
  }
  return null;
}
