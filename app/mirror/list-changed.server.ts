import type { AdminClient } from '../shopify/admin-client.server.ts';
import { ChangedCountsDocument } from '../shopify/generated/changed-counts.ts';
import { ChangedCustomersDocument } from '../shopify/generated/changed-customers.ts';
import { ChangedOrdersDocument } from '../shopify/generated/changed-orders.ts';
import { ChangedProductsDocument } from '../shopify/generated/changed-products.ts';
import { NewestChangesDocument } from '../shopify/generated/newest-changes.ts';
import { ProductDeletionsDocument } from '../shopify/generated/product-deletions.ts';
import { RowFault, idOf } from './cells.ts';
import type { BulkKind } from './mirror-tables.ts';
import { searchOf, type ReadSpan, type WindowPart } from './reconcile-window.ts';

/** Something that Shopify says has changed. */
export interface Changed {
  id: string;
  /** Milliseconds since the epoch, whole seconds: its version; of a deletion, when it was. */
  at: number;
}

export interface ChangedPage {
  changed: Changed[];
  /** Objects whose id cannot be one. */
  unreadable: number;
  /** Where the next page begins; null: this was the last. */
  next: string | null;
}

interface PageOptions {
  client: AdminClient;
  span: ReadSpan;
  after: string | null;
  first: number;
  signal?: AbortSignal;
}

/** The newest change that Shopify has of each kind: its own clock, as far as it concerns us. Null: it has none of the kind. */
export async function newestChanges(client: AdminClient, signal?: AbortSignal): Promise<Record<WindowPart, number | null>> {
  const { orders, customers, products, deletionEvents } = await client.request(NewestChangesDocument, {}, { signal });
  const instant = (text: string | undefined): number | null => (text === undefined ? null : Date.parse(text));
  return {
    orders: instant(orders.nodes[0]?.updatedAt), customers: instant(customers.nodes[0]?.updatedAt), products: instant(products.nodes[0]?.updatedAt), deletions: instant(deletionEvents.nodes[0]?.occurredAt),
  };
}

/** How many of each have changed, counted up to `most`. */
export async function countChanged(client: AdminClient, spans: Readonly<Record<BulkKind, ReadSpan | null>>, most: number, signal?: AbortSignal): Promise<Record<BulkKind, number>> {
  const none = "updated_at:<'1970-01-01T00:00:00Z'";
  const search = (kind: BulkKind): string => (spans[kind] === null ? none : searchOf(spans[kind], 'updated_at'));
  const counted = await client.request(ChangedCountsDocument, { orders: search('orders'), customers: search('customers'), products: search('products'), limit: most }, { signal });
  return { orders: counted.ordersCount?.count ?? 0, customers: counted.customersCount?.count ?? 0, products: counted.productsCount?.count ?? 0 };
}

/**
 * A page of what changed in the span, the earliest change first. Whatever changes again meanwhile goes out of the span, and moves
 * nothing else: a cursor holds the instant and the id that it stands after.
 */
export async function listChanged(kind: BulkKind, { client, span, after, first, signal }: PageOptions): Promise<ChangedPage> {
  const variables = { query: searchOf(span, 'updated_at'), first, after };
  switch (kind) {
    case 'orders':
      return pageOf('Order', (await client.request(ChangedOrdersDocument, variables, { signal })).orders);
    case 'customers':
      return pageOf('Customer', (await client.request(ChangedCustomersDocument, variables, { signal })).customers);
    case 'products':
      return pageOf('Product', (await client.request(ChangedProductsDocument, variables, { signal })).products);
  }
}

export async function listDeletedProducts({ client, span, after, first, signal }: PageOptions): Promise<ChangedPage> {
  const { deletionEvents: { nodes, pageInfo } } = await client.request(ProductDeletionsDocument, { query: searchOf(span, 'occurred_at'), first, after }, { signal });
  return pageOf('Product', { nodes: nodes.map((node) => ({ id: node.subjectId, updatedAt: node.occurredAt })), pageInfo });
}

function pageOf(type: string, { nodes, pageInfo }: { nodes: { id: string; updatedAt: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } }): ChangedPage {
  const changed = nodes.flatMap((node) => readable(type, node));
  return { changed, unreadable: nodes.length - changed.length, next: pageInfo.hasNextPage ? pageInfo.endCursor : null };
}

/** An object that Shopify named; none when its id or its instant cannot be one. */
export function readable(type: string, { id, updatedAt }: { id?: unknown; updatedAt?: unknown }): Changed[] {
  const at = typeof updatedAt === 'string' ? Date.parse(updatedAt) : NaN;
  if (typeof id !== 'string' || Number.isNaN(at)) return [];
  try {
    return [{ id: idOf(id, type), at }];
  } catch (error) {
    if (!(error instanceof RowFault)) throw error;
    return [];
  }
}
