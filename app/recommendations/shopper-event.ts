import { z } from 'zod';
import { BLOCKS } from './merchant-rules.ts';

/** Where a list stands. */
export const PLACEMENTS = ['home', 'product', 'cart', 'thank-you', 'order-status', 'other'] as const;
export type Placement = (typeof PLACEMENTS)[number];

/**
 * What a shopper did: `impression`: a block was rendered; `view`: a product was seen on screen; `click`; `add`: put into the
 * cart from the block. `assigned` is told of whoever came to a place where a list stands, before it is known whether they
 * are held out, so that both arms are told of alike.
 */
export const EVENT_TYPES = ['impression', 'view', 'click', 'add', 'assigned'] as const;

/** Events of one call, and of one visit in all: a page of a real shopper sends some dozens. */
export const MOST_EVENTS_A_CALL = 50;
export const MOST_EVENTS_A_SESSION = 1_000;
/** An event may have waited for the network so long; what says it is older, or of the future, is dated by its arrival. */
export const OLDEST_EVENT_MS = 6 * 3_600_000;

/** As ours are made; no other text of an event goes to the database as it came. */
const listId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
const sessionId = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/);
/** A number of Shopify's, as text or as a number. */
const productId = z.union([z.string().regex(/^[1-9]\d{0,15}$/), z.number().int().positive().max(Number.MAX_SAFE_INTEGER).transform(String)]);

export const shopperEventSchema = z.object({
  id: z.uuid(),
  type: z.enum(EVENT_TYPES),
  block: z.enum(BLOCKS),
  placement: z.enum(PLACEMENTS),
  list: listId.nullish(),
  product_id: productId.nullish(),
  position: z.number().int().min(0).max(1_000).nullish(),
  /** ISO 8601, or milliseconds since 1970. */
  at: z.union([z.iso.datetime({ offset: true }), z.number().int().nonnegative()]),
}).refine((event) => event.type === 'impression' || event.type === 'assigned' || (event.product_id ?? null) !== null, { path: ['product_id'], message: 'Which product it was.' });

export type ShopperEvent = z.output<typeof shopperEventSchema>;

/** The body of a call. What else is sent is dropped; `visitor` is taken and not kept, since nothing is asked of it. */
export const shopperEventsSchema = z.object({ session: sessionId, events: z.array(shopperEventSchema).min(1).max(MOST_EVENTS_A_CALL) });

/** When it happened: by the shopper's clock where that can be, else when it arrived. @param now milliseconds */
export function eventTime(at: string | number, now: number): number {
  const told = typeof at === 'number' ? at : Date.parse(at);
  return told <= now && told >= now - OLDEST_EVENT_MS ? told : now;
}
