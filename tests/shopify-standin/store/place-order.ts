/** Somebody buys: an order from what is in the basket, with the shop's discounts, tax and shipping. */
import { applyTaxAndShipping, areTaxesIncluded, takeOff } from './generated-pricing.ts';
import { makeCustomer } from './customer-desk.ts';
import type { NewCustomer } from './customer-desk.ts';
import type { LiveStore } from './live-store.ts';
import type { StoreCustomer, StoreLine, StoreOrder, StoreProduct } from './model.ts';
import { checkoutFor } from './checkouts.ts';
import { Refused } from './store-change.ts';
import type { StoreChange } from './store-change.ts';

export interface NewOrderLine {
  variantId: number;
  quantity: number;
  /** Minor units; the variant's price unless given. A gift card is a line of a gift card product. */
  unitPrice?: number;
}

export interface NewOrder {
  /** The number of a customer, the particulars of a new one, or null for a guest. */
  customer: number | NewCustomer | null;
  /** Default: the customer's, or a guest's. */
  email?: string | null;
  lines: readonly NewOrderLine[];
  discountCode?: { code: string; percentage?: number; /** minor units */ amount?: number };
  /** Minor units, in place of what the shop asks. */
  shipping?: number;
  test?: boolean;
  /** Default PAID. */
  paid?: 'PAID' | 'PENDING' | 'AUTHORIZED';
  /** Default web. */
  sourceName?: string;
  channelName?: string;
  tags?: readonly string[];
  /** Attributes of the cart. */
  noteAttributes?: readonly { name: string; value: string }[];
  /** Milliseconds; default: now. Shopify lets an import say that an order was older. */
  processedAt?: number;
}

/**
 * Places an order.
 * @returns the order, as it stands
 * @throws {Refused} saying what is wrong with it; nothing is changed then
 */
export function placeOrder(live: LiveStore, request: NewOrder): StoreOrder {
  if (request.lines.length === 0) throw new Refused('An order needs at least one line.');
  const standing = typeof request.customer === 'number' ? live.customer(request.customer) : null;
  if (standing === undefined) throw new Refused(`There is no customer ${String(request.customer)}.`);
  const lines = request.lines.map((line) => newLine(live, line));
  const code = request.discountCode;
  if (code !== undefined && (code.percentage === undefined) === (code.amount === undefined)) throw new Refused('A discount code takes a percentage or an amount.');
  return live.change((at) => {
    const made = request.customer !== null && typeof request.customer === 'object' ? makeCustomer(live, request.customer, at) : null;
    const customer = standing ?? made;
    const order = newOrder(live, request, customer, lines, at);
    if (code !== undefined) {
      const goods = order.lines.filter((line) => !line.isGiftCard);
      takeOff(order, goods, { kind: 'code', title: code.code, percentage: code.percentage ?? null, amount: code.amount ?? null, targetSelection: 'ALL', allocationMethod: 'ACROSS' });
    }
    if (live.store.shop.taxesIncluded) applyTaxAndShipping(order, order.shippingCountryCode);
    if (request.shipping !== undefined) {
      order.shippingTax = order.shipping === 0 ? 0 : Math.round((order.shippingTax * request.shipping) / order.shipping);
      order.shipping = request.shipping;
    }
    const products = takeFromStock(lines);
    const tell: StoreChange[] = [];
    if (made !== null) tell.push({ kind: 'customer', did: 'created', customer: made, at });
    if (order.sourceName === 'web') {
      const checkout = checkoutFor(live, customer, order.email, order.lines, at);
      tell.push({ kind: 'checkout', did: 'created', checkout, at }, { kind: 'checkout', did: 'updated', checkout: { ...checkout, completedAt: at }, at });
    }
    tell.push({ kind: 'order', did: 'created', order, at });
    if (order.financialStatus === 'PAID') tell.push({ kind: 'order', did: 'paid', order, at });
    tell.push({ kind: 'order', did: 'updated', order, at });
    if (customer !== null) tell.push({ kind: 'customer', did: 'updated', customer, at }, { kind: 'purchases', customer, at });
    for (const product of products) tell.push({ kind: 'product', did: 'updated', product, at });
    return { step: { customers: customer === null ? [] : [customer], orders: [order], products, tell }, result: order };
  });
}

/** A line of goods of the shop, not yet priced. @throws {Refused} */
export function newLine(live: LiveStore, { variantId, quantity, unitPrice }: NewOrderLine): StoreLine {
  const variant = live.variant(variantId);
  if (variant === undefined) throw new Refused(`There is no variant ${variantId}.`);
  if (!Number.isInteger(quantity) || quantity < 1) throw new Refused(`A line takes 1 unit or more, not ${quantity}.`);
  if (unitPrice !== undefined && !(Number.isInteger(unitPrice) && unitPrice >= 0)) throw new Refused(`A price is in whole minor units, not ${unitPrice}.`);
  const { product } = variant;
  return {
    id: live.ids.next('LineItem'),
    variant,
    title: product.title,
    variantTitle: variant.title === 'Default Title' ? null : variant.title,
    sku: variant.sku,
    vendor: product.vendor,
    isGiftCard: product.isGiftCard,
    requiresShipping: !product.isGiftCard,
    quantity,
    unitPrice: unitPrice ?? variant.price,
    discount: 0,
    discountAllocations: [],
    tax: 0,
    refundedQuantity: 0,
    removedQuantity: 0,
  };
}

function newOrder(live: LiveStore, request: NewOrder, customer: StoreCustomer | null, lines: StoreLine[], at: number): StoreOrder {
  const { shop } = live.store;
  const country = customer?.countryCode ?? shop.countryCode;
  const sourceName = request.sourceName ?? 'web';
  const number = live.ids.next('OrderNumber');
  return {
    id: live.ids.next('Order'),
    name: `#${number}`,
    customer,
    email: request.email !== undefined ? request.email : customer === null ? `guest${number}@example.net` : customer.email,
    test: request.test ?? false,
    processedAt: request.processedAt ?? at,
    createdAt: at,
    updatedAt: at,
    cancelledAt: null,
    cancelReason: null,
    closedAt: null,
    financialStatus: request.paid ?? 'PAID',
    fulfillmentStatus: 'UNFULFILLED',
    currencyCode: shop.currencyCode,
    presentmentCurrencyCode: shop.currencyCode,
    taxesIncluded: shop.taxesIncluded && areTaxesIncluded(country),
    lines,
    shipping: 0,
    shippingTax: 0,
    discounts: [],
    sourceName,
    channelName: request.channelName ?? (sourceName === 'pos' ? 'Point of Sale' : sourceName === 'shopify_draft_order' ? 'Draft Orders' : 'Online Store'),
    fulfilledAt: null,
    deliveredAt: null,
    journey: null,
    refunds: [],
    returns: [],
    tags: [...(request.tags ?? [])],
    shippingCountryCode: country,
    ...(request.noteAttributes === undefined || request.noteAttributes.length === 0 ? {} : { noteAttributes: [...request.noteAttributes] }),
  };
}

/** @returns the products whose stock is another */
export function takeFromStock(lines: readonly StoreLine[]): StoreProduct[] {
  const products = new Set<StoreProduct>();
  for (const { variant, quantity } of lines) {
    if (variant === null || variant.product.isGiftCard) continue;
    variant.inventoryQuantity -= quantity;
    products.add(variant.product);
  }
  return [...products];
}
