import { gid } from '../../store/model.ts';
import type { StoreOrder } from '../../store/model.ts';
import {
  currentQuantity,
  currentSubtotalPrice,
  currentTotalDiscounts,
  currentTotalPrice,
  currentTotalTax,
  netPayment,
  subtotalPrice,
  totalDiscounts,
  totalPrice,
  totalReceived,
  totalRefunded,
  totalRefundedShipping,
  totalTax,
} from '../../store/order-money.ts';
import { moneyBag } from '../money.ts';
import { connection, inOrder } from '../paging.ts';
import { dateTime, servedType, withArgs } from '../serving.ts';
import type { Resolve, ServedType, Serving, Typed } from '../serving.ts';
import type { Address } from './addresses.ts';
import { discountApplications, linesOf, taxLine } from './line-items.ts';
import type { LineOf } from './line-items.ts';
import { refundsOf } from './refunds.ts';
import { returnsOf, returnStatus } from './returns.ts';
import type { ReturnOf } from './returns.ts';

/** A field of money that follows from the order. */
function money(amount: (order: StoreOrder) => number): Resolve<StoreOrder> {
  return (order) => moneyBag(amount(order), order);
}

function countedUnits(order: StoreOrder, units: (line: StoreOrder['lines'][number]) => number): number {
  let sum = 0;
  for (const line of order.lines) if (!line.isGiftCard) sum += units(line);
  return sum;
}

function address(order: StoreOrder, serving: Serving): Address | null {
  if (order.shippingCountryCode === null || serving.protectedFields === 'none') return null;
  const { customer } = order;
  return {
    owner: `${order.id}?model_name=Address`,
    firstName: customer?.firstName ?? null,
    lastName: customer?.lastName ?? null,
    phone: customer?.phone ?? null,
    city: customer?.countryCode === order.shippingCountryCode ? (customer?.city ?? null) : null,
    countryCode: order.shippingCountryCode,
  };
}

function codes(order: StoreOrder): string[] {
  return order.discounts.filter((discount) => discount.kind === 'code').map((discount) => discount.title);
}

/** The order's number, which its name carries: #1042 has 1042. */
function orderNumber(order: StoreOrder): number {
  const digits = /\d+/.exec(order.name);
  return digits === null ? order.id % 2 ** 31 : Number(digits[0]);
}

export const orderTypes: Record<string, ServedType> = {
  Order: servedType<StoreOrder>({
    id: (order) => gid('Order', order.id),
    legacyResourceId: (order) => String(order.id),
    name: (order) => order.name,
    number: orderNumber,
    customer: (order) => order.customer,
    email: (order, _, serving) => (serving.protectedFields === 'none' ? null : order.email),
    test: (order) => order.test,
    tags: (order) => order.tags,
    customAttributes: (order) => order.noteAttributes ?? [],
    processedAt: (order) => dateTime(order.processedAt),
    createdAt: (order) => dateTime(order.createdAt),
    updatedAt: (order) => dateTime(order.updatedAt),
    cancelledAt: (order) => dateTime(order.cancelledAt),
    cancelReason: (order) => order.cancelReason,
    closedAt: (order) => dateTime(order.closedAt),
    closed: (order) => order.closedAt !== null,
    edited: (order) => order.lines.some((line) => line.removedQuantity > 0),
    displayFinancialStatus: (order) => order.financialStatus,
    displayFulfillmentStatus: (order) => order.fulfillmentStatus,
    fullyPaid: (order) => order.financialStatus === 'PAID' || order.financialStatus.endsWith('REFUNDED'),
    unpaid: (order) => ['AUTHORIZED', 'PENDING', 'PARTIALLY_PAID', 'EXPIRED'].includes(order.financialStatus),
    returnStatus: (order) => returnStatus(order),
    currencyCode: (order) => order.currencyCode,
    presentmentCurrencyCode: (order) => order.presentmentCurrencyCode,
    taxesIncluded: (order) => order.taxesIncluded,
    requiresShipping: (order) => order.lines.some((line) => line.requiresShipping),
    discountCode: (order) => codes(order)[0] ?? null,
    discountCodes: codes,
    discountApplications: connection<StoreOrder, Typed>((order, args) =>
      inOrder(discountApplications(order), (row) => (row.object as { index: number }).index, args),
    ),
    lineItems: connection<StoreOrder, LineOf>((order, args) => inOrder(linesOf(order), (row) => row.line.id, args)),
    subtotalLineItemsQuantity: (order) => countedUnits(order, (line) => line.quantity),
    currentSubtotalLineItemsQuantity: (order) => countedUnits(order, currentQuantity),
    refunds: withArgs(['first'], (order, args) => refundsOf(order).slice(0, typeof args.first === 'number' ? args.first : undefined)),
    returns: connection<StoreOrder, ReturnOf>((order, args) => inOrder(returnsOf(order), (row) => row.return.id, args)),
    fulfillments: withArgs(['first'], (order, args) => (order.fulfilledAt === null || args.first === 0 ? [] : [order])),
    fulfillmentsCount: (order) => ({ count: order.fulfilledAt === null ? 0 : 1, precision: 'EXACT' }),
    shippingAddress: (order, _, serving) => address(order, serving),
    billingAddress: (order, _, serving) => address(order, serving),
    displayAddress: (order, _, serving) => address(order, serving),
    shippingLine: (order) => (order.shipping === 0 && order.shippingTax === 0 ? null : order),
    shippingLines: connection<StoreOrder, StoreOrder>((order, args) =>
      inOrder(order.shipping === 0 && order.shippingTax === 0 ? [] : [order], (row) => row.id, args),
    ),
    taxLines: (order) => taxLine(order, totalTax(order)),
    currentTaxLines: (order) => taxLine(order, currentTotalTax(order)),
    sourceName: (order) => order.sourceName,
    app: (order) => order.channelName,
    channelInformation: (order) => order.channelName,
    attribution: (order) => order.channelName,
    customerJourneySummary: (order) => order,
    subtotalPriceSet: money(subtotalPrice),
    totalPriceSet: money(totalPrice),
    originalTotalPriceSet: money(totalPrice),
    totalDiscountsSet: money(totalDiscounts),
    totalTaxSet: money(totalTax),
    totalShippingPriceSet: money((order) => order.shipping),
    currentSubtotalPriceSet: money(currentSubtotalPrice),
    currentTotalPriceSet: money(currentTotalPrice),
    currentTotalDiscountsSet: money(currentTotalDiscounts),
    currentTotalTaxSet: money(currentTotalTax),
    totalRefundedSet: money(totalRefunded),
    totalRefundedShippingSet: money(totalRefundedShipping),
    totalReceivedSet: money(totalReceived),
    netPaymentSet: money(netPayment),
    totalOutstandingSet: money((order) => (order.cancelledAt === null ? currentTotalPrice(order) - netPayment(order) : 0)),
    totalTipReceivedSet: money(() => 0),
  }),
  ShippingLine: servedType<StoreOrder>({
    id: (order) => gid('ShippingLine', order.id),
    title: () => 'Standard shipping',
    code: () => 'standard',
    custom: () => false,
    isRemoved: () => false,
    originalPriceSet: money((order) => order.shipping),
    discountedPriceSet: money((order) => order.shipping),
    discountAllocations: () => [],
    taxLines: (order) => taxLine(order, order.shippingTax),
  }),
  Attribute: servedType<{ name: string; value: string }>({
    key: (attribute) => attribute.name,
    value: (attribute) => attribute.value,
  }),
  Fulfillment: servedType<StoreOrder>({
    id: (order) => gid('Fulfillment', order.id),
    legacyResourceId: (order) => String(order.id),
    name: (order) => `${order.name}.1`,
    status: () => 'SUCCESS',
    displayStatus: (order) => (order.deliveredAt === null ? 'FULFILLED' : 'DELIVERED'),
    createdAt: (order) => dateTime(order.fulfilledAt),
    updatedAt: (order) => dateTime(order.deliveredAt ?? order.fulfilledAt),
    deliveredAt: (order) => dateTime(order.deliveredAt),
    requiresShipping: (order) => order.lines.some((line) => line.requiresShipping),
    totalQuantity: (order) => order.lines.reduce((units, line) => units + line.quantity, 0),
    order: (order) => order,
    fulfillmentLineItems: connection<StoreOrder, LineOf>((order, args) => inOrder(linesOf(order), (row) => row.line.id, args)),
  }),
};
