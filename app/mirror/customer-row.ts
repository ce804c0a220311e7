import type { CustomersBulkQuery } from '../shopify/generated/customers.bulk.ts';
import { amount, decimalsOf, idOf, instant, integer, requiredInstant, text, textArray, type Cell } from './cells.ts';

/** A customer as the bulk query and a single query give it. */
export type ShopifyCustomer = CustomersBulkQuery['customers']['edges'][number]['node'];

/**
 * A customer of Shopify's as a row of `customers` (mirror-tables.ts gives the columns). Name, e-mail, phone and address
 * may be null anywhere: Shopify hides protected fields from apps that it has not approved.
 * @throws RowFault when the row cannot be taken over as a whole.
 */
export function customerRow(customer: ShopifyCustomer): Cell[] {
  const { defaultEmailAddress: email, defaultPhoneNumber: phone, defaultAddress: address, amountSpent, statistics } = customer;
  const sms = phone?.smsMarketingConsent;
  return [
    idOf(customer.id, 'Customer'),
    text(customer.firstName, 'firstName'),
    text(customer.lastName, 'lastName'),
    text(email?.emailAddress, 'emailAddress'),
    text(phone?.phoneNumber, 'phoneNumber'),
    text(customer.locale, 'locale'),
    text(customer.state, 'state'),
    text(email?.marketingState, 'marketingState'),
    text(email?.marketingOptInLevel, 'marketingOptInLevel'),
    instant(email?.marketingUpdatedAt, 'marketingUpdatedAt'),
    text(sms?.state, 'smsMarketingConsent.state'),
    text(sms?.optInLevel, 'smsMarketingConsent.optInLevel'),
    instant(sms?.updatedAt, 'smsMarketingConsent.updatedAt'),
    text(address?.countryCodeV2, 'countryCodeV2'),
    text(address?.city, 'city'),
    textArray(customer.tags, 'tags'),
    String(amount(amountSpent.amount, decimalsOf(amountSpent.currencyCode), 'amountSpent')),
    amountSpent.currencyCode,
    integer(Number(customer.numberOfOrders), 'numberOfOrders'),
    text(statistics?.rfmGroup, 'rfmGroup'),
    text(statistics?.predictedSpendTier, 'predictedSpendTier'),
    requiredInstant(customer.createdAt, 'createdAt'),
    requiredInstant(customer.updatedAt, 'updatedAt'),
  ];
}
