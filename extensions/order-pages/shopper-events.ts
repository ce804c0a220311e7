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

/**
 * Tells the app what of a list was shown or clicked, where the buyer allows that to be counted. The session is the one that the
 * storefront put into the cart, where there is one. What is not told is not told: the page goes on.
 */
export async function tellEvents(shopify: EventSource, seen: SeenList, type: 'impression' | 'click', products: readonly { product: ShownProduct; position: number }[]): Promise<void> {
  if (!shopify.customerPrivacy.value.allowedProcessing.analytics || products.length === 0) return;
  const session = shopify.attributes.value?.find((one) => one.key === '_regulars_session')?.value ?? crypto.randomUUID();
  const events = products.map(({ product, position }) => ({ id: crypto.randomUUID(), type, block: 'complementary', placement: seen.placement, list: seen.list, product_id: numberOf(product.id), position, at: new Date().toISOString() }));
  await askRegulars(shopify, '/events', { body: { visitor: null, session, events } }).catch(() => undefined);
}
