/** What happens to customers: they come, change, consent, are deleted, ask for their data and are forgotten. */
import type { LiveStore } from './live-store.ts';
import type { StoreCustomer } from './model.ts';
import { Refused } from './store-change.ts';

export interface NewCustomer {
  firstName?: string | null;
  lastName?: string | null;
  email?: string | null;
  phone?: string | null;
  locale?: string;
  note?: string | null;
  tags?: readonly string[];
  city?: string | null;
  countryCode?: string | null;
  emailMarketingState?: StoreCustomer['emailMarketingState'];
  smsMarketingState?: StoreCustomer['smsMarketingState'];
}

export type CustomerParticulars = Pick<NewCustomer, 'firstName' | 'lastName' | 'email' | 'phone' | 'locale' | 'note' | 'city' | 'countryCode'>;

/** A customer's row, not yet in the store. */
export function makeCustomer(live: LiveStore, request: NewCustomer, at: number): StoreCustomer {
  const email = request.emailMarketingState ?? 'NOT_SUBSCRIBED';
  const sms = request.smsMarketingState ?? null;
  return {
    id: live.ids.next('Customer'),
    firstName: request.firstName ?? null,
    lastName: request.lastName ?? null,
    email: request.email ?? null,
    phone: request.phone ?? null,
    locale: request.locale ?? 'en',
    createdAt: at,
    updatedAt: at,
    tags: [...(request.tags ?? [])],
    note: request.note ?? null,
    state: 'DISABLED',
    emailMarketingState: email,
    smsMarketingState: sms,
    consentUpdatedAt: email === 'NOT_SUBSCRIBED' && sms === null ? null : at,
    countryCode: request.countryCode ?? live.store.shop.countryCode,
    city: request.city ?? null,
    rfmGroup: null,
    metafields: [],
    orders: [],
  };
}

/** @throws {Refused} */
export function createCustomer(live: LiveStore, request: NewCustomer): StoreCustomer {
  refuseTaken(live, request, null);
  return live.change((at) => {
    const customer = makeCustomer(live, request, at);
    return { step: { customers: [customer], tell: [{ kind: 'customer', did: 'created', customer, at }] }, result: customer };
  });
}

/** Sets what is given; null takes it away. @throws {Refused} */
export function updateCustomer(live: LiveStore, id: number, change: CustomerParticulars): StoreCustomer {
  const customer = known(live, id);
  refuseTaken(live, change, id);
  return live.change((at) => {
    for (const [name, value] of Object.entries(change)) if (value !== undefined) Object.assign(customer, { [name]: value });
    return { step: { customers: [customer], tell: [{ kind: 'customer', did: 'updated', customer, at }] }, result: customer };
  });
}

/** A customer's consent to a channel, given or taken back. @throws {Refused} */
export function setConsent(live: LiveStore, id: number, channel: 'email' | 'sms', state: StoreCustomer['emailMarketingState']): StoreCustomer {
  const customer = known(live, id);
  if (channel === 'email' && customer.email === null) throw new Refused('A customer without an e-mail address cannot consent to e-mail.');
  if (channel === 'sms' && customer.phone === null) throw new Refused('A customer without a phone number cannot consent to SMS.');
  if (channel === 'sms' && state === 'PENDING') throw new Refused('Consent to SMS is given, taken back or not given.');
  return live.change((at) => {
    if (channel === 'email') {
      customer.smsConsentUpdatedAt ??= customer.consentUpdatedAt;
      customer.emailMarketingState = state;
      customer.consentUpdatedAt = at;
    } else if (state !== 'PENDING') {
      customer.smsMarketingState = state;
      customer.smsConsentUpdatedAt = at;
    }
    return { step: { customers: [customer], tell: [{ kind: 'consent', channel, customer, at }, { kind: 'customer', did: 'updated', customer, at }] }, result: customer };
  });
}

/** Shopify deletes only customers who have not bought. @throws {Refused} */
export function deleteCustomer(live: LiveStore, id: number): void {
  const customer = known(live, id);
  if (customer.orders.length > 0) throw new Refused('Customer can’t be deleted because they have associated orders. Erase their personal data instead.');
  live.change((at) => ({ step: { gone: [{ type: 'Customer', id }], tell: [{ kind: 'customer', did: 'deleted', customer, at }] }, result: undefined }));
}

/**
 * Erases a customer's personal data: Shopify does so some days after it was asked to, and asks apps to do the same. The
 * row stays, with orders and money and nobody's name. @throws {Refused}
 */
export function redactCustomer(live: LiveStore, id: number): StoreCustomer {
  const customer = known(live, id);
  return live.change((at) => {
    const before = { id, email: customer.email, phone: customer.phone };
    Object.assign(customer, {
      firstName: null, lastName: null, email: null, phone: null, note: null, city: null, countryCode: null, tags: [], metafields: [],
      emailMarketingState: 'NOT_SUBSCRIBED', smsMarketingState: null, consentUpdatedAt: null, smsConsentUpdatedAt: null,
    } satisfies Partial<StoreCustomer>);
    for (const order of customer.orders) Object.assign(order, { email: null, shippingCountryCode: null } satisfies Partial<typeof order>);
    const orderIds = customer.orders.map((order) => order.id);
    const requestId = live.ids.next('DataRequest');
    return { step: { customers: [customer], orders: [...customer.orders], tell: [{ kind: 'privacy', asked: 'redaction', customer: before, orderIds, requestId, at }] }, result: customer };
  });
}

/** A customer asks what is held about them; the shop's apps are told. @throws {Refused} @returns the request's number */
export function requestCustomerData(live: LiveStore, id: number): number {
  const { email, phone, orders } = known(live, id);
  return live.change((at) => {
    const requestId = live.ids.next('DataRequest');
    return { step: { tell: [{ kind: 'privacy', asked: 'data', customer: { id, email, phone }, orderIds: orders.map((order) => order.id), requestId, at }] }, result: requestId };
  });
}

function known(live: LiveStore, id: number): StoreCustomer {
  const customer = live.customer(id);
  if (customer === undefined) throw new Refused(`There is no customer ${id}.`);
  return customer;
}

/** No two customers share an e-mail address. A look through all of them, so only where a person asks. */
function refuseTaken(live: LiveStore, { email }: CustomerParticulars, id: number | null): void {
  if (email === undefined || email === null) return;
  if (!/^[^\s@]+@[^\s@]+$/.test(email)) throw new Refused('Email is invalid.');
  for (const other of live.store.customers.values()) {
    if (other.id !== id && other.email?.toLowerCase() === email.toLowerCase()) throw new Refused('Email has already been taken.');
  }
}
