import { gid } from '../../store/model.ts';
import type { StoreOrder, StoreRefund } from '../../store/model.ts';
import { refundTotal } from '../../store/order-money.ts';
import { moneyBag } from '../money.ts';
import { connection, inOrder } from '../paging.ts';
import { dateTime, servedType } from '../serving.ts';
import type { ServedType } from '../serving.ts';

/** A refund with the order that it is of. */
export interface RefundOf {
  order: StoreOrder;
  refund: StoreRefund;
}

interface RefundLineOf extends RefundOf {
  /** Shopify's RefundLineItem has an id, though it is no Node; the store keeps none, so it is the refund's and a place. */
  id: number;
  line: StoreRefund['lines'][number];
}

interface RefundDuty {
  order: StoreOrder;
  minor: number;
}

const placesPerRefund = 1000;

export function refundsOf(order: StoreOrder): RefundOf[] {
  return order.refunds.map((refund) => ({ order, refund }));
}

export const refundTypes: Record<string, ServedType> = {
  Refund: servedType<RefundOf>({
    id: (row) => gid('Refund', row.refund.id),
    legacyResourceId: (row) => String(row.refund.id),
    createdAt: (row) => dateTime(row.refund.createdAt),
    processedAt: (row) => dateTime(row.refund.createdAt),
    updatedAt: (row) => dateTime(row.refund.createdAt),
    note: (row) => row.refund.note,
    order: (row) => row.order,
    // The store knows no duties; an app may ask for them all the same.
    duties: (): RefundDuty[] => [],
    return: (row) => {
      const one = row.order.returns.find((candidate) => candidate.id === row.refund.returnId);
      return one === undefined ? null : { order: row.order, return: one };
    },
    totalRefundedSet: (row) => moneyBag(refundTotal(row.refund), row.order),
    refundLineItems: connection<RefundOf, RefundLineOf>((row, args) =>
      inOrder(
        row.refund.lines.map((line, place) => ({ ...row, line, id: row.refund.id * placesPerRefund + place })),
        (line) => line.id,
        args,
      ),
    ),
    refundShippingLines: connection<RefundOf, RefundOf>((row, args) =>
      inOrder(row.refund.shipping === 0 && row.refund.shippingTax === 0 ? [] : [row], (line) => line.refund.id, args),
    ),
    // The sign is Shopify's: money that went back beyond what lines and shipping carry is a negative adjustment.
    orderAdjustments: connection<RefundOf, RefundOf>((row, args) =>
      inOrder(row.refund.adjustment === 0 ? [] : [row], (line) => line.refund.id, args),
    ),
  }),
  RefundLineItem: servedType<RefundLineOf>({
    id: (row) => gid('RefundLineItem', row.id),
    lineItem: (row) => ({ order: row.order, line: row.line.line }),
    quantity: (row) => row.line.quantity,
    priceSet: (row) => moneyBag(row.line.line.unitPrice, row.order),
    subtotalSet: (row) => moneyBag(row.line.subtotal, row.order),
    totalTaxSet: (row) => moneyBag(row.line.tax, row.order),
    restocked: (row) => row.line.restocked,
    restockType: (row) => (row.line.restocked ? 'RETURN' : 'NO_RESTOCK'),
  }),
  RefundDuty: servedType<RefundDuty>({ amountSet: (duty) => moneyBag(duty.minor, duty.order) }),
  RefundShippingLine: servedType<RefundOf>({
    id: (row) => gid('RefundShippingLine', row.refund.id),
    shippingLine: (row) => row.order,
    subtotalAmountSet: (row) => moneyBag(row.refund.shipping, row.order),
    taxAmountSet: (row) => moneyBag(row.refund.shippingTax, row.order),
  }),
  OrderAdjustment: servedType<RefundOf>({
    id: (row) => gid('OrderAdjustment', row.refund.id),
    amountSet: (row) => moneyBag(-row.refund.adjustment, row.order),
    taxAmountSet: (row) => moneyBag(0, row.order),
    reason: () => 'REFUND_DISCREPANCY',
  }),
};
