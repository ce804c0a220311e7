import { isWebhookTopic, WEBHOOK_TOPICS } from '../inbox/inbox-event.ts';
import { personFinder, type PersonWords } from './person-words.ts';

/** A stored payload: what it says, or the text that is no JSON, or null where it cannot even be unpacked. */
export type StoredPayload = { body: unknown } | { text: string | null };

/**
 * Says whether an event's payload is about a person, so that it is to go with them. By number, e-mail address and telephone
 * number in what it says, and by first and last name together; never by its keys, nor by a last name alone, which is a word
 * like others ("Price", or a part of the shop's domain). What Shopify asks about people's data is theirs only where it asks
 * about them; what it says of the shop and of the app is nobody's. What is no JSON is searched as text.
 */
export function payloadFinder(person: PersonWords): (topic: string, payload: StoredPayload) => boolean {
  const inText = personFinder(person);
  const strong = personFinder({ ...person, lastName: null });
  const ids = new Set(person.ids);
  return (topic, payload) => {
    if (!('body' in payload)) return payload.text === null || inText(payload.text);
    const part = isWebhookTopic(topic) ? WEBHOOK_TOPICS[topic] : undefined;
    if (part === 'privacy') return ids.has(customerIdOf(payload.body) ?? Number.NaN);
    if (part === 'shops' || part === 'import') return false;
    return names(payload.body, person, strong);
  };
}

function names(value: unknown, person: PersonWords, strong: (text: string) => boolean): boolean {
  if (typeof value === 'string' || typeof value === 'number') return strong(String(value));
  if (typeof value !== 'object' || value === null) return false;
  if (!Array.isArray(value) && isNamedAs(value, person)) return true;
  return Object.values(value).some((inner) => names(inner, person, strong));
}

function isNamedAs(value: object, { firstName, lastName }: PersonWords): boolean {
  const { first_name: first, last_name: last } = value as { first_name?: unknown; last_name?: unknown };
  return lastName !== null && lastName !== '' && same(last, lastName) && same(first ?? '', firstName ?? '');
}

function same(one: unknown, other: string): boolean {
  return typeof one === 'string' && one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** Whom a payload about an order, or what is asked about a customer, is about; null: nobody with a number. */
function customerIdOf(body: unknown): number | null {
  const id = (body as { customer?: { id?: unknown } | null } | null)?.customer?.id;
  return typeof id === 'number' ? id : null;
}

/** The customers by number whom an event of the mirror is about. */
export function customersOfPayload(topic: string, body: unknown): number[] {
  const { id, customer_id: other } = (body ?? {}) as { id?: unknown; customer_id?: unknown };
  return [customerIdOf(body), other, topic.startsWith('customer') ? id : null].filter((one) => typeof one === 'number');
}
