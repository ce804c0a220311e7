import { HttpError } from '../http-body.ts';
import type { StoreOrder } from '../store/model.ts';
import type { Visit } from './visit.ts';

/** The order, where this shopper placed it or is its customer. @throws {HttpError} 404 */
export function ownOrder(visit: Visit, orderId: string): StoreOrder {
  const order = visit.live.order(Number(orderId));
  const mine = order !== undefined && (visit.shopper.orders.has(order.id) || (order.customer !== null && order.customer.id === visit.shopper.customerId));
  if (!mine) throw new HttpError(404, 'There is no such order of yours.');
  return order;
}
