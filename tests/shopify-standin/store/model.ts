/**
 * What a store holds, as the stand-in keeps it in memory. Loaders (generated, Online Retail II) build it, GraphQL
 * resolvers and the bulk runner read it, mutations change it through `store.ts`, which also keeps the journal.
 *
 * Money is in integer minor units of the shop's currency. Instants are milliseconds since the epoch (UTC).
 * Ids are the numeric part of the GID; `gid('Order', 5)` is `gid://shopify/Order/5`. A store of a million orders must
 * fit in memory, so there is one flat object for an order and one for a line, and nothing is computed ahead.
 */

export interface StoreShop {
  id: number;
  name: string;
  /** xxx.myshopify.com */
  domain: string;
  email: string;
  currencyCode: string;
  /** Number of decimals of the currency's minor unit: 2 for GBP, 0 for JPY. */
  currencyDecimals: number;
  ianaTimezone: string;
  taxesIncluded: boolean;
  countryCode: string;
  plan: 'standard' | 'advanced' | 'plus';
  createdAt: number;
}

export interface StoreCustomer {
  id: number;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  locale: string;
  createdAt: number;
  updatedAt: number;
  tags: string[];
  note: string | null;
  state: 'ENABLED' | 'DISABLED' | 'INVITED';
  emailMarketingState: 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'NOT_SUBSCRIBED' | 'PENDING';
  smsMarketingState: 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'NOT_SUBSCRIBED' | null;
  consentUpdatedAt: number | null;
  /** When consent to SMS changed last, where that was another instant than the e-mail's. */
  smsConsentUpdatedAt?: number | null;
  countryCode: string | null;
  city: string | null;
  /** Shopify's own RFM group; an unpublished rule, so null unless a loader has something to say. */
  rfmGroup: string | null;
  metafields: StoreMetafield[];
  /** Orders of the customer, oldest first; kept by `store.ts`. */
  orders: StoreOrder[];
}

/** What a metafield can be of. */
export type MetafieldOwnerType = 'Customer' | 'Product';

export interface StoreMetafield {
  id: number;
  namespace: string;
  key: string;
  type: string;
  value: string;
  createdAt: number;
  updatedAt: number;
}

export interface StoreProduct {
  id: number;
  title: string;
  handle: string;
  productType: string;
  vendor: string;
  status: 'ACTIVE' | 'DRAFT' | 'ARCHIVED';
  tags: string[];
  isGiftCard: boolean;
  /** Path below the stand-in's address of a drawn SVG picture, or null. */
  imagePath: string | null;
  createdAt: number;
  updatedAt: number;
  publishedAt: number | null;
  variants: StoreVariant[];
  metafields: StoreMetafield[];
}

export interface StoreVariant {
  id: number;
  product: StoreProduct;
  title: string;
  sku: string | null;
  price: number;
  inventoryQuantity: number;
  availableForSale: boolean;
  position: number;
}

export interface StoreOrder {
  id: number;
  name: string;
  customer: StoreCustomer | null;
  email: string | null;
  test: boolean;
  processedAt: number;
  createdAt: number;
  updatedAt: number;
  cancelledAt: number | null;
  cancelReason: string | null;
  closedAt: number | null;
  financialStatus:
    | 'AUTHORIZED' | 'EXPIRED' | 'PAID' | 'PARTIALLY_PAID' | 'PARTIALLY_REFUNDED' | 'PENDING' | 'REFUNDED' | 'VOIDED';
  fulfillmentStatus: 'FULFILLED' | 'PARTIALLY_FULFILLED' | 'UNFULFILLED';
  /** The order's shop currency: differs from the shop's where the shop has since changed its currency. */
  currencyCode: string;
  /** What the buyer paid in; equal to currencyCode unless the order was sold abroad. */
  presentmentCurrencyCode: string;
  taxesIncluded: boolean;
  lines: StoreLine[];
  shipping: number;
  shippingTax: number;
  discounts: StoreDiscount[];
  /** GraphQL `Order.sourceName`: web, pos, shopify_draft_order, iphone ... and the channel's name. */
  sourceName: string;
  channelName: string;
  fulfilledAt: number | null;
  deliveredAt: number | null;
  /** Acquisition, for `customerJourneySummary`; null when unknown. */
  journey: { source: string; sourceType: string | null; landingPage: string; referrerUrl: string | null; utmSource: string | null; utmMedium: string | null; utmCampaign: string | null; occurredAt: number } | null;
  refunds: StoreRefund[];
  returns: StoreReturn[];
  tags: string[];
  shippingCountryCode: string | null;
  /** Attributes of the cart that it came from: `customAttributes`, and `note_attributes` of a webhook; left out where there were none. */
  noteAttributes?: { name: string; value: string }[];
}

export interface StoreLine {
  id: number;
  variant: StoreVariant | null;
  /** Kept apart from the product, which may have been deleted since. */
  title: string;
  variantTitle: string | null;
  sku: string | null;
  vendor: string | null;
  isGiftCard: boolean;
  requiresShipping: boolean;
  quantity: number;
  unitPrice: number;
  /** Discount over the whole line for all `quantity` units, line and order discounts together. */
  discount: number;
  /** Index into order.discounts with its share of `discount`. */
  discountAllocations: { discount: number; amount: number }[];
  /** Tax over the whole line for all `quantity` units (inside the price when order.taxesIncluded). */
  tax: number;
  /** Units refunded or removed by an edit so far. */
  refundedQuantity: number;
  removedQuantity: number;
}

export interface StoreDiscount {
  kind: 'code' | 'automatic' | 'manual';
  title: string;
  /** What the merchant set: percent of 100 or an amount in minor units. */
  percentage: number | null;
  amount: number | null;
  targetSelection: 'ALL' | 'ENTITLED' | 'EXPLICIT';
  allocationMethod: 'ACROSS' | 'EACH';
}

export interface StoreRefund {
  id: number;
  createdAt: number;
  note: string | null;
  lines: { line: StoreLine; quantity: number; /** without tax */ subtotal: number; tax: number; restocked: boolean }[];
  shipping: number;
  shippingTax: number;
  /** Money that no line carries (goodwill). Total refunded = lines + their tax + shipping + its tax + adjustment. */
  adjustment: number;
  returnId: number | null;
}

export interface StoreReturn {
  id: number;
  name: string;
  status: 'OPEN' | 'CLOSED' | 'REQUESTED' | 'DECLINED' | 'CANCELED';
  createdAt: number;
  lines: { id: number; line: StoreLine; quantity: number; reason: 'SIZE_TOO_SMALL' | 'SIZE_TOO_LARGE' | 'UNWANTED' | 'NOT_AS_DESCRIBED' | 'WRONG_ITEM' | 'DEFECTIVE' | 'STYLE' | 'COLOR' | 'OTHER' | 'UNKNOWN'; note: string | null }[];
}

/** An entry of the Flow log: what a merchant's workflows would have been started by. */
export interface FlowLogEntry {
  id: number;
  at: number;
  trigger: string;
  customerId: number | null;
  detail: string;
  /** Client id of the app that caused it, or null for the merchant. */
  source: string | null;
}

export interface Store {
  shop: StoreShop;
  customers: Map<number, StoreCustomer>;
  orders: Map<number, StoreOrder>;
  products: Map<number, StoreProduct>;
  flowLog: FlowLogEntry[];
  /** What the loader left out, by reason, with counts: printed, and in the demo's report. */
  dropped: Record<string, number>;
  /** The customer id as the source file wrote it, by numeric id; empty for generated stores. */
  sourceCustomerIds: Map<number, string>;
}

/** What a loader returns a promise of. `now`: orders after it are left out (and it is the store's clock at start). */
export interface LoadOptions {
  now: number;
  seed: number;
  customers: number;
  shopDomain: string;
}

export function gid(type: string, id: number | string): string {
  return `gid://shopify/${type}/${id}`;
}

/** The numeric id of a GID of that type; null when it is not one. */
export function gidNumber(type: string, value: string): number | null {
  const match = /^gid:\/\/shopify\/([A-Za-z]+)\/(\d+)(?:\?.*)?$/.exec(value);
  return match && match[1] === type ? Number(match[2]) : null;
}
