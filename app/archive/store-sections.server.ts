import { flag, instant, json, list, money, number, text } from './export-column.ts';
import { sqlSection, type ExportSection } from './export-section.server.ts';

/** The store as Shopify gave it: room mirror. */
export const STORE_SECTIONS: readonly ExportSection[] = [
  sqlSection({
    file: 'customers', what: 'Your customers as Shopify has them.', from: 'customers t', order: 't.id', tables: ['customers'],
    columns: [
      number('customer_id', 'Shopify’s number of the customer', 't.id'), text('first_name', 'First name'), text('last_name', 'Last name'), text('email', 'E-mail address'), text('phone', 'Phone number'),
      text('locale', 'Language'), text('account_state', 'State of the customer’s account at Shopify', 'state'),
      text('email_marketing_state', 'Whether they agreed to marketing by e-mail'), text('email_marketing_opt_in_level', 'How they agreed'), instant('email_marketing_updated_at', 'When that changed last'),
      text('sms_marketing_state', 'Whether they agreed to marketing by SMS'), text('sms_marketing_opt_in_level', 'How they agreed'), instant('sms_marketing_updated_at', 'When that changed last'),
      text('country_code', 'Country of the default address'), text('city', 'City of the default address'), list('tags', 'Tags'),
      money('amount_spent', 'What they spent in all, by Shopify’s own count', { currency: 'amount_spent_currency' }), text('amount_spent_currency', 'Currency of amount_spent'),
      number('number_of_orders', 'Orders, by Shopify’s own count'), text('shopify_rfm_group', 'Shopify’s own RFM group', 'rfm_group'), text('shopify_predicted_spend_tier', 'Shopify’s own prediction of spend', 'predicted_spend_tier'),
      instant('created_at', 'When the customer came to be at Shopify'), instant('updated_at', 'Last change at Shopify'),
    ],
  }),
  sqlSection({
    file: 'orders', what: 'Orders as Shopify has them. Money is in currency_code.', from: 'orders t', order: 't.id', tables: ['orders'],
    columns: [
      number('order_id', 'Shopify’s number of the order', 't.id'), text('name', 'The order’s name, such as #1001'), number('customer_id', 'The customer; empty for an order without one'),
      instant('processed_at', 'When it was placed'), instant('created_at', 'When it was recorded'), instant('updated_at', 'Last change at Shopify'), instant('cancelled_at', 'When it was cancelled'),
      instant('closed_at', 'When it was closed'), instant('fulfilled_at', 'When all of it was sent'), instant('delivered_at', 'When all of it had arrived'),
      text('financial_status', 'Paid, refunded, ...'), text('fulfillment_status', 'Sent, ...'), text('return_status', 'Returns of it'), text('cancel_reason', 'Why it was cancelled'), flag('test', 'A test order, which counts nowhere'),
      text('currency_code', 'Currency of the amounts'), text('customer_currency_code', 'Currency that the customer saw', 'presentment_currency_code'), flag('taxes_included', 'Whether prices include tax'),
      ...([
        ['subtotal', 'Goods after discounts, as ordered'], ['total_discounts', 'Discounts, as ordered'], ['total_shipping', 'Shipping'], ['total_tax', 'Tax, as ordered'], ['total', 'All of it, as ordered'],
        ['current_subtotal', 'Goods after discounts, refunds and removals'], ['current_total_discounts', 'Discounts then'], ['current_total_tax', 'Tax then'], ['current_total', 'All of it then'],
        ['total_refunded', 'Money given back'], ['total_refunded_shipping', 'Shipping given back'],
      ] as const).map(([name, what]) => money(name, what, { currency: 'currency_code' })),
      list('discount_codes', 'Discount codes used'), text('source_name', 'Where it was made, by Shopify’s name'), text('channel_name', 'Sales channel'), text('app_name', 'App that made it'),
      instant('first_visit_at', 'First visit that led to it'), text('first_visit_source', 'Source of that visit'), text('first_visit_source_type', 'Kind of source'), text('first_visit_landing_page', 'Page where that visit began'),
      text('first_visit_referrer', 'Page that led there'), text('first_visit_utm_source', 'utm_source'), text('first_visit_utm_medium', 'utm_medium'), text('first_visit_utm_campaign', 'utm_campaign'),
      text('shipping_country_code', 'Country that it was sent to'), list('tags', 'Tags of the order'),
    ],
  }),
  sqlSection({
    file: 'order-lines', what: 'Lines of orders: one product of one order.', from: 'order_lines t LEFT JOIN orders o ON o.shop_id = t.shop_id AND o.id = t.order_id', order: 't.order_id, t.id', tables: ['order_lines'],
    columns: [
      number('order_id', 'The order', 't.order_id'), number('line_id', 'Shopify’s number of the line', 't.id'), number('product_id', 'The product; empty when it no longer exists', 't.product_id'), number('variant_id', 'The variant', 't.variant_id'),
      text('title', 'Title as ordered', 't.title'), text('variant_title', 'Variant as ordered', 't.variant_title'), text('sku', 'SKU', 't.sku'), text('vendor', 'Vendor', 't.vendor'),
      number('quantity', 'Units ordered', 't.quantity'), number('current_quantity', 'Units neither refunded nor removed', 't.current_quantity'), number('refundable_quantity', 'Units that could still be refunded', 't.refundable_quantity'),
      text('currency_code', 'Currency of the amounts', 'o.currency_code'),
      money('original_unit_price', 'Price of a unit before discounts', { currency: 'currency_code', sql: 't.original_unit_price' }), money('discounted_total', 'The line after its own discounts', { currency: 'currency_code', sql: 't.discounted_total' }),
      money('net_amount', 'After all discounts, refunds and removals, without tax: what profiles are made of', { currency: 'currency_code', sql: 't.net_amount' }), money('tax', 'Tax', { currency: 'currency_code', sql: 't.tax' }),
      money('discount_amount', 'All discounts on it', { currency: 'currency_code', sql: 't.discount_amount' }), flag('is_gift_card', 'A gift card, which is no revenue', 't.is_gift_card'), flag('requires_shipping', 'Has to be sent', 't.requires_shipping'),
      json('discounts', 'Each discount with its share', 't.discount_allocations'),
    ],
  }),
  sqlSection({
    file: 'refunds', what: 'Refunds of orders.', from: 'refunds t LEFT JOIN orders o ON o.shop_id = t.shop_id AND o.id = t.order_id', order: 't.order_id, t.id', tables: ['refunds'],
    columns: [
      number('order_id', 'The order', 't.order_id'), number('refund_id', 'Shopify’s number of the refund', 't.id'), instant('created_at', 'When it was recorded', 't.created_at'), instant('processed_at', 'When it was made', 't.processed_at'),
      text('currency_code', 'Currency of the amounts', 'o.currency_code'),
      ...([
        ['total_refunded', 'Money given back'], ['lines_amount', 'Of it for lines, without tax'], ['lines_tax', 'Tax of the lines'], ['shipping_amount', 'For shipping'], ['shipping_tax', 'Tax of shipping'], ['duties_amount', 'For duties'],
        ['uncarried_amount', 'For nothing in particular: no line carries it'],
      ] as const).map(([name, what]) => money(name, what, { currency: 'currency_code', sql: `t.${name}` })),
      number('return_id', 'The return that it belongs to', 't.return_id'), text('note', 'Note', 't.note'),
    ],
  }),
  sqlSection({
    file: 'refund-lines', what: 'What was refunded of a line of an order.', from: 'refund_lines t LEFT JOIN orders o ON o.shop_id = t.shop_id AND o.id = t.order_id', order: 't.order_id, t.refund_id, t.position', tables: ['refund_lines'],
    columns: [
      number('order_id', 'The order', 't.order_id'), number('refund_id', 'The refund', 't.refund_id'), number('position', 'Place in the refund', 't.position'), number('line_id', 'The line of the order', 't.line_id'), number('quantity', 'Units', 't.quantity'),
      text('currency_code', 'Currency of the amounts', 'o.currency_code'), money('subtotal', 'Money without tax', { currency: 'currency_code', sql: 't.subtotal' }), money('tax', 'Tax', { currency: 'currency_code', sql: 't.tax' }), text('restock_type', 'Whether it went back to stock', 't.restock_type'),
    ],
  }),
  sqlSection({
    file: 'refund-adjustments', what: 'Differences that Shopify keeps beside a refund’s lines.', from: 'refund_adjustments t LEFT JOIN orders o ON o.shop_id = t.shop_id AND o.id = t.order_id', order: 't.order_id, t.refund_id, t.id', tables: ['refund_adjustments'],
    columns: [
      number('order_id', 'The order', 't.order_id'), number('refund_id', 'The refund', 't.refund_id'), number('adjustment_id', 'Shopify’s number of it', 't.id'), text('currency_code', 'Currency of the amounts', 'o.currency_code'),
      money('amount', 'Money', { currency: 'currency_code', sql: 't.amount' }), money('tax', 'Tax', { currency: 'currency_code', sql: 't.tax' }), text('reason', 'Why', 't.reason'),
    ],
  }),
  sqlSection({
    file: 'returns', what: 'Returns of orders.', from: 'returns t', order: 't.order_id, t.id', tables: ['returns'],
    columns: [number('order_id', 'The order'), number('return_id', 'Shopify’s number of the return', 't.id'), text('name', 'Its name'), text('status', 'Where it stands'), instant('created_at', 'When it was asked for')],
  }),
  sqlSection({
    file: 'return-lines', what: 'What is returned of a line of an order, and why.', from: 'return_lines t', order: 't.order_id, t.return_id, t.id', tables: ['return_lines'],
    columns: [
      number('order_id', 'The order'), number('return_id', 'The return'), number('return_line_id', 'Shopify’s number of it', 't.id'), number('line_id', 'The line of the order'), number('quantity', 'Units'), number('refunded_quantity', 'Units refunded'),
      text('reason', 'Reason, as a code'), text('reason_name', 'Reason, in words'), text('customer_note', 'What the customer wrote'),
    ],
  }),
  sqlSection({
    file: 'products', what: 'Products.', from: 'products t', order: 't.id', tables: ['products'],
    columns: [
      number('product_id', 'Shopify’s number of the product', 't.id'), text('title', 'Title'), text('handle', 'Its name in addresses'), text('product_type', 'Type'), text('vendor', 'Vendor'), text('status', 'Whether it is on sale'), list('tags', 'Tags'),
      flag('is_gift_card', 'A gift card'), text('image_url', 'Address of its picture'), instant('created_at', 'When it was made'), instant('updated_at', 'Last change at Shopify'), instant('published_at', 'When it was published'),
    ],
  }),
  sqlSection({
    file: 'product-variants', what: 'Variants of products. Prices are in your shop’s currency.', from: 'product_variants t', order: 't.product_id, t.id', tables: ['product_variants'],
    columns: [
      number('product_id', 'The product'), number('variant_id', 'Shopify’s number of the variant', 't.id'), text('title', 'Title'), text('sku', 'SKU'), money('price', 'Price'), number('position', 'Place among the variants'),
      number('inventory_quantity', 'Units in stock'), flag('available_for_sale', 'Can be bought'),
    ],
  }),
];
