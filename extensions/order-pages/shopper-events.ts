import { askRegulars, numberOf, type TokenSource } from './ask-regulars.ts';
import type { ShownProduct } from './recommended-products.ts';

export interface EventSource extends TokenSource {
  customerPrivacy: { value: { allowedProcessing: { analytics: boolean } } };
  attributes: { value: readonly { key: string; value: string }[] | undefined };
}

export interface SeenList {
  list: string;
  placement: 'thank-you' | 'order-status';
}

interface ToldEvent {
  type: 'impression' | 'view' | 'click';
  product: ShownProduct | null;
  position: number | null;
}

/** Made once for a page, where the storefront's cart brought none. */
let ownSession: string | null = null;

/** Tells that a list was drawn: once the list, and each product of it. What of it is on screen, Shopify does not let a block know. */
export function tellShown(shopify: EventSource, seen: SeenList, products: readonly ShownProduct[]): Promise<void> {
  if (products.length === 0) return Promise.resolve();
  return tellEvents(shopify, seen, [{ type: 'impression', product: null, position: null }, ...products.map((product, index) => ({ type: 'view' as const, product, position: index + 1 }))]);
}

/** Tells that a product was clicked. @param position from 1 */
export function tellClick(shopify: EventSource, seen: SeenList, product: ShownProduct, position: number): Promise<void> {
  return tellEvents(shopify, seen, [{ type: 'click', product, position }]);
}

/**
 * Tells the app what happened, where the buyer allows that to be counted. The session is the one that the storefront put into
 * the cart, where there is one. What is not told is not told: the page goes on.
 */
async function tellEvents(shopify: EventSource, seen: SeenList, told: readonly ToldEvent[]): Promise<void> {
  if (!shopify.customerPrivacy.value.allowedProcessing.analytics) return;
  const session = shopify.attributes.value?.find((one) => one.key === '_regulars_session')?.value ?? (ownSession ??= crypto.randomUUID());
  const events = told.map(({ type, product, position }) => ({ id: crypto.randomUUID(), type, block: 'complementary', placement: seen.placement, list: seen.list, product_id: product === null ? null : numberOf(product.id), position, at: new Date().toISOString() }));
  await askRegulars(shopify, '/events', { body: { visitor: null, session, events }, keepalive: true }).catch(() => undefined);
}
