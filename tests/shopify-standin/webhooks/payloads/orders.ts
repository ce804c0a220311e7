import { countryName } from '../../graphql/resolvers/addresses.ts';
import { appId } from '../../graphql/resolvers/order-origin.ts';
import { gid } from '../../store/model.ts';
import type { StoreOrder, StoreShop } from '../../store/model.ts';
import {
  currentSubtotalPrice, currentTotalDiscounts, currentTotalPrice, currentTotalTax, decimalAmount, lineNetTotal, lineOriginalTotal, netPayment,
  subtotalPrice, totalDiscounts, totalPrice, totalRefundedShipping, totalTax,
} from '../../store/order-money.ts';
import type { OrderEdit } from '../../store/store-change.ts';
import { customerOfOrder } from './customers.ts';
import { discountApplication, linePayload, taxLines } from './lines.ts';
import { refundPayload } from './refunds.ts';
import { moneySet, writtenAddress, zoned } from './written.ts';

type Json = Record<string, unknown>;

const fulfillmentWords = { FULFILLED: 'fulfilled', PARTIALLY_FULFILLED: 'partial', UNFULFILLED: null } as const;

/** orders/create, /updated, /paid, /cancelled, /fulfilled: the whole order, in the form of Shopify's REST resource. */
export function orderPayload(order: StoreOrder, shop: StoreShop): Json {
  const { currencyCode } = order;
  const at = (instant: number | null): string | null => zoned(instant, shop.ianaTimezone);
  /** An amount twice: as a string, and in a bag. */
  const both = (name: string, minor: number): Json => ({ [name]: decimalAmount(minor, currencyCode), [`${name}_set`]: moneySet(minor, order) });
  const number = Number(/\d+/.exec(order.name)?.[0] ?? order.id);
  const address = addressOf(order);
  const original = order.lines.reduce((sum, line) => sum + lineOriginalTotal(line), 0);
  const net = order.lines.reduce((sum, line) => sum + lineNetTotal(order, line), 0) + order.shipping - (order.taxesIncluded ? order.shippingTax : 0);
  return {
    id: order.id,
    admin_graphql_api_id: gid('Order', order.id),
    app_id: appId(order.channelName),
    browser_ip: null,
    buyer_accepts_marketing: order.customer?.emailMarketingState === 'SUBSCRIBED',
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    cancelled_at: at(order.cancelledAt),
    cart_token: null,
    checkout_id: null,
    checkout_token: null,
    client_details: null,
    closed_at: at(order.closedAt),
    company: null,
    confirmation_number: order.id.toString(36).toUpperCase(),
    confirmed: true,
    contact_email: order.email,
    created_at: at(order.createdAt),
    currency: currencyCode,
    current_shipping_price_set: moneySet(order.shipping - totalRefundedShipping(order), order),
    ...both('current_subtotal_price', currentSubtotalPrice(order)),
    current_total_additional_fees_set: null,
    ...both('current_total_discounts', currentTotalDiscounts(order)),
    current_total_duties_set: null,
    ...both('current_total_price', currentTotalPrice(order)),
    ...both('current_total_tax', currentTotalTax(order)),
    customer_locale: order.customer?.locale ?? null,
    device_id: null,
    discount_codes: order.discounts.flatMap((discount, index) => (discount.kind === 'code' ? [{ code: discount.title, amount: decimalAmount(allocated(order, index), currencyCode), type: discount.percentage === null ? 'fixed_amount' : 'percentage' }] : [])),
    duties_included: false,
    email: order.email,
    estimated_taxes: false,
    financial_status: order.financialStatus.toLowerCase(),
    fulfillment_status: fulfillmentWords[order.fulfillmentStatus],
    landing_site: order.journey?.landingPage ?? null,
    landing_site_ref: null,
    location_id: null,
    merchant_business_entity_id: null,
    merchant_of_record_app_id: null,
    name: order.name,
    note: null,
    note_attributes: order.noteAttributes ?? [],
    number: Math.max(1, number - 1000),
    order_number: number,
    order_status_url: `https://${shop.domain}/${shop.id}/orders/${order.id}/authenticate`,
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    payment_gateway_names: ['bogus'],
    phone: null,
    po_number: null,
    presentment_currency: order.presentmentCurrencyCode,
    processed_at: at(order.processedAt),
    reference: null,
    referring_site: order.journey?.referrerUrl ?? null,
    source_identifier: null,
    source_name: order.sourceName,
    source_url: null,
    ...both('subtotal_price', subtotalPrice(order)),
    tags: order.tags.join(', '),
    tax_exempt: false,
    tax_lines: taxLines(order, totalTax(order), net),
    taxes_included: order.taxesIncluded,
    test: order.test,
    token: order.id.toString(16),
    total_cash_rounding_payment_adjustment_set: moneySet(0, order),
    total_cash_rounding_refund_adjustment_set: moneySet(0, order),
    ...both('total_discounts', totalDiscounts(order)),
    ...both('total_line_items_price', original),
    total_outstanding: decimalAmount(order.cancelledAt === null ? currentTotalPrice(order) - netPayment(order) : 0, currencyCode),
    ...both('total_price', totalPrice(order)),
    total_shipping_price_set: moneySet(order.shipping, order),
    ...both('total_tax', totalTax(order)),
    total_tip_received: decimalAmount(0, currencyCode),
    total_weight: 0,
    updated_at: at(order.updatedAt),
    user_id: null,
    billing_address: address,
    customer: order.customer === null ? null : customerOfOrder(order.customer, shop),
    discount_applications: order.discounts.map((discount) => discountApplication(order, discount)),
    fulfillments: order.fulfilledAt === null ? [] : [fulfillment(order, shop, order.fulfilledAt)],
    line_items: order.lines.map((line) => linePayload(order, line)),
    payment_terms: null,
    refunds: order.refunds.map((refund) => refundPayload(order, refund, shop)),
    shipping_address: address,
    shipping_lines: order.shipping === 0 && order.shippingTax === 0 ? [] : [shippingLine(order)],
    returns: [],
    line_item_groups: [],
  };
}

function allocated(order: StoreOrder, index: number): number {
  let sum = 0;
  for (const line of order.lines) for (const one of line.discountAllocations) if (one.discount === index) sum += one.amount;
  return sum;
}

function addressOf(order: StoreOrder): Json | null {
  if (order.shippingCountryCode === null) return null;
  const { customer } = order;
  const { firstName = null, lastName = null, phone = null } = customer ?? {};
  const city = customer?.countryCode === order.shippingCountryCode ? customer.city : null;
  return writtenAddress({ firstName, lastName, phone, city, countryCode: order.shippingCountryCode }, countryName(order.shippingCountryCode));
}

function shippingLine(order: StoreOrder): Json {
  const price = decimalAmount(order.shipping, order.currencyCode);
  const bag = moneySet(order.shipping, order);
  return {
    id: order.id, carrier_identifier: null, code: 'standard', current_discounted_price_set: bag, discounted_price: price, discounted_price_set: bag, is_removed: false,
    phone: null, price, price_set: bag, requested_fulfillment_service_id: null, source: 'shopify', title: 'Standard shipping',
    tax_lines: taxLines(order, order.shippingTax, order.shipping - (order.taxesIncluded ? order.shippingTax : 0)), discount_allocations: [],
  };
}

function fulfillment(order: StoreOrder, shop: StoreShop, sentAt: number): Json {
  return {
    id: order.id, admin_graphql_api_id: gid('Fulfillment', order.id), created_at: zoned(sentAt, shop.ianaTimezone), location_id: null, name: `${order.name}.1`, order_id: order.id,
    origin_address: {}, receipt: {}, service: 'manual', shipment_status: order.deliveredAt === null ? null : 'delivered', status: 'success', tracking_company: null,
    tracking_number: null, tracking_numbers: [], tracking_url: null, tracking_urls: [], updated_at: zoned(order.deliveredAt ?? sentAt, shop.ianaTimezone),
    line_items: order.lines.map((line) => linePayload(order, line)),
  };
}

export function orderDeletePayload(id: number): Json {
  return { id };
}

/** orders/edited says what the edit changed, and not what the order is now: orders/updated says that. */
export function orderEditPayload(order: StoreOrder, edit: OrderEdit, shop: StoreShop, at: number): Json {
  const moves = (units: OrderEdit['additions']): Json[] => units.map(({ lineId, quantity }) => ({ id: lineId, delta: quantity }));
  const none = { additions: [], removals: [] };
  return {
    order_edit: {
      id: at, app_id: null, created_at: zoned(at, shop.ianaTimezone), notify_customer: false, order_id: order.id, staff_note: '', user_id: null,
      line_items: { additions: moves(edit.additions), removals: moves(edit.removals) },
      discounts: { line_item: none }, shipping_lines: none,
    },
  };
}
