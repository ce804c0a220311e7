/** What of a store shoppers see: products that are active and published, and a collection of each product type. */
import type { LiveStore } from '../store/live-store.ts';
import type { Store, StoreOrder, StoreProduct } from '../store/model.ts';

export interface Collection {
  id: number;
  handle: string;
  title: string;
  products: readonly StoreProduct[];
}

export function isShown(product: StoreProduct): boolean {
  return product.status === 'ACTIVE' && product.publishedAt !== null && product.variants.length > 0;
}

export function isAvailable(product: StoreProduct): boolean {
  return product.variants.some((variant) => variant.availableForSale);
}

/** As Shopify makes handles: small letters, digits and hyphens. */
export function handleize(text: string): string {
  return text.toLowerCase().normalize('NFKD').replace(/[\u0300-\u036f'’]/g, '').replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '');
}

/** Shown products, those that sold most in the store's last 90 days first: what a merchant's collection sorted by sales shows. */
export function shownProducts(live: LiveStore): StoreProduct[] {
  const sold = soldLately(live);
  return [...live.store.products.values()].filter(isShown).sort((a, b) => (sold.get(b.id) ?? 0) - (sold.get(a.id) ?? 0) || a.id - b.id);
}

const mostNew = 24;

/** The collection of all products, the newest, and one of each product type that has some. */
export function collections(live: LiveStore): Collection[] {
  const all = shownProducts(live);
  const types = new Map<string, StoreProduct[]>();
  for (const product of all) {
    const handle = handleize(product.productType);
    if (handle !== '') types.set(handle, [...(types.get(handle) ?? []), product]);
  }
  const byType = [...types].map(([handle, products], index) => ({ id: 2_000_001 + index, handle, title: products[0]?.productType ?? handle, products }));
  const newest = all.filter((product) => !product.isGiftCard).sort((a, b) => (b.publishedAt ?? 0) - (a.publishedAt ?? 0) || b.id - a.id).slice(0, mostNew);
  return [{ id: 2_000_000, handle: 'all', title: 'Products', products: all }, { id: 1_999_999, handle: 'new-in', title: 'New in', products: newest }, ...byType.sort((a, b) => b.products.length - a.products.length || (a.handle < b.handle ? -1 : 1))];
}

const dayMs = 86_400_000;
const lately = 90 * dayMs;
const counted = new WeakMap<Store, { at: number; orders: number; sold: Map<number, number> }>();

/** Units of each product in the last 90 days; counted anew when orders came. */
function soldLately(live: LiveStore): Map<number, number> {
  const { store } = live;
  const day = Math.floor(live.now() / dayMs);
  const known = counted.get(store);
  if (known !== undefined && known.at === day && known.orders === store.orders.size) return known.sold;
  const sold = new Map<number, number>();
  const from = live.now() - lately;
  for (const order of store.orders.values()) if (order.processedAt >= from) addUnits(sold, order);
  counted.set(store, { at: day, orders: store.orders.size, sold });
  return sold;
}

function addUnits(sold: Map<number, number>, order: StoreOrder): void {
  for (const { variant, quantity } of order.lines) if (variant !== null) sold.set(variant.product.id, (sold.get(variant.product.id) ?? 0) + quantity);
}

/**
 * What Shopify's own recommendations come to here: of the same product type, best sold first, as its related products are
 * without enough sales. Complementary ones are none, for those a merchant sets by hand. Leaves out gift cards, what is
 * out of stock and what is in the cart.
 */
export function shopifyRecommendations(live: LiveStore, options: { product: StoreProduct; intent: string; limit: number; inCart: ReadonlySet<number> }): StoreProduct[] {
  if (options.intent === 'complementary') return [];
  const others = shownProducts(live).filter((one) => one !== options.product && isAvailable(one) && !one.isGiftCard && !options.inCart.has(one.id));
  const near = others.filter((one) => one.productType === options.product.productType);
  return [...near, ...others.filter((one) => !near.includes(one))].slice(0, options.limit);
}
