import { describe, expect, it } from 'vitest';
import { customersOfPayload, payloadFinder } from './person-in-payload.ts';

const person = { ids: [123_456], email: 'ada.price@example.com', phone: '+41 79 000 00 00', firstName: 'Ada', lastName: 'Price' };
const finds = payloadFinder(person);
const order = (more: object): { body: unknown } => ({ body: { id: 900, total_price: '12.00', order_status_url: 'https://price.myshopify.com/orders/9', ...more } });

describe('a payload', () => {
  it('names a person by their number, e-mail address or telephone number, or by first and last name', () => {
    expect(finds('orders/updated', order({ customer: { id: 123_456 } }))).toBe(true);
    expect(finds('orders/updated', order({ customer: { admin_graphql_api_id: 'gid://shopify/Customer/123456' } }))).toBe(true);
    expect(finds('orders/updated', order({ email: 'Ada.Price@example.com' }))).toBe(true);
    expect(finds('orders/updated', order({ note: 'ring +41 79 000 00 00' }))).toBe(true);
    expect(finds('orders/updated', order({ shipping_address: { first_name: 'ADA', last_name: 'Price' } }))).toBe(true);
  });

  it('names nobody by its keys, by a word that a last name is too, or by another of that last name', () => {
    expect(finds('orders/updated', order({ customer: { id: 5, first_name: 'Jane', last_name: 'Price', email: 'jane.price@example.com' }, note: 'the price is right' }))).toBe(false);
  });

  it('that Shopify asks about people’s data with is theirs only where it asks about them', () => {
    expect(finds('customers/redact', { body: { shop_domain: 'price.myshopify.com', customer: { id: 7, email: 'jane.price@example.com' } } })).toBe(false);
    expect(finds('customers/data_request', { body: { customer: { id: 123_456 } } })).toBe(true);
    expect(finds('shop/redact', { body: { shop_id: 123_456, shop_domain: 'price.myshopify.com' } })).toBe(false);
    expect(finds('app/uninstalled', { body: { shop_owner: 'Ada Price', email: 'ada.price@example.com' } })).toBe(false);
  });

  it('that is no JSON is searched as text, and goes where it cannot be unpacked', () => {
    expect(finds('orders/create', { text: '{"email":"ada.price@example.com"' })).toBe(true);
    expect(finds('orders/create', { text: '{"email":"jane@example.com"' })).toBe(false);
    expect(finds('orders/create', { text: null })).toBe(true);
  });

  it('says whom it is about', () => {
    expect(customersOfPayload('orders/updated', { id: 9, customer: { id: 7 } })).toEqual([7]);
    expect(customersOfPayload('customers/update', { id: 7 })).toEqual([7]);
    expect(customersOfPayload('customers_email_marketing_consent/update', { customer_id: 7 })).toEqual([7]);
    expect(customersOfPayload('orders/updated', null)).toEqual([]);
  });
});
