/** Baskets at the till, and those that were left there. Shopify tells of them; the store keeps none. */
import { randomBytes } from 'node:crypto';
import type { LiveStore } from './live-store.ts';
import type { StoreCustomer, StoreVariant } from './model.ts';
import type { StoreCheckout } from './store-change.ts';
import { Refused } from './store-change.ts';

export function checkoutFor(
  live: LiveStore, customer: StoreCustomer | null, email: string | null,
  lines: readonly { variant: StoreVariant | null; quantity: number }[], at: number,
): StoreCheckout {
  return {
    id: live.ids.next('Checkout'),
    token: randomBytes(16).toString('hex'),
    customer,
    email,
    lines: lines.flatMap(({ variant, quantity }) => (variant === null ? [] : [{ variant, quantity }])),
    createdAt: at,
    updatedAt: at,
    completedAt: null,
  };
}

/** Somebody fills a basket, goes to the till and leaves. @throws {Refused} */
export function abandonCheckout(live: LiveStore, request: { customer: number | null; email?: string | null; lines: readonly { variantId: number; quantity: number }[] }): StoreCheckout {
  const customer = request.customer === null ? null : live.customer(request.customer);
  if (customer === undefined) throw new Refused(`There is no customer ${request.customer}.`);
  const lines = request.lines.map(({ variantId, quantity }) => {
    const variant = live.variant(variantId);
    if (variant === undefined) throw new Refused(`There is no variant ${variantId}.`);
    return { variant, quantity };
  });
  return live.change((at) => {
    const checkout = checkoutFor(live, customer, request.email ?? customer?.email ?? null, lines, at);
    return { step: { tell: [{ kind: 'checkout', did: 'created', checkout, at }, { kind: 'checkout', did: 'updated', checkout, at }] }, result: checkout };
  });
}
