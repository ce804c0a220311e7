/**
 * The money of an order that follows from its lines, shipping and refunds. GraphQL, the dump and the loaders all ask
 * here, so that they cannot disagree. Everything is in integer minor units of the order's currency.
 *
 * One rule of rounding: what k of a line's n units carry of an amount is round-half-up(amount x k / n), and a refund
 * carries the difference between the units gone after it and before it. So refunds of a line add up to the line to the
 * penny, in whatever portions its units go.
 */
import type { StoreCustomer, StoreLine, StoreOrder, StoreRefund } from './model.ts';

const CURRENCIES_WITHOUT_DECIMALS = new Set(['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF', 'XOF', 'XPF']);
const CURRENCIES_WITH_THREE_DECIMALS = new Set(['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND']);

/** Decimals of a currency's minor unit (ISO 4217). */
export function currencyDecimals(currencyCode: string): number {
  if (CURRENCIES_WITHOUT_DECIMALS.has(currencyCode)) return 0;
  return CURRENCIES_WITH_THREE_DECIMALS.has(currencyCode) ? 3 : 2;
}

/** Minor units as the decimal string that Shopify's Money carries: 1234 GBP is "12.34", 5 JPY is "5". */
export function decimalAmount(minor: number, currencyCode: string): string {
  const decimals = currencyDecimals(currencyCode);
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  const sign = minor < 0 ? '-' : '';
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** round-half-up(amount x part / whole), exactly, for non-negative integers; 0 of a whole of 0. */
export function shareOf(amount: number, part: number, whole: number): number {
  if (whole === 0) return 0;
  const product = amount * part;
  if (Number.isSafeInteger(2 * product + whole)) return Math.floor((2 * product + whole) / (2 * whole));
  return Number((2n * BigInt(amount) * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole)));
}

/**
 * Splits `total` in proportion to `weights` so that the parts add up to it: each part rounded down, the missing units
 * to the largest remainders, of equal ones to the first. All weights 0: everything to the first.
 */
export function splitByWeight(total: number, weights: readonly number[]): number[] {
  if (weights.length === 0) return [];
  let whole = 0;
  for (const weight of weights) whole += weight;
  if (whole === 0) return weights.map((_, index) => (index === 0 ? total : 0));
  const parts = weights.map((weight) => Math.floor((total * weight) / whole));
  let missing = total;
  for (const part of parts) missing -= part;
  const byRemainder = weights.map((weight, index) => ({ index, remainder: (total * weight) % whole }));
  byRemainder.sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (let i = 0; i < missing; i++) {
    const index = byRemainder[i % byRemainder.length]?.index ?? 0;
    parts[index] = (parts[index] ?? 0) + 1;
  }
  return parts;
}

/** Units neither refunded nor removed: GraphQL's currentQuantity. */
export function currentQuantity(line: StoreLine): number {
  return line.quantity - unitsGone(line);
}

export function unitsGone(line: StoreLine): number {
  return line.refundedQuantity + line.removedQuantity;
}

export function lineOriginalTotal(line: StoreLine): number {
  return line.unitPrice * line.quantity;
}

/** After all discounts, for all units; tax inside when the order's prices include it. */
export function lineDiscountedTotal(line: StoreLine): number {
  return line.unitPrice * line.quantity - line.discount;
}

/** After all discounts and without tax, for all units, refunded or not. */
export function lineNetTotal(order: Pick<StoreOrder, 'taxesIncluded'>, line: StoreLine): number {
  return lineDiscountedTotal(line) - (order.taxesIncluded ? line.tax : 0);
}

/** LineItem.priceAfterAllDiscountsBeforeTaxesSet: after discounts, refunded and removed units, without tax. */
export function lineNetAfterRefunds(order: Pick<StoreOrder, 'taxesIncluded'>, line: StoreLine): number {
  const net = lineNetTotal(order, line);
  return net - shareOf(net, unitsGone(line), line.quantity);
}

export function lineTaxAfterRefunds(line: StoreLine): number {
  return line.tax - shareOf(line.tax, unitsGone(line), line.quantity);
}

/** What `units` of a line carry, when `goneBefore` units of it went before: a refund line's subtotal and tax. */
export function refundShare(
  order: Pick<StoreOrder, 'taxesIncluded'>,
  line: StoreLine,
  goneBefore: number,
  units: number,
): { subtotal: number; tax: number } {
  const net = lineNetTotal(order, line);
  return {
    subtotal: shareOf(net, goneBefore + units, line.quantity) - shareOf(net, goneBefore, line.quantity),
    tax: shareOf(line.tax, goneBefore + units, line.quantity) - shareOf(line.tax, goneBefore, line.quantity),
  };
}

/** Lines after discounts, before returns and edits; tax inside when the order's prices include it. */
export function subtotalPrice(order: StoreOrder): number {
  let sum = 0;
  for (const line of order.lines) sum += lineDiscountedTotal(line);
  return sum;
}

export function totalDiscounts(order: StoreOrder): number {
  let sum = 0;
  for (const line of order.lines) sum += line.discount;
  return sum;
}

/** Tax of lines and shipping, before returns. */
export function totalTax(order: StoreOrder): number {
  let sum = order.shippingTax;
  for (const line of order.lines) sum += line.tax;
  return sum;
}

/** What the buyer was asked to pay: lines after discounts, shipping, tax; before returns and edits. */
export function totalPrice(order: StoreOrder): number {
  return subtotalPrice(order) + order.shipping + (order.taxesIncluded ? 0 : totalTax(order));
}

export function refundTotal(refund: StoreRefund): number {
  let sum = refund.shipping + refund.shippingTax + refund.adjustment;
  for (const line of refund.lines) sum += line.subtotal + line.tax;
  return sum;
}

export function totalRefunded(order: StoreOrder): number {
  let sum = 0;
  for (const refund of order.refunds) sum += refundTotal(refund);
  return sum;
}

/** Refunded shipping with its tax. */
export function totalRefundedShipping(order: StoreOrder): number {
  let sum = 0;
  for (const refund of order.refunds) sum += refund.shipping + refund.shippingTax;
  return sum;
}

/** Lines after discounts, returns and edits; tax inside when the order's prices include it. */
export function currentSubtotalPrice(order: StoreOrder): number {
  let sum = 0;
  for (const line of order.lines) sum += lineNetAfterRefunds(order, line) + (order.taxesIncluded ? lineTaxAfterRefunds(line) : 0);
  return sum;
}

/** Discounts on the units that are left. */
export function currentTotalDiscounts(order: StoreOrder): number {
  let sum = 0;
  for (const line of order.lines) sum += line.discount - shareOf(line.discount, unitsGone(line), line.quantity);
  return sum;
}

export function currentTotalTax(order: StoreOrder): number {
  let sum = order.shippingTax;
  for (const line of order.lines) sum += lineTaxAfterRefunds(line);
  for (const refund of order.refunds) sum -= refund.shippingTax;
  return sum;
}

/** What the order stands at after returns, edits, and money given back that no line carries. */
export function currentTotalPrice(order: StoreOrder): number {
  let sum = currentSubtotalPrice(order) + order.shipping + (order.taxesIncluded ? 0 : currentTotalTax(order));
  for (const refund of order.refunds) {
    sum -= refund.shipping + refund.adjustment + (order.taxesIncluded ? refund.shippingTax : 0);
  }
  return sum;
}

/** Whether money came in for the order, as Shopify's own customer totals count it. */
export function isPaidFor(order: StoreOrder): boolean {
  return (
    !order.test &&
    order.cancelledAt === null &&
    (order.financialStatus === 'PAID' ||
      order.financialStatus === 'PARTIALLY_PAID' ||
      order.financialStatus === 'PARTIALLY_REFUNDED' ||
      order.financialStatus === 'REFUNDED')
  );
}

/** Customer.amountSpent: what came in for paid orders in the shop's currency, less what was given back. */
export function amountSpent(customer: StoreCustomer, currencyCode: string): number {
  let sum = 0;
  for (const order of customer.orders) {
    if (isPaidFor(order) && order.currencyCode === currencyCode) sum += netPayment(order);
  }
  return sum;
}

/** The status of a paid order once its refunds are taken into account. */
export function statusAfterRefunds(order: StoreOrder): 'PAID' | 'PARTIALLY_REFUNDED' | 'REFUNDED' {
  const refunded = totalRefunded(order);
  if (refunded === 0 && order.refunds.length === 0) return 'PAID';
  // Units that an edit took off were never paid for: what is left decides then.
  return refunded >= totalPrice(order) || currentTotalPrice(order) <= 0 ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
}

/** What came in: the price after edits once paid, nothing while it is only authorised or asked for. Half where a part was paid. */
export function totalReceived(order: StoreOrder): number {
  switch (order.financialStatus) {
    case 'PAID':
    case 'PARTIALLY_REFUNDED':
    case 'REFUNDED':
      return currentTotalPrice(order) + totalRefunded(order);
    case 'PARTIALLY_PAID':
      return shareOf(currentTotalPrice(order) + totalRefunded(order), 1, 2);
    default:
      return 0;
  }
}

/** What came in less what was given back. */
export function netPayment(order: StoreOrder): number {
  return totalReceived(order) - totalRefunded(order);
}
