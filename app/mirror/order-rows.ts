import type { OrdersBulkQuery } from '../shopify/generated/orders.bulk.ts';
import { RowFault, amount, decimalsOf, flag, idOf, idOfObject, instant, json, requiredInstant, requiredInteger, requiredText, shopAmount, shopAmountOrZero, text, textArray, type Cell } from './cells.ts';

type BulkOrder = OrdersBulkQuery['orders']['edges'][number]['node'];
/** An order and a line as the bulk query and a single query give them. */
export type ShopifyOrder = Omit<BulkOrder, 'lineItems'>;
export type ShopifyLine = BulkOrder['lineItems']['edges'][number]['node'];

/**
 * An order as a row of `orders` and rows of `refunds` (headers). Money is the shop's, in minor units of the order's own
 * currency, negative where Shopify says so. Dates in the future are kept: what counts at which `now` is the profiles' business.
 * @throws RowFault when the order cannot be taken over as a whole.
 */
export function orderRows(order: ShopifyOrder): { order: Cell[]; refunds: Cell[][] } {
  const id = idOf(order.id, 'Order');
  const decimals = decimalsOf(order.currencyCode);
  const money = (set: Parameters<typeof shopAmount>[0], name: string): string => String(shopAmountOrZero(set, decimals, name));
  const visit = order.customerJourneySummary?.firstVisit;
  const { fulfilledAt, deliveredAt } = deliveryOf(order.fulfillments);
  const refunds = order.refunds.map((refund) => [
    id,
    idOf(refund.id, 'Refund'),
    instant(refund.createdAt, 'refund.createdAt'),
    instant(refund.processedAt, 'refund.processedAt'),
    String(shopAmount(refund.totalRefundedSet, decimals, 'refund.totalRefundedSet')),
    idOfObject(refund.return, 'Return'),
    text(refund.note, 'refund.note'),
  ]);
  const hasDetails = refunds.length > 0 || order.returnStatus !== 'NO_RETURN';
  return {
    refunds,
    order: [
      id,
      idOfObject(order.customer, 'Customer'),
      requiredInstant(order.processedAt, 'processedAt'),
      requiredInstant(order.createdAt, 'createdAt'),
      requiredInstant(order.updatedAt, 'updatedAt'),
      instant(order.cancelledAt, 'cancelledAt'),
      instant(order.closedAt, 'closedAt'),
      fulfilledAt,
      deliveredAt,
      money(order.subtotalPriceSet, 'subtotalPriceSet'),
      money(order.totalDiscountsSet, 'totalDiscountsSet'),
      money(order.totalShippingPriceSet, 'totalShippingPriceSet'),
      money(order.totalTaxSet, 'totalTaxSet'),
      String(shopAmount(order.totalPriceSet, decimals, 'totalPriceSet')),
      money(order.currentSubtotalPriceSet, 'currentSubtotalPriceSet'),
      money(order.currentTotalDiscountsSet, 'currentTotalDiscountsSet'),
      money(order.currentTotalTaxSet, 'currentTotalTaxSet'),
      money(order.currentTotalPriceSet, 'currentTotalPriceSet'),
      money(order.totalRefundedSet, 'totalRefundedSet'),
      money(order.totalRefundedShippingSet, 'totalRefundedShippingSet'),
      flag(order.test, 'test'),
      flag(order.taxesIncluded, 'taxesIncluded'),
      hasDetails ? 't' : 'f',
      requiredText(order.name, 'name'),
      text(order.displayFinancialStatus, 'displayFinancialStatus'),
      requiredText(order.displayFulfillmentStatus, 'displayFulfillmentStatus'),
      requiredText(order.returnStatus, 'returnStatus'),
      order.currencyCode,
      requiredText(order.presentmentCurrencyCode, 'presentmentCurrencyCode'),
      textArray(order.discountCodes, 'discountCodes'),
      text(order.cancelReason, 'cancelReason'),
      text(order.sourceName, 'sourceName'),
      text(order.attribution?.displayName, 'attribution.displayName'),
      text(order.app?.name, 'app.name'),
      instant(visit?.occurredAt, 'firstVisit.occurredAt'),
      text(visit?.source, 'firstVisit.source'),
      text(visit?.sourceType, 'firstVisit.sourceType'),
      text(visit?.landingPage, 'firstVisit.landingPage'),
      text(visit?.referrerUrl, 'firstVisit.referrerUrl'),
      text(visit?.utmParameters?.source, 'utm.source'),
      text(visit?.utmParameters?.medium, 'utm.medium'),
      text(visit?.utmParameters?.campaign, 'utm.campaign'),
      text(order.shippingAddress?.countryCodeV2, 'shippingAddress.countryCodeV2'),
      textArray(order.tags, 'tags'),
    ],
  };
}

/** The first fulfilment made, and the last delivered. */
function deliveryOf(fulfillments: ShopifyOrder['fulfillments']): { fulfilledAt: Cell; deliveredAt: Cell } {
  let fulfilledAt: Cell = null;
  let deliveredAt: Cell = null;
  for (const fulfillment of fulfillments ?? []) {
    const made = instant(fulfillment.createdAt, 'fulfillment.createdAt');
    const delivered = instant(fulfillment.deliveredAt, 'fulfillment.deliveredAt');
    if (made !== null && (fulfilledAt === null || Date.parse(made) < Date.parse(fulfilledAt))) fulfilledAt = made;
    if (delivered !== null && (deliveredAt === null || Date.parse(delivered) > Date.parse(deliveredAt))) deliveredAt = delivered;
  }
  return { fulfilledAt, deliveredAt };
}

/** A line as a row of `order_lines`; its currency is the order's, and said with the unit price. @throws RowFault */
export function lineRow(line: ShopifyLine, orderId: string): Cell[] {
  const decimals = decimalsOf(line.originalUnitPriceSet.shopMoney.currencyCode);
  let tax = 0;
  for (const { priceSet } of line.taxLines) tax += shopAmount(priceSet, decimals, 'taxLines.priceSet');
  let discount = 0;
  for (const { allocatedAmountSet } of line.discountAllocations) discount += shopAmount(allocatedAmountSet, decimals, 'allocatedAmountSet');
  return [
    orderId,
    idOf(line.id, 'LineItem'),
    idOfObject(line.product, 'Product'),
    idOfObject(line.variant, 'ProductVariant'),
    String(shopAmount(line.originalUnitPriceSet, decimals, 'originalUnitPriceSet')),
    String(shopAmount(line.discountedTotalSet, decimals, 'discountedTotalSet')),
    String(shopAmount(line.priceAfterAllDiscountsBeforeTaxesSet, decimals, 'priceAfterAllDiscountsBeforeTaxesSet')),
    String(tax),
    String(discount),
    requiredInteger(line.quantity, 'quantity'),
    requiredInteger(line.currentQuantity, 'currentQuantity'),
    requiredInteger(line.refundableQuantity, 'refundableQuantity'),
    flag(line.isGiftCard, 'isGiftCard'),
    flag(line.requiresShipping, 'requiresShipping'),
    requiredText(line.title, 'title'),
    text(line.variantTitle, 'variantTitle'),
    text(line.sku, 'sku'),
    text(line.vendor, 'vendor'),
    line.discountAllocations.length === 0 ? null : json(line.discountAllocations.map((allocation) => allocationOf(allocation, decimals))),
  ];
}

const KINDS: Readonly<Record<string, string>> = {
  DiscountCodeApplication: 'code',
  AutomaticDiscountApplication: 'automatic',
  ManualDiscountApplication: 'manual',
  ScriptDiscountApplication: 'script',
};

/** What one discount took from the line, and which discount it was; amounts in minor units, percentages of 100. */
function allocationOf({ allocatedAmountSet, discountApplication: application }: ShopifyLine['discountAllocations'][number], decimals: number): object {
  const kind = KINDS[application.__typename];
  if (kind === undefined) throw new RowFault('form', `The discount ${application.__typename} is of a kind that the app does not know.`);
  const { value } = application;
  return {
    index: application.index,
    amount: shopAmount(allocatedAmountSet, decimals, 'allocatedAmountSet'),
    kind,
    title: 'code' in application ? application.code : application.title,
    method: application.allocationMethod,
    target: application.targetSelection,
    ...('percentage' in value ? { percentage: value.percentage } : { value: amount(value.amount, decimals, 'discountApplication.value') }),
  };
}
