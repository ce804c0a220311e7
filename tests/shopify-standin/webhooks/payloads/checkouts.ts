import { countryName } from '../../graphql/resolvers/addresses.ts';
import type { StoreShop } from '../../store/model.ts';
import { decimalAmount } from '../../store/order-money.ts';
import type { StoreCheckout } from '../../store/store-change.ts';
import { customerOfOrder } from './customers.ts';
import { writtenAddress, zoned } from './written.ts';

/** checkouts/create and /update. */
export function checkoutPayload(checkout: StoreCheckout, shop: StoreShop): Record<string, unknown> {
  const { customer, token } = checkout;
  const total = decimalAmount(totalOf(checkout), shop.currencyCode);
  const none = decimalAmount(0, shop.currencyCode);
  const address = customer === null ? null : writtenAddress(customer, countryName(customer.countryCode));
  return {
    id: checkout.id, token, cart_token: token, email: checkout.email, gateway: null, buyer_accepts_marketing: false,
    created_at: zoned(checkout.createdAt, shop.ianaTimezone), updated_at: zoned(checkout.updatedAt, shop.ianaTimezone), landing_site: null, note: null, note_attributes: [],
    referring_site: null, shipping_lines: [], taxes_included: shop.taxesIncluded, total_weight: 0, currency: shop.currencyCode,
    completed_at: zoned(checkout.completedAt, shop.ianaTimezone), closed_at: null, user_id: null, location_id: null, source_identifier: null, source_url: null,
    device_id: null, phone: null, customer_locale: customer?.locale ?? null,
    line_items: checkout.lines.map(({ variant, quantity }) => ({
      applied_discounts: [], discount_allocations: [], key: `${token}-${variant.id}`, fulfillment_service: 'manual', gift_card: variant.product.isGiftCard, grams: 0,
      presentment_title: variant.product.title, presentment_variant_title: variant.title, product_id: variant.product.id, properties: null, quantity,
      requires_shipping: !variant.product.isGiftCard, sku: variant.sku, tax_lines: [], taxable: true, title: variant.product.title, variant_id: variant.id,
      variant_title: variant.title, variant_price: decimalAmount(variant.price, shop.currencyCode), vendor: variant.product.vendor,
      line_price: decimalAmount(variant.price * quantity, shop.currencyCode), price: decimalAmount(variant.price, shop.currencyCode),
    })),
    name: `#${checkout.id}`, source: null, abandoned_checkout_url: `https://${shop.domain}/${shop.id}/checkouts/${token}/recover`, discount_codes: [], tax_lines: [],
    source_name: 'web', presentment_currency: shop.currencyCode, buyer_accepts_sms_marketing: false, sms_marketing_phone: null, total_discounts: none,
    total_line_items_price: total, total_price: total, total_tax: none, subtotal_price: total, total_duties: null, reservation_token: null,
    billing_address: address, shipping_address: address,
    ...(customer === null ? {} : { customer: customerOfOrder(customer, shop) }),
  };
}

export function checkoutDeletePayload(checkout: StoreCheckout, shop: StoreShop): Record<string, unknown> {
  const total = decimalAmount(totalOf(checkout), shop.currencyCode);
  const none = decimalAmount(0, shop.currencyCode);
  return {
    id: checkout.id, presentment_currency: shop.currencyCode, buyer_accepts_sms_marketing: false, sms_marketing_phone: null, total_discounts: none,
    total_line_items_price: total, total_price: total, total_tax: none, subtotal_price: total, cart_token: checkout.token, total_duties: null, reservation_token: null,
  };
}

function totalOf(checkout: StoreCheckout): number {
  return checkout.lines.reduce((sum, { variant, quantity }) => sum + variant.price * quantity, 0);
}
