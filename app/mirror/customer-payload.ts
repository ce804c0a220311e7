import { RowFault, amount, decimalsOf, requiredInstant, requiredInteger, text, type Cell } from './cells.ts';
import { CUSTOMERS } from './mirror-tables.ts';
import { enumWord, instantMs, isObject, object, ownId, payloadId, tagList } from './payload-cells.ts';

/** A customer as customers/create and customers/update tell it: without tags, consent and totals. */
export interface CustomerPayload {
  id: string;
  updatedAt: number;
  /** In the order of CUSTOMERS.columns; undefined: not said. */
  cells: (Cell | undefined)[];
  /** What totals of 0 are in until they are told. */
  currency: Cell;
}

/** @throws RowFault */
export function customerPayload(body: unknown): CustomerPayload {
  const customer = object(body, 'The customer');
  const id = ownId(customer, 'customer');
  // Who has no address has no default_address either; where addresses are hidden from the app, the list of them is missing too.
  const address = customer['default_address'] ?? (Array.isArray(customer['addresses']) && customer['addresses'].length === 0 ? null : customer['default_address']);
  const place = isObject(address) ? address : {};
  const word = (name: string): Cell | undefined => (customer[name] === undefined ? undefined : text(customer[name], name));
  const said: Readonly<Record<string, Cell | undefined>> = {
    id,
    first_name: word('first_name'),
    last_name: word('last_name'),
    email: word('email'),
    phone: word('phone'),
    state: customer['state'] === undefined ? undefined : enumWord(customer['state'], 'state'),
    country_code: address === undefined ? undefined : text(place['country_code'], 'default_address.country_code'),
    city: address === undefined ? undefined : text(place['city'], 'default_address.city'),
    created_at: requiredInstant(customer['created_at'], 'created_at'),
    updated_at: requiredInstant(customer['updated_at'], 'updated_at'),
  };
  return { id, updatedAt: Date.parse(said['updated_at'] ?? ''), cells: CUSTOMERS.columns.map(([name]) => said[name]), currency: text(customer['currency'], 'currency') };
}

/**
 * When it happened, for putting events in order. Where Shopify tells whole seconds, two changes may share one: the instant of
 * the event, which every repetition carries, tells them apart.
 */
function toldAt(at: number | null, triggeredAt: number): number {
  if (at === null) return triggeredAt;
  return at % 1000 === 0 && triggeredAt >= at && triggeredAt < at + 1000 ? triggeredAt : at;
}

/** Tags that were added to a customer or taken off. */
export interface TagsPayload {
  customerId: string;
  tags: string[];
  at: number;
}

/** Most tags that a customer can have. */
const MOST_TAGS = 250;

/** customer.tags_added and customer.tags_removed. @throws RowFault */
export function tagsPayload(body: unknown, triggeredAt: number): TagsPayload {
  const change = object(body, 'The change of tags');
  const tags = tagList(change['tags'], 'tags');
  if (tags.length > MOST_TAGS) throw new RowFault('form', `${tags.length} tags are more than a customer can have.`);
  return { customerId: payloadId(change['customerId'], 'customerId'), tags, at: toldAt(instantMs(change['occurredAt'], 'occurredAt'), triggeredAt) };
}

/** What topics of their own tell of a customer, beside the customer. */
export const FACT_KINDS = ['email', 'sms', 'totals'] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** Some columns of a customer as of an instant of their own. */
export interface CustomerFact {
  customerId: string;
  kind: FactKind;
  at: number;
  cells: Readonly<Record<string, Cell>>;
}

/** customers_email_marketing_consent/update. @throws RowFault */
export function emailConsentPayload(body: unknown, triggeredAt: number): CustomerFact {
  const change = object(body, 'The consent');
  return consent('email', payloadId(change['customer_id'], 'customer_id'), change['email_marketing_consent'], triggeredAt);
}

/** customers_marketing_consent/update. @throws RowFault */
export function smsConsentPayload(body: unknown, triggeredAt: number): CustomerFact {
  const change = object(body, 'The consent');
  return consent('sms', payloadId(change['id'], 'id'), change['sms_marketing_consent'], triggeredAt);
}

function consent(kind: 'email' | 'sms', customerId: string, given: unknown, triggeredAt: number): CustomerFact {
  const said = given === null ? {} : object(given, `${kind}_marketing_consent`);
  const at = instantMs(said['consent_updated_at'], 'consent_updated_at');
  return {
    customerId,
    kind,
    at: toldAt(at, triggeredAt),
    cells: {
      [`${kind}_marketing_state`]: consentState(kind, said['state']),
      [`${kind}_marketing_opt_in_level`]: enumWord(said['opt_in_level'], 'opt_in_level'),
      [`${kind}_marketing_updated_at`]: at === null ? null : new Date(at).toISOString(),
    },
  };
}

/** GraphQL has another word for one of the states of SMS. */
function consentState(kind: 'email' | 'sms', state: unknown): Cell {
  const word = enumWord(state, 'state');
  return kind === 'sms' && word === 'NOT_SUBSCRIBED' ? 'NEVER_SUBSCRIBED' : word;
}

/** customers/purchasing_summary. @throws RowFault */
export function purchasingSummaryPayload(body: unknown, triggeredAt: number): CustomerFact {
  const change = object(body, 'The purchasing summary');
  const spent = object(change['amountSpent'], 'amountSpent');
  const given = spent['amount'];
  return {
    customerId: payloadId(change['customerId'], 'customerId'),
    kind: 'totals',
    at: toldAt(instantMs(change['occurredAt'], 'occurredAt'), triggeredAt),
    cells: {
      amount_spent: String(amount(typeof given === 'number' ? String(given) : given, decimalsOf(spent['currencyCode']), 'amountSpent')),
      amount_spent_currency: String(spent['currencyCode']),
      number_of_orders: requiredInteger(typeof change['numberOfOrders'] === 'string' && /^\d{1,9}$/.test(change['numberOfOrders']) ? Number(change['numberOfOrders']) : change['numberOfOrders'], 'numberOfOrders'),
    },
  };
}

/** customers/delete, orders/delete, products/delete. @throws RowFault */
export function deletedId(body: unknown): string {
  return ownId(object(body, 'The deletion'), 'deleted');
}
