import { countryName } from '../../graphql/resolvers/addresses.ts';
import { gid } from '../../store/model.ts';
import type { StoreCustomer, StoreShop } from '../../store/model.ts';
import { amountSpent, decimalAmount } from '../../store/order-money.ts';
import { zoned } from './written.ts';

type Json = Record<string, unknown>;

/** A customer inside an order: since 2025-01 without tags, consent and totals. */
export function customerOfOrder(customer: StoreCustomer, shop: StoreShop): Json {
  const address = defaultAddress(customer);
  return {
    id: customer.id,
    created_at: zoned(customer.createdAt, shop.ianaTimezone),
    updated_at: zoned(customer.updatedAt, shop.ianaTimezone),
    first_name: customer.firstName,
    last_name: customer.lastName,
    state: customer.state.toLowerCase(),
    note: customer.note,
    verified_email: customer.email !== null,
    multipass_identifier: null,
    tax_exempt: false,
    email: customer.email,
    phone: customer.phone,
    currency: shop.currencyCode,
    tax_exemptions: [],
    admin_graphql_api_id: gid('Customer', customer.id),
    ...(address === null ? {} : { default_address: address }),
  };
}

/** customers/create, /update: what the customer is, and not tags, consent or totals, which have topics of their own. */
export function customerPayload(customer: StoreCustomer, shop: StoreShop): Json {
  const address = defaultAddress(customer);
  return { ...customerOfOrder(customer, shop), addresses: address === null ? [] : [address] };
}

function defaultAddress(customer: StoreCustomer): Json | null {
  if (customer.countryCode === null && customer.city === null) return null;
  const country = countryName(customer.countryCode);
  return {
    id: customer.id, customer_id: customer.id, first_name: customer.firstName, last_name: customer.lastName, company: null, address1: null, address2: null,
    city: customer.city, province: null, country, zip: null, phone: customer.phone, name: [customer.firstName, customer.lastName].filter(Boolean).join(' '),
    province_code: null, country_code: customer.countryCode, country_name: country, default: true,
  };
}

export function customerDeletePayload(id: number): Json {
  return { id, tax_exemptions: [], admin_graphql_api_id: gid('Customer', id) };
}

/** customer.tags_added and customer.tags_removed. */
export function tagsPayload(customerId: number, tags: readonly string[], at: number): Json {
  return { customerId: gid('Customer', customerId), tags, occurredAt: new Date(at).toISOString() };
}

function optInLevel(state: string | null): string | null {
  return state === 'SUBSCRIBED' || state === 'UNSUBSCRIBED' ? 'single_opt_in' : null;
}

export function emailConsentPayload(customer: StoreCustomer, shop: StoreShop): Json {
  return {
    customer_id: customer.id,
    email_address: customer.email,
    email_marketing_consent: {
      state: customer.emailMarketingState.toLowerCase(), opt_in_level: optInLevel(customer.emailMarketingState),
      consent_updated_at: zoned(customer.consentUpdatedAt, shop.ianaTimezone),
    },
  };
}

export function smsConsentPayload(customer: StoreCustomer, shop: StoreShop): Json {
  return {
    id: customer.id,
    phone: customer.phone,
    sms_marketing_consent: {
      state: customer.smsMarketingState?.toLowerCase() ?? null, opt_in_level: optInLevel(customer.smsMarketingState),
      consent_updated_at: customer.smsMarketingState === null ? null : zoned(customer.smsConsentUpdatedAt ?? customer.consentUpdatedAt, shop.ianaTimezone),
      consent_collected_from: 'other',
    },
  };
}

/** customers/purchasing_summary: what `customers/update` used to carry of totals. */
export function purchasesPayload(customer: StoreCustomer, shop: StoreShop, at: number): Json {
  const last = customer.orders.at(-1);
  return {
    customerId: gid('Customer', customer.id),
    numberOfOrders: customer.orders.length,
    amountSpent: { amount: decimalAmount(amountSpent(customer, shop.currencyCode), shop.currencyCode), currencyCode: shop.currencyCode },
    lastOrderId: last === undefined ? null : gid('Order', last.id),
    occurredAt: new Date(at).toISOString(),
  };
}

export function mergePayload(keptId: number, goneId: number, at: number): Json {
  return {
    admin_graphql_api_customer_kept_id: gid('Customer', keptId),
    admin_graphql_api_customer_deleted_id: gid('Customer', goneId),
    admin_graphql_api_job_id: `gid://shopify/Job/customer-merge-${at}`,
    status: 'completed',
    errors: [],
  };
}
