import type { AdminClient } from '../shopify/admin-client.server.ts';

/** What every step of one try of one look works with. */
export interface ReconcileContext {
  shopId: number;
  /** The look's row. */
  id: number;
  client: AdminClient;
  /** Aborted when the process stops. */
  signal: AbortSignal;
  /** Decimals of the shop's currency. */
  shopDecimals: number;
  /** False: orders older than 60 days are hidden from the app, and that one is not found says nothing. */
  readsAllOrders: boolean;
  /** Objects on a page that lists changes. */
  pageSize: number;
  lookbackMs: number;
}
