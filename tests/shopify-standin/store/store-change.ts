/** What happens in a store while it is served, as listeners are told of it: webhooks are made from these. */
import type { TaggableType } from './journal.ts';
import type { RowType } from './row-records.ts';
import type { MetafieldOwnerType, StoreCustomer, StoreOrder, StoreProduct, StoreRefund, StoreVariant } from './model.ts';

/** A basket on its way to the till. Shopify tells of it by webhooks; the store keeps none. */
export interface StoreCheckout {
  id: number;
  token: string;
  customer: StoreCustomer | null;
  email: string | null;
  lines: { variant: StoreVariant; quantity: number }[];
  createdAt: number;
  updatedAt: number;
  completedAt: number | null;
}

export interface OrderEdit {
  additions: { lineId: number; quantity: number }[];
  removals: { lineId: number; quantity: number }[];
}

export type StoreChange =
  | { kind: 'tags'; type: TaggableType; id: number; added: string[]; removed: string[]; at: number; source: string | null }
  | { kind: 'metafield'; type: MetafieldOwnerType; id: number; at: number }
  | { kind: 'order'; did: 'created' | 'updated' | 'paid' | 'cancelled' | 'fulfilled' | 'deleted'; order: StoreOrder; at: number }
  | { kind: 'order-edit'; order: StoreOrder; edit: OrderEdit; at: number }
  | { kind: 'refund'; order: StoreOrder; refund: StoreRefund; at: number }
  | { kind: 'customer'; did: 'created' | 'updated' | 'deleted'; customer: StoreCustomer; at: number }
  | { kind: 'consent'; channel: 'email' | 'sms'; customer: StoreCustomer; at: number }
  /** A customer's number of orders or the money spent is another. */
  | { kind: 'purchases'; customer: StoreCustomer; at: number }
  | { kind: 'merge'; goneId: number; keptId: number; at: number }
  | { kind: 'product'; did: 'created' | 'updated' | 'deleted'; product: StoreProduct; at: number }
  | { kind: 'checkout'; did: 'created' | 'updated' | 'deleted'; checkout: StoreCheckout; at: number }
  /** The merchant passes on what a customer asked for; who it was is told as it stood before. */
  | { kind: 'privacy'; asked: 'data' | 'redaction'; customer: { id: number; email: string | null; phone: string | null }; orderIds: number[]; requestId: number; at: number };

/** What one step of the shop's life changed: rows, new or not, rows that are gone, and what listeners are told. */
export interface StoreStep {
  customers?: StoreCustomer[];
  orders?: StoreOrder[];
  products?: StoreProduct[];
  gone?: { type: RowType; id: number }[];
  tell: StoreChange[];
}

/** Something that cannot be done to the store as it stands; the message says why, for whoever asked. */
export class Refused extends Error {}
