import type { OrderReturnsQuery } from '../shopify/generated/order-returns.ts';
import type { RefundDetailsQuery } from '../shopify/generated/refund-details.ts';
import { idOf, idOfObject, requiredInstant, requiredInteger, requiredText, shopAmount, text } from './cells.ts';

/** A refund as the paged query gives it. */
export type DetailedRefund = Extract<RefundDetailsQuery['nodes'][number], { refundLineItems: object }>;
export type ShopifyRefundLine = DetailedRefund['refundLineItems']['nodes'][number];
export type ShopifyReturn = NonNullable<OrderReturnsQuery['order']>['returns']['nodes'][number];
export type ShopifyReturnLine = ShopifyReturn['returnLineItems']['nodes'][number];

export interface RefundLine {
  position: number;
  lineId: string;
  quantity: number;
  /** Minor units, without tax. */
  subtotal: number;
  tax: number;
  restockType: string | null;
}

/** What the paged query adds to a refund's header, in minor units. */
export interface RefundAmounts {
  linesAmount: number;
  linesTax: number;
  shippingAmount: number;
  shippingTax: number;
  dutiesAmount: number;
}

/** All that is kept of a refund beyond its header. */
export interface RefundDetails {
  id: string;
  orderId: string;
  amounts: RefundAmounts;
  uncarried: number;
  lines: RefundLine[];
  adjustments: { id: string; amount: number; tax: number; reason: string | null }[];
}

/** The lines of a refund as rows of `refund_lines`. @param decimals of the order's currency @throws RowFault */
export function refundLines(lines: readonly ShopifyRefundLine[], decimals: number): RefundLine[] {
  return lines.map((line, position) => ({
    position,
    lineId: idOf(line.lineItem.id, 'LineItem'),
    quantity: Number(requiredInteger(line.quantity, 'refundLineItem.quantity')),
    subtotal: shopAmount(line.subtotalSet, decimals, 'refundLineItem.subtotalSet'),
    tax: line.totalTaxSet === undefined ? 0 : shopAmount(line.totalTaxSet, decimals, 'refundLineItem.totalTaxSet'),
    restockType: text(line.restockType, 'restockType'),
  }));
}

/** What lines, shipping and duties of a refund come to. @throws RowFault */
export function refundAmounts(refund: Pick<DetailedRefund, 'refundShippingLines' | 'duties'>, lines: readonly RefundLine[], decimals: number): RefundAmounts {
  const amounts: RefundAmounts = { linesAmount: 0, linesTax: 0, shippingAmount: 0, shippingTax: 0, dutiesAmount: 0 };
  for (const line of lines) {
    amounts.linesAmount += line.subtotal;
    amounts.linesTax += line.tax;
  }
  for (const shipping of refund.refundShippingLines?.nodes ?? []) {
    amounts.shippingAmount += shopAmount(shipping.subtotalAmountSet, decimals, 'refundShippingLine.subtotalAmountSet');
    amounts.shippingTax += shopAmount(shipping.taxAmountSet, decimals, 'refundShippingLine.taxAmountSet');
  }
  for (const duty of refund.duties ?? []) amounts.dutiesAmount += shopAmount(duty.amountSet, decimals, 'refundDuty.amountSet');
  return amounts;
}

/**
 * Money of a refund that no line carries (goodwill, a rounded sum): what was refunded less its lines, their tax, shipping,
 * its tax and duties, never below 0. It lowers an order's net value, which line prices alone would leave too high.
 */
export function uncarriedAmount(totalRefunded: number, amounts: RefundAmounts): number {
  return Math.max(0, totalRefunded - amounts.linesAmount - amounts.linesTax - amounts.shippingAmount - amounts.shippingTax - amounts.dutiesAmount);
}

export interface ReturnRow {
  id: string;
  createdAt: string;
  status: string;
  name: string;
}

export interface ReturnLineRow {
  returnId: string;
  id: string;
  lineId: string | null;
  quantity: number;
  refundedQuantity: number;
  reason: string | null;
  reasonName: string | null;
  customerNote: string | null;
}

/** @throws RowFault */
export function returnRow(one: Omit<ShopifyReturn, 'returnLineItems'>): ReturnRow {
  return { id: idOf(one.id, 'Return'), createdAt: requiredInstant(one.createdAt, 'return.createdAt'), status: requiredText(one.status, 'return.status'), name: requiredText(one.name, 'return.name') };
}

/** @throws RowFault */
export function returnLineRow(line: ShopifyReturnLine, returnId: string): ReturnLineRow {
  return {
    returnId,
    id: idOf(line.id, line.__typename),
    lineId: 'fulfillmentLineItem' in line ? idOfObject(line.fulfillmentLineItem.lineItem, 'LineItem') : null,
    quantity: Number(requiredInteger(line.quantity, 'returnLineItem.quantity')),
    refundedQuantity: Number(requiredInteger(line.refundedQuantity, 'returnLineItem.refundedQuantity')),
    reason: text(line.returnReasonDefinition?.handle, 'returnReasonDefinition.handle'),
    reasonName: text(line.returnReasonDefinition?.name, 'returnReasonDefinition.name'),
    customerNote: text(line.customerNote, 'customerNote'),
  };
}
