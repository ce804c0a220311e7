import { gid } from '../../store/model.ts';
import type { StoreOrder, StoreReturn } from '../../store/model.ts';
import { connection, inOrder } from '../paging.ts';
import { dateTime, servedType, Typed } from '../serving.ts';
import type { ServedType } from '../serving.ts';
import type { RefundOf } from './refunds.ts';

/** A return with the order that it is of. */
export interface ReturnOf {
  order: StoreOrder;
  return: StoreReturn;
}

type StoreReturnLine = StoreReturn['lines'][number];

/** A line of a return, with both. */
export interface ReturnLineOf extends ReturnOf {
  line: StoreReturnLine;
}

/** `Order.returnStatus`, from the states of its returns. */
export function returnStatus(order: StoreOrder): string {
  const states = order.returns.map((one) => one.status);
  if (states.includes('OPEN')) return 'IN_PROGRESS';
  if (states.includes('REQUESTED')) return 'RETURN_REQUESTED';
  return states.includes('CLOSED') ? 'RETURNED' : 'NO_RETURN';
}

export function returnsOf(order: StoreOrder): ReturnOf[] {
  return order.returns.map((one) => ({ order, return: one }));
}

/** Units of a return's line that its refunds have paid back. */
function refundedUnits({ order, return: one, line }: ReturnLineOf): number {
  let units = 0;
  for (const refund of order.refunds) {
    if (refund.returnId !== one.id) continue;
    for (const refunded of refund.lines) if (refunded.line === line.line) units += refunded.quantity;
  }
  return Math.min(units, line.quantity);
}

const reasonNames: Record<string, string> = {
  SIZE_TOO_SMALL: 'Size was too small',
  SIZE_TOO_LARGE: 'Size was too large',
  UNWANTED: 'Customer changed their mind',
  NOT_AS_DESCRIBED: 'Item not as described',
  WRONG_ITEM: 'Received the wrong item',
  DEFECTIVE: 'Damaged or defective',
  STYLE: 'Style',
  COLOR: 'Color',
  OTHER: 'Other',
  UNKNOWN: 'Unknown',
};

export const returnTypes: Record<string, ServedType> = {
  Return: servedType<ReturnOf>({
    id: (one) => gid('Return', one.return.id),
    name: (one) => one.return.name,
    status: (one) => one.return.status,
    createdAt: (one) => dateTime(one.return.createdAt),
    order: (one) => one.order,
    totalQuantity: (one) => one.return.lines.reduce((units, line) => units + line.quantity, 0),
    refunds: connection<ReturnOf, RefundOf>((one, args) =>
      inOrder(
        one.order.refunds.filter((refund) => refund.returnId === one.return.id).map((refund) => ({ order: one.order, refund })),
        (row) => row.refund.id,
        args,
      ),
    ),
    returnLineItems: connection<ReturnOf, Typed>((one, args) =>
      inOrder(
        one.return.lines.map((line) => new Typed('ReturnLineItem', { ...one, line } satisfies ReturnLineOf)),
        (row) => (row.object as ReturnLineOf).line.id,
        args,
      ),
    ),
  }),
  ReturnLineItem: servedType<ReturnLineOf>({
    id: (row) => gid('ReturnLineItem', row.line.id),
    quantity: (row) => row.line.quantity,
    returnReason: (row) => row.line.reason,
    returnReasonDefinition: (row) => row.line.reason,
    returnReasonNote: (row) => row.line.note ?? '',
    customerNote: (row) => row.line.note,
    refundedQuantity: (row) => refundedUnits(row),
    refundableQuantity: (row) => row.line.quantity - refundedUnits(row),
    // A fulfilment line stands for a line of the order here: the store ships an order whole.
    fulfillmentLineItem: (row) => ({ order: row.order, line: row.line.line }),
  }),
  ReturnReasonDefinition: servedType<string>({
    id: (reason) => gid('ReturnReasonDefinition', Object.keys(reasonNames).indexOf(reason) + 1),
    handle: (reason) => reason.toLowerCase().replaceAll('_', '-'),
    name: (reason) => reasonNames[reason] ?? reason,
    deleted: () => false,
  }),
};
