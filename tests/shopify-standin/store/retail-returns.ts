/**
 * Online Retail II's cancellations, taken from the orders they cancel. A return of a stock code by a customer is taken
 * from that customer's orders before it, newest first (of equal times the one that begins later in the file), their
 * lines in the file's order, up to what is not yet refunded.
 */
import type { StoreCustomer, StoreLine, StoreOrder, StoreRefund } from './model.ts';
import { refundShare, statusAfterRefunds, unitsGone } from './order-money.ts';
import type { ReturnDraft } from './retail-rows.ts';

interface Sold {
  order: StoreOrder;
  line: StoreLine;
}

/**
 * Applies the returns in the order of their C invoice's date, then of the file. One refund per C invoice and order.
 * Counts the units that find no line under `returnUnitsWithoutLine`.
 */
export function applyReturns(returns: ReturnDraft[], customers: Map<number, StoreCustomer>, dropped: Record<string, number>): void {
  const inOrder = [...returns].sort((a, b) => a.cancellation.date - b.cancellation.date || a.row - b.row);
  const soldTo = new Map<number, Map<string, Sold[]>>();
  const refunds = new Map<string, StoreRefund>();
  let withoutLine = 0;
  let lastRefundId = 0;
  for (const draft of inOrder) {
    const { date, invoice } = draft.cancellation;
    let units = draft.units;
    const customer = customers.get(draft.customerId);
    if (customer !== undefined) {
      let sold = soldTo.get(customer.id);
      if (sold === undefined) {
        sold = newestFirst(customer);
        soldTo.set(customer.id, sold);
      }
      for (const { order, line } of sold.get(draft.code) ?? []) {
        if (units === 0) break;
        if (order.processedAt >= date) continue;
        const taken = Math.min(units, line.quantity - unitsGone(line));
        if (taken === 0) continue;
        const key = `${invoice} ${order.id}`;
        let refund = refunds.get(key);
        if (refund === undefined) {
          lastRefundId++;
          refund = { id: lastRefundId, createdAt: date, note: `Cancellation ${invoice}`, lines: [], shipping: 0, shippingTax: 0, adjustment: 0, returnId: null };
          refunds.set(key, refund);
          order.refunds.push(refund);
        }
        takeUnits(refund, order, line, taken);
        units -= taken;
        order.updatedAt = Math.max(order.updatedAt, date);
        customer.updatedAt = Math.max(customer.updatedAt, date);
      }
    }
    withoutLine += units;
  }
  if (withoutLine > 0) dropped.returnUnitsWithoutLine = withoutLine;
  for (const customer of customers.values()) {
    for (const order of customer.orders) if (order.refunds.length > 0) order.financialStatus = statusAfterRefunds(order);
  }
}

/** A line stands once in a refund, however many rows of the C invoice took from it. */
function takeUnits(refund: StoreRefund, order: StoreOrder, line: StoreLine, units: number): void {
  const { subtotal, tax } = refundShare(order, line, unitsGone(line), units);
  const earlier = refund.lines.find((one) => one.line === line);
  if (earlier === undefined) {
    refund.lines.push({ line, quantity: units, subtotal, tax, restocked: true });
  } else {
    earlier.quantity += units;
    earlier.subtotal += subtotal;
    earlier.tax += tax;
  }
  line.refundedQuantity += units;
}

/** What a customer bought, by stock code. Customers' orders stand oldest first, of equal times as in the file. */
function newestFirst(customer: StoreCustomer): Map<string, Sold[]> {
  const sold = new Map<string, Sold[]>();
  for (let i = customer.orders.length - 1; i >= 0; i--) {
    const order = customer.orders[i];
    if (order === undefined) continue;
    for (const line of order.lines) {
      const code = line.sku ?? '';
      const lines = sold.get(code);
      if (lines === undefined) sold.set(code, [{ order, line }]);
      else lines.push({ order, line });
    }
  }
  return sold;
}
