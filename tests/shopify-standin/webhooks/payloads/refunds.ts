import { gid } from '../../store/model.ts';
import type { StoreOrder, StoreRefund, StoreShop } from '../../store/model.ts';
import { decimalAmount, refundTotal } from '../../store/order-money.ts';
import { linePayload } from './lines.ts';
import { moneySet, zoned } from './written.ts';

/** Places of one refund's lines: what has no id in the store gets its refund's and a place, as GraphQL does. */
const placesPerRefund = 1000;

/** refunds/create, and each entry of an order's `refunds`. */
export function refundPayload(order: StoreOrder, refund: StoreRefund, shop: StoreShop): Record<string, unknown> {
  const { currencyCode } = order;
  const at = zoned(refund.createdAt, shop.ianaTimezone);
  const total = refundTotal(refund);
  const ofReturn = order.returns.find((one) => one.id === refund.returnId);
  return {
    id: refund.id,
    order_id: order.id,
    created_at: at,
    note: refund.note,
    user_id: null,
    processed_at: at,
    duties: [],
    total_duties_set: moneySet(0, order),
    return: ofReturn === undefined ? null : { id: ofReturn.id, admin_graphql_api_id: gid('Return', ofReturn.id) },
    refund_shipping_lines: refund.shipping === 0 && refund.shippingTax === 0 ? [] : [{
      id: refund.id,
      shipping_line: { id: order.id, title: 'Standard shipping', code: 'standard', price: decimalAmount(order.shipping, currencyCode) },
      subtotal_amount_set: moneySet(refund.shipping, order),
      tax_amount_set: moneySet(refund.shippingTax, order),
    }],
    restock: refund.lines.some((line) => line.restocked),
    admin_graphql_api_id: gid('Refund', refund.id),
    // The sign is Shopify's: money that went back beyond what lines and shipping carry is a negative adjustment.
    order_adjustments: refund.adjustment === 0 ? [] : [{
      id: refund.id, order_id: order.id, refund_id: refund.id, kind: 'refund_discrepancy', reason: 'Refund discrepancy',
      amount: decimalAmount(-refund.adjustment, currencyCode), amount_set: moneySet(-refund.adjustment, order),
      tax_amount: decimalAmount(0, currencyCode), tax_amount_set: moneySet(0, order),
    }],
    refund_line_items: refund.lines.map((line, place) => ({
      id: refund.id * placesPerRefund + place,
      quantity: line.quantity,
      line_item_id: line.line.id,
      location_id: null,
      restock_type: line.restocked ? 'return' : 'no_restock',
      subtotal: Number(decimalAmount(line.subtotal, currencyCode)),
      total_tax: Number(decimalAmount(line.tax, currencyCode)),
      subtotal_set: moneySet(line.subtotal, order),
      total_tax_set: moneySet(line.tax, order),
      line_item: linePayload(order, line.line),
    })),
    transactions: total === 0 ? [] : [{
      id: refund.id, order_id: order.id, kind: 'refund', gateway: 'bogus', status: 'success', message: null, created_at: at, test: order.test, authorization: null,
      location_id: null, user_id: null, parent_id: null, processed_at: at, device_id: null, error_code: null, source_name: order.sourceName, receipt: {},
      amount: decimalAmount(total, currencyCode), currency: currencyCode, payment_id: `${order.name}.1`, manual_payment_gateway: false, amount_rounding: null,
      admin_graphql_api_id: gid('OrderTransaction', refund.id),
    }],
  };
}
