import { instant, requiredInteger, text, type Cell } from './cells.ts';
import { enumWord, isObject, money, moneyOrZero, objects, ownId, payloadId, payloadIdOrNull, plainAmount, type PayloadObject } from './payload-cells.ts';
import { uncarriedAmount, type RefundAmounts, type RefundDetails, type RefundLine } from './refund-rows.ts';

/** A refund as a payload tells it: its row of `refunds` (mirror-tables.ts), and what the paged query would add. */
export interface RefundPayload {
  header: Cell[];
  details: RefundDetails;
  totalRefunded: number;
  /** Refunded shipping with its tax. */
  shipping: number;
}

/**
 * A refund inside an order's payload. It says nearly all that the paged query says; as it stands in another form, its
 * order is read through the Admin API all the same, and these numbers are for the seconds until then.
 * @param currency of the order, which its decimals are of
 * @throws RowFault
 */
export function refundPayload(refund: PayloadObject, order: { id: string; currency: string; decimals: number }): RefundPayload {
  const { decimals } = order;
  const id = ownId(refund, 'refund');
  const lines = objects(refund['refund_line_items'], 'refund_line_items').map((line, position) => refundLine(line, position, decimals));
  const amounts = refundAmounts(refund, lines, decimals);
  const totalRefunded = moneyPaidBack(refund, order, amounts);
  const uneven = carriedBy(amounts) !== totalRefunded;
  const madeBy = isObject(refund['return']) ? refund['return'] : undefined;
  return {
    header: [
      order.id,
      id,
      instant(refund['created_at'], 'refund.created_at'),
      instant(refund['processed_at'], 'refund.processed_at'),
      String(totalRefunded),
      madeBy === undefined ? null : payloadIdOrNull(madeBy['admin_graphql_api_id'] ?? madeBy['id'], 'refund.return.id'),
      text(refund['note'], 'refund.note'),
    ],
    details: { id, orderId: order.id, amounts, uncarried: uncarriedAmount(totalRefunded, amounts), lines, adjustments: uneven ? adjustments(refund, decimals) : [] },
    totalRefunded,
    shipping: amounts.shippingAmount + amounts.shippingTax,
  };
}

function refundLine(line: PayloadObject, position: number, decimals: number): RefundLine {
  return {
    position,
    lineId: payloadId(line['line_item_id'], 'refund_line_item.line_item_id'),
    quantity: Number(requiredInteger(line['quantity'], 'refund_line_item.quantity')),
    subtotal: money(line, 'subtotal', decimals),
    tax: moneyOrZero(line, 'total_tax', decimals),
    restockType: enumWord(line['restock_type'], 'refund_line_item.restock_type'),
  };
}

function refundAmounts(refund: PayloadObject, lines: readonly RefundLine[], decimals: number): RefundAmounts {
  const amounts: RefundAmounts = { linesAmount: 0, linesTax: 0, shippingAmount: 0, shippingTax: 0, dutiesAmount: 0 };
  for (const line of lines) {
    amounts.linesAmount += line.subtotal;
    amounts.linesTax += line.tax;
  }
  const shipping = objects(refund['refund_shipping_lines'], 'refund_shipping_lines');
  for (const line of shipping) {
    amounts.shippingAmount += moneyOrZero(line, 'subtotal_amount', decimals);
    amounts.shippingTax += moneyOrZero(line, 'tax_amount', decimals);
  }
  // The older form of the same: an adjustment of its own kind, below 0.
  for (const one of shipping.length > 0 ? [] : objects(refund['order_adjustments'], 'order_adjustments').filter(isShipping)) {
    amounts.shippingAmount -= moneyOrZero(one, 'amount', decimals);
    amounts.shippingTax -= moneyOrZero(one, 'tax_amount', decimals);
  }
  for (const duty of objects(refund['duties'], 'refund.duties')) amounts.dutiesAmount += moneyOrZero(duty, 'amount', decimals);
  return amounts;
}

/** What went back: its successful transactions. Where one is in the buyer's own currency the sum is what the refund carries. */
function moneyPaidBack(refund: PayloadObject, order: { currency: string; decimals: number }, amounts: RefundAmounts): number {
  const paid = objects(refund['transactions'], 'refund.transactions').filter((one) => one['kind'] === 'refund' && one['status'] === 'success');
  if (paid.some((one) => typeof one['currency'] === 'string' && one['currency'] !== order.currency)) return carriedBy(amounts);
  return paid.reduce((sum, one) => sum + plainAmount(one['amount'], order.decimals, 'transaction.amount'), 0);
}

function adjustments(refund: PayloadObject, decimals: number): RefundDetails['adjustments'] {
  return objects(refund['order_adjustments'], 'order_adjustments').filter((one) => !isShipping(one)).map((one) => ({
    id: ownId(one, 'order_adjustment'),
    amount: moneyOrZero(one, 'amount', decimals),
    tax: moneyOrZero(one, 'tax_amount', decimals),
    reason: enumWord(one['kind'], 'order_adjustment.kind'),
  }));
}

function isShipping(adjustment: PayloadObject): boolean {
  return adjustment['kind'] === 'shipping_refund';
}

function carriedBy(amounts: RefundAmounts): number {
  return amounts.linesAmount + amounts.linesTax + amounts.shippingAmount + amounts.shippingTax + amounts.dutiesAmount;
}

/** What refunds/create and orders/edited tell: that an order is to be read again. @throws RowFault */
export function orderHint(payload: PayloadObject): { orderId: string; refundId: string | null } {
  const edit = payload['order_edit'];
  if (isObject(edit)) return { orderId: payloadId(edit['order_id'], 'order_edit.order_id'), refundId: null };
  return { orderId: payloadId(payload['order_id'], 'refund.order_id'), refundId: ownId(payload, 'refund') };
}
