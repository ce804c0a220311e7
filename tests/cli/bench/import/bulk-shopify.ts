import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { AdminClient } from '#app/shopify/admin-client.server.ts';
import { BulkOperationStatusDocument } from '#app/shopify/generated/bulk-operation.ts';
import { BulkQueryRunDocument } from '#app/shopify/generated/bulk-query-run.ts';
import type { StoreFiles } from './store-files.ts';

const KINDS = ['products', 'customers', 'orders'] as const;

/** A Shopify whose bulk operations are done the moment they are asked for, so that what is measured is the app. */
export function bulkShopify(shopDomain: string, files: StoreFiles, filesUrl: string): AdminClient {
  const answer = (document: unknown, variables: Record<string, unknown>): unknown => {
    if (document === BulkQueryRunDocument) {
      const kind = KINDS.findIndex((name) => new RegExp(`^query \\w+ \\{\\s*${name}\\b`).test(String(variables['query'])));
      if (kind === -1) throw new Error(`The bench has no file for this bulk query: ${String(variables['query']).slice(0, 80)}`);
      return { bulkOperationRunQuery: { bulkOperation: { id: `gid://shopify/BulkOperation/${kind + 1}`, status: 'CREATED' }, userErrors: [] } };
    }
    if (document === BulkOperationStatusDocument) {
      const id = String(variables['id']);
      const kind = KINDS[Number(id.split('/').at(-1)) - 1] ?? 'orders';
      const { objects, roots, bytes } = files[kind];
      return {
        bulkOperation: { id, status: 'COMPLETED', errorCode: null, createdAt: '2026-11-28T00:00:00Z', completedAt: '2026-11-28T00:00:00Z', objectCount: String(objects), rootObjectCount: String(roots), fileSize: String(bytes), url: `${filesUrl}/${kind}`, partialDataUrl: null },
      };
    }
    throw new Error('The bench answers bulk operations alone.');
  };
  return {
    shopDomain,
    request: <Result, Variables extends Record<string, unknown>>(document: TypedDocumentNode<Result, Variables>, variables: Variables): Promise<Result> => Promise.resolve(answer(document, variables) as Result),
  };
}
