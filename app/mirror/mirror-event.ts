import type { InboxEvent } from '../inbox/inbox-event.ts';
import { customerPayload, deletedId, emailConsentPayload, purchasingSummaryPayload, smsConsentPayload, tagsPayload, type CustomerFact, type CustomerPayload, type TagsPayload } from './customer-payload.ts';
import type { RecordKind } from './mirror-tables.ts';
import { orderPayload, type OrderPayload } from './order-payload.ts';
import { object } from './payload-cells.ts';
import { productPayload, type ProductPayload } from './product-payload.ts';
import { orderHint } from './refund-payload.ts';

/** What an event is about, read; applying it is for the rooms of the database. */
export type MirrorEvent = { eventId: number; triggeredAt: number } & (
  | { kind: 'order'; payload: OrderPayload }
  | { kind: 'order-hint'; orderId: string; refundId: string | null }
  | { kind: 'customer'; payload: CustomerPayload }
  | { kind: 'tags'; change: TagsPayload & { added: boolean } }
  | { kind: 'fact'; fact: CustomerFact }
  | { kind: 'product'; payload: ProductPayload }
  | { kind: 'deleted'; of: RecordKind; id: string }
  | { kind: 'ignored'; reasonCode: string }
);

export type MirrorEventOf<Kind extends MirrorEvent['kind']> = Extract<MirrorEvent, { kind: Kind }>;

/**
 * Reads a payload by its topic.
 * @param shopDecimals of the shop's currency
 * @throws RowFault when it is not of the form that the topic has
 */
export function readMirrorEvent(event: InboxEvent, shopDecimals: number): MirrorEvent {
  const triggeredAt = event.triggeredAt.getTime();
  return { eventId: event.id, triggeredAt, ...read(event.topic, event.body, triggeredAt, shopDecimals) } as MirrorEvent;
}

type Told = MirrorEvent extends infer One ? (One extends MirrorEvent ? Omit<One, 'eventId' | 'triggeredAt'> : never) : never;

function read(topic: string, body: unknown, triggeredAt: number, shopDecimals: number): Told {
  switch (topic) {
    case 'orders/create':
    case 'orders/updated':
    case 'orders/cancelled':
      return { kind: 'order', payload: orderPayload(body) };
    case 'orders/edited':
    case 'refunds/create':
      return { kind: 'order-hint', ...orderHint(object(body, 'The payload')) };
    case 'orders/delete':
      return { kind: 'deleted', of: 'order', id: deletedId(body) };
    case 'customers/create':
    case 'customers/update':
      return { kind: 'customer', payload: customerPayload(body) };
    case 'customers/delete':
      return { kind: 'deleted', of: 'customer', id: deletedId(body) };
    case 'customer.tags_added':
      return { kind: 'tags', change: { ...tagsPayload(body, triggeredAt), added: true } };
    case 'customer.tags_removed':
      return { kind: 'tags', change: { ...tagsPayload(body, triggeredAt), added: false } };
    case 'customers_email_marketing_consent/update':
      return { kind: 'fact', fact: emailConsentPayload(body, triggeredAt) };
    case 'customers_marketing_consent/update':
      return { kind: 'fact', fact: smsConsentPayload(body, triggeredAt) };
    case 'customers/purchasing_summary':
      return { kind: 'fact', fact: purchasingSummaryPayload(body, triggeredAt) };
    case 'products/create':
    case 'products/update':
      return { kind: 'product', payload: productPayload(body, shopDecimals) };
    case 'products/delete':
      return { kind: 'deleted', of: 'product', id: deletedId(body) };
    case 'checkouts/create':
    case 'checkouts/update':
    case 'checkouts/delete':
      return { kind: 'ignored', reasonCode: 'checkouts-are-not-kept' };
    default:
      return { kind: 'ignored', reasonCode: 'not-of-the-mirror' };
  }
}

/** The events of one kind. */
export function eventsOf<Kind extends MirrorEvent['kind']>(events: readonly MirrorEvent[], kind: Kind): MirrorEventOf<Kind>[] {
  return events.filter((event): event is MirrorEventOf<Kind> => event.kind === kind);
}
