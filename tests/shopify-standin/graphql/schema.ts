import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { buildClientSchema } from 'graphql';
import type { GraphQLSchema, IntrospectionQuery } from 'graphql';

/** The one Admin API version that the local Shopify serves. */
export const servedVersion = '2026-10';

let schema: GraphQLSchema | null = null;

/**
 * Shopify's published Admin schema, built once a process (about 1.5 s). It is trusted as it is: checking it again would
 * take seconds and could only find fault with Shopify.
 */
export function adminSchema(): GraphQLSchema {
  if (schema === null) {
    // The package exports no path to its data, so it is found by its place.
    const packed = readFileSync(new URL(`../../../node_modules/@shopify/dev-mcp/dist/data/admin_${servedVersion}.json.gz`, import.meta.url));
    const parsed = JSON.parse(gunzipSync(packed).toString('utf8')) as IntrospectionQuery | { data: IntrospectionQuery };
    schema = buildClientSchema('data' in parsed ? parsed.data : parsed, { assumeValid: true });
  }
  return schema;
}
