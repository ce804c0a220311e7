import type { AdminClient } from '../shopify/admin-client.server.ts';
import { CustomersByIdDocument } from '../shopify/generated/customers-by-id.ts';
import { OrderLinesPageDocument } from '../shopify/generated/order-lines-page.ts';
import { OrdersByIdDocument } from '../shopify/generated/orders-by-id.ts';
import { ProductVariantsPageDocument } from '../shopify/generated/product-variants-page.ts';
import { ProductsByIdDocument } from '../shopify/generated/products-by-id.ts';
import { machineNow } from '../runtime/clock.server.ts';
import { RetryableError } from '../runtime/errors.ts';
import { RowFault } from './cells.ts';
import { fullReadBatches, type FullReadBatch, type FullReadWanted } from './full-read-batches.ts';
import { fullCustomer, fullOrder, fullProduct, isCustomer, isOrder, isProduct, type FullRow } from './full-rows.ts';
import type { BulkKind } from './mirror-tables.ts';
import { momentOfQuery, type ReadMoment } from './read-moment.ts';

/** What Shopify answered about some objects that were asked for by id. */
export interface FullRead {
  found: FullRow[];
  /** Not there, or hidden from the app (orders older than 60 days without read_all_orders). */
  missing: string[];
  /** Answers that cannot be used. */
  rejected: { id: string; code: string; reason: string }[];
  moment: ReadMoment;
}

export interface FetchFullOptions {
  client: AdminClient;
  wanted: readonly FullReadWanted[];
  signal?: AbortSignal;
}

const TYPES: Readonly<Record<BulkKind, string>> = { orders: 'Order', customers: 'Customer', products: 'Product' };
/** Children of one page of an object with very many. */
const PAGE_LINES = 25;
const PAGE_VARIANTS = 250;

/** Orders with all their lines and the headers of their refunds, by the mappings of the import. @throws as the Admin client */
export function fetchFullOrders({ client, wanted, signal }: FetchFullOptions): Promise<FullRead> {
  return fetchFull('orders', wanted, async (batch) => {
    const { nodes } = await client.request(OrdersByIdDocument, { ids: gids('orders', batch), lines: batch.children }, { signal });
    return Promise.all(nodes.map(async (node) => {
      if (!isOrder(node)) return null;
      const lines = [...node.lineItems.nodes];
      for (let { hasNextPage, endCursor } = node.lineItems.pageInfo; hasNextPage && endCursor !== null; ) {
        const { order } = await client.request(OrderLinesPageDocument, { id: node.id, lines: PAGE_LINES, after: endCursor }, { signal });
        if (order === null) return null;
        lines.push(...order.lineItems.nodes);
        ({ hasNextPage, endCursor } = order.lineItems.pageInfo);
      }
      return () => fullOrder(node, lines);
    }));
  });
}

/** @throws as the Admin client */
export function fetchFullCustomers({ client, wanted, signal }: FetchFullOptions): Promise<FullRead> {
  return fetchFull('customers', wanted, async (batch) => {
    const { nodes } = await client.request(CustomersByIdDocument, { ids: gids('customers', batch) }, { signal });
    return nodes.map((node) => (isCustomer(node) ? () => fullCustomer(node) : null));
  });
}

/** @param options.shopDecimals of the shop's currency, which prices are in @throws as the Admin client */
export function fetchFullProducts({ client, wanted, signal, shopDecimals }: FetchFullOptions & { shopDecimals: number }): Promise<FullRead> {
  return fetchFull('products', wanted, async (batch) => {
    const { nodes } = await client.request(ProductsByIdDocument, { ids: gids('products', batch), variants: batch.children }, { signal });
    return Promise.all(nodes.map(async (node) => {
      if (!isProduct(node)) return null;
      const variants = [...node.variants.nodes];
      for (let { hasNextPage, endCursor } = node.variants.pageInfo; hasNextPage && endCursor !== null; ) {
        const { product } = await client.request(ProductVariantsPageDocument, { id: node.id, variants: PAGE_VARIANTS, after: endCursor }, { signal });
        if (product === null) return null;
        variants.push(...product.variants.nodes);
        ({ hasNextPage, endCursor } = product.variants.pageInfo);
      }
      return () => fullProduct(node, variants, shopDecimals);
    }));
  });
}

type ReadRow = (() => FullRow) | null;

async function fetchFull(kind: BulkKind, wanted: readonly FullReadWanted[], ask: (batch: FullReadBatch) => Promise<ReadRow[]>): Promise<FullRead> {
  const read: FullRead = { found: [], missing: [], rejected: [], moment: momentOfQuery(machineNow()) };
  for (const batch of fullReadBatches(kind, wanted)) {
    const answers = await ask(batch);
    if (answers.length !== batch.ids.length) throw new RetryableError('shopify-answer', `Shopify was asked for ${batch.ids.length} ${kind} by their ids and answered about ${answers.length}.`);
    batch.ids.forEach((id, at) => {
      const row = answers[at] ?? null;
      if (row === null) {
        read.missing.push(id);
        return;
      }
      try {
        read.found.push(row());
      } catch (error) {
        // What is not a RowFault is a missing object on the way to a value.
        if (!(error instanceof RowFault) && !(error instanceof TypeError)) throw error;
        read.rejected.push({ id, code: error instanceof RowFault ? error.code : 'form', reason: error.message });
      }
    });
  }
  return read;
}

function gids(kind: BulkKind, batch: FullReadBatch): string[] {
  return batch.ids.map((id) => `gid://shopify/${TYPES[kind]}/${id}`);
}
