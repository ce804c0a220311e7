import type { ShopifyCustomer } from '#app/mirror/customer-row.ts';
import type { ShopifyLine, ShopifyOrder } from '#app/mirror/order-rows.ts';
import type { ShopifyProduct, ShopifyVariant } from '#app/mirror/product-rows.ts';

/** Objects as Shopify's Admin API gives them, plain unless a test says otherwise. */

const at = '2026-03-04T05:06:07Z';
const money = (amount: string): { s: { a: string } } => ({ s: { a: amount } });

export function shopifyCustomer(id: number, changes: Partial<ShopifyCustomer> = {}): ShopifyCustomer {
  return {
    id: `gid://shopify/Customer/${id}`, firstName: 'Ada', lastName: 'Lovelace', locale: 'en', state: 'ENABLED', tags: ['vip'], createdAt: at, updatedAt: at,
    numberOfOrders: '2', amountSpent: { amount: '12.5', currencyCode: 'GBP' },
    defaultEmailAddress: { emailAddress: `customer-${id}@example.com`, marketingState: 'SUBSCRIBED', marketingOptInLevel: 'SINGLE_OPT_IN', marketingUpdatedAt: at },
    defaultPhoneNumber: null, defaultAddress: { countryCodeV2: 'GB', city: 'London' }, statistics: { rfmGroup: 'LOYAL', predictedSpendTier: 'HIGH' },
    ...changes,
  };
}

export function shopifyOrder(id: number, changes: Partial<ShopifyOrder> = {}): ShopifyOrder {
  return {
    id: `gid://shopify/Order/${id}`, name: `#${id}`, customer: { id: 'gid://shopify/Customer/1' }, processedAt: at, createdAt: at, updatedAt: at,
    cancelledAt: null, cancelReason: null, closedAt: null, test: false, paid: 'PAID', sent: 'FULFILLED', returned: 'NO_RETURN',
    currency: 'GBP', shownIn: 'GBP', taxIn: false,
    subtotal: money('10.0'), discounts: money('0.0'), shipping: money('3.5'), tax: money('0.0'), total: money('13.5'),
    subtotalNow: money('10.0'), discountsNow: money('0.0'), taxNow: money('0.0'), totalNow: money('13.5'),
    refunded: money('0.0'), shippingBack: money('0.0'), codes: [], source: 'web', app: { name: 'Online Store' },
    channel: { name: 'Online Store' }, journey: null, sends: [], to: { country: 'GB' }, tags: [], refunds: [],
    ...changes,
  };
}

export function shopifyLine(id: number, changes: Partial<ShopifyLine> = {}): ShopifyLine {
  return {
    id: `gid://shopify/LineItem/${id}`, product: { id: 'gid://shopify/Product/7' }, variant: { id: 'gid://shopify/ProductVariant/70' }, title: 'Mug', option: null,
    sku: 'MUG-1', vendor: 'Tiny', quantity: 2, current: 2, refundable: 2, gift: false, ships: true,
    unit: { s: { a: '5.0', c: 'GBP' } }, total: money('10.0'), net: money('10.0'),
    taxes: [], off: [],
    ...changes,
  };
}

export function shopifyProduct(id: number, changes: Partial<ShopifyProduct> = {}): ShopifyProduct {
  return {
    id: `gid://shopify/Product/${id}`, title: 'Mug', handle: 'mug', productType: 'Kitchen', vendor: 'Tiny', status: 'ACTIVE', tags: [], isGiftCard: false,
    createdAt: at, updatedAt: at, publishedAt: at, featuredMedia: null,
    ...changes,
  };
}

export function shopifyVariant(id: number, changes: Partial<ShopifyVariant> = {}): ShopifyVariant {
  return { id: `gid://shopify/ProductVariant/${id}`, title: 'Default Title', sku: 'MUG-1', price: '5.00', position: 1, inventoryQuantity: 3, availableForSale: true, ...changes };
}

/** A child's line in a bulk result. */
export function below(parent: string, child: object): object {
  return { ...child, __parentId: parent };
}
