import { gid } from '../../store/model.ts';
import type { StoreDiscount, StoreLine, StoreOrder } from '../../store/model.ts';
import { currentQuantity, decimalAmount, lineNetTotal } from '../../store/order-money.ts';
import { moneySet } from './written.ts';

/** One tax of an amount that stands without it. */
export function taxLines(order: StoreOrder, tax: number, net: number): Record<string, unknown>[] {
  if (tax === 0) return [];
  // The store keeps what was charged; rates come in quarters of a percent.
  const rate = net === 0 ? 0 : Math.round((tax / net) * 400) / 400;
  return [{ channel_liable: false, price: decimalAmount(tax, order.currencyCode), price_set: moneySet(tax, order), rate, title: order.taxesIncluded ? 'VAT' : 'Tax' }];
}

export function discountApplication(order: StoreOrder, discount: StoreDiscount): Record<string, unknown> {
  const { kind, percentage, amount } = discount;
  return {
    target_type: 'line_item',
    type: kind === 'code' ? 'discount_code' : kind,
    value: percentage === null ? decimalAmount(amount ?? 0, order.currencyCode) : percentage.toFixed(1),
    value_type: percentage === null ? 'fixed_amount' : 'percentage',
    allocation_method: discount.allocationMethod.toLowerCase(),
    target_selection: discount.targetSelection.toLowerCase(),
    ...(kind === 'code' ? { code: discount.title } : { title: discount.title }),
    ...(kind === 'manual' ? { description: discount.title } : {}),
  };
}

/** A line of an order, as orders, refunds and fulfilments write it. */
export function linePayload(order: StoreOrder, line: StoreLine): Record<string, unknown> {
  const { currencyCode } = order;
  const ownDiscount = line.discountAllocations.reduce((sum, { discount, amount }) => sum + (order.discounts[discount]?.allocationMethod === 'EACH' ? amount : 0), 0);
  const sent = order.fulfilledAt !== null;
  return {
    id: line.id,
    admin_graphql_api_id: gid('LineItem', line.id),
    attributed_staffs: [],
    current_quantity: currentQuantity(line),
    fulfillable_quantity: sent || order.cancelledAt !== null ? 0 : currentQuantity(line),
    fulfillment_service: line.isGiftCard ? 'gift_card' : 'manual',
    fulfillment_status: sent ? 'fulfilled' : null,
    gift_card: line.isGiftCard,
    grams: 0,
    name: line.variantTitle === null ? line.title : `${line.title} - ${line.variantTitle}`,
    price: decimalAmount(line.unitPrice, currencyCode),
    price_set: moneySet(line.unitPrice, order),
    product_exists: line.variant !== null,
    product_id: line.variant?.product.id ?? null,
    properties: [],
    quantity: line.quantity,
    requires_shipping: line.requiresShipping,
    sales_line_item_group_id: null,
    sku: line.sku,
    taxable: line.tax > 0,
    title: line.title,
    total_discount: decimalAmount(ownDiscount, currencyCode),
    total_discount_set: moneySet(ownDiscount, order),
    variant_id: line.variant?.id ?? null,
    variant_inventory_management: line.variant === null || line.isGiftCard ? null : 'shopify',
    variant_title: line.variantTitle,
    vendor: line.vendor,
    tax_lines: taxLines(order, line.tax, lineNetTotal(order, line)),
    duties: [],
    discount_allocations: line.discountAllocations.map(({ discount, amount }) => ({
      amount: decimalAmount(amount, currencyCode), amount_set: moneySet(amount, order), discount_application_index: discount,
    })),
  };
}
