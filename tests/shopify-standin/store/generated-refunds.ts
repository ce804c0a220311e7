/** What goes wrong with an order at the generated store: cancellations, edits, refunds and returns. */
import type { Buyer } from './buyers.ts';
import type { StoreOrder, StoreRefund, StoreReturn } from './model.ts';
import { currentQuantity, currentTotalPrice, refundShare, statusAfterRefunds, unitsGone } from './order-money.ts';
import type { Random } from './random.ts';

const DAY_MS = 86_400_000;
const RETURN_REASONS = ['UNWANTED', 'UNWANTED', 'NOT_AS_DESCRIBED', 'DEFECTIVE', 'DEFECTIVE', 'WRONG_ITEM', 'COLOR', 'STYLE', 'SIZE_TOO_SMALL', 'SIZE_TOO_LARGE', 'OTHER', 'UNKNOWN'] as const;
const CANCEL_REASONS = ['CUSTOMER', 'CUSTOMER', 'INVENTORY', 'FRAUD', 'DECLINED', 'OTHER'] as const;

/** The next ids of what is made here; counted up. */
export interface AfterSaleIds {
  refund: number;
  return: number;
  returnLine: number;
}

/** Draws the order's fate and sets its financial status. Nothing of it is later than `now`. */
export function drawAfterSale(random: Random, ids: AfterSaleIds, order: StoreOrder, buyer: Buyer | null, now: number): void {
  const fate = random.uniform();
  const later = order.processedAt + Math.floor(random.uniform() * DAY_MS);
  if (fate < 0.003) {
    order.test = true;
  } else if (fate < 0.018) {
    if (later <= now) cancel(random, ids, order, later);
  } else if (fate < 0.026) {
    order.financialStatus = 'PENDING';
  } else if (fate < 0.03) {
    order.financialStatus = now - order.processedAt > 7 * DAY_MS ? 'EXPIRED' : 'AUTHORIZED';
    markUnshipped(order);
  } else if (fate < 0.033) {
    order.financialStatus = 'PARTIALLY_PAID';
  } else if (fate < 0.036) {
    order.financialStatus = 'VOIDED';
    markUnshipped(order);
  } else if (fate < 0.045) {
    removeUnit(order, later, now);
  } else if (random.chance(buyer?.habit === 'returns' ? 0.6 : 0.055)) {
    refund(random, ids, order, now);
  }
}

function cancel(random: Random, ids: AfterSaleIds, order: StoreOrder, at: number): void {
  order.cancelledAt = at;
  order.cancelReason = random.pick(CANCEL_REASONS);
  order.closedAt = at;
  order.updatedAt = Math.max(order.updatedAt, at);
  markUnshipped(order);
  if (random.chance(0.4)) {
    order.financialStatus = 'VOIDED';
    return;
  }
  addRefund(ids, order, at, 'Order cancelled', order.lines.map(currentQuantity), true);
}

/** The merchant took one unit off before the payment was captured, so there is nothing to give back. */
function removeUnit(order: StoreOrder, at: number, now: number): void {
  const line = order.lines.find((one) => one.quantity > 1);
  if (line === undefined || at > now) return;
  line.removedQuantity = 1;
  order.updatedAt = Math.max(order.updatedAt, at);
}

function refund(random: Random, ids: AfterSaleIds, order: StoreOrder, now: number): void {
  const at = (order.deliveredAt ?? order.processedAt) + random.between(1, 24) * DAY_MS + random.below(DAY_MS / 1000) * 1000;
  const kind = random.uniform();
  const everything = kind < 0.24;
  const units = order.lines.map((line) => (line.isGiftCard ? 0 : everything ? line.quantity : 0));
  if (!everything) {
    const index = random.below(order.lines.length);
    const line = order.lines[index];
    if (line !== undefined && !line.isGiftCard) units[index] = random.between(1, line.quantity);
  }
  const total = units.reduce((sum, count) => sum + count, 0);
  if (kind < 0.76) {
    if (total === 0) return;
    if (at > now) {
      // Still on its way back: a return without a refund.
      const asked = order.deliveredAt;
      if (asked !== null && asked <= now && random.chance(0.7)) addReturn(random, ids, order, asked, units, random.chance(0.6) ? 'OPEN' : 'REQUESTED');
      return;
    }
    const made = addRefund(ids, order, at, null, units, everything && random.chance(0.4));
    if (random.chance(0.7)) made.returnId = addReturn(random, ids, order, at, units, 'CLOSED').id;
    if (random.chance(0.06) && !everything) refund(random, ids, order, now);
    return;
  }
  if (at > now) return;
  if (kind < 0.9) {
    const adjustment = Math.min(currentTotalPrice(order), random.pick([200, 300, 500, 750, 1000]));
    if (adjustment > 0) addRefund(ids, order, at, 'Goodwill: arrived late', [], false).adjustment = adjustment;
  } else if (order.shipping > 0 && order.refunds.length === 0) {
    addRefund(ids, order, at, 'Delivery on us', [], true);
  }
  order.financialStatus = statusAfterRefunds(order);
}

function addRefund(ids: AfterSaleIds, order: StoreOrder, at: number, note: string | null, units: number[], withShipping: boolean): StoreRefund {
  const made: StoreRefund = { id: ids.refund++, createdAt: at, note, lines: [], shipping: 0, shippingTax: 0, adjustment: 0, returnId: null };
  order.lines.forEach((line, index) => {
    const taken = Math.min(units[index] ?? 0, currentQuantity(line));
    if (taken === 0) return;
    made.lines.push({ line, quantity: taken, ...refundShare(order, line, unitsGone(line), taken), restocked: at % 3 !== 0 });
    line.refundedQuantity += taken;
  });
  if (withShipping && !order.refunds.some((one) => one.shipping > 0)) {
    made.shipping = order.shipping - (order.taxesIncluded ? order.shippingTax : 0);
    made.shippingTax = order.shippingTax;
  }
  order.refunds.push(made);
  order.updatedAt = Math.max(order.updatedAt, at);
  order.financialStatus = statusAfterRefunds(order);
  return made;
}

function addReturn(random: Random, ids: AfterSaleIds, order: StoreOrder, at: number, units: number[], status: StoreReturn['status']): StoreReturn {
  const made: StoreReturn = { id: ids.return++, name: `${order.name}-R${order.returns.length + 1}`, status, createdAt: at, lines: [] };
  order.lines.forEach((line, index) => {
    const quantity = units[index] ?? 0;
    if (quantity === 0) return;
    const reason = random.pick(RETURN_REASONS);
    made.lines.push({ id: ids.returnLine++, line, quantity, reason, note: reason === 'DEFECTIVE' ? 'Arrived chipped.' : null });
  });
  order.returns.push(made);
  order.updatedAt = Math.max(order.updatedAt, at);
  return made;
}

function markUnshipped(order: StoreOrder): void {
  order.fulfillmentStatus = 'UNFULFILLED';
  order.fulfilledAt = null;
  order.deliveredAt = null;
  order.closedAt = order.cancelledAt;
}
