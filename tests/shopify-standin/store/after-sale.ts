/** What happens to an order after it is placed: payment, sending, edits, refunds, returns, cancellation, deletion. */
import { lineTax } from './generated-pricing.ts';
import type { LiveStore } from './live-store.ts';
import type { StoreCustomer, StoreLine, StoreOrder, StoreProduct, StoreRefund, StoreReturn } from './model.ts';
import { currentQuantity, currentTotalPrice, netPayment, refundShare, refundTotal, statusAfterRefunds, unitsGone } from './order-money.ts';
import { newLine, takeFromStock } from './place-order.ts';
import { Refused } from './store-change.ts';
import type { StoreChange } from './store-change.ts';

export interface Units {
  lineId: number;
  quantity: number;
}

export interface RefundRequest {
  /** Units to take back and pay for; 'all': all that are left. */
  units?: readonly Units[] | 'all';
  /** Pays the shipping back, once. */
  shipping?: boolean;
  /** Money that no line carries, in minor units. */
  goodwill?: number;
  /** Puts the units back into stock (yes, unless told). */
  restock?: boolean;
  note?: string | null;
  returnId?: number;
}

/** The money comes in for an order that waited for it. @throws {Refused} */
export function payOrder(live: LiveStore, id: number): StoreOrder {
  const order = known(live, id);
  if (order.cancelledAt !== null) throw new Refused('A cancelled order cannot be paid.');
  if (!['PENDING', 'AUTHORIZED', 'PARTIALLY_PAID', 'EXPIRED'].includes(order.financialStatus)) throw new Refused('The order is not waiting for money.');
  return onOrder(live, order, (at) => {
    order.financialStatus = 'PAID';
    return { tell: [{ kind: 'order', did: 'paid', order, at }], purchases: true };
  });
}

/** The carrier says that it has arrived. @throws {Refused} */
export function deliverOrder(live: LiveStore, id: number): StoreOrder {
  const order = known(live, id);
  if (order.fulfilledAt === null) throw new Refused('The order is not sent yet.');
  if (order.deliveredAt !== null) throw new Refused('The order has arrived already.');
  return onOrder(live, order, (at) => {
    order.deliveredAt = at;
    return { tell: [] };
  });
}

/** Sends everything. @throws {Refused} */
export function fulfilOrder(live: LiveStore, id: number): StoreOrder {
  const order = known(live, id);
  if (order.cancelledAt !== null) throw new Refused('A cancelled order cannot be sent.');
  if (order.fulfillmentStatus === 'FULFILLED') throw new Refused('The order is sent already.');
  return onOrder(live, order, (at) => {
    order.fulfillmentStatus = 'FULFILLED';
    order.fulfilledAt = at;
    return { tell: [{ kind: 'order', did: 'fulfilled', order, at }] };
  });
}

/**
 * Changes what is in an order. Units that are taken off were never paid for, and whoever adds some has paid for them.
 * @throws {Refused}
 */
export function editOrder(live: LiveStore, id: number, edit: { remove?: readonly Units[]; add?: readonly { variantId: number; quantity: number; unitPrice?: number }[] }): StoreOrder {
  const order = known(live, id);
  if (order.cancelledAt !== null) throw new Refused('A cancelled order cannot be edited.');
  const remove = unitsOf(order, edit.remove ?? []);
  const added = (edit.add ?? []).map((line) => newLine(live, line));
  if (live.store.shop.taxesIncluded) for (const line of added) line.tax = lineTax(line, order.shippingCountryCode);
  if (remove.length + added.length === 0) throw new Refused('An edit adds or removes something.');
  const removed = remove.reduce((sum, { line, quantity }) => {
    const { subtotal, tax } = refundShare(order, line, unitsGone(line), quantity);
    return sum + subtotal + tax;
  }, 0);
  if (removed > currentTotalPrice(order)) throw new Refused('More would come off the order than it still stands at, after what was paid back.');
  return onOrder(live, order, (at) => {
    for (const { line, quantity } of remove) line.removedQuantity += quantity;
    order.lines = [...order.lines, ...added];
    const products = new Set([...restock(remove), ...takeFromStock(added)]);
    const additions = added.map((line) => ({ lineId: line.id, quantity: line.quantity }));
    const removals = remove.map(({ line, quantity }) => ({ lineId: line.id, quantity }));
    return { tell: [{ kind: 'order-edit', order, edit: { additions, removals }, at }], products, purchases: true };
  });
}

/** Pays money back. @throws {Refused} */
export function refundOrder(live: LiveStore, id: number, request: RefundRequest): StoreRefund {
  const order = known(live, id);
  if (!isPaid(order) || netPayment(order) <= 0) throw new Refused('Nothing was paid that could be paid back.');
  const refund = drawRefund(live, order, request);
  const total = refundTotal(refund);
  if (refund.lines.length === 0 && total === 0) throw new Refused('A refund names units, shipping or an amount.');
  if (total > netPayment(order)) throw new Refused('More would be paid back than came in.');
  let made = refund;
  onOrder(live, order, (at) => {
    made = takeBack(order, refund, at);
    const products = request.restock === false ? [] : restock(refund.lines);
    return { tell: [{ kind: 'refund', order, refund: made, at }], products, purchases: true };
  });
  return made;
}

/** @throws {Refused} */
export function cancelOrder(live: LiveStore, id: number, options: { reason?: 'CUSTOMER' | 'INVENTORY' | 'FRAUD' | 'DECLINED' | 'OTHER'; refund?: boolean; restock?: boolean } = {}): StoreOrder {
  const order = known(live, id);
  if (order.cancelledAt !== null) throw new Refused('The order is cancelled already.');
  const paid = isPaid(order);
  const refund = paid && options.refund !== false && netPayment(order) > 0 ? drawRefund(live, order, { units: 'all', shipping: true, note: 'Order cancelled' }) : null;
  // Goodwill that was paid before is not paid twice: the difference is an adjustment of the other sign.
  if (refund !== null) refund.adjustment = Math.min(0, netPayment(order) - refundTotal(refund));
  return onOrder(live, order, (at) => {
    const tell: StoreChange[] = [];
    const units = order.lines.map((line) => ({ line, quantity: currentQuantity(line) })).filter(({ quantity }) => quantity > 0);
    if (refund !== null) tell.push({ kind: 'refund', order, refund: takeBack(order, refund, at), at });
    else if (!paid && order.financialStatus !== 'PARTIALLY_PAID' && order.financialStatus !== 'REFUNDED') order.financialStatus = 'VOIDED';
    Object.assign(order, { cancelledAt: at, cancelReason: options.reason ?? 'CUSTOMER', closedAt: at, ...(order.fulfillmentStatus === 'FULFILLED' ? {} : { fulfilledAt: null }) });
    tell.push({ kind: 'order', did: 'cancelled', order, at });
    return { tell, products: options.restock === false ? [] : restock(units), purchases: true };
  });
}

/** Goods on their way back, without money yet. @throws {Refused} */
export function returnOrder(live: LiveStore, id: number, request: { units: readonly Units[]; reason?: StoreReturn['lines'][number]['reason']; status?: 'OPEN' | 'REQUESTED'; note?: string | null }): StoreReturn {
  const order = known(live, id);
  const units = unitsOf(order, request.units);
  if (units.length === 0) throw new Refused('A return names units.');
  const made: StoreReturn = {
    id: live.ids.next('Return'), name: `${order.name}-R${order.returns.length + 1}`, status: request.status ?? 'OPEN', createdAt: 0,
    lines: units.map(({ line, quantity }) => ({ id: live.ids.next('ReturnLineItem'), line, quantity, reason: request.reason ?? 'UNWANTED', note: request.note ?? null })),
  };
  onOrder(live, order, (at) => {
    made.createdAt = at;
    order.returns = [...order.returns, made];
    return { tell: [] };
  });
  return made;
}

/** @throws {Refused} */
export function closeReturn(live: LiveStore, orderId: number, returnId: number): StoreReturn {
  const order = known(live, orderId);
  const one = order.returns.find((candidate) => candidate.id === returnId);
  if (one === undefined) throw new Refused(`Order ${order.name} has no return ${returnId}.`);
  onOrder(live, order, () => {
    one.status = 'CLOSED';
    return { tell: [] };
  });
  return one;
}

/** @throws {Refused} */
export function deleteOrder(live: LiveStore, id: number): void {
  const order = known(live, id);
  const { customer } = order;
  live.change((at) => {
    const tell: StoreChange[] = [{ kind: 'order', did: 'deleted', order, at }];
    if (customer !== null) {
      customer.orders = customer.orders.filter((one) => one !== order);
      tell.push({ kind: 'customer', did: 'updated', customer, at }, { kind: 'purchases', customer, at });
    }
    return { step: { gone: [{ type: 'Order', id }], customers: customer === null ? [] : [customer], tell }, result: undefined };
  });
}

interface OnOrder {
  /** What is told before the order's own update. */
  tell: StoreChange[];
  products?: Iterable<StoreProduct>;
  /** The customer's money or number of orders is another. */
  purchases?: boolean;
}

function onOrder(live: LiveStore, order: StoreOrder, work: (at: number) => OnOrder): StoreOrder {
  return live.change((at) => {
    const { tell, products: changed = [], purchases = false } = work(at);
    const products = [...changed];
    const customers: StoreCustomer[] = purchases && order.customer !== null ? [order.customer] : [];
    return {
      step: {
        orders: [order], customers, products,
        tell: [
          ...tell,
          { kind: 'order', did: 'updated', order, at },
          ...customers.flatMap((customer): StoreChange[] => [{ kind: 'customer', did: 'updated', customer, at }, { kind: 'purchases', customer, at }]),
          ...products.map((product): StoreChange => ({ kind: 'product', did: 'updated', product, at })),
        ],
      },
      result: order,
    };
  });
}

/** A refund as it would be, with nothing taken back yet. */
function drawRefund(live: LiveStore, order: StoreOrder, request: RefundRequest): StoreRefund {
  const units = request.units === 'all'
    ? order.lines.map((line) => ({ line, quantity: currentQuantity(line) })).filter(({ quantity }) => quantity > 0)
    : unitsOf(order, request.units ?? []);
  const goodwill = request.goodwill ?? 0;
  if (!Number.isInteger(goodwill) || goodwill < 0) throw new Refused('Goodwill is an amount in whole minor units.');
  const shipping = request.shipping === true && !order.refunds.some((one) => one.shipping > 0);
  if (request.returnId !== undefined && !order.returns.some((one) => one.id === request.returnId)) throw new Refused(`Order ${order.name} has no return ${request.returnId}.`);
  return {
    id: live.ids.next('Refund'),
    createdAt: 0,
    note: request.note ?? null,
    lines: units.map(({ line, quantity }) => ({ line, quantity, ...refundShare(order, line, unitsGone(line), quantity), restocked: request.restock !== false })),
    shipping: shipping ? order.shipping - (order.taxesIncluded ? order.shippingTax : 0) : 0,
    shippingTax: shipping ? order.shippingTax : 0,
    adjustment: goodwill,
    returnId: request.returnId ?? null,
  };
}

function takeBack(order: StoreOrder, refund: StoreRefund, at: number): StoreRefund {
  refund.createdAt = at;
  for (const { line, quantity } of refund.lines) line.refundedQuantity += quantity;
  order.refunds = [...order.refunds, refund];
  order.financialStatus = statusAfterRefunds(order);
  return refund;
}

/** The lines that are meant, with units that they still have. @throws {Refused} */
function unitsOf(order: StoreOrder, units: readonly Units[]): { line: StoreLine; quantity: number }[] {
  return units.map(({ lineId, quantity }) => {
    const line = order.lines.find((one) => one.id === lineId);
    if (line === undefined) throw new Refused(`Order ${order.name} has no line ${lineId}.`);
    if (!Number.isInteger(quantity) || quantity < 1 || quantity > currentQuantity(line)) {
      throw new Refused(`“${line.title}” has ${currentQuantity(line)} units left; ${quantity} cannot be taken.`);
    }
    return { line, quantity };
  });
}

/** @returns the products whose stock is another */
function restock(units: readonly { line: StoreLine; quantity: number }[]): StoreProduct[] {
  const products = new Set<StoreProduct>();
  for (const { line, quantity } of units) {
    if (line.variant === null || line.isGiftCard) continue;
    line.variant.inventoryQuantity += quantity;
    products.add(line.variant.product);
  }
  return [...products];
}

/** Paid in full, and not paid back in full. */
function isPaid(order: StoreOrder): boolean {
  return order.financialStatus === 'PAID' || order.financialStatus === 'PARTIALLY_REFUNDED';
}

function known(live: LiveStore, id: number): StoreOrder {
  const order = live.order(id);
  if (order === undefined) throw new Refused(`There is no order ${id}.`);
  return order;
}
