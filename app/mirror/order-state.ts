import type { Cell } from './cells.ts';
import { ORDERS } from './mirror-tables.ts';
import type { OrderPayload } from './order-payload.ts';

const place = (column: string): number => ORDERS.columns.findIndex(([name]) => name === column);
const DETAILS_PENDING = place('details_pending');
const RETURN_STATUS = place('return_status');
const FULFILLMENT_STATUS = place('fulfillment_status');
const TOTAL_REFUNDED = place('total_refunded');
export const ORDER_CUSTOMER = place('customer_id');

/** States before the first parcel that GraphQL tells apart, and a payload does not. */
const FINER_UNFULFILLED: readonly Cell[] = ['IN_PROGRESS', 'ON_HOLD', 'OPEN', 'PENDING_FULFILLMENT', 'REQUEST_DECLINED', 'SCHEDULED'];
const NO_RETURN = 'NO_RETURN';

/** The row of an order once a payload has been taken in: what it does not say stays as it stands. */
export function orderAfterPayload(standing: readonly Cell[] | null, payload: OrderPayload): Cell[] {
  const cells = payload.cells.map((cell, at) => (cell === undefined ? standing?.[at] ?? null : cell));
  cells[RETURN_STATUS] ??= NO_RETURN;
  if (cells[FULFILLMENT_STATUS] === 'UNFULFILLED' && standing !== null && FINER_UNFULFILLED.includes(standing[FULFILLMENT_STATUS] ?? null)) {
    cells[FULFILLMENT_STATUS] = standing[FULFILLMENT_STATUS] ?? null;
  }
  // A mark that stands stays until the order has been read.
  cells[DETAILS_PENDING] = payload.needsReading || isPending(standing) || cells[RETURN_STATUS] !== NO_RETURN ? 't' : 'f';
  return cells;
}

export function isPending(order: readonly Cell[] | null): boolean {
  return order?.[DETAILS_PENDING]?.startsWith('t') === true;
}

/** Whether rows of refunds may stand below it. */
export function mayHaveRefunds(order: readonly Cell[] | null): boolean {
  return order !== null && (isPending(order) || order[TOTAL_REFUNDED] !== '0');
}
