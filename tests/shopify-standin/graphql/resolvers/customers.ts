import { gid, gidNumber } from '../../store/model.ts';
import type { StoreCustomer, StoreOrder } from '../../store/model.ts';
import { amountSpent } from '../../store/order-money.ts';
import { NotServed } from '../errors.ts';
import { connection } from '../paging.ts';
import { compileSearch, numberFilter, tagFilter, textFilter, timeFilter } from '../search.ts';
import type { Filters } from '../search.ts';
import { dateTime, servedType, withArgs } from '../serving.ts';
import type { Args, Rows, ServedField, ServedType, Serving } from '../serving.ts';
import type { Address } from './addresses.ts';
import { countryName } from './addresses.ts';
import { countRows } from './counts.ts';
import { metafieldFields } from './metafields.ts';
import { orderRowsOf, orderVisible } from './order-rows.ts';

const filters: Filters<StoreCustomer> = {
  id: numberFilter('id', (customer) => customer.id),
  updated_at: timeFilter('updated_at', (customer) => customer.updatedAt),
  customer_date: timeFilter('customer_date', (customer) => customer.createdAt),
  email: textFilter('email', (customer) => customer.email),
  phone: textFilter('phone', (customer) => customer.phone),
  first_name: textFilter('first_name', (customer) => customer.firstName),
  last_name: textFilter('last_name', (customer) => customer.lastName),
  state: textFilter('state', (customer) => customer.state),
  country: (comparison, value) => {
    const [byCode, byName] = [
      textFilter<StoreCustomer>('country', (customer) => customer.countryCode)(comparison, value),
      textFilter<StoreCustomer>('country', (customer) => countryName(customer.countryCode))(comparison, value),
    ];
    return (customer) => byCode(customer) || byName(customer);
  },
  orders_count: numberFilter('orders_count', (customer) => customer.orders.length),
  tag: tagFilter('tag', (customer) => customer.tags, true),
  tag_not: tagFilter('tag_not', (customer) => customer.tags, false),
};

const sortValues = {
  ID: (customer: StoreCustomer) => customer.id,
  CREATED_AT: (customer: StoreCustomer) => customer.createdAt,
  UPDATED_AT: (customer: StoreCustomer) => customer.updatedAt,
} as const;

function customerRows(_: unknown, args: Args, serving: Serving): Rows<StoreCustomer> {
  const sortKey = String(args.sortKey ?? 'ID');
  if (!Object.hasOwn(sortValues, sortKey)) throw new NotServed(`customers(sortKey: ${sortKey})`);
  const key = sortKey as keyof typeof sortValues;
  return {
    list: serving.live.list('customers', key),
    id: (customer) => customer.id,
    value: sortValues[key],
    keep: compileSearch(args.query, filters, 'customers'),
    reverse: args.reverse === true,
  };
}

export const customerRoots: Record<string, ServedField<unknown>> = {
  customer: withArgs(['id'], (_, args, serving) => {
    const id = gidNumber('Customer', String(args.id));
    return id === null ? null : (serving.live.customer(id) ?? null);
  }),
  customers: connection(customerRows, ['query', 'sortKey']),
  customersCount: withArgs(['query', 'limit'], (root, args, serving) => countRows(customerRows(root, args, serving), args)),
};

/** A protected customer field: null for an app that Shopify has not approved for it. */
function guarded<T>(read: (customer: StoreCustomer) => T) {
  return (customer: StoreCustomer, _: Args, serving: Serving): T | null =>
    serving.protectedFields === 'none' ? null : read(customer);
}

function displayName(customer: StoreCustomer): string {
  const name = [customer.firstName, customer.lastName].filter((part) => part !== null && part !== '').join(' ');
  return name || (customer.email ?? customer.phone ?? '');
}

function address(customer: StoreCustomer): Address | null {
  if (customer.countryCode === null && customer.city === null) return null;
  return {
    owner: `${customer.id}?model_name=CustomerAddress`,
    firstName: customer.firstName,
    lastName: customer.lastName,
    phone: customer.phone,
    city: customer.city,
    countryCode: customer.countryCode,
  };
}

function lastOrder(customer: StoreCustomer, serving: Serving): StoreOrder | null {
  for (let index = customer.orders.length - 1; index >= 0; index--) {
    const order = customer.orders[index] as StoreOrder;
    if (orderVisible(order, serving)) return order;
  }
  return null;
}

/** Consent was asked for at checkout: one step, no confirmation by e-mail. */
function optInLevel(state: string): string | null {
  return state === 'SUBSCRIBED' || state === 'UNSUBSCRIBED' ? 'SINGLE_OPT_IN' : null;
}

function smsConsentAt(customer: StoreCustomer): number | null {
  return customer.smsConsentUpdatedAt ?? customer.consentUpdatedAt;
}

const secondsPerDay = 86_400;

/** How long ago the customer was created, in the words of `lifetimeDuration`. */
function lifetime(customer: StoreCustomer, serving: Serving): string {
  const days = Math.floor((serving.now - customer.createdAt) / 1000 / secondsPerDay);
  const [count, unit] = days >= 730 ? [Math.floor(days / 365), 'year'] : days >= 60 ? [Math.floor(days / 30), 'month'] : [days, 'day'];
  return `${days >= 60 ? 'about ' : ''}${count} ${unit}${count === 1 ? '' : 's'}`;
}

export const customerTypes: Record<string, ServedType> = {
  Customer: servedType<StoreCustomer>({
    ...metafieldFields,
    id: (customer) => gid('Customer', customer.id),
    legacyResourceId: (customer) => String(customer.id),
    firstName: guarded((customer) => customer.firstName),
    lastName: guarded((customer) => customer.lastName),
    displayName: (customer, _, serving) => (serving.protectedFields === 'none' ? '' : displayName(customer)),
    email: guarded((customer) => customer.email),
    phone: guarded((customer) => customer.phone),
    defaultEmailAddress: guarded((customer) => (customer.email === null ? null : customer)),
    defaultPhoneNumber: guarded((customer) => (customer.phone === null ? null : customer)),
    defaultAddress: guarded(address),
    addresses: withArgs(['first'], (customer, _, serving) => {
      const only = serving.protectedFields === 'none' ? null : address(customer);
      return only === null ? [] : [only];
    }),
    locale: (customer) => customer.locale,
    note: (customer) => customer.note,
    state: (customer) => customer.state,
    tags: (customer) => customer.tags,
    createdAt: (customer) => dateTime(customer.createdAt),
    updatedAt: (customer) => dateTime(customer.updatedAt),
    lifetimeDuration: (customer, _, serving) => lifetime(customer, serving),
    amountSpent: (customer, _, serving) => {
      const currency = serving.live.store.shop.currencyCode;
      return { minor: amountSpent(customer, currency), currency };
    },
    numberOfOrders: (customer) => String(customer.orders.length),
    lastOrder: (customer, _, serving) => lastOrder(customer, serving),
    orders: connection<StoreCustomer, StoreOrder>(
      (customer, args, serving) => orderRowsOf(customer.orders, args, serving),
      ['query', 'sortKey'],
    ),
    statistics: (customer) => customer,
    verifiedEmail: (customer) => customer.email !== null,
    validEmailAddress: (customer) => customer.email !== null,
    taxExempt: () => false,
    dataSaleOptOut: () => false,
  }),
  CustomerStatistics: servedType<StoreCustomer>({
    rfmGroup: (customer) => customer.rfmGroup,
    // Shopify predicts nothing for a store that it does not know long enough; neither does the stand-in.
    predictedSpendTier: () => null,
  }),
  CustomerEmailAddress: servedType<StoreCustomer>({
    emailAddress: (customer) => customer.email,
    marketingState: (customer) => customer.emailMarketingState,
    marketingOptInLevel: (customer) => optInLevel(customer.emailMarketingState),
    marketingUpdatedAt: (customer) => dateTime(customer.consentUpdatedAt),
    validFormat: (customer) => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(customer.email ?? ''),
    openTrackingLevel: () => 'UNKNOWN',
  }),
  CustomerPhoneNumber: servedType<StoreCustomer>({
    phoneNumber: (customer) => customer.phone,
    marketingState: (customer) => customer.smsMarketingState ?? 'NOT_SUBSCRIBED',
    marketingOptInLevel: (customer) => optInLevel(customer.smsMarketingState ?? ''),
    marketingUpdatedAt: (customer) => (customer.smsMarketingState === null ? null : dateTime(smsConsentAt(customer))),
    smsMarketingConsent: (customer) => customer,
  }),
  CustomerSmsMarketingConsent: servedType<StoreCustomer>({
    state: (customer) => {
      const state = customer.smsMarketingState ?? 'NOT_SUBSCRIBED';
      return state === 'NOT_SUBSCRIBED' ? 'NEVER_SUBSCRIBED' : state;
    },
    optInLevel: (customer) => optInLevel(customer.smsMarketingState ?? ''),
    updatedAt: (customer) => (customer.smsMarketingState === null ? null : dateTime(smsConsentAt(customer))),
  }),
};
