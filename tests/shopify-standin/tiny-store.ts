import type { LoadedStore } from './store/load-store.ts';
import type { Store, StoreCustomer, StoreLine, StoreOrder, StoreProduct } from './store/model.ts';

export const tinyShopDomain = 'tiny-demo.myshopify.com';
export const tinyNow = Date.UTC(2026, 9, 1, 12);
export const hostileName = '<script>alert("name")</script>';
export const hostileTag = '"><img src=x onerror=alert(1)>';

const day = 86_400_000;

/** A store of three customers, three orders and two products, with names and tags that try to be HTML. */
export function tinyStore(): LoadedStore {
  const mug = product(1, 'Mug & saucer', 1250);
  const card = product(2, hostileName, 2500);
  card.isGiftCard = true;
  const ada = customer(11, 'Ada', 'Lovelace', ['VIP']);
  const mallory = customer(12, hostileName, "O'Brien", [hostileTag]);
  const nobody: StoreCustomer = { ...customer(13, null, null, []), email: null };
  const orders = [
    order(101, ada, tinyNow - 40 * day, [line(1001, mug, 2)]),
    order(102, mallory, tinyNow - 20 * day, [line(1002, mug, 1), line(1003, card, 1)]),
    order(103, null, tinyNow - 2 * day, [line(1004, mug, 3)]),
  ];
  const refundedLine = orders[0]?.lines[0];
  if (orders[0] && refundedLine) {
    refundedLine.refundedQuantity = 1;
    orders[0].financialStatus = 'PARTIALLY_REFUNDED';
    orders[0].refunds.push({
      id: 501, createdAt: tinyNow - 30 * day, note: 'Chipped', shipping: 0, shippingTax: 0, adjustment: 0, returnId: null,
      lines: [{ line: refundedLine, quantity: 1, subtotal: 1250, tax: 0, restocked: true }],
    });
  }
  const store: Store = {
    shop: {
      id: 1, name: 'Tiny & Co', domain: tinyShopDomain, email: 'owner@example.com', currencyCode: 'GBP', currencyDecimals: 2,
      ianaTimezone: 'Europe/London', taxesIncluded: true, countryCode: 'GB', plan: 'standard', createdAt: tinyNow - 900 * day,
    },
    customers: new Map([ada, mallory, nobody].map((one) => [one.id, one])),
    orders: new Map(orders.map((one) => [one.id, one])),
    products: new Map([mug, card].map((one) => [one.id, one])),
    flowLog: [],
    dropped: { 'rows with a stock code that is no product': 4 },
    sourceCustomerIds: new Map(),
  };
  return { store, now: tinyNow, identity: 'tiny', description: 'the tiny store of the tests' };
}

function customer(id: number, firstName: string | null, lastName: string | null, tags: string[]): StoreCustomer {
  const createdAt = tinyNow - 100 * day;
  return {
    id, firstName, lastName, email: `customer-${id}@example.com`, phone: null, locale: 'en', createdAt, updatedAt: createdAt + id, tags,
    note: null, state: 'ENABLED', emailMarketingState: 'SUBSCRIBED', smsMarketingState: null, consentUpdatedAt: createdAt,
    countryCode: 'GB', city: 'London', rfmGroup: null, metafields: [], orders: [],
  };
}

function product(id: number, title: string, price: number): StoreProduct {
  const createdAt = tinyNow - 200 * day;
  const made: StoreProduct = {
    id, title, handle: `product-${id}`, productType: 'Kitchen', vendor: 'Tiny', status: 'ACTIVE', tags: [], isGiftCard: false,
    imagePath: `/pictures/${id}.svg`, createdAt, updatedAt: createdAt + id, publishedAt: createdAt, variants: [], metafields: [],
  };
  made.variants.push({ id: id * 10, product: made, title: 'Default Title', sku: `SKU-${id}`, price, inventoryQuantity: 5, availableForSale: true, position: 1 });
  return made;
}

function line(id: number, of: StoreProduct, quantity: number): StoreLine {
  const variant = of.variants[0] ?? null;
  return {
    id, variant, title: of.title, variantTitle: null, sku: variant?.sku ?? null, vendor: of.vendor, isGiftCard: of.isGiftCard, requiresShipping: true,
    quantity, unitPrice: variant?.price ?? 0, discount: 0, discountAllocations: [], tax: 0, refundedQuantity: 0, removedQuantity: 0,
  };
}

function order(id: number, buyer: StoreCustomer | null, at: number, lines: StoreLine[]): StoreOrder {
  const made: StoreOrder = {
    id, name: `#${id}`, customer: buyer, email: buyer?.email ?? 'guest@example.com', test: false, processedAt: at, createdAt: at, updatedAt: at,
    cancelledAt: null, cancelReason: null, closedAt: null, financialStatus: 'PAID', fulfillmentStatus: 'FULFILLED', currencyCode: 'GBP',
    presentmentCurrencyCode: 'GBP', taxesIncluded: true, lines, shipping: 0, shippingTax: 0, discounts: [], sourceName: 'web', channelName: 'Online Store',
    fulfilledAt: at, deliveredAt: null, journey: null, refunds: [], returns: [], tags: [], shippingCountryCode: 'GB',
  };
  buyer?.orders.push(made);
  return made;
}
