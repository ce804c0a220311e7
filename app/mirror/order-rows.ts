import type { OrdersBulkQuery } from '../shopify/generated/orders.bulk.ts';
import { RowFault, amount, decimalsOf, flag, idOf, idOfObject, instant, json, requiredInstant, requiredInteger, requiredText, shopAmount, shopAmountOrZero, text, textArray, type Cell } from './cells.ts';

type BulkOrder = OrdersBulkQuery['orders']['edges'][number]['node'];
/** An order and a line as the bulk query gives them, which shortens long names (orders.bulk.graphql). */
export type ShopifyOrder = Omit<BulkOrder, 'lineItems'>;
export type ShopifyLine = BulkOrder['lineItems']['edges'][number]['node'];

/**
 * An order as a row of `orders` and rows of `refunds` (headers). Money is the shop's, in minor units of the order's own
 * currency, negative where Shopify says so. Dates in the future are kept: what counts at which `now` is the profiles' business.
 * @throws RowFault when the order cannot be taken over as a whole.
 */
export function orderRows(order: ShopifyOrder): { order: Cell[]; refunds: Cell[][] } {
  const id = idOf(order.id, 'Order');
  const decimals = decimalsOf(order.currency);
  const money = (set: Parameters<typeof shopAmount>[0], name: string): string => String(shopAmountOrZero(set, decimals, name));
  const visit = order.journey?.visit;
  const { fulfilledAt, deliveredAt } = deliveryOf(order.sends);
  const refunds = order.refunds.map((refund) => [
    id,
    idOf(refund.id, 'Refund'),
    instant(refund.createdAt, 'refund.createdAt'),
    instant(refund.processedAt, 'refund.processedAt'),
    String(shopAmount(refund.total, decimals, 'refund.totalRefundedSet')),
    idOfObject(refund.return, 'Return'),
    text(refund.note, 'refund.note'),
  ]);
  const hasDetails = refunds.length > 0 || order.returned !== 'NO_RETURN';
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
      money(order.subtotal, 'subtotalPriceSet'),
      money(order.discounts, 'totalDiscountsSet'),
      money(order.shipping, 'totalShippingPriceSet'),
      money(order.tax, 'totalTaxSet'),
      String(shopAmount(order.total, decimals, 'totalPriceSet')),
      money(order.subtotalNow, 'currentSubtotalPriceSet'),
      money(order.discountsNow, 'currentTotalDiscountsSet'),
      money(order.taxNow, 'currentTotalTaxSet'),
      money(order.totalNow, 'currentTotalPriceSet'),
      money(order.refunded, 'totalRefundedSet'),
      money(order.shippingBack, 'totalRefundedShippingSet'),
      flag(order.test, 'test'),
      flag(order.taxIn, 'taxesIncluded'),
      hasDetails ? 't' : 'f',
      requiredText(order.name, 'name'),
      text(order.paid, 'displayFinancialStatus'),
      requiredText(order.sent, 'displayFulfillmentStatus'),
      requiredText(order.returned, 'returnStatus'),
      order.currency,
      requiredText(order.shownIn, 'presentmentCurrencyCode'),
      textArray(order.codes, 'discountCodes'),
      text(order.cancelReason, 'cancelReason'),
      text(order.source, 'sourceName'),
      text(order.channel?.name, 'attribution.displayName'),
      text(order.app?.name, 'app.name'),
      instant(visit?.at, 'firstVisit.occurredAt'),
      text(visit?.source, 'firstVisit.source'),
      text(visit?.type, 'firstVisit.sourceType'),
      text(visit?.page, 'firstVisit.landingPage'),
      text(visit?.from, 'firstVisit.referrerUrl'),
      text(visit?.utm?.source, 'utm.source'),
      text(visit?.utm?.medium, 'utm.medium'),
      text(visit?.utm?.campaign, 'utm.campaign'),
      text(order.to?.country, 'shippingAddress.countryCodeV2'),
      textArray(order.tags, 'tags'),
    ],
  };
}

/** The first fulfilment made, and the last delivered. */
function deliveryOf(sends: ShopifyOrder['sends']): { fulfilledAt: Cell; deliveredAt: Cell } {
  let fulfilledAt: Cell = null;
  let deliveredAt: Cell = null;
  for (const fulfillment of sends ?? []) {
    const made = instant(fulfillment.at, 'fulfillment.createdAt');
    const delivered = instant(fulfillment.arrived, 'fulfillment.deliveredAt');
    if (made !== null && (fulfilledAt === null || Date.parse(made) < Date.parse(fulfilledAt))) fulfilledAt = made;
    if (delivered !== null && (deliveredAt === null || Date.parse(delivered) > Date.parse(deliveredAt))) deliveredAt = delivered;
  }
  return { fulfilledAt, deliveredAt };
}

/** A line as a row of `order_lines`; its currency is the order's, and said with the unit price. @throws RowFault */
export function lineRow(line: ShopifyLine, orderId: string): Cell[] {
  const decimals = decimalsOf(line.unit.s.c);
  let tax = 0;
  for (const { price } of line.taxes) tax += shopAmount(price, decimals, 'taxLines.priceSet');
  let discount = 0;
  for (const { amount: taken } of line.off) discount += shopAmount(taken, decimals, 'allocatedAmountSet');
  return [
    orderId,
    idOf(line.id, 'LineItem'),
    idOfObject(line.product, 'Product'),
    idOfObject(line.variant, 'ProductVariant'),
    String(shopAmount(line.unit, decimals, 'originalUnitPriceSet')),
    String(shopAmount(line.total, decimals, 'discountedTotalSet')),
    String(shopAmount(line.net, decimals, 'priceAfterAllDiscountsBeforeTaxesSet')),
    String(tax),
    String(discount),
    requiredInteger(line.quantity, 'quantity'),
    requiredInteger(line.current, 'currentQuantity'),
    requiredInteger(line.refundable, 'refundableQuantity'),
    flag(line.gift, 'isGiftCard'),
    flag(line.ships, 'requiresShipping'),
    requiredText(line.title, 'title'),
    text(line.option, 'variantTitle'),
    text(line.sku, 'sku'),
    text(line.vendor, 'vendor'),
    line.off.length === 0 ? null : json(line.off.map((allocation) => allocationOf(allocation, decimals))),
  ];
}

const KINDS: Readonly<Record<string, string>> = {
  DiscountCodeApplication: 'code',
  AutomaticDiscountApplication: 'automatic',
  ManualDiscountApplication: 'manual',
  ScriptDiscountApplication: 'script',
};

/** What one discount took from the line, and which discount it was; amounts in minor units, percentages of 100. */
function allocationOf({ amount: taken, by: application }: ShopifyLine['off'][number], decimals: number): object {
  const kind = KINDS[application.__typename];
  if (kind === undefined) throw new RowFault('form', `The discount ${application.__typename} is of a kind that the app does not know.`);
  const { value } = application;
  return {
    index: application.index,
    amount: shopAmount(taken, decimals, 'allocatedAmountSet'),
    kind,
    title: 'code' in application ? application.code : application.title,
    method: application.method,
    target: application.target,
    ...('percentage' in value ? { percentage: value.percentage } : { value: amount(value.amount, decimals, 'discountApplication.value') }),
  };
}
