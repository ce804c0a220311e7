/** Who looks at the storefront: a browser by its cookie, with what it is logged in as and what it has in the cart. */
import { randomUUID } from 'node:crypto';
import { Cart } from './cart.ts';

export interface Shopper {
  /** The value of its cookie. */
  token: string;
  /** Number of the customer who is logged in. */
  customerId: number | null;
  cart: Cart;
  /** Orders placed in this browser: a guest sees them too. */
  orders: Set<number>;
}

const cookieName = 'storefront_session';

/** The shoppers of one shop; they do not outlive the process. */
export class Shoppers {
  readonly #shoppers = new Map<string, Shopper>();

  /** @returns the shopper of a request's cookie, or a new one with the header that gives it a cookie */
  of(cookies: string | undefined): { shopper: Shopper; setCookie: string | null } {
    const token = readCookie(cookies, cookieName);
    const known = token === null ? undefined : this.#shoppers.get(token);
    if (known !== undefined) return { shopper: known, setCookie: null };
    const shopper: Shopper = { token: randomUUID(), customerId: null, cart: new Cart(), orders: new Set() };
    this.#shoppers.set(shopper.token, shopper);
    return { shopper, setCookie: `${cookieName}=${shopper.token}; Path=/; HttpOnly; SameSite=Lax` };
  }
}

/** @returns null where the browser sent none of that name */
export function readCookie(cookies: string | undefined, name: string): string | null {
  for (const one of (cookies ?? '').split(';')) {
    const [key, ...value] = one.trim().split('=');
    if (key === name) return value.join('=');
  }
  return null;
}
