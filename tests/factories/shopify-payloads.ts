/** Payloads of webhooks as Shopify sends them (REST's form), plain unless a test says otherwise. */

type Json = Record<string, unknown>;

const at = '2026-03-04T05:06:07+00:00';

/** A `..._set`, with the buyer's own money in another currency: only the shop's counts. */
export function moneySet(amount: string, currency = 'GBP'): Json {
  return { shop_money: { amount, currency_code: currency }, presentment_money: { amount: '999.99', currency_code: 'EUR' } };
}

/** An amount twice, as a text and in a bag. */
export function money(name: string, amount: string): Json {
  return { [name]: amount, [`${name}_set`]: moneySet(amount) };
}

export function payloadLine(id: number, changes: Json = {}): Json {
  return {
    id, admin_graphql_api_id: `gid://shopify/LineItem/${id}`, current_quantity: 2, quantity: 2, gift_card: false, requires_shipping: true, ...money('price', '5.00'),
    product_exists: true, product_id: 7, variant_id: 70, sku: 'MUG-1', title: 'Mug', variant_title: null, vendor: 'Tiny', tax_lines: [], discount_allocations: [],
    ...changes,
  };
}

export function payloadOrder(id: number, changes: Json = {}): Json {
  return {
    id, admin_graphql_api_id: `gid://shopify/Order/${id}`, name: `#${id}`, customer: { id: 1, admin_graphql_api_id: 'gid://shopify/Customer/1' },
    processed_at: at, created_at: at, updated_at: at, cancelled_at: null, cancel_reason: null, closed_at: null, test: false, financial_status: 'paid', fulfillment_status: 'fulfilled',
    currency: 'GBP', presentment_currency: 'GBP', taxes_included: false, ...money('subtotal_price', '10.00'), ...money('total_discounts', '0.00'), total_shipping_price_set: moneySet('3.50'),
    ...money('total_tax', '0.00'), ...money('total_price', '13.50'), ...money('current_subtotal_price', '10.00'), ...money('current_total_discounts', '0.00'), ...money('current_total_tax', '0.00'),
    ...money('current_total_price', '13.50'), discount_codes: [], discount_applications: [], source_name: 'web', fulfillments: [], shipping_address: { country_code: 'GB' }, tags: '', refunds: [], returns: [],
    line_items: [payloadLine(id * 10)],
    ...changes,
  };
}

export function payloadRefund(id: number, orderId: number, changes: Json = {}): Json {
  return {
    id, admin_graphql_api_id: `gid://shopify/Refund/${id}`, order_id: orderId, created_at: at, processed_at: at, note: null, return: null, duties: [], refund_shipping_lines: [], order_adjustments: [],
    refund_line_items: [{ id: id * 10, line_item_id: orderId * 10, quantity: 1, subtotal: 5, total_tax: 0, subtotal_set: moneySet('5.00'), total_tax_set: moneySet('0.00'), restock_type: 'return' }],
    transactions: [{ kind: 'refund', status: 'success', amount: '5.00', currency: 'GBP' }],
    ...changes,
  };
}

export function payloadCustomer(id: number, changes: Json = {}): Json {
  return {
    id, admin_graphql_api_id: `gid://shopify/Customer/${id}`, first_name: 'Ada', last_name: 'Lovelace', email: `customer-${id}@example.com`, phone: null, state: 'enabled', currency: 'GBP',
    created_at: at, updated_at: at, default_address: { country_code: 'GB', city: 'London' }, addresses: [{ country_code: 'GB', city: 'London' }],
    ...changes,
  };
}

export function payloadProduct(id: number, changes: Json = {}): Json {
  return {
    id, admin_graphql_api_id: `gid://shopify/Product/${id}`, title: 'Mug', handle: 'mug', product_type: 'Kitchen', vendor: 'Tiny', status: 'active', tags: 'clay, blue', created_at: at, updated_at: at,
    published_at: at, image: null, variants: [{ id: id * 10, title: 'Default Title', sku: 'MUG-1', price: '5.00', position: 1, inventory_quantity: 3, inventory_policy: 'deny' }],
    ...changes,
  };
}
